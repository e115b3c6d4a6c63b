"""The checks of every source of pupil records, and how much may differ between files before a school is asked about it."""

from collections.abc import Collection
from pathlib import Path

from pipeline.declared.checks import Check
from pipeline.declared.strict import Problems, StrictModel, read_as


class Tolerance(StrictModel):
    """Too many is more than this share of the pupils and, at the same time, at least so many of them."""

    share: float
    pupils: int
    why: str

    def exceeded(self, found: int, of: int) -> bool:
        """Whether so many of the pupils are too many."""
        return found >= self.pupils and found > self.share * of


class Across(StrictModel):
    """How much may differ between files: up to that the school is informed, beyond it asked, or its records are held."""

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


def check_shared_columns(policy: PupilChecks, columns: Collection[str], problems: Problems) -> None:
    """Note each column that a check of all pupil records is about and no source of pupils has: the check would never be made."""
    for check in policy.every_pupil:
        for column in (check.value, *check.values, *check.among):
            if column:
                problems.require(
                    column, columns, "column", f"policy/pupil_checks.yml: {check.id}", "any source of pupils"
                )


def shared_checks(policy: PupilChecks, columns: Collection[str], year_group: str) -> list[Check]:
    """The checks of all pupil records that a source has the columns for.

    The expected age is that of the row's year group where the source has that column, else of the source's own `year_group`;
    without either ages are not checked.
    """
    group = "year_group" if "year_group" in columns else year_group
    checks = []
    for check in policy.every_pupil:
        if check.value not in columns or (check.kind == "age" and not group):
            continue
        checks.append(check.model_copy(update={"year_group": group}) if check.kind == "age" else check)
    return checks
