"""Facts about schools that are not results: who is on roll, and the latest inspection."""

from collections.abc import Mapping
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
NUMBER = "roll"  # the one census row that is a number of pupils, not a percentage


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


def read_facts(tables: Mapping[str, list[tuple]], register: Register) -> SchoolFacts:
    """The census and inspection tables, by place; a school in neither has no entry."""
    census: dict[str, list[Fact]] = {}
    rolls: dict[int, dict[str, Roll]] = {}
    for _, table in tables.get("census", []):
        for row in table.to_dict("records"):
            national = row["row_kind"] == "england"
            place = row["school_type"] if national else register.place_of_row(row)
            if not place:
                continue
            year = int(row["results_year"])
            facts = census.setdefault(place, [])
            for column, label in CENSUS.items():
                if row.get(f"{column}__status") == SHOWN:
                    value = row[column]
                    text = f"{int(value):,}" if column == NUMBER else f"{half_up(float(value))} %"
                    facts.append(Fact(year, label, text))
            pupils = _count(row, "roll")
            if pupils and not national:
                support, plans = _count(row, "sen_support"), _count(row, "ehcp")
                special_needs = None if support is None or plans is None else support + plans
                rolls.setdefault(year, {})[place] = Roll(pupils, _count(row, "fsm"), special_needs)
    inspections: dict[str, Inspection] = {}
    for _, table in tables.get("ofsted", []):
        for row in table.to_dict("records"):
            place = register.place_of_row(row)
            if place and not pd.isna(row.get("card_inclusion")) and not pd.isna(row.get("card_inspected")):
                inspections[place] = Inspection(pd.Timestamp(str(row["card_inspected"])).date(), "", True)
            elif place and not pd.isna(row["inspected"]):
                rating = "" if pd.isna(row["rating"]) else str(row["rating"])
                day = pd.Timestamp(str(row["inspected"])).date()
                inspections[place] = Inspection(day, rating, not pd.isna(row.get("report_card")))
    return SchoolFacts(census, inspections, rolls)


def _count(row: dict, column: str) -> int | None:
    return int(row[column]) if row.get(f"{column}__status") == SHOWN else None
