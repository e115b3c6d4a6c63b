"""What the pack of a yearly account holds beyond figures: the strategy's success measures, their verdicts, what is not known."""

from dataclasses import dataclass

ON_TRACK, NOT_YET, NOT_KNOWN = "on track", "not yet", "not known"
NOT_GIVEN, NO_FIGURE = "not given", "no figure delivered"  # of a key fact: then, and today
REACHED, NOT_REACHED = "reached", "not reached"  # after the ambition's deadline


@dataclass(frozen=True)
class PrintedAmount:
    """One figure or gap as it may be printed, and its results year; an empty text where there is no figure."""

    text: str = ""
    year: int | None = None


@dataclass(frozen=True)
class StrategyLine:
    """One success measure: the ambition, its figures, and the verdict.

    `state` is one of: not set, not reported, not assessable, met, not met, on track. `verdict` is the word for readers: on
    track, not yet, not known; after the ambition's deadline reached, not reached. `why` is one or two sentences.
    """

    id: str
    priority: str
    words: str
    ambition: str
    latest: PrintedAmount
    before: PrintedAmount
    england: str
    region: str
    neighbours: str
    state: str
    verdict: str
    why: str


@dataclass(frozen=True)
class PriorityPart:
    """A priority in the strategy's own words; actions are (number, words, why number or words are not the strategy's)."""

    id: str
    name: str
    aim: str
    outcomes: tuple[str, ...]
    actions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FactLine:
    """A key fact: the strategy's own figure, and today's."""

    words: str
    baseline: str
    latest: str
    note: str = ""


@dataclass(frozen=True)
class Inspected:
    """How many schools had an outcome as their latest on the day, and how many pupils; None where the census lacks a school."""

    outcome: str
    schools: int
    pupils: int | None


@dataclass(frozen=True)
class InspectedArea:
    """One area of report cards: how many schools had which grade in it, on the day, best first; there is no grade over all areas."""

    area: str
    grades: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Changed:
    """Something last year's account printed that is different today."""

    what: str
    was: str
    now: str
    why: str


@dataclass(frozen=True)
class OfficerText:
    """A part of the account that officers supply: what is asked, and their text, or "" until they give it."""

    about: str
    asks: str
    text: str


@dataclass(frozen=True)
class Account:
    """The yearly account of one authority: its strategy's measures, their comparators, and what is not known."""

    title: str  # the strategy's; "" without one
    vision: str
    mission: str
    who: str
    ended: int | None  # the last results year of a strategy that is over
    deadline: int | None
    priorities: tuple[PriorityPart, ...]
    lines: tuple[StrategyLine, ...]
    facts: tuple[FactLine, ...]
    inspections: tuple[Inspected, ...]
    inspected_as_at: str  # how the inspections are to be read
    owing: tuple[OfficerText, ...]  # what officers supply
    changed: tuple[Changed, ...]
    last_day: str  # the day on which last year's account was based; "" where there was none
    unknown: tuple[str, ...]
    inspected_areas: tuple[InspectedArea, ...] = ()
