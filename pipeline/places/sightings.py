"""Sightings: one school as one row of a validated table shows it. The lines of schools are built from these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

Tables = Mapping[str, list[tuple]]  # source -> [(delivery, validated table)], later editions last

RESULTS = {"ks2_performance": "ks2", "ks4_performance": "ks4"}
SCHOOL_ROWS = ("school", "special")


@dataclass(frozen=True)
class Sighting:
    """One school in one row. `edition` orders sightings: results year or register year, then the order of delivery."""

    source: str  # register | ks2 | ks4 | census
    edition: tuple[int, int]
    urn: str
    laestab: str
    la: str
    name: str
    type: str
    phase: str
    ages: tuple[int | None, int | None]
    opened: date | None
    closed: date | None
    academy: tuple[str, date | None] = ("", None)  # URN and date of the academy it becomes; "0" or "" for none

    @property
    def year(self) -> int:
        return self.edition[0]


def sightings(tables: Tables) -> Iterator[Sighting]:
    """Every school row of the registers, performance tables and census, in no particular order."""
    for source in ("register", "census", *RESULTS):
        for at, (_, table) in enumerate(tables.get(source, [])):
            for row in table.to_dict("records"):
                if _text(row, "row_kind") in ("", *SCHOOL_ROWS) and _text(row, "urn"):
                    yield _sighting(row, RESULTS.get(source, source), at)


def _sighting(row: dict, source: str, at: int) -> Sighting:
    laestab = _text(row, "laestab")
    year = row.get("results_year")
    # Later registers have a phase; earlier ones have two flags, and their ages as a range such as 4-11.
    flags = (_text(row, "is_primary") == "yes", _text(row, "is_secondary") == "yes")
    flagged = {(True, True): "All-through", (True, False): "Primary", (False, True): "Secondary"}.get(flags, "")
    youngest, _, oldest = _text(row, "age_range").partition("-")
    return Sighting(
        source=source,
        edition=(0 if year is None or pd.isna(year) else int(year), at),
        urn=_text(row, "urn"),
        laestab=laestab,
        la=_text(row, "la") or laestab[:3],
        name=_text(row, "school_name"),
        type=_text(row, "school_type") if source != "census" else "",
        phase=_text(row, "phase") or flagged,
        ages=(_age(_text(row, "age_from") or youngest), _age(_text(row, "age_to") or oldest)),
        opened=_date(row, "opened"),
        closed=_date(row, "closed"),
        academy=(_text(row, "urn_academy"), _date(row, "opened_academy")),
    )


def _text(row: dict, column: str) -> str:
    value = row.get(column)
    return "" if value is None or pd.isna(value) else " ".join(str(value).split())


def _date(row: dict, column: str) -> date | None:
    """A column's date; None for anything else (in the performance tables `closed` is yes or no)."""
    try:
        return date.fromisoformat(_text(row, column)[:10])
    except ValueError:
        return None


def _age(text: str) -> int | None:
    """A whole number of years, also from a spreadsheet's "11.0"; None for anything else."""
    return int(float(text)) if text.replace(".", "", 1).isdigit() else None
