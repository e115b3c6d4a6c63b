"""What the data team decides about places: clusters as dated lists of schools, lineage, schools that no register lists."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Kind, Problems, StrictModel, check_as, did_you_mean, read_as

COLUMNS = ["laestab", "phase", "cluster", "printed_name", "from", "to", "status", "reason"]
SchoolKind = Literal["mainstream", "special", "alternative", "nursery", "independent", "college"]
Line = Field(pattern=r"^(\d{7}|urn\d{6})$")  # a LAESTAB, or the URN where the establishment number is not known
Urn = Field(pattern=r"^\d{6}$")


class ClusterRow(StrictModel):
    """One school in one cluster from one results year to another, or a printed name that could not be matched."""

    laestab: str = Field(default="", pattern=r"^(\d{7}|urn\d{6})?$")
    phase: Literal["primary", "secondary"]
    cluster: str = Field(pattern=r"^[a-z]$")
    printed_name: str = ""
    first: int | None = Field(default=None, alias="from", ge=2000, le=2100)
    last: int | None = Field(default=None, alias="to", ge=2000, le=2100)
    status: Literal["matched", "successor", "not_in_register", "unmatched", "heading"]
    reason: str

    @model_validator(mode="after")
    def _says_which_school_or_why_not(self) -> "ClusterRow":
        without_school = self.status in ("unmatched", "heading")
        if without_school == bool(self.laestab):
            raise ValueError("a matched row needs a laestab; an unmatched row or a heading has none")
        if self.first and self.last and self.first > self.last:
            raise ValueError("`from` is later than `to`: correct one of the two years")
        return self

    def holds(self, year: int) -> bool:
        """Whether the school is in the cluster for that results year; an empty end is open."""
        return bool(self.laestab) and (self.first or 0) <= year <= (self.last or 9999)


class Event(StrictModel):
    """One event in a school's lineage: the line of results it is about, when it happened, and how that is known.

    A conversion continues the line (the Department keeps the establishment number), a merger continues it with the schools
    that were taken in, a closure ends it; every other event starts a line.
    """

    line: str = Line
    what: Literal["conversion", "sponsored", "new_number", "split", "amalgamation", "merger", "closure"]
    when: date | None = None
    by: int | None = None  # first results year whose tables list it so, where the date is not known
    old_urns: list[str] = []
    new_urn: str = ""
    from_lines: list[str] = []
    reason: str

    @model_validator(mode="after")
    def _is_dated_once(self) -> "Event":
        if (self.when is None) == (self.by is None):
            raise ValueError("give either `when` (a date) or `by` (the first results year)")
        return self


class KnownSchool(StrictModel):
    """A school that no received register lists, and how it is known."""

    line: str = Line
    urns: list[str]
    name: str
    type: str
    phase: Literal["primary", "secondary", "special", "all_through", "nursery", "independent", "other"]
    reason: str


class Lineage(StrictModel):
    """params/places/lineage.yml."""

    why: str = ""
    events: list[Event] = []


class KnownSchools(StrictModel):
    """params/places/names.yml."""

    why: str = ""
    schools: list[KnownSchool] = []


@dataclass(frozen=True)
class DeclaredPlaces:
    """All of params/places; each part is empty where its file does not exist."""

    clusters: tuple[ClusterRow, ...] = ()
    events: tuple[Event, ...] = ()
    schools: tuple[KnownSchool, ...] = ()


def read_declared_places(params: Path, problems: Problems) -> DeclaredPlaces:
    """params/places/clusters.csv, lineage.yml and names.yml, where they exist; mistakes are added to `problems`."""
    folder = params / "places"
    lineage = _read_if_there(Lineage, folder / "lineage.yml", problems)
    known = _read_if_there(KnownSchools, folder / "names.yml", problems)
    clusters = _read_clusters(folder / "clusters.csv", problems)
    return DeclaredPlaces(clusters, tuple(lineage.events), tuple(known.schools))


def _read_if_there(kind: type[Kind], file: Path, problems: Problems) -> Kind:
    """The declaration in a file; an empty one where there is no file, or where a mistake in it was noted."""
    return (read_as(kind, file, problems) if file.exists() else None) or kind()


def _read_clusters(file: Path, problems: Problems) -> tuple[ClusterRow, ...]:
    if not file.exists():
        return ()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{file.name} is not UTF-8 text; save it again as CSV UTF-8.")
        return ()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headings = reader.fieldnames or []
    unknown = [c for c in headings if c not in COLUMNS]
    missing = [c for c in COLUMNS if c not in headings]
    problems.extend(f"clusters.csv has an unknown column {c!r}.{did_you_mean(c, COLUMNS)}" for c in unknown)
    problems.extend(f"clusters.csv needs a column {c!r}." for c in missing)
    if unknown or missing:
        return ()
    rows: list[ClusterRow] = []
    earlier: dict[str, list[ClusterRow]] = {}  # LAESTAB -> its rows so far
    for line, cells in enumerate(reader, start=2):
        # A row longer than the heading has its surplus under None; the name given to it is refused by the declaration.
        filled = {k or "(a cell beyond the last column)": v for k, v in cells.items() if v not in ("", None)}
        where = f"clusters.csv line {line}"
        row = check_as(ClusterRow, filled, where, problems)
        if row is None:
            continue
        rows.append(row)
        if not row.laestab:
            continue
        for other in earlier.get(row.laestab, []):
            if max(row.first or 0, other.first or 0) <= min(row.last or 9999, other.last or 9999):
                problems.append(
                    f"{where}: {row.laestab} is already in {other.phase} cluster {other.cluster} in those years. "
                    "End one row before the other begins."
                )
        earlier.setdefault(row.laestab, []).append(row)
    return tuple(rows)
