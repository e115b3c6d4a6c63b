"""Issues only grow in number, keep their packs for ever, and are the same issue as long as no byte differs."""

import gzip

from pipeline.ledger.issued import Numbering, issued_packs, keep
from pipeline.ledger.issues import issues, last_issue, record

FILES = {"booklet.html": "h1", "booklet.pdf": "p1", "tables.xlsx": "x1", "booklet.ipynb": "n1"}


def receipt(number, place="3510001", **other):
    told = {"publication": "primary-booklet", "title": "Primary assessment booklet", "place": place, "year": 2018}
    return told | {"place_name": "Oakfield", "audience": "school", "issue": number, "pack": "p", "files": FILES} | other


def test_an_issue_is_entered_with_its_day_its_audience_and_the_hashes_of_what_readers_get(file):
    record(file, [receipt(1)])
    issue = last_issue(file, "primary-booklet", "3510001", 2018)
    assert (issue.html, issue.pdf, issue.xlsx) == ("h1", "p1", "x1")
    assert (issue.audience, issue.as_at) == ("school", issue.issued[:10])
    record(file, [receipt(2, as_at="2018-12-13")])
    assert last_issue(file, "primary-booklet", "3510001", 2018).as_at == "2018-12-13"


def test_an_issue_once_entered_is_never_changed(file):
    record(file, [receipt(1)])
    record(file, [receipt(1, pack="another")])
    assert [i.pack for i in issues(file)] == ["p"]


def test_issues_come_in_one_order_whatever_the_order_they_were_entered_in(file):
    record(file, [receipt(2), receipt(1, "3510002"), receipt(1)])
    assert [(i.place, i.number) for i in issues(file)] == [("3510001", 1), ("3510001", 2), ("3510002", 1)]


def test_reading_a_ledger_that_is_not_there_makes_none(file):
    assert issues(file) == [] and not file.parent.exists()


def test_numbers_count_from_one_and_the_same_again_keeps_its_number(file, tmp_path):
    kept = tmp_path / "kept"
    assert Numbering(kept, None).number("{}", "p", FILES) == 1
    record(file, [receipt(1)])
    last = last_issue(file, "primary-booklet", "3510001", 2018)
    assert Numbering(kept, last).number("{}", "p", FILES) == 1
    for pack, files in [("other", FILES)] + [("p", FILES | {name: "?"}) for name in list(FILES)[:3]]:
        assert Numbering(tmp_path / f"{pack}{files}"[:60], last).number("{}", pack, files) == 2
    assert Numbering(kept, last).number("{}", "p", FILES | {"booklet.ipynb": "?"}) == 1


def test_a_kept_pack_is_never_overwritten_and_a_killed_runs_number_is_taken_up_again(tmp_path):
    assert keep(tmp_path, '{"a":1}', 0) == 1
    assert keep(tmp_path, '{"a":1}', 0) == 1  # kept by a run that was killed before it issued anything
    assert keep(tmp_path, '{"a":2}', 0) == 2  # another pack: the first stays what it was
    before = (tmp_path / "1.json.gz").read_bytes()
    assert keep(tmp_path, '{"a":1}', 2) == 3  # what is said again after something else is an issue of its own
    assert (tmp_path / "1.json.gz").read_bytes() == before


def test_only_packs_of_entered_issues_are_given_out(house):
    record(house.ledger, [])  # a run has begun: the ledger is there before any pack
    keep(house.issued_packs(2018, "primary-booklet", "3510001"), '{"place":"3510001"}', 0)
    assert list(issued_packs(house)) == []
    record(house.ledger, [receipt(1), receipt(1, "3510002")])  # the second from before packs were kept
    (found,) = issued_packs(house)
    assert (gzip.decompress(found.file.read_bytes()), found.audience, found.number) == (
        b'{"place":"3510001"}',
        "school",
        1,
    )
