"""What the verb prints and the page shows of documents that were issued twice, once, or without their pack."""

import copy
import json
from dataclasses import replace

import pytest

from pipeline.changes.between import Compared, Comparison, DocumentSelection, between_issues
from pipeline.changes.change import FIGURE, WORDING, PrintedChange
from pipeline.errors import CommandWrong
from pipeline.ledger.issued import keep
from pipeline.ledger.issues import record
from pipeline.report.changes import open_changes
from pipeline.verbs.changes import print_changes
from tests.report import sample_pack

pytestmark = pytest.mark.rule

PACK = json.loads(sample_pack.ALL["primary"]().to_json())
YEAR, OURS, NAME = PACK["year"], PACK["place"]["id"], PACK["place"]["name"]


def issue(house, pack, number, place=OURS):
    receipt = {k: pack[k] for k in ("publication", "title", "year", "audience")}
    receipt |= {
        "place": place,
        "place_name": f"{NAME}{'' if place == OURS else ' two'}",
        "issue": number,
        "pack": str(number),
    }
    record(house.ledger, [receipt | {"files": {}}])
    return keep(house.issued_packs(YEAR, pack["publication"], place), json.dumps(pack), number - 1)


@pytest.fixture
def issued(house):
    """Three issues of one document: one pupil more in the second, another word in the third; and one of another school."""
    second = copy.deepcopy(PACK)
    (figure,) = [f for f in second["figures"] if _headline(f)]
    figure.update(text="99%", value=99.0)
    third = copy.deepcopy(second) | {"contact": "Somebody else."}
    for number, pack in enumerate((PACK, second, third), start=1):
        issue(house, pack, number)
    issue(house, PACK, 1, "3519999")
    return house


def _headline(figure):
    return (figure["place"], figure["year"], figure["measure"], figure["group"]) == (OURS, YEAR, "ks2_rwm_exp", "all")


def said(house, capsys, **asked):
    assert print_changes(house, DocumentSelection(YEAR, **asked), since=False) == 0
    return capsys.readouterr().out.splitlines()


def test_the_last_two_issues_are_compared_and_what_could_not_be_is_said(issued, capsys):
    head, apart, _, document, kind, change = said(issued, capsys)
    assert head == f"1 document of {YEAR} changed, 0 print the same"
    assert apart == f"not compared, issued once only: {PACK['publication']} of {NAME} two (3519999)"
    assert document.startswith(f"{PACK['title']} of {NAME} ({OURS}), {YEAR}: issue 2 of ")
    assert kind.strip() == "wording" and change.strip() == f"contact: {PACK['contact']} → Somebody else."


def test_two_issues_can_be_named(issued, capsys):
    lines = said(issued, capsys, publication=PACK["publication"], place=OURS, first=1, second=2)
    was = next(f["text"] for f in PACK["figures"] if _headline(f))
    assert lines[-1].strip().startswith(f"{NAME}, ") and f"{was} → 99%; " in lines[-1]
    both = said(issued, capsys, publication=PACK["publication"], place=OURS, first=1)
    assert [line.strip() for line in both if line.startswith("  ") and ":" not in line] == ["figures", "wording"]


@pytest.mark.parametrize(
    "asked, complaint",
    [
        ({"year": 0}, "Say which results year"),
        ({"first": 1}, "give --publication and --place"),
        ({"place": OURS, "publication": PACK["publication"], "first": 9}, "has no issue 9; it has 1, 2, 3."),
        ({"year": YEAR + 1}, "was issued."),
        ({"place": f"{OURS}1"}, f"Did you mean '{OURS}'?"),
    ],
)
def test_what_cannot_be_answered_is_said_with_what_to_type(issued, asked, complaint):
    with pytest.raises(CommandWrong) as told:
        print_changes(issued, DocumentSelection(**{"year": YEAR, **asked}), since=False)
    assert complaint in str(told.value)


def test_an_issue_without_its_pack_is_not_compared(issued):
    (issued.issued_packs(YEAR, PACK["publication"], OURS) / "2.json.gz").unlink()
    assert "the pack of issue 2 was not kept" in [
        why for _, why in between_issues(issued, DocumentSelection(YEAR)).not_compared
    ]


def test_the_page_shows_the_rows_the_verb_prints(issued):
    shown = open_changes(YEAR, where=issued)
    assert shown.documents().rows() == [
        [NAME, PACK["title"], *[f"issue {n} of {_today(issued)}" for n in (2, 3)], "0", "0", "0", "1", "0"]
    ]
    (row,) = shown.wording().rows()
    assert row[-3:] == ["contact", PACK["contact"], "Somebody else."]
    assert "No figure is printed differently." in shown.figures().html()
    assert "issued once only" in shown.documents().html()


def test_where_nothing_was_issued_the_page_says_so(house):
    assert "No document of 2018 that you selected was issued." in open_changes(2018, where=house).documents().html()


def _today(house):
    from pipeline.ledger.issues import issues

    return issues(house.ledger)[0].issued[:10]


def test_documents_of_own_figures_come_first_then_comparators_then_words():
    """South's own figure moves by one pupil, north is only compared with it, east's wording changes."""
    own = PrintedChange(FIGURE, "figure", "70", "71", place="South", pupils=1)
    north, east = replace(own, pupils=30), PrintedChange(WORDING, "contact", "A", "B")
    documents = [
        Compared("p", "Booklet", "1", "East", YEAR, "issue 1", "issue 2", (east,)),
        Compared("p", "Booklet", "2", "North", YEAR, "issue 1", "issue 2", (north,)),
        Compared("p", "Booklet", "3", "South", YEAR, "issue 1", "issue 2", (own,)),
    ]
    comparison = Comparison(DocumentSelection(YEAR), tuple(documents), ())
    assert [c.place_name for c in comparison.changed] == ["South", "North", "East"]
    assert comparison.summary()[1:] == [
        "  1 document: own figures or standings",
        "  1 document: figures it is compared with",
        "  1 document: wording and dots only",
    ]
