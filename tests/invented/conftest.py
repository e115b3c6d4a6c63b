"""The invented authority, written once; tests read its files as a school-data team would receive them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Alderbourne:
    home: Path

    def file(self, source, year):
        (found,) = (self.home / "deliveries").glob(f"999_{source}_{year - 1}-{year}*.csv")
        return found

    @cache  # noqa: B019 - it lives as long as the session
    def rows(self, source, year):
        with self.file(source, year).open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))


@pytest.fixture(scope="session")
def alderbourne(written_authority):
    return Alderbourne(written_authority)
