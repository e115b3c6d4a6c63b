"""The data year: what is owed, collected or expected on which day, for whom, and what it waits for."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from pipeline.declared.publications import Publication
from pipeline.declared.releases import Releases, YearDay
from pipeline.declared.sources import Release, Sources
from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as


class Needed(StrictModel):
    """A delivery a row waits for: a file of any of these sources, of the row's results year, at least this ripe."""

    what: str
    sources: list[str]
    release: Release = "school"
    stage: str = ""  # of a file of several stages: that it holds results of this one
    rows: dict[str, list[str]] = {}  # that it holds rows with one of these words in each of these columns
    years_before: int = 0  # of an earlier results year than the row's
    since: int = 0  # first results year it is waited for


class Published(StrictModel):
    """A statistical release: its day stands in releases.yml alone."""

    stage: str
    release: Release


class TimelineRow(StrictModel):
    """One row of the data year. It either makes publications, or loads deliveries, or names what others provide."""

    id: str
    words: str  # the toolkit's own, where the toolkit has the row
    month: str = ""  # the month the toolkit has it in; none where the row was added
    audience: str
    day: YearDay | None = None
    published: Published | None = None
    makes: list[str] = []  # publications, by slug
    loads: bool = False
    from_others: str = ""  # who provides it and where it is found
    link: str = Field(default="", pattern="^(https://.*)?$")  # where others provide it
    waits_for: list[Needed] = []
    today: str = ""  # what it is now, where that differs
    added: str = ""  # why it is here though the toolkit's list does not have it
    to_confirm: str = ""

    @model_validator(mode="after")
    def _says_one_thing(self) -> "TimelineRow":
        if bool(self.day) == bool(self.published):
            raise ValueError("has either a `day` of its own or the release that is `published` on it")
        if (bool(self.makes), self.loads, bool(self.from_others)).count(True) != 1:
            raise ValueError("says one of `makes`, `loads` and `from_others`")
        if bool(self.month) == bool(self.added):
            raise ValueError("says either the toolkit's `month` or why it was `added`")
        if bool(self.waits_for) == bool(self.from_others):
            raise ValueError("names what it `waits_for`, unless others provide it")
        return self


class CatchUp(StrictModel):
    """For how many days after its day a row is still carried out by itself."""

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
        return row.day.on(year) if row.day else releases.on(row.published.stage, row.published.release, year)


def read_timeline(params: Path, problems: Problems) -> Timeline | None:
    """params/timeline.yml, or None with every mistake noted."""
    found = read_as(Timeline, params / "timeline.yml", problems)
    ids = [r.id for r in found.rows] if found else []
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        problems.append(f"timeline.yml has two rows {twice!r}.")
    return found


def timeline_agrees(
    timeline: Timeline,
    publications: dict[str, Publication],
    sources: Sources,
    releases: Releases,
    problems: Problems,
) -> None:
    """Note every publication, source, column and stage that a row names and nobody declares."""
    for row in timeline.rows:
        said = f"timeline.yml: {row.id}"
        _known(row.makes, publications, f"{said} makes a publication", problems)
        _known([row.published.stage] if row.published else [], releases.stages, f"{said} is a release of", problems)
        for need in row.waits_for:
            _known(need.sources, sources, f"{said} waits for a source", problems)
            _known([need.stage] if need.stage else [], releases.stages, f"{said} waits for a stage", problems)
            for source in (sources[s] for s in need.sources if s in sources):
                _known(need.rows, source.columns, f"{said} looks into {source.id} for a column", problems)


def _known(named: Iterable[str], known: Iterable[str], said: str, problems: Problems) -> None:
    for name in named:
        if name not in known:
            problems.append(f"{said} {name!r} that is not declared.{did_you_mean(name, list(known))}")
