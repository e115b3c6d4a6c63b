"""Facts about schools that are not results: who is on roll, and the latest inspection."""

import json
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


# The areas of a report card (Ofsted, since November 2025) in its own order: column of the monthly file -> the area's name, and
# its key in the report card of the reduced list, the column CARD. Early years and post-16 only where a school has them.
AREAS = {
    "card_inclusion": ("Inclusion", "inclusion"),
    "card_teaching": ("Curriculum and teaching", "curriculum"),
    "card_achievement": ("Achievement", "achievement"),
    "card_attendance": ("Attendance and behaviour", "behaviour"),
    "card_wellbeing": ("Personal development and wellbeing", "personal"),
    "card_leadership": ("Leadership and governance", "leadership"),
    "card_early_years": ("Early years", "earlyYears"),
    "card_post16": ("Post-16 provision", "sixthForm"),
}
AREA_GRADES = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
SAFEGUARDING = "Safeguarding"


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
    areas: tuple[tuple[str, str], ...] = ()  # of a report card: each area with its grade, then safeguarding


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
                    text = f"{int(value):,}" if column == NUMBER else f"{half_up(float(value))}%"
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
                day = pd.Timestamp(str(row["card_inspected"])).date()
                inspections[place] = Inspection(day, "", True, _areas_by_column(row))
            elif place and not pd.isna(row["inspected"]):
                rating = "" if pd.isna(row["rating"]) else str(row["rating"])
                day = pd.Timestamp(str(row["inspected"])).date()
                card = "" if pd.isna(row.get("report_card")) else str(row["report_card"])
                inspections[place] = Inspection(day, rating, bool(card), _areas_of_card(card) if card else ())
    return SchoolFacts(census, inspections, rolls)


def _areas_by_column(row: dict) -> tuple[tuple[str, str], ...]:
    """A report card that has a column for each area; areas without a grade are left out."""
    wanted = [(name, row.get(column)) for column, (name, _) in AREAS.items()]
    wanted.append((SAFEGUARDING, row.get("card_safeguarding")))
    return tuple((name, _in_words(str(grade))) for name, grade in wanted if not pd.isna(grade))


def _areas_of_card(text: str) -> tuple[tuple[str, str], ...]:
    """A report card written as one cell of JSON; () where it cannot be read. An area nobody named yet stands last, by its key."""
    try:
        card = json.loads(text)
        given, safeguarding = dict(card["areas"]), card.get("safeguarding")
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
    ordered = [(name, given.pop(key)) for name, key in AREAS.values() if key in given]
    ordered += sorted(given.items())
    ordered += [(SAFEGUARDING, safeguarding)] if safeguarding else []
    return tuple((name, _in_words(str(grade))) for name, grade in ordered)


def _in_words(grade: str) -> str:
    """A grade as Ofsted writes it: "needs-attention" is Needs attention, "strong" Strong standard."""
    words = grade.replace("-", " ").strip().capitalize()
    return next((known for known in AREA_GRADES if known.split(" standard")[0] == words), words)


def _count(row: dict, column: str) -> int | None:
    return int(row[column]) if row.get(f"{column}__status") == SHOWN else None
