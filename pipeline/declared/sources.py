"""Sources: the files that are delivered, how each is recognised, what its columns mean, and what must be true of it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from pipeline.declared.checks import Check, Severity
from pipeline.declared.pupilchecks import add_pupil_checks
from pipeline.declared.scales import Scale, read_scales
from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as
from pipeline.declared.vocabulary import find_release_stages

Release = str  # a release stage of params/vocabulary; `read_sources` and `read_declared` check that it is one
NUMBERS = ("count", "percent", "scaled_score", "points", "progress")
BOUNDS = {
    "count": (0, None),
    "percent": (0, 100),
    "scaled_score": (80, 120),
    "points": (None, None),
    "progress": (-50, 50),
}
Type = Literal[
    "urn", "laestab", "la", "estab", "text", "code", "date", "yes_no", "period",
    "count", "percent", "scaled_score", "points", "progress",
    "upn", "name", "born", "outcome",
]  # fmt: skip
PRIVATE = ("upn", "name", "born")  # types whose values identify a pupil: never in a finding, a log or a message


class Recognise(StrictModel):
    """A file is of this source when its name fits one pattern, or its heading row holds one whole set of tell-tale columns."""

    names: list[str]
    columns: list[list[str]]

    def by_name(self, name: str) -> bool:
        return any(re.search(pattern, name, re.IGNORECASE) for pattern in self.names)

    def by_columns(self, headings: set[str]) -> bool:
        return any({c.casefold() for c in wanted} <= headings for wanted in self.columns)


class Format(StrictModel):
    """How the file is written. `heading_row` is the row (from 1) that holds the column names."""

    kind: Literal["csv", "parquet", "xlsx"] = "csv"
    also: list[Literal["csv", "parquet", "xlsx"]] = []  # other kinds of file the same table may come in
    heading_row: int = 1
    shortest_row_ends_at: str | None = None  # rows may stop after this column; elsewhere a short row is a finding

    @property
    def kinds(self) -> list[str]:
        return [self.kind, *self.also]

    def kind_of(self, name: str) -> str:
        """The kind of a file of this source by its name's ending; the usual kind where that says nothing."""
        ending = name.rpartition(".")[2].casefold()
        return ending if ending in self.kinds else self.kind


class Rows(StrictModel):
    """What each row is about. The meaning of a code is this source's own: KS2 and KS4 number their rows differently."""

    column: str | None = None
    kinds: dict[str, str] = {}
    otherwise: str | None = None  # the kind of a row whose code is not listed; without it such a code is a finding
    when_missing: str = "school"  # the kind of every row of a delivery without the column
    expected: list[str] = []  # kinds a complete delivery with the column holds


class DefaultRelease(StrictModel):
    """The release stage of a delivery that does not say its own, and why that is a fair reading."""

    default: Release
    because: str


class Embargo(StrictModel):
    """That a delivery is a national statistical release, and so is not received before the day of its release."""

    stages: list[str]  # the stages of its results that are waited for; of a long file each item tells its stage
    release: Release | None = None  # the release whose day counts; without it the delivery's own
    because: str


class Column(StrictModel):
    """One column by our name: the publisher's names for it (case does not matter), its type, what it says."""

    type: Type
    names: list[str] = []
    named: dict[int, list[str]] = {}  # first results year -> the publisher's names from that year on
    scale: str = ""  # an outcome's scale, by its id in params/scales
    score: str = ""  # the column with the score beside an outcome, where it has one
    said: str = ""  # what it holds, in words; a missing column with words is reported by year
    required: bool = False
    filled: Severity | None = None  # what an empty cell in a school's row is
    nothing: list[str] = []  # texts that mean there is none
    codes: dict[str, str] = {}  # the publisher's code -> our word
    keep_only_codes: bool = False  # rows with another code are left out, not refused
    skip_row_if_empty: bool = False  # a row without it is not part of the table (a note, a blank line)
    least: float | None = None
    most: float | None = None
    since: int | None = None  # first results year it is published for
    until: int | None = None
    not_in: list[int] = []
    join: list[str] = []  # columns it is put together from where it is not delivered
    from_file_name: bool = False  # read from the digits before the first underscore where not delivered

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS

    @property
    def is_private(self) -> bool:
        """Whether its values identify a pupil."""
        return self.type in PRIVATE

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and most a value may be, as declared or by its type."""
        least, most = BOUNDS.get(self.type, (None, None))
        return (self.least if self.least is not None else least, self.most if self.most is not None else most)

    def published_in(self, year: int | None) -> bool:
        if year is None:
            return True
        return (self.since or 0) <= year <= (self.until or 9999) and year not in self.not_in

    def names_in(self, last: int | None, before: int | None, year: int | None = None) -> list[str]:
        """The publisher's names, with {last} and {before} filled by the last two results years' two digits."""
        digits, names = {"last": last, "before": before}, self._names_of(year)
        if any("{" in n for n in names) and last is None:
            return []
        filled = {k: f"{v % 100:02d}" for k, v in digits.items() if v is not None}
        return [n.format(**filled) for n in names if all("{" + k + "}" not in n or k in filled for k in digits)]

    def _names_of(self, year: int | None) -> list[str]:
        begun = [first for first in self.named if year is None or first <= year]
        return self.named[max(begun)] if begun else self.names


class History(StrictModel):
    """Columns of earlier results carry the year in their name; the newest must be the year before this delivery's."""

    pattern: str
    not_held: list[int] = []


