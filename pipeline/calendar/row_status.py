"""How a row stands on a day: done, due, late, waiting, from others, or not yet."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from pipeline.calendar.dates import Occasion
from pipeline.declared.releases import long_day


class State(Enum):
    """A state, by the word and the shape a reader sees; none is told by colour."""

    DONE = ("done", "✔")
    DUE = ("due", "●")
    LATE = ("late", "▲")
    WAITING = ("waiting", "◆")
    LINKED = ("from others", "→")
    NOT_YET = ("not yet", "○")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def shape(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class Issued:
    """What has gone out of what a row makes: documents, how many of those owed have not, and the day of the last."""

    documents: int
    lacking: int
    day: date


@dataclass(frozen=True)
class RowStatus:
    """A row's state on a day, in a sentence; `days` it is past its day, 0 where it is done or not yet due."""

    occasion: Occasion
    state: State
    said: str
    days: int = 0


def status_of_row(occasion: Occasion, on: date, missing: tuple[str, ...], issued: Issued | None) -> RowStatus:
    """Where a row stands on a day. What was done stays done, also when the clock is set back."""
    row, days = occasion.row, max((on - occasion.day).days, 0)
    if row.from_others:
        return RowStatus(occasion, State.LINKED, row.from_others)
    if row.loads and not missing:
        return RowStatus(occasion, State.DONE, "received")
    if issued and not issued.lacking:
        return RowStatus(occasion, State.DONE, f"{_documents(issued.documents)} issued by {long_day(issued.day)}")
    if on < occasion.day:
        return RowStatus(occasion, State.NOT_YET, _waits(missing) or "everything it needs has come")
    past = f"{days} day{'' if days == 1 else 's'} late" if days else "due today"
    if missing:
        return RowStatus(occasion, State.WAITING, f"{_waits(missing)}; {past}", days)
    partly = f"; {issued.documents} issued, {issued.lacking} held, failed or not made" if issued else ""
    return RowStatus(occasion, State.LATE if days else State.DUE, past + partly, days)


def _waits(missing: tuple[str, ...]) -> str:
    return f"waits for {'; '.join(missing)}" if missing else ""


def _documents(n: int) -> str:
    return f"{n} document{'' if n == 1 else 's'}"
