"""A document that would be made otherwise today is told by comparing keys; what is not known yet is told of the year."""

import json

import pytest

from pipeline.atomic import write_text
from pipeline.ledger.receipts import read_receipts
from pipeline.packs.planned import PlannedDocument
from pipeline.portal.index import write_index
from pipeline.runs.stale import notebook_key, out_of_date, pages_key
from pipeline.workspace.inputs import input_keys

SCHOOLS = ("3510001", "3510002")


@pytest.fixture
def issued(house):
    """Two schools' documents, made as they would be made today, and the plan they were made by."""

    def plan(**differs):
        owed = [
            PlannedDocument("primary-booklet", p, f"School {p}", 2018, "primary_booklet", f"pack {p}") for p in SCHOOLS
        ]
        told = {"documents": [vars(o) | differs.get(f"of_{o.place}", {}) for o in owed], "without": []}
        made_from = {"inputs": input_keys(house), "composed": {"primary-booklet": input_keys(house)}}
        write_text(house.packs / "2018" / "plan.json", json.dumps(told | made_from))

    for place in SCHOOLS:
        receipt = {
            "publication": "primary-booklet", "place": place, "year": 2018, "pack": f"pack {place}", "issue": 1, "files": {},
            "notebook": notebook_key(house.notebooks, "primary_booklet"), "code": pages_key(), "title": "Primary assessment booklet",
            "place_name": f"School {place}", "place_kind": "school", "phase": "primary",
        }  # fmt: skip
        write_text(house.booklet(2018, "primary-booklet", place) / "receipt.json", json.dumps(receipt))
    plan()
    return plan


def told(house):
    stale = out_of_date(house, read_receipts(house.outputs))
    return {place: found.why for (_, _, place), found in stale.documents.items()}, stale.years


def test_what_would_be_made_the_same_is_not_stale(house, issued):
    assert told(house) == ({}, {})


@pytest.mark.parametrize(
    "differs, why",
    [
        ({"pack": "another"}, "figures or words changed"),
        ({"held": "the school has questions to answer first"}, "the school has questions to answer first"),
        ({"publication": "another"}, "no longer due"),
    ],
)
def test_what_would_be_made_otherwise_is_told_with_the_reason(house, issued, differs, why):
    issued(of_3510002=differs)
    assert told(house) == ({"3510002": why}, {})


@pytest.mark.parametrize(
    "fact, why", [("notebook", "the notebook changed"), ("code", "the code or its libraries changed")]
)
def test_a_change_of_the_pages_is_told(house, issued, fact, why):
    file = house.booklet(2018, "primary-booklet", "3510001") / "receipt.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {fact: "as it was"}))
    assert told(house) == ({"3510001": why}, {})


def test_inputs_of_the_plan_that_changed_are_told_of_the_year(house, issued):
    write_text(house.data / "corrections" / "ks2_pupils.yml", "why: x\n")
    write_text(house.deliveries / "f" / "delivery.json", json.dumps(DELIVERY))
    assert told(house) == ({}, {2018: "deliveries and corrections have changed since"})


DELIVERY = {
    "fingerprint": "f", "source": "ks2_performance", "file": "f.csv", "results_year": 2018, "release": "final",
    "edition": "2018", "publisher": "", "licence": "", "origin": "", "arrival": 1,
}  # fmt: skip


def test_a_publication_whose_packs_are_older_than_the_list_is_told_of_the_year(house, issued):
    """Another publication alone was composed since the deliveries changed."""
    file = house.packs / "2018" / "plan.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    was = held["composed"]["primary-booklet"] | {"deliveries": "as they were"}
    for also, told_of in (({}, {2018: "deliveries have changed since"}), ({"primary-booklet": held["inputs"]}, {})):
        write_text(file, json.dumps(held | {"composed": {"primary-booklet": was, "briefing-ks2": was} | also}))
        assert told(house) == ({}, told_of)


def test_a_document_whose_pack_was_never_composed_is_told_of_the_year(house, issued):
    issued(of_3510002={"pack": ""})
    assert told(house) == ({}, {2018: "the store was cleared since"})


def test_a_year_without_a_plan_is_told(house, issued):
    (house.packs / "2018" / "plan.json").unlink()
    assert told(house) == ({}, {2018: "the store was cleared since"})


def test_the_index_says_so_in_words_beside_the_document_and_the_year(house, issued):
    issued(of_3510002={"pack": "another"})
    write_text(house.data / "corrections" / "ks2_pupils.yml", "why: x\n")
    page = write_index(house).read_text(encoding="utf-8")
    one, other = (row for row in page.split("<tr")[1:] if "School 351" in row)
    assert ("Out of date" in one, "Out of date: figures or words changed" in other) == (False, True)
    assert (
        "May be out of date: corrections have changed since. Bring up to date with: booklets build --year 2018" in page
    )