class Source(StrictModel):
    """One kind of delivered file."""

    id: str
    title: str
    publisher: str
    sender: str
    licence: str
    recognise: Recognise
    format: Format = Format()
    results_year: Literal["file", "column", "none"] = "file"
    release: DefaultRelease
    about: Literal["places", "pupils"] = "places"
    stage: str = ""  # the stage its records are of; none for those every stage rests on
    year_group: str = ""  # the year group on the roll whose pupils should be in it
    embargo: Embargo | None = None
    grain: list[str]
    grain_said: str
    rows: Rows = Rows()
    columns: dict[str, Column]
    scales: dict[str, Scale] = {}  # those its outcome columns name, put here when params/scales is read
    year_words: dict[str, str] = {}  # how a period marks its release stage, put here when params/vocabulary is read
    history: History | None = None
    checks: list[Check] = []
    read_first: bool = False  # other sources are checked against it
    to_confirm: str = ""

    @property
    def of_pupils(self) -> bool:
        """Whether its rows are about pupils: then a row's fault holds its school and never refuses the file."""
        return self.about == "pupils"

    def scale_of(self, column: str) -> Scale | None:
        """The scale an outcome column's codes are of."""
        return self.scales.get(self.columns[column].scale) if column in self.columns else None

    @model_validator(mode="after")
    def _refers_to_its_own_columns(self) -> "Source":
        known = [*self.columns, "row_kind", "results_year"]
        for named in self._columns_named():
            if named not in known:
                raise ValueError(f"names a column {named!r} it does not declare.{did_you_mean(named, known)}")
        return self

    def _columns_named(self) -> list[str]:
        named = [*self.grain, self.rows.column]
        for column in self.columns.values():
            named += [*column.join, column.score]
        for check in self.checks:
            named += [check.value, check.lower, check.upper, check.out_of, *check.values, *check.among]
        return [n for n in named if n]

    def years_before(self, year: int) -> tuple[int, int]:
        """The last two results years before this one in which results were held."""
        not_held = self.history.not_held if self.history else []
        held = [y for y in range(year - 1, year - 8, -1) if y not in not_held]
        return held[0], held[1]

    def found(self, headings: list[str], year: int | None) -> dict[str, int]:
        """Our column name -> its position in the delivered heading row; the first of the publisher's names wins."""
        last, before = self.years_before(year) if year else (None, None)
        places = {h.strip().casefold(): i for i, h in reversed(list(enumerate(headings)))}
        out = {}
        for ours, column in self.columns.items():
            at = [places[n.casefold()] for n in column.names_in(last, before, year) if n.casefold() in places]
            if at:
                out[ours] = at[0]
        return out


class Sources(dict[str, Source]):
    """Every declared source by its id."""


def read_sources(params: Path, problems: Problems) -> Sources:
    """Every source in params/sources; the file's name is the id. Mistakes are added to `problems`."""
    sources = Sources()
    for file in sorted((params / "sources").glob("*.yml")):
        source = read_as(Source, file, problems, id=file.stem)
        if source:
            sources[source.id] = source
    add_pupil_checks(sources, params, problems)
    _add_scales(sources, read_scales(params, problems), problems)
    if named := find_release_stages(params):
        _releases_exist(sources, named.ids, problems)
        _add_year_words(sources, named.year_words)
    return sources


def _releases_exist(sources: Sources, known: Sequence[str], problems: Problems) -> None:
    for source in sources.values():
        named = [source.release.default, *([source.embargo.release] if source.embargo else [])]
        for release in (r for r in named if r and r not in known):
            hint = did_you_mean(release, list(known))
            problems.append(f"sources/{source.id}.yml names a release stage {release!r}.{hint}")


def _add_year_words(sources: Sources, words: dict[str, str]) -> None:
    """Give every source with a period the words for release stages in it, so that a new word is a changed source."""
    for source in list(sources.values()):
        if any(column.type == "period" for column in source.columns.values()):
            sources[source.id] = source.model_copy(update={"year_words": words})


def _add_scales(sources: Sources, scales: dict[str, Scale], problems: Problems) -> None:
    """Give every source the scales its outcomes are read by, so that a changed scale is a changed source."""
    for source in list(sources.values()):
        named = {c.scale for c in source.columns.values() if c.scale}
        for lost in sorted(named - set(scales)):
            hint = did_you_mean(lost, list(scales))
            problems.append(f"sources/{source.id}.yml names a scale {lost!r} that params/scales lacks.{hint}")
        held = {name: scales[name] for name in sorted(named & set(scales))}
        if held:
            sources[source.id] = source.model_copy(update={"scales": held})
