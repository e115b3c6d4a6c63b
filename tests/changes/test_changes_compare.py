"""Two packs side by side, as a person with both print-outs and a pencil would find the differences."""

import copy
import json
from dataclasses import replace

import pytest

from pipeline.changes import compare as comparing
from pipeline.changes.compare import ORDER
from pipeline.packs.account.parts import (
    Account,
    Changed,
    FactLine,
    Inspected,
    OfficerText,
    PrintedAmount,
    PriorityPart,
    StrategyLine,
)
from pipeline.packs.pack import Pack
from pipeline.packs.pack_parts import MatrixArea, NextRelease
from pipeline.report.team.changed_documents import amount, subject
from tests.packs.test_packs_targets import held
from tests.report import sample_pack

PACK = json.loads(sample_pack.ALL["primary"]().to_json())
OURS = PACK["place"]["id"]
UNPRINTED = ("delivery", "file", "schema")


def compare(before, after):
    """What has changed between two packs as plain data, which a test can alter where it likes."""
    return comparing.compare(*(Pack.from_json(json.dumps(pack)) for pack in (before, after)))


@pytest.fixture
def after():
    return copy.deepcopy(PACK)


def one(rows, **wanted):
    """The only row with these facts."""
    (found,) = [r for r in rows if all(r[k] == v for k, v in wanted.items())]
    return found


def ours(pack, measure="ks2_rwm_exp", group="all", year=None):
    return one(pack["figures"], place=OURS, measure=measure, group=group, year=year or pack["year"])


def told(before, after):
    return [(c.kind, c.what, c.before, c.after) for c in compare(before, after)]


def test_a_pack_has_not_changed_from_itself_nor_by_the_file_it_came_from(after):
    for figure in after["figures"]:
        figure["delivery"] = "another"
    for source in after["sources"]:
        source["delivery"] = "another"
    assert compare(PACK, after) == []


@pytest.mark.parametrize(
    "was, now, before, is_now, by",
    [
        (("63%", 63.0, 30), ("67%", 67.0, 30), "63%", "67%", "1 pupil, +4 points"),
        (("67%", 67.0, 30), ("57%", 57.0, 30), "67%", "57%", "3 pupils, −10 points"),
        # one pupil joins the cohort and meets the standard: 19 of 30, then 20 of 31
        (("63%", 63.0, 30), ("65%", 65.0, 31), "63%, 30 pupils", "65%, 31 pupils", "1 pupil, +2 points"),
        # the cohort alone changed: two pupils more, and the print rounds to the same
        (("50%", 50.0, 40), ("50%", 50.0, 42), "50%, 40 pupils", "50%, 42 pupils", "2 pupils"),
        # of 200 pupils two counts print as 63%, so the difference is the nearest
        (("63%", 63.0, 200), ("64%", 64.0, 200), "63%", "64%", "about 2 pupils, +1 point"),
        (("suppressed", None, None), ("64%", 64.0, 25), "suppressed, cohort unknown", "64%, 25 pupils", ""),
    ],
)  # fmt: skip
def test_a_figure_is_told_as_it_printed_and_in_pupils(after, was, now, before, is_now, by):
    start = copy.deepcopy(PACK)
    for pack, (text, value, pupils) in ((start, was), (after, now)):
        ours(pack).update(text=text, value=value, pupils=pupils, lower=None, upper=None, interval="", one_pupil="")
    (change,) = compare(start, after)
    assert (change.before, change.after, amount(change)) == (before, is_now, by)
    assert subject(change).startswith(PACK["place"]["name"]) and subject(change).endswith(str(PACK["year"]))


def test_an_interval_that_moved_is_told_beside_its_figure(after):
    start = copy.deepcopy(PACK)
    score = {"text": "104", "value": 104.0, "pupils": 28, "interval": "published", "one_pupil": ""}
    ours(start).update(**score, lower=101.5, upper=106.5)
    ours(after).update(**score, lower=101.4, upper=106.4)
    expected = ("104, published interval 101.5 to 106.5", "104, published interval 101.4 to 106.4")
    assert told(start, after) == [("figure", "figure", *expected)]


def test_figures_appear_and_vanish(after):
    figure = ours(after)
    after["figures"].remove(figure)
    assert told(PACK, after) == [("figure", "figure", figure["text"], "")]
    assert told(after, PACK) == [("figure", "figure", "", figure["text"])]


def test_the_change_that_touches_most_pupils_comes_first(after):
    few = ours(after, year=PACK["year"] - 1)
    few.update(text="1%", value=few["value"] + 40, pupils=few["pupils"])  # 40 points and a dozen pupils
    most = max((f for f in after["figures"] if f["value"] and f["text"].endswith("%")), key=lambda f: f["pupils"] or 0)
    most.update(text="2%", value=most["value"] + 2)  # two points of a whole cluster or authority
    found = compare(PACK, after)
    assert [c.after.split(",")[0] for c in found] == ["2%", "1%"]
    assert found[0].pupils > found[1].pupils


def test_a_standing_that_crossed_comes_before_one_that_only_moved(after):
    crossed, moved = [j for j in after["judgements"] if j["standing"] and j["gap"]][-1:-3:-1]
    was = {id(j): j["standing"] for j in (crossed, moved)}
    crossed["standing"] = "below" if was[id(crossed)] != "below" else "above"
    moved["gap"] = "+99"
    found = compare(PACK, after)
    assert [c.kind for c in found] == ["standing", "standing"]
    assert found[0].before.split(" (")[0] == was[id(crossed)] and found[0].after.startswith(crossed["standing"])
    assert "+99" in found[1].after


