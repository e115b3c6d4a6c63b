"""The status of a timeline row on a day: done, due, late, waiting, from others, or not yet."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from pipeline.calendar.dates import Occasion
from pipeline.declared.releases import long_day


class State(Enum):
    """A state, with the word and the shape that show it; colour alone shows none."""

    DONE = ("done", "✔")
    DUE = ("due", "●")
    LATE = ("late", "▲")
    WAITING = ("waiting", "◆")
    LINKED = ("from others", "→")
    NOT_YET = ("not yet", "○")

    def __init__(self, word: str, shape: str) -> None:
        self.word, self.shape = word, shape


@dataclass(frozen=True)
class Issued:
    """What was issued of a row's documents: how many, how many of those due were not, and the day of the last."""

    documents: int
    lacking: int
    day: date


@dataclass(frozen=True)
class RowStatus:
    """A row's state on a day, in a sentence; `days` is how late it is, 0 where it is done or not yet due."""

    occasion: Occasion
    state: State
    said: str
    days: int = 0


def status_of_row(occasion: Occasion, on: date, missing: tuple[str, ...], issued: Issued | None) -> RowStatus:
    """A row's status on a day. What was done stays done, even if the day is set back."""
    row, days = occasion.row, max((on - occasion.day).days, 0)
    if row.from_others:
        return RowStatus(occasion, State.LINKED, row.from_others)
    if row.loads and not missing:
        return RowStatus(occasion, State.DONE, "received")
    if issued and not issued.lacking:
        count = f"{issued.documents} document{'' if issued.documents == 1 else 's'}"
        return RowStatus(occasion, State.DONE, f"{count} issued by {long_day(issued.day)}")
    waits = f"waits for {'; '.join(missing)}"
    if on < occasion.day:
        return RowStatus(occasion, State.NOT_YET, waits if missing else "everything it needs has come")
    past = f"{days} day{'' if days == 1 else 's'} late" if days else "due today"
    if missing:
        return RowStatus(occasion, State.WAITING, f"{waits}; {past}", days)
    partly = f"; {issued.documents} issued, {issued.lacking} held, failed, drafts or not made" if issued else ""
    return RowStatus(occasion, State.LATE if days else State.DUE, past + partly, days)
