"""Facts about schools that are not results: who is on roll, and the latest inspection."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from pipeline.measures.arithmetic import half_up
from pipeline.measures.figure import SHOWN
from pipeline.places import Register

CENSUS = {
    "roll": "Pupils on roll",
    "girls_percent": "Girls",
    "fsm_ever_percent": "Eligible for free school meals in the last six years",
    "eal_percent": "English as an additional language",
    "sen_support_percent": "SEN support",
    "ehcp_percent": "Education, health and care plan",
}
NATIONAL = {"primary": "State-funded primary", "secondary": "State-funded secondary"}
COUNTED = "roll"  # the one census row that is a number of pupils, not a percentage


@dataclass(frozen=True)
class Fact:
    year: int
    label: str
    text: str


@dataclass(frozen=True)
class Inspection:
    on: date
    rating: str  # "" since overall grades ended
    card: bool = False  # reported by a report card, as since November 2025


@dataclass(frozen=True)
class Roll:
    """A school's census counts; None where the delivery has none."""

    pupils: int
    meals: int | None
    special_needs: int | None  # SEN support and education, health and care plans together


@dataclass(frozen=True)
class SchoolFacts:
    census: dict[str, list[Fact]]  # place id, or a national row's school type -> facts
    inspections: dict[str, Inspection]
    rolls: dict[int, dict[str, Roll]] = field(default_factory=dict)  # census year -> school -> counts


def read_facts(tables: dict, register: Register) -> SchoolFacts:
    """The census and inspection tables, by place; a school of neither has no entry."""
    census: dict[str, list[Fact]] = {}
    rolls: dict[int, dict[str, Roll]] = {}
    for _, table in tables.get("census", []):
        for row in table.to_dict("records"):
            who = row["school_type"] if row["row_kind"] == "england" else register.place_of_row(row)
            if who:
                census.setdefault(who, []).extend(_census_facts(row))
            if who and row["row_kind"] != "england" and _count(row, "roll"):
                rolls.setdefault(int(row["results_year"]), {})[who] = _roll(row)
    inspections = {}
    for _, table in tables.get("ofsted", []):
        for row in table.to_dict("records"):
            who = register.place_of_row(row)
            if who and not pd.isna(row["inspected"]):
                rating = "" if pd.isna(row["rating"]) else str(row["rating"])
                inspections[who] = Inspection(_day(row["inspected"]), rating, not pd.isna(row.get("report_card")))
    return SchoolFacts(census, inspections, rolls)


def _census_facts(row: dict) -> list[Fact]:
    year = int(row["results_year"])
    shown = [c for c in CENSUS if row.get(f"{c}__status") == SHOWN]
    return [Fact(year, CENSUS[c], _written(c, row[c])) for c in shown]


def _roll(row: dict) -> Roll:
    support, plans = _count(row, "sen_support"), _count(row, "ehcp")
    both = None if support is None or plans is None else support + plans
    return Roll(_count(row, "roll"), _count(row, "fsm"), both)


def _count(row: dict, column: str) -> int | None:
    return int(row[column]) if row.get(f"{column}__status") == SHOWN else None


def _written(column: str, value: float) -> str:
    return f"{int(value):,}" if column == COUNTED else f"{half_up(float(value))} %"


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