def test_questions_come_go_and_rest_on_another_figure(after):
    after["prompts"] = [
        {"question": "Who?", "rule": "r", "evidence": "Reading: 50%, below"},
        {"question": "Why?", "rule": "r", "evidence": "Maths: 40%, below"},
    ]
    start = copy.deepcopy(after)
    after["prompts"] = [
        {"question": "Who?", "rule": "r", "evidence": "Reading: 48%, below"},
        {"question": "Who?", "rule": "r", "evidence": "Writing: 45%, below"},
    ]
    assert told(start, after) == [
        ("question", "Who?", "", "Writing: 45%, below"),
        ("question", "Why?", "Maths: 40%, below", ""),
        ("question", "Who?", "Reading: 50%, below", "Reading: 48%, below"),
    ]


def test_releases_that_ripened_are_counted_not_listed(after):
    start = copy.deepcopy(PACK)
    ks2 = {m["id"] for m in PACK["measures"] if m["stage"] == "ks2"}
    pairs = zip(start["figures"], after["figures"], strict=True)
    this_year = [(a, b) for a, b in pairs if a["year"] == PACK["year"] and a["measure"] in ks2]
    for old, new in this_year:
        old["release"], new["release"] = "provisional", "revised"
    (change,) = compare(start, after)
    assert (change.kind, change.before, change.after, change.year) == (
        "release",
        "provisional",
        "revised",
        PACK["year"],
    )
    assert (change.what, amount(change)) == ("Key stage 2", f"{len(this_year)} figures")


def test_words_are_told_where_they_stand(after):
    after["policy"]["rag"] = "Another rule."
    after["notes"].append({"kind": "finding", "text": "A cell is read otherwise."})
    after["glossary"][0]["meaning"] = "Another meaning."
    assert {(what, now) for _, what, _, now in told(PACK, after)} == {
        ("rules, rag", "Another rule."),
        ("note", "A cell is read otherwise."),
        (f"glossary: {PACK['glossary'][0]['term']}, meaning", "Another meaning."),
    }


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from leaves(inside, (*path, key))
    elif isinstance(value, list) and value:
        for at in (0, len(value) - 1):
            yield from leaves(value[at], (*path, at))
    else:
        yield path


def whole_pack():
    """A pack with something in every part."""
    pack, told = sample_pack.ALL["primary"](), PrintedAmount("63%", 2018)
    line = StrategyLine(
        "1a", "1", "More reach it.", "71% by 2019", told, told, "64%", "63%", "62%", "met", "yes", "So."
    )
    account = Account(
        title="Strategy", vision="V.", mission="M.", who="W.", ended=2019, deadline=2019,
        priorities=(PriorityPart("1", "First", "Aim.", ("An outcome.",), (("1", "An action.", ""),)),), lines=(line,),
        facts=(FactLine("Schools", "80", "81"),), inspections=(Inspected("Good", 40, 9000),), inspected_as_at="As known.",
        owing=(OfficerText("Support", "What was given?", ""),), changed=(Changed("1a", "no", "yes", "Why."),),
        last_day="1 May 2018", unknown=("Nothing.",),
    )  # fmt: skip
    return replace(
        pack,
        account=account,
        targets=held(all=(12, 13, 2), girls=(6, 7, 1), boys=(6, 6, 1)),
        next_releases=(NextRelease("ks2", "final", 2018, "2019-04-30"),),
        policy=replace(pack.policy, pooled=("mainstream",), grid=(MatrixArea("Reading", "How good?", ("ks2",)),)),
    )


def otherwise(value):
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value} otherwise"
    return 7 if value is None else value + (0.5 if isinstance(value, float) else 1)


@pytest.mark.slow
def test_no_difference_goes_unnoticed():
    """Every leaf of a pack (of its lists the first and last row) is changed in turn, and a row of every list taken out."""
    unnoticed, whole = [], json.loads(whole_pack().to_json())
    paths = list(leaves(whole))
    assert {path[0] for path in paths} == set(whole), "every part is tried"
    for path in paths:
        pack = copy.deepcopy(whole)
        *steps, last = path
        inside = pack
        for step in steps:
            inside = inside[step]
        named_by = "vocabulary" in path and last in ("id", "first", "second")  # another name came, with what it names
        if last not in UNPRINTED and not named_by and inside[last] not in ({}, []):
            inside[last] = "+99" if last == "gap" else otherwise(inside[last])
            unnoticed += [path] if compare(whole, pack) in ([], [ORDER]) else []
    lists = {part: rows for part, rows in whole.items() if isinstance(rows, list)}
    assert all(lists.values()), "no list is empty"
    unnoticed += [part for part, rows in lists.items() if not compare(whole, {**whole, part: rows[1:]})]
    assert unnoticed == []


def test_a_pack_kept_before_a_part_existed_is_compared_as_it_is(after):
    for part in ("schema", "gaps", "next_releases", "targets", "account", "as_at"):
        after.pop(part)
    found = compare(after, PACK)
    assert {c.before for c in found} <= {""}
