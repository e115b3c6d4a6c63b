"""Sources: the files that are delivered, how each is recognised, what its columns mean, and what must be true of it."""

import re
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from pipeline.declared.checks import Check, Severity
from pipeline.declared.ctf import CodeSet, add_code_sets
from pipeline.declared.pupilchecks import check_shared_columns, read_pupil_checks, shared_checks
from pipeline.declared.receipt_limits import add_receipt_limits_problems
from pipeline.declared.scales import Scale, read_scales
from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as
from pipeline.declared.vocabulary import find_release_stages
from pipeline.declared.year_evidence import add_year_evidence_problems

Release = str  # a release stage of params/vocabulary; that it is declared is checked by whoever reads the params
NUMBERS = ("count", "percent", "scaled_score", "points", "progress")
BOUNDS: dict[str, tuple[float | None, float | None]] = {  # type -> the least and the most a value may be
    "count": (0, None),
    "percent": (0, 100),
    "scaled_score": (80, 120),
    "points": (None, None),
    "progress": (-50, 50),
}
WORKBOOKS = ("xlsx", "xlsm", "xlsb", "xls", "ods")  # all read through the one door, and declared as xlsx
Type = Literal[
    "urn", "laestab", "la", "estab", "text", "code", "date", "yes_no", "period", "release",
    "count", "percent", "scaled_score", "points", "progress",
    "upn", "name", "born", "outcome",
]  # fmt: skip
RowKind = Literal["school", "special", "authority", "region", "england", "england_all", "area"]  # what a row is about
PRIVATE = ("upn", "name", "born")  # types whose values identify a pupil: never in a finding, a log or a message


class Recognise(StrictModel):
    """A file is of this source when its name fits one pattern, or its heading row holds one whole set of columns."""

    names: list[str]  # regular expressions; case does not matter
    columns: list[list[str]]

    def by_name(self, name: str) -> bool:
        """Whether the file's name fits one of the patterns."""
        return any(re.search(pattern, name, re.IGNORECASE) for pattern in self.names)

    def by_columns(self, headings: set[str]) -> bool:
        """Whether the headings, in lower case, hold one whole set of columns."""
        return any({c.casefold() for c in wanted} <= headings for wanted in self.columns)


class Format(StrictModel):
    """How the file is written. `heading_row` is the row (from 1) that holds the column names."""

    kind: Literal["csv", "parquet", "xlsx"] = "csv"
    also: list[Literal["csv", "parquet", "xlsx"]] = []  # other kinds of file the same table may come in
    heading_row: int = 1
    shortest_row_ends_at: str | None = None  # rows may stop after this column; elsewhere a short row is a finding

    @property
    def kinds(self) -> list[str]:
        """Every kind of file the table may come in, the usual one first."""
        return [self.kind, *self.also]

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of names such a file can have: a workbook those of every kind of workbook, any file that of a zip."""
        return ".zip", *(f".{e}" for k in self.kinds for e in (WORKBOOKS if k == "xlsx" else [k]))

    def kind_of(self, name: str) -> str:
        """The kind of a file by the ending of its name; the usual kind where the ending is no known one."""
        ending = name.rpartition(".")[2].casefold()
        kind = "xlsx" if ending in WORKBOOKS else ending
        return kind if kind in self.kinds else self.kind


class Rows(StrictModel):
    """What each row is about. Codes differ between sources: key stages 2 and 4 number their rows differently."""

    column: str | None = None
    kinds: dict[str, RowKind] = {}
    otherwise: RowKind | None = None  # the kind of a row whose code is not listed; by default such a code is a finding
    when_missing: RowKind = "school"  # the kind of every row of a delivery without the column
    expected: list[RowKind] = []  # kinds that a complete delivery with the column holds


class DefaultRelease(StrictModel):
    """The release stage of a delivery that does not say which it is of, and why that may be assumed."""

    default: Release
    because: str


class Embargo(StrictModel):
    """That a delivery is a national statistical release, and so may not be received before the day of its release."""

    stages: list[str]  # the key stages whose release days count; in a long file each item says its own stage
    release: Release | None = None  # the release stage whose day counts; by default the delivery's own
    because: str


class Column(StrictModel):
    """One column, declared under this project's name for it: the publisher's names (case does not matter), its type, its rules."""

    type: Type
    names: list[str] = []
    named: dict[int, list[str]] = {}  # first results year -> the publisher's names from that year on
    scale: str = ""  # an outcome's scale, by its id in params/scales
    score: str = ""  # the column with the score beside an outcome, where it has one
    said: str = ""  # what it holds, in words; a column with words that is missing is reported by year
    required: bool = False
    filled: Severity | None = None  # the severity of an empty cell in a school's row; by default it is no finding
    nothing: list[str] = []  # texts that mean there is none
    codes: dict[str, str] = {}  # the publisher's code -> this project's word
    blank_means: str = ""  # the code an empty cell stands for in a file that writes other codes and never this one
    keep_only_codes: bool = False  # rows with another code are left out, not refused
    skip_row_if_empty: bool = False  # a row without it is not part of the table (a note, a blank line)
    least: float | None = None
    most: float | None = None
    since: int | None = None  # first results year it is published for
    until: int | None = None
    not_in: list[int] = []
    join: list[str] = []  # columns whose texts, joined, give it where it is not delivered
    same_in: list[
        str
    ] = []  # columns that give it where they all say the same; elsewhere it is empty. Never delivered itself
    absent_means: str = (
        ""  # what each row says of it in a file without the column; such a file is not broken down by it
    )
    from_file_name: bool = False  # taken from the digits before the file name's first underscore where not delivered

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS

    @property
    def is_private(self) -> bool:
        """Whether its values identify a pupil."""
        return self.type in PRIVATE

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most a value may be, as declared or by its type; None where there is no bound."""
        least, most = BOUNDS.get(self.type, (None, None))
        return (self.least if self.least is not None else least, self.most if self.most is not None else most)

    def published_in(self, year: int | None) -> bool:
        """Whether the column is published with the results of a year; always for a delivery of no one year."""
        if year is None:
            return True
        return (self.since or 0) <= year <= (self.until or 9999) and year not in self.not_in

    def names_in(self, last: int | None, before: int | None, year: int | None = None) -> list[str]:
        """The publisher's names for it in a results year.

        {last} and {before} in a name stand for two digits of the last two years before with results.
        """
        begun = [first for first in self.named if year is None or first <= year]
        names = self.named[max(begun)] if begun else self.names
        if last is None and any("{" in n for n in names):
            return []
        digits = {key: f"{y % 100:02d}" for key, y in (("last", last), ("before", before)) if y is not None}
        unknown = [f"{{{key}}}" for key in ("last", "before") if key not in digits]
        return [n.format(**digits) for n in names if not any(key in n for key in unknown)]


