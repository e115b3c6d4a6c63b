"""A fault of pupil records: the file it is in, how it comes to be there, and every finding it must give.

Faults that cannot meet (other pupils, other findings) are planted together, in as few rounds as will hold them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tests.validated import clean_authority as clean
from tests.validated.clean_authority import COHORT, NORTH, Row

CANARY = "Xylocanary"  # written into cells that should not hold it
CLEAN = clean.files()
Found = tuple[str, str, str | None, tuple[int, ...]]  # rule, school, column, lines


@dataclass(frozen=True, eq=False)
class Fault:
    """`spoil` changes the rows of the file, `raw` its bytes."""

    kind: str
    file: str
    spoil: Callable[[list[Row]], object]
    found: list[Found]
    raw: Callable[[bytes], bytes] | None = None

    @property
    def stage(self) -> str:
        return self.file.split("_")[1]

    @cached_property
    def rows(self) -> list[Row]:
        """The file's rows with this fault alone."""
        return spoilt([self])[self.file]

    @property
    def adds(self) -> bool:
        return len(self.rows) > len(CLEAN[self.file])

    @cached_property
    def pupils(self) -> set[str]:
        """The numbers and names of the pupils whose rows it changes, adds or takes out."""
        before = CLEAN[self.file]
        kept = [r for r in before if r in self.rows]
        changed = [r for r in [*before, *self.rows] if r not in kept] + self.rows[len(before) :]
        return {r[c] for r in changed for c in ("UPN", "Surname") if len(r.get(c, "")) > len(CANARY)}

    @property
    def is_of_the_file(self) -> bool:
        """Whether other faults of the stage would be on other lines, or be no faults, beside it."""
        return bool(self.raw) or len(self.rows) < len(CLEAN[self.file]) or len(self.pupils) > COHORT

    def meets(self, other: "Fault") -> bool:
        """Whether the two cannot be told apart, or one changes what is found of the other."""
        if self.stage == other.stage and (self.is_of_the_file or other.is_of_the_file):
            return True
        told = {f[:3] for f in self.found} & {f[:3] for f in other.found}
        return bool(told or self.pupils & other.pupils or (self.file == other.file and self.adds and other.adds))


def spoilt(faults: list[Fault]) -> clean.Files:
    """The files the faults are in, with every one of them planted."""
    files = {fault.file: [dict(row) for row in CLEAN[fault.file]] for fault in faults}
    for fault in faults:
        fault.spoil(files[fault.file])
    return files


def rounds(faults: list[Fault]) -> list[list[Fault]]:
    """Every fault in the first round that holds none it meets."""
    out: list[list[Fault]] = []
    for fault in faults:
        fits = next((r for r in out if not any(fault.meets(other) for other in r)), None)
        if fits is None:
            out.append([fault])
        else:
            fits.append(fault)
    return out


def put(at: int, **cells: str):
    return lambda rows: rows[at].update(cells)


def one(kind: str, file: str, at: int, rule: str, column: str, school: str = NORTH, also=(), **cells: str) -> Fault:
    """A fault of some cells of one row; row 0 is line 2 of the file."""
    return Fault(kind, file, put(at, **cells), [(rule, school, column, (at + 2,)), *also])


def again(at: int, **cells: str):
    return lambda rows: rows.append(rows[at] | cells)


def out(*at: int):
    return lambda rows: [rows.pop(n) for n in sorted(at, reverse=True)]


def moved_birth(row: dict, years: int) -> str:
    return f"{int(row['DOB'][:4]) + years}{row['DOB'][4:]}"


def other_letter(upn: str) -> str:
    return ("B" if upn[0] != "B" else "C") + upn[1:]
