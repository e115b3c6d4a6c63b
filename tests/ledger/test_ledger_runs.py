"""Runs are entered with what came of them."""

from pipeline.ledger.book import ledger
from pipeline.ledger.runs import TABLES, record_run


def test_a_run_is_entered_with_its_counts(tmp_path):
    file = tmp_path / "ledger.sqlite"
    record_run(file, "2026-11-23T09:00:00+00:00", "build", 2018, {"made": 3, "failed": 1})
    with ledger(file, TABLES) as book:
        assert book.execute("select verb, year, made, unchanged, held, failed from runs").fetchall() == [
            ("build", 2018, 3, 0, 0, 1)
        ]
