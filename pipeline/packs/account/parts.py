"""What a pack of the yearly account holds beyond figures: the strategy's measures and their verdicts, and what is not known."""

from dataclasses import dataclass

ON_TRACK, NOT_YET, NOT_KNOWN = "on track", "not yet", "not known"
REACHED, NOT_REACHED = "reached", "not reached"  # once the ambition's day is past


@dataclass(frozen=True)
class PrintedAmount:
    """One figure or gap as it may be printed, and the results year it is of; an empty text is a figure nobody has."""

    text: str = ""
    year: int | None = None


@dataclass(frozen=True)
class StrategyLine:
    """One success measure: the ambition, where it stands, and what is to be said of it.

    `state` is the project's own word: not set, not reported, not assessable, met, not met, on track. `verdict` is the
    reader's: on track, not yet, not known; after the ambition's day reached, not reached. `why` is one or two sentences.
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
    """A priority in the strategy's own words; actions are (number, words, why the number is not the strategy's)."""

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
    """How many schools, and pupils where the census counts them, had an outcome as the latest known on the day."""

    outcome: str
    schools: int
    pupils: int | None


@dataclass(frozen=True)
class Changed:
    """Something last year's account printed that reads otherwise today."""

    what: str
    was: str
    now: str
    why: str


@dataclass(frozen=True)
class OfficerText:
    """Something officers owe the account: what is asked, and their text or nothing."""

    about: str
    asks: str
    text: str


@dataclass(frozen=True)
class Account:
    """The yearly account of one authority: against its strategy, beside others, and what is not known."""

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
    owing: tuple[OfficerText, ...]
    changed: tuple[Changed, ...]
    last_day: str  # the day last year's account told of; "" where there was none
    unknown: tuple[str, ...]
