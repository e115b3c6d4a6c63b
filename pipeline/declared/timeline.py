"""The data year: what is due, collected or expected on which day, for whom, and what it waits for."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.measure_checks import check_word
from pipeline.declared.publications import Publication
from pipeline.declared.releases import Releases, YearDay
from pipeline.declared.sources import Release, Source, Sources
from pipeline.declared.strict import Problems, StrictModel, read_as, repeated

Month = Literal[
    "", "September", "October", "November", "December", "January", "February", "March", "April", "May", "June", "July",
]  # fmt: skip


class Needed(StrictModel):
    """A delivery a row waits for: a file of any of these sources, of the row's results year, of this release stage or a later."""

    what: str
    sources: list[str]
    release: Release = "school"
    stage: str = ""  # key stage that a file of several stages must hold results of
    rows: dict[str, list[str]] = {}  # column -> words: the file must hold rows with one of the words in each column
    years_before: int = 0  # so many results years before the row's
    since: int = 0  # first results year it is waited for


class Published(StrictModel):
    """A statistical release; its day is in releases.yml."""

    stage: str
    release: Release


class TimelineRow(StrictModel):
    """One row of the data year. It either makes publications, or loads deliveries, or names what others provide."""

    id: str
    words: str  # the toolkit's own, where the toolkit has the row
    month: Month = ""  # the month the toolkit has it in; none where the row was added
    audience: str
    day: YearDay | None = None
    published: Published | None = None
    makes: list[str] = []  # publications, by slug
    loads: bool = False
    from_others: str = ""  # who provides it and where it is found
    link: str = Field(default="", pattern="^(https://.*)?$")  # where others provide it
    waits_for: list[Needed] = []
    today: str = ""  # what it is called or is now, where that differs from the toolkit's words
    added: str = ""  # why it is here though it is not in the toolkit's list
    to_confirm: str = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> "TimelineRow":
        if bool(self.day) == bool(self.published):
            raise ValueError(f"{self.id} needs either a `day` of its own or the release that is `published` on it")
        if (bool(self.makes), self.loads, bool(self.from_others)).count(True) != 1:
            raise ValueError(f"{self.id} needs one of `makes`, `loads` and `from_others`")
        if bool(self.month) == bool(self.added):
            raise ValueError(f"{self.id} needs either the toolkit's `month` or the reason why it was `added`")
        if bool(self.waits_for) == bool(self.from_others):
            raise ValueError(f"{self.id} needs the deliveries it `waits_for`, and none where others provide it")
        return self


class CatchUp(StrictModel):
    """For how many days after its day a row is still carried out without being asked for."""

    days: int
    why: str


class Timeline(StrictModel):
    """Every row of the data year, in the toolkit's order."""

    why: str
    to_confirm: str = ""
    catch_up: CatchUp
    rows: list[TimelineRow]

    def on(self, row: TimelineRow, year: int, releases: Releases) -> date:
        """The day of a row for the results of a year."""
        if row.day:
            return row.day.on(year)
        assert row.published  # a row without a day of its own has a release (see TimelineRow)
        return releases.on(row.published.stage, row.published.release, year)


def read_timeline(params: Path, problems: Problems) -> Timeline | None:
    """params/timeline.yml, or None with every mistake noted."""
    found = read_as(Timeline, params / "timeline.yml", problems)
    for twice in repeated(row.id for row in found.rows) if found else ():
        problems.append(f"timeline.yml has two rows {twice!r}: give one of them another id.")
    return found


def check_timeline(
    timeline: Timeline,
    publications: dict[str, Publication],
    sources: Sources,
    releases: Releases,
    problems: Problems,
) -> None:
    """Note every publication, source, column and key stage that a row names and nobody declares."""
    for row in timeline.rows:
        where = f"timeline.yml: {row.id}"
        for slug in row.makes:
            problems.require(slug, publications, "publication", f"{where}: makes")
        if row.published:
            problems.require(row.published.stage, releases.stages, "key stage", f"{where}: published")
        for need in row.waits_for:
            if need.stage:
                problems.require(need.stage, releases.stages, "key stage", f"{where}: waits_for")
            for name in need.sources:
                if problems.require(name, sources, "source", f"{where}: waits_for"):
                    _check_rows(need, sources[name], f"{where}: waits_for.rows", problems)


def _check_rows(need: Needed, source: Source, where: str, problems: Problems) -> None:
    """Note each column, and each word of a column's codes, that a row of the data year asks for and the source has not."""
    declared_in = f"sources/{source.id}.yml"
    for column, words in need.rows.items():
        if problems.require(column, source.columns, "column", where, declared_in):
            for word in words:
                check_word(word, source.columns[column], f"{where}.{column}", declared_in, problems)
