"""The checks every source of pupils is asked, and how much may be unusual across files before a school is asked."""

from pathlib import Path

from pipeline.declared.checks import Check
from pipeline.declared.strict import Problems, StrictModel, read_as


class Tolerance(StrictModel):
    """Too many is more than this share of the pupils and, at the same time, at least so many of them."""

    share: float
    pupils: int
    why: str

    def exceeded(self, found: int, of: int) -> bool:
        return found >= self.pupils and found > self.share * of


class Across(StrictModel):
    """How much may differ between files; up to it a school is told, beyond it the school's records are held, or asked after."""

    not_on_roll: Tolerance
    missing: Tolerance
    no_entries: Tolerance
    cohort_change: Tolerance
    one_outcome: Tolerance


class PupilChecks(StrictModel):
    """params/policy/pupil_checks.yml."""

    why: str
    every_pupil: list[Check]
    across: Across


def read_pupil_checks(params: Path, problems: Problems) -> PupilChecks | None:
    """The policy on checks of pupils, or None with every mistake noted."""
    return read_as(PupilChecks, params / "policy" / "pupil_checks.yml", problems)


def add_pupil_checks(sources: dict, params: Path, problems: Problems) -> None:
    """Give every source of pupils the checks all of them are asked, as far as it has the columns."""
    about = [s for s in sources.values() if s.about == "pupils"]
    policy = read_pupil_checks(params, problems) if about else None
    for source in about if policy else []:
        checks = [*source.checks, *_asked_of(source, policy.every_pupil)]
        sources[source.id] = source.model_copy(update={"checks": checks})


def _asked_of(source, shared: list[Check]) -> list[Check]:
    """The shared checks a source has the columns for; the age is that of its own year group, or of the row's."""
    group = "year_group" if "year_group" in source.columns else source.year_group
    out = []
    for check in shared:
        if check.kind == "age" and not group:
            continue
        if check.value in source.columns:
            out.append(check.model_copy(update={"year_group": group}) if check.kind == "age" else check)
    return out
