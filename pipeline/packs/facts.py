"""Facts about schools that are not results: who is on roll, and the latest inspection."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Facts:
    census: dict[str, list[Fact]]  # place id, or a national row's school type -> facts
    inspections: dict[str, Inspection]


def read_facts(tables: dict, register: Register) -> Facts:
    """The census and inspection tables, by place; a school of neither has no entry."""
    census: dict[str, list[Fact]] = {}
    for _, table in tables.get("census", []):
        for row in table.to_dict("records"):
            who = row["school_type"] if row["row_kind"] == "england" else register.place_of_row(row)
            if who:
                census.setdefault(who, []).extend(_census_facts(row))
    inspections = {}
    for _, table in tables.get("ofsted", []):
        for row in table.to_dict("records"):
            who = register.place_of_row(row)
            if who and not pd.isna(row["inspected"]):
                inspections[who] = Inspection(
                    _day(row["inspected"]), "" if pd.isna(row["rating"]) else str(row["rating"])
                )
    return Facts(census, inspections)


def _census_facts(row: dict) -> list[Fact]:
    year = int(row["results_year"])
    shown = [c for c in CENSUS if row.get(f"{c}__status") == SHOWN]
    return [Fact(year, CENSUS[c], _written(c, row[c])) for c in shown]


def _written(column: str, value: float) -> str:
    return f"{int(value):,}" if column == COUNTED else f"{half_up(float(value))} %"


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
