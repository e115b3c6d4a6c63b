"""What the data team has decided about places: clusters as dated lists of schools, reviewed lineage, schools no register lists."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, check_as, did_you_mean, read_yaml

COLUMNS = ["laestab", "phase", "cluster", "printed_name", "from", "to", "status", "reason"]
Line = Field(pattern=r"^(\d{7}|urn\d{6})$")  # a LAESTAB, or the URN where the establishment number is not known
Urn = Field(pattern=r"^\d{6}$")


class ClusterRow(StrictModel):
    """One school in one cluster from one results year to another, or a printed name nobody could match."""

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
        nobody = self.status in ("unmatched", "heading")
        if nobody == bool(self.laestab):
            raise ValueError("a matched row needs a laestab; an unmatched row or a heading has none")
        if self.first and self.last and self.first > self.last:
            raise ValueError("`from` is after `to`")
        return self

    def holds(self, year: int) -> bool:
        """Whether the school is in the cluster for that results year; an empty end is open."""
        return bool(self.laestab) and (self.first or 0) <= year <= (self.last or 9999)


class Event(StrictModel):
    """One thing that happened to a school: the line it happened to, when, and how we know.

    A conversion continues its line (the Department keeps the establishment number); the others start one, but for a
    merger, where the line goes on with the schools it took in, and a closure, where it ends.
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
    """A school that no register held lists, with how we know it."""

    line: str = Line
    urns: list[str]
    name: str
    type: str
    phase: Literal["primary", "secondary", "special", "all_through", "nursery", "independent", "other"]
    reason: str


class Lineage(StrictModel):
    why: str = ""
    events: list[Event] = []


class KnownSchools(StrictModel):
    why: str = ""
    schools: list[KnownSchool] = []


@dataclass(frozen=True)
class DeclaredPlaces:
    """All of params/places; every part may be absent."""

    clusters: tuple[ClusterRow, ...] = ()
    events: tuple[Event, ...] = ()
    schools: tuple[KnownSchool, ...] = ()


def read_declared_places(params: Path, problems: Problems) -> DeclaredPlaces:
    """params/places/clusters.csv, lineage.yml and names.yml, where they exist; mistakes are added to `problems`."""
    folder = params / "places"
    lineage = _read(Lineage, folder / "lineage.yml", problems)
    known = _read(KnownSchools, folder / "names.yml", problems)
    clusters = _read_clusters(folder / "clusters.csv", problems)
    return DeclaredPlaces(clusters, tuple(lineage.events), tuple(known.schools))


def _read(kind: type, file: Path, problems: Problems):
    if not file.exists():
        return kind()
    raw = read_yaml(file, problems)
    return (check_as(kind, raw, file.name, problems) if raw is not None else None) or kind()


def _read_clusters(file: Path, problems: Problems) -> tuple[ClusterRow, ...]:
    if not file.exists():
        return ()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{file.name} is not UTF-8 text; save it again as CSV UTF-8.")
        return ()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    strangers = [c for c in reader.fieldnames or [] if c not in COLUMNS]
    lost = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    problems.extend(f"clusters.csv has a column {c!r}.{did_you_mean(c, COLUMNS)}" for c in strangers)
    problems.extend(f"clusters.csv needs a column {c!r}." for c in lost)
    if strangers or lost:
        return ()
    raw = [(f"clusters.csv line {n}", _cells(r)) for n, r in enumerate(reader, start=2)]
    rows = [(where, check_as(ClusterRow, r, where, problems)) for where, r in raw]
    kept = [(where, r) for where, r in rows if r]
    _one_cluster_at_a_time(kept, problems)
    return tuple(r for _, r in kept)


def _cells(row: dict) -> dict:
    """The filled cells; a row longer than the heading has its surplus under None, which the declaration refuses by name."""
    return {k or "(a cell beyond the last column)": v for k, v in row.items() if v not in ("", None)}


def _one_cluster_at_a_time(rows: list[tuple[str, ClusterRow]], problems: Problems) -> None:
    held: dict[str, list[ClusterRow]] = {}
    for where, row in rows:
        for other in held.get(row.laestab, []) if row.laestab else []:
            if max(row.first or 0, other.first or 0) <= min(row.last or 9999, other.last or 9999):
                problems.append(
                    f"{where}: {row.laestab} is already in {other.phase} cluster {other.cluster} in those years."
                )
        held.setdefault(row.laestab, []).append(row)