class History(StrictModel):
    """How columns of earlier results name their year; the newest must be the year before the delivery's."""

    pattern: str
    not_held: list[int] = []


class WholeRegister(StrictModel):
    """What a whole register has: of each kind of school at least one, by the words of one column."""

    column: str
    each_of: list[list[str]]  # for each kind of school the words that say a school is of it
    because: str


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
    named_by: Literal["year", "day"] = "year"  # a date in the file's name is when it was fetched, or the day it states
    release: DefaultRelease
    about: Literal["places", "pupils"] = "places"
    stage: str = ""  # the key stage its records are of; "" for records that every stage's figures depend on
    year_group: str = ""  # the year group on the roll whose pupils should be in it
    embargo: Embargo | None = None
    grain: list[str]  # the columns that together tell one row from another
    grain_said: str  # the same in words
    rows: Rows = Rows()
    columns: dict[str, Column]
    exists_for: list[str] = []  # the columns it is received for, one of which it must have; by default its numbers
    whole_with: WholeRegister | None = None  # a register: what a whole one has
    scales: dict[str, Scale] = {}  # those its outcome columns name; filled when params/scales is read
    ctf: dict[int, CodeSet] = {}  # the Common Transfer File's codes by results year; filled when params/ctf is read
    year_words: dict[str, str] = {}  # how a period names its release stage; filled when params/vocabulary is read
    history: History | None = None
    checks: list[Check] = []
    read_first: bool = False  # other sources are checked against it
    to_confirm: str = ""

    @property
    def of_pupils(self) -> bool:
        """Whether its rows are about pupils: then a blocking finding holds the school's records and never refuses the file."""
        return self.about == "pupils"

    def scale_of(self, column: str) -> Scale | None:
        """The scale of an outcome column's codes; None for any other column."""
        return self.scales.get(self.columns[column].scale) if column in self.columns else None

    @model_validator(mode="after")
    def _refers_to_its_own_columns(self) -> "Source":
        named = [*self.grain, self.rows.column, *self.exists_for, self.whole_with.column if self.whole_with else None]
        for column in self.columns.values():
            named += [*column.join, *column.same_in, column.score]
        for check in self.checks:
            named += [check.value, check.lower, check.upper, check.out_of, *check.values, *check.among]
        known = [*self.columns, "row_kind", "results_year"]  # the last two are added to every table
        for name in named:
            if name and name not in known:
                raise ValueError(
                    f"the column {name!r} is named but not declared under `columns`.{did_you_mean(name, known)}"
                )
        return self

    @model_validator(mode="after")
    def _refers_to_its_own_codes_and_headings(self) -> "Source":
        for name, column in self.columns.items():
            if column.blank_means and column.blank_means not in column.codes:
                hint = did_you_mean(column.blank_means, column.codes)
                raise ValueError(f"columns.{name}.blank_means: {column.blank_means!r} is not among its `codes`.{hint}")
        for kind in (kind for kind in self.rows.expected if kind not in self.rows.kinds.values()):
            raise ValueError(f"rows.expected: no code of `rows.kinds` stands for {kind!r}")
        named = (
            n
            for column in self.columns.values()
            for n in [*column.names, *(m for v in column.named.values() for m in v)]
        )
        headings = {name.casefold(): name for name in named}
        ends = self.format.shortest_row_ends_at
        if ends and ends.casefold() not in headings:
            hint = did_you_mean(ends, headings.values())
            raise ValueError(f"format.shortest_row_ends_at: no column has the heading {ends!r}.{hint}")
        for wanted in self.recognise.columns:
            for heading in (h for h in wanted if h.casefold() not in headings):
                hint = did_you_mean(heading, headings.values())
                raise ValueError(f"recognise.columns: no column has the heading {heading!r}.{hint}")
        return self

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> "Source":
        patterns = [("recognise.names", p) for p in self.recognise.names]
        patterns += [("history.pattern", self.history.pattern)] if self.history else []
        for key, pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{key}: {pattern!r} cannot be read as a pattern: {error.msg}") from None
        return self

    def years_before(self, year: int) -> tuple[int, int]:
        """The last two results years before this one in which assessments were held."""
        not_held = self.history.not_held if self.history else []
        last, before, *_ = (y for y in range(year - 1, year - 8, -1) if y not in not_held)
        return last, before

    def found(self, headings: list[str], year: int | None) -> dict[str, int]:
        """Each declared column that is in a delivered heading row -> its position there.

        Where several of the publisher's names are delivered, the first that is declared is taken; of a heading that is
        delivered twice, the first.
        """
        last, before = self.years_before(year) if year else (None, None)
        positions: dict[str, int] = {}
        for position, heading in enumerate(headings):
            positions.setdefault(heading.strip().casefold(), position)
        located = {}
        for name, column in self.columns.items():
            delivered = [n.casefold() for n in column.names_in(last, before, year) if n.casefold() in positions]
            if delivered:
                located[name] = positions[delivered[0]]
        return located


