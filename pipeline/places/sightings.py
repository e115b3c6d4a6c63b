"""Validated tables -> sightings: one school as one delivered row shows it. Lines are made of these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

Tables = Mapping[str, list[tuple]]  # source -> [(delivery, validated table)], later editions last

RESULTS = {"ks2_performance": "ks2", "ks4_performance": "ks4"}
SCHOOL_ROWS = ("school", "special")


@dataclass(frozen=True)
class Sighting:
    """What one row says of a school. `edition` orders them: results or register year, then the order of delivery."""

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
    """Every school row of the registers, performance tables and census, in no order."""
    for source in ("register", "census", *RESULTS):
        for at, (_, table) in enumerate(tables.get(source, [])):
            for row in table.to_dict("records"):
                if _text(row, "row_kind") in ("", *SCHOOL_ROWS) and _text(row, "urn"):
                    yield _sighting(row, RESULTS.get(source, source), at)


def _sighting(row: dict, source: str, at: int) -> Sighting:
    laestab = _text(row, "laestab")
    return Sighting(
        source=source,
        edition=(_year(row), at),
        urn=_text(row, "urn"),
        laestab=laestab,
        la=_text(row, "la") or laestab[:3],
        name=_text(row, "school_name"),
        type=_text(row, "school_type") if source != "census" else "",
        phase=_phase_said(row),
        ages=_ages(row),
        opened=_date(row, "opened"),
        closed=_date(row, "closed"),
        academy=(_text(row, "urn_academy"), _date(row, "opened_academy")),
    )


def _text(row: dict, column: str) -> str:
    value = row.get(column)
    return "" if value is None or pd.isna(value) else " ".join(str(value).split())


def _year(row: dict) -> int:
    value = row.get("results_year")
    return 0 if value is None or pd.isna(value) else int(value)


def _date(row: dict, column: str) -> date | None:
    """A date column's value; None for anything else a column of that name holds (the tables' `closed` is yes or no)."""
    try:
        return date.fromisoformat(_text(row, column)[:10])
    except ValueError:
        return None


def _phase_said(row: dict) -> str:
    """The register's word, else its two flags put into one."""
    flags = (_text(row, "is_primary") == "yes", _text(row, "is_secondary") == "yes")
    word = {(True, True): "All-through", (True, False): "Primary", (False, True): "Secondary"}.get(flags, "")
    return _text(row, "phase") or word


def _ages(row: dict) -> tuple[int | None, int | None]:
    """Youngest and oldest age, from two columns or from a range such as 4-11."""
    youngest, _, oldest = _text(row, "age_range").partition("-")
    pair = (_text(row, "age_from") or youngest, _text(row, "age_to") or oldest)
    return tuple(int(float(p)) if p.replace(".", "", 1).isdigit() else None for p in pair)
