"""The ledger only grows."""

from pipeline.ledger.book import ledger, next_number, record_issue, record_run


def receipt(number):
    return {
        "publication": "primary-booklet",
        "place": "3510001",
        "year": 2018,
        "issue": number,
        "pack": "p",
        "files": {"booklet.pdf": "h"},
    }


def test_issue_numbers_count_from_one_for_each_document(tmp_path):
    file = tmp_path / "ledger.sqlite"
    assert next_number(file, "primary-booklet", "3510001", 2018) == 1
    record_issue(file, receipt(1))
    assert next_number(file, "primary-booklet", "3510001", 2018) == 2
    assert next_number(file, "primary-booklet", "3510001", 2017) == 1


def test_an_issue_once_entered_is_never_changed(tmp_path):
    file = tmp_path / "ledger.sqlite"
    record_issue(file, receipt(1))
    record_issue(file, {**receipt(1), "pack": "another"})
    with ledger(file) as book:
        assert book.execute("select pack from issues").fetchall() == [("p",)]


def test_a_run_is_entered_with_its_counts(tmp_path):
    file = tmp_path / "ledger.sqlite"
    record_run(file, "2026-11-23T09:00:00+00:00", "build", 2018, {"made": 3, "failed": 1})
    with ledger(file) as book:
        assert book.execute("select verb, year, made, unchanged, held, failed from runs").fetchall() == [
            ("build", 2018, 3, 0, 0, 1)
        ]
