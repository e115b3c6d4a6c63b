"""Who did what is only ever added to, by the account of the process, and an issue is entered with its own."""

import os

import pytest

from pipeline import processes
from pipeline.ledger.actions import (
    CHANGED,
    FIRST_USED,
    SIGNED_OFF,
    TOOK_BACK,
    RecordedAction,
    fingerprints_recorded,
    last_action,
    last_actions,
    record_actions,
)
from pipeline.ledger.issues import is_draft, issues, record
from pipeline.ledger.runs import begin, last_runs
from pipeline.processes import account

RECEIPT = {
    "publication": "primary-booklet", "title": "Primary assessment booklet", "place": "3510001", "year": 2018,
    "place_name": "Oakfield", "audience": "school", "pack": "p", "files": {"booklet.html": "h1"},
}  # fmt: skip


def test_an_action_is_entered_with_the_account_and_the_time(file):
    record_actions(
        file, [RecordedAction(SIGNED_OFF, "params/policy/disclosure.yml", "Data protection officer", after="f1")]
    )
    (entered,) = last_actions(file, 9)
    assert (entered.account, entered.role, entered.after, entered.time[10]) == (
        account(),
        "Data protection officer",
        "f1",
        "T",
    )


def test_the_newest_comes_first_and_the_last_of_a_kind_is_found(file):
    record_actions(
        file,
        [
            RecordedAction(SIGNED_OFF, "x", after="1"),
            RecordedAction(TOOK_BACK, "x", before="1"),
            RecordedAction(CHANGED, "y"),
        ],
    )
    assert [a.did for a in last_actions(file, 2)] == [CHANGED, TOOK_BACK]
    assert last_action(file, SIGNED_OFF, TOOK_BACK).did == TOOK_BACK
    assert last_action(file, SIGNED_OFF).after == "1"


def test_each_file_is_known_by_its_last_fingerprint(file):
    record_actions(
        file, [RecordedAction(FIRST_USED, "a", after="1"), RecordedAction(CHANGED, "a", before="1", after="2")]
    )
    record_actions(file, [RecordedAction(FIRST_USED, "b", after="1"), RecordedAction(CHANGED, "b", before="1")])
    assert fingerprints_recorded(file) == {"a": "2", "b": ""}


def test_an_issue_is_entered_once_with_who_issued_it_and_a_draft_is_not(file):
    for _ in range(2):
        record(file, [RECEIPT | {"issue": 1}, RECEIPT])
    record(file, [RECEIPT | {"issue": 2}], by="the account of the run that was killed")
    assert [i.number for i in issues(file)] == [1, 2]
    entered = [(a.what, a.after, a.account) for a in last_actions(file, 9)]
    assert entered == [
        ("primary-booklet 3510001 2018", "2", "the account of the run that was killed"),
        ("primary-booklet 3510001 2018", "1", account()),
    ]
    assert (is_draft(RECEIPT), is_draft(RECEIPT | {"issue": 1})) == (True, False)


def test_a_run_is_entered_with_its_account(file):
    begin(file, "build", 2018, "person")
    assert last_runs(file, 1)[0].account == account()


def test_reading_a_ledger_that_is_not_there_makes_none(file):
    assert (last_actions(file, 9), last_action(file, SIGNED_OFF), fingerprints_recorded(file)) == ([], None, {})
    assert not file.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="the name is asked of the system")
def test_an_account_is_as_the_system_says_and_not_as_a_variable_does(monkeypatch):
    for variable in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody-else")
    monkeypatch.delenv("SUDO_USER", raising=False)
    own = account()
    assert "somebody-else" not in own
    monkeypatch.setenv("SUDO_USER", "alice")
    assert account() == f"{own} (sudo by alice)"
    monkeypatch.setattr(processes.os, "getuid", lambda: 4_000_000_000)
    assert account() == "user 4000000000 (sudo by alice)"
