"""When results become known: the day of each release of each stage, by results year."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from pipeline.declared.sources import Release
from pipeline.declared.strict import Problems, StrictModel, read_as
from pipeline.declared.vocabulary import ReleaseStages


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(f"2001-{text}")  # a year without a leap day, so that every year has the day
    except ValueError:
        raise ValueError("write a month and a day, as in 07-10") from None
    return text


Day = Annotated[str, AfterValidator(_a_day)]  # month-day: "07-10"


def long_day(day: date) -> str:
    """20 September 2024"""
    return f"{day.day} {day:%B %Y}"


class YearDay(StrictModel):
    """A day that comes once a year, counted from the summer of the results year."""

    day: Day
    years_after: int = 0
    years: dict[int, date] = {}  # results years whose own day is known
    why: str = ""

    def on(self, year: int) -> date:
        """The day for the results of a year."""
        return self.years.get(year) or date.fromisoformat(f"{year + self.years_after}-{self.day}")


class Releases(StrictModel):
    """The day each release of each stage is published; every stage names every release, or one it is dated as."""

    stages: dict[str, dict[Release, YearDay]]
    why: str

    def on(self, stage: str, release: str, year: int) -> date:
        """The day results of a stage and year became known at a release stage."""
        return self.stages[stage][release].on(year)


def read_releases(params: Path, stages: list[str], named: ReleaseStages, problems: Problems) -> Releases | None:
    """params/releases.yml, or None with every mistake noted: a stage or a release left out, or one nobody knows.

    A release stage without a day of its own has that of the stage it is `dated_as`.
    """
    found = read_as(Releases, params / "releases.yml", problems)
    if found is None:
        return None
    dated: dict[str, dict[Release, YearDay]] = {}
    for stage, days in found.stages.items():
        problems.require(stage, stages, "key stage", "releases.yml")
        for release in days:
            problems.require(release, named.ids, "release stage", f"releases.yml: {stage}")
        dated_as_another = {s.id: days[s.dated_as] for s in named.stages if s.dated_as in days}
        dated[stage] = dated_as_another | days
    for stage in stages:
        missing = [r for r in named.ids if r not in dated.get(stage, {})]
        if missing:
            problems.append(
                f"releases.yml does not say when {stage} is published: {', '.join(missing)}. "
                f"Add each under `{stage}:`, with its `day: MM-DD`."
            )
    return found.model_copy(update={"stages": dated})
