"""What counts as evidence of a delivered file's results year: words in names, year columns and how much must agree."""

from pathlib import Path

from pydantic import Field

from pipeline.declared.strict import Problems, StrictModel, read_alone, read_as

FILE = "policy/results_year.yml"


class BornTolerance(StrictModel):
    """Dates of birth prove a year where at least so many pupils, and this share of them, are of the age their year group has then."""

    share: float = Field(gt=0.5, le=1)
    pupils: int = Field(gt=0)
    why: str


class SameFigures(StrictModel):
    """Figures are those of a year held where at least so many schools and figures are compared and this share is equal."""

    share: float = Field(gt=0.5, le=1)
    schools: int = Field(gt=0)
    figures: int = Field(gt=0)
    why: str


class YearEvidencePolicy(StrictModel):
    """params/policy/results_year.yml."""

    earliest: int
    download_words: list[str]  # a year after one of these is when the file was fetched
    school_words: list[str]  # a four-digit number after one of these is a school's
    age_words: list[str]  # two numbers after one of these are no year
    school_then_year: list[str]  # names of the form WORD_SCHOOL_YY
    year_columns: list[str]  # headings of a publisher's own year column
    born: BornTolerance
    same_figures: SameFigures
    why: str


def add_year_evidence_problems(params: Path, problems: Problems) -> None:
    """Notes every mistake of the policy, so that `check` reports it with the others."""
    read_as(YearEvidencePolicy, params / FILE, problems)


def read_year_evidence_policy(params: Path) -> YearEvidencePolicy:
    """The policy; ParamsWrong with every mistake of its file."""
    return read_alone(YearEvidencePolicy, params, FILE)