class Sources(dict[str, Source]):
    """Every declared source by its id."""


def read_sources(params: Path, problems: Problems) -> Sources:
    """Every source in params/sources; the file's name is the id. Mistakes are added to `problems`.

    Each carries whatever else of params/ decides how it is read (shared checks, scales, words of its periods), so that a change
    of any of these is a changed source.
    """
    files = sorted((params / "sources").glob("*.yml"))
    declared = [source for file in files if (source := read_as(Source, file, problems, id=file.stem))]
    policy = read_pupil_checks(params, problems) if any(s.of_pupils for s in declared) else None
    scales = read_scales(params, problems)
    if policy:
        columns = {name for source in declared if source.of_pupils for name in source.columns}
        check_shared_columns(policy, columns, problems)
    vocabulary = find_release_stages(params)
    add_year_evidence_problems(params, problems)
    add_receipt_limits_problems(params, problems)
    sources = Sources()
    for source in declared:
        where = f"sources/{source.id}.yml"
        for name, column in source.columns.items():
            if column.type == "outcome" or column.scale:
                problems.require(column.scale, scales, "scale", f"{where}: columns.{name}.scale", "scales/")
        named = sorted({column.scale for column in source.columns.values()} & scales.keys())
        given: dict[str, object] = {"scales": {name: scales[name] for name in named}}
        if policy and source.of_pupils:
            shared = shared_checks(policy, source.columns, source.year_group)
            given["checks"] = [*source.checks, *shared]
        if vocabulary:
            problems.require(source.release.default, vocabulary.ids, "release stage", f"{where}: release.default")
            if source.embargo and source.embargo.release:
                problems.require(source.embargo.release, vocabulary.ids, "release stage", f"{where}: embargo.release")
            if any(column.type == "period" for column in source.columns.values()):
                given["year_words"] = vocabulary.year_words
        sources[source.id] = source.model_copy(update=given)
    add_code_sets(sources, params, problems)
    return sources
