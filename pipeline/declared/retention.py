"""How long each source's records are kept, and why."""

from datetime import date, timedelta
from pathlib import Path

from pydantic import model_validator

from pipeline.declared.releases import Day
from pipeline.declared.sources import Sources
from pipeline.declared.strict import Problems, StrictModel, read_as, repeated

FILE = "retention.yml"


class RetentionRule(StrictModel):
    """How many years records of these sources are kept after their results year has ended; None for no limit."""

    id: str
    sources: list[str]
    years: int | None
    because: str
    to_confirm: bool = False  # a proposal that the council has not confirmed

    @model_validator(mode="after")
    def _is_a_period(self) -> "RetentionRule":
        if self.years is not None and self.years < 0:
            raise ValueError(f"{self.id}: write a number of years, 0 or more; or null for no limit")
        return self


class Retention(StrictModel):
    """params/retention.yml."""

    why: str
    year_ends: Day
    rules: list[RetentionRule]

    def rule_of(self, source: str) -> RetentionRule:
        """The one rule of a source."""
        return next(rule for rule in self.rules if source in rule.sources)

    def year_ended(self, results_year: int) -> date:
        """The last day of a results year."""
        return date.fromisoformat(f"{results_year}-{self.year_ends}")

    def due_on(self, source: str, results_year: int) -> date | None:
        """The first day on which records of a source and results year are to be erased; None where they are kept for good."""
        years = self.rule_of(source).years
        return None if years is None else self.year_ended(results_year + years) + timedelta(days=1)


def read_retention(params: Path, sources: Sources, problems: Problems) -> Retention | None:
    """params/retention.yml, or None with every mistake noted: a source without a rule, or with two, or that nobody knows."""
    found = read_as(Retention, params / FILE, problems)
    if found is None:
        return None
    for rule in found.rules:
        for source in rule.sources:
            problems.require(source, sources, "source", f"{FILE}: {rule.id}")
        endless = [s for s in rule.sources if s in sources and sources[s].of_pupils and rule.years is None]
        if endless:
            problems.append(f"{FILE}: {rule.id}: {', '.join(endless)} holds pupils, so give it a number of years.")
    listed = [source for rule in found.rules for source in rule.sources]
    for source in repeated(listed):
        problems.append(f"{FILE} lists {source} twice: keep it under one rule.")
    for source in (s for s in sources if s not in listed):
        problems.append(f"{FILE} does not say how long {source} is kept: add it to the sources of a rule.")
    return found
