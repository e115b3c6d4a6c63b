"""A document that rests on pupil records is issued only while the policy says, word for word, what was signed off."""

import shutil

import pytest

from pipeline.ledger.actions import (
    CHANGED,
    FIRST_USED,
    SIGNED_OFF,
    TOOK_BACK,
    RecordedAction,
    last_actions,
    record_actions,
)
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import ROOT, Folders
from pipeline.runs.changed_files import record_changed_files
from pipeline.runs.sign_off import CHANGED_SINCE, NOT_COVERED, NOT_SIGNED, POLICY, IssuePermission, SignedText

OF_PUPILS = PlannedDocument("primary-booklet", "3510001", "Oakfield", 2018, "primary_booklet", "p", of_pupils=True)
PUBLISHED = PlannedDocument("authority-booklet", "351", "Bury", 2018, "authority_booklet", "p")


@pytest.fixture
def where(tmp_path) -> Folders:
    """Bury's params, to be edited."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


def edit(where, name, old, new):
    file = where.params / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def sign(where):
    text = IssuePermission(where).today
    record_actions(
        where.ledger, [RecordedAction(SIGNED_OFF, POLICY, "Officer", after=text.fingerprint(), content=text.to_json())]
    )


def why(where, document=OF_PUPILS):
    return IssuePermission(where).why_draft(document)


def test_without_a_sign_off_only_what_is_published_is_issued(where):
    assert (why(where), why(where, PUBLISHED)) == (NOT_SIGNED, "")


def test_a_sign_off_lasts_until_it_is_taken_back(where):
    sign(where)
    assert why(where) == ""
    record_actions(where.ledger, [RecordedAction(TOOK_BACK, POLICY, "Officer")])
    assert (why(where), why(where, PUBLISHED)) == (NOT_SIGNED, "")


@pytest.mark.parametrize(
    "old, new",
    [
        ("minimum_group: 6", "minimum_group: 5"),
        ("interval: 3", "interval: 2"),
        ("    protect: false\n", ""),
        ("words: Public.", "words: Everybody."),
        ("Checking and briefing need", "Briefing needs"),
    ],
)
def test_any_edit_of_what_the_policy_says_undoes_it_and_the_old_text_brings_it_back(where, old, new):
    sign(where)
    edit(where, "policy/disclosure.yml", old, new)
    assert (why(where), why(where, PUBLISHED)) == (CHANGED_SINCE, "")
    shutil.copy(ROOT / "params" / "policy" / "disclosure.yml", where.params / "policy" / "disclosure.yml")
    assert why(where) == ""


def test_a_comment_and_the_order_of_keys_are_not_what_it_says(where):
    sign(where)
    edit(where, "policy/disclosure.yml", "        # the Department publishes nothing", "  # nothing is published")
    edit(
        where,
        "policy/disclosure.yml",
        "    minimum_cohort: 1\n    minimum_group: 6\n",
        "    minimum_group: 6\n    minimum_cohort: 1\n",
    )
    assert why(where) == ""


@pytest.mark.parametrize(
    "old, new",
    [("audience: school", "audience: internal"), ("readers: Headteacher,", "readers: Everybody, headteacher,")],
)
def test_a_publication_for_another_audience_or_other_readers_is_not_covered_and_the_others_are(where, old, new):
    sign(where)
    edit(where, "publications/primary-booklet.yml", old, new)
    other = PlannedDocument("cluster-booklet", "a", "A", 2018, "cluster_booklet", "p", of_pupils=True)
    assert (why(where), why(where, other)) == (NOT_COVERED, "")


def test_a_publication_that_was_not_there_is_not_covered(where):
    shutil.move(where.params / "publications" / "primary-booklet.yml", where.params / "kept")
    sign(where)
    shutil.move(where.params / "kept", where.params / "publications" / "primary-booklet.yml")
    assert why(where) == NOT_COVERED


def test_an_invented_authority_needs_none_and_no_other_authority_can_call_itself_so(where):
    edit(where, "authority.yml", 'code: "351"', 'code: "999"')
    assert why(where) == ""
    edit(where, "authority.yml", 'code: "999"', 'code: "351"')
    edit(where, "vocabulary/authorities.yml", 'invented: ["999"]', 'invented: ["999", "351"]')
    with pytest.raises(Exception, match="351 is the code of Bury, which is no rehearsal"):
        why(where)


def test_what_changed_since_is_told_key_by_key(where):
    before = SignedText.of(where.params)
    edit(where, "policy/disclosure.yml", "interval: 3 ", "interval: 2 ")
    edit(where, "policy/disclosure.yml", "    areas_as: cluster\n", "")
    changes = list(SignedText.of(where.params).changes(before))
    assert changes == [("policy.audiences.school.areas_as", "cluster", ""), ("policy.interval", "3", "2")]


def test_who_first_works_with_a_changed_policy_or_correction_is_entered_with_both_fingerprints(where):
    first = record_changed_files(where)
    assert first > 30 and {a.did for a in last_actions(where.ledger, first)} == {FIRST_USED}
    assert record_changed_files(where) == 0
    edit(where, "policy/disclosure.yml", "interval: 3 ", "interval: 2 ")
    (where.data / "corrections").mkdir()
    (where.data / "corrections" / "ks2_pupils.yml").write_text("why: x\n")
    (where.params / "publications" / "target-setting-primary.yml").unlink()
    assert record_changed_files(where) == 3
    told = {a.what: a for a in last_actions(where.ledger, 3)}
    policy = told["params/policy/disclosure.yml"]
    assert (policy.did, len(policy.before), len(policy.after)) == (CHANGED, 64, 64) and policy.before != policy.after
    assert told["data/corrections/ks2_pupils.yml"].did == FIRST_USED
    gone = told["params/publications/target-setting-primary.yml"]
    assert (gone.did, gone.after) == (CHANGED, "")
