"""Measures: what is counted, of whom, which way is better, when it may be compared, and where its figures are delivered."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.declared.strict import Problems, StrictModel, read_as
from pipeline.declared.vocabulary import KeyStage

Unit = Literal["percent", "score", "points", "progress", "rate", "per_hundred"]
Topic = Literal["headline", "progress", "score", "subject", "area", "higher"]  # where in a document the measure stands
Sum = Literal[  # what is calculated over pupils; each is a function of that name in pipeline/pupils
    "met", "not_met", "met_by_year_two", "mean_score", "mean_points", "mean_met", "lowest_fifth_gap", "progress",
    "attainment8", "progress8", "basics", "ebacc_entered", "ebacc_met", "ebacc_points",
]  # fmt: skip


class ComparableYears(StrictModel):
    """A run of results years that may be compared with each other."""

    start: int = Field(alias="from")
    end: int | None = Field(default=None, alias="to")
    because: str = ""  # what changed at the start of this series

    def holds(self, year: int) -> bool:
        return self.start <= year and (self.end is None or year <= self.end)


class Estimate(StrictModel):
    """How a 95% interval is estimated where the delivery has none: score ± 1.96 × national_sd / √pupils."""

    national_sd: dict[int, float]
    cohort_of: str  # the measure whose cohort is taken for the number of pupils in this one
    why: str


class FromTable(StrictModel):
    """Where a school performance table holds the measure, by the source's canonical column names."""

    column: str
    out_of: str | None = None  # the cohort's column
    groups: dict[str, str] = {}  # pupil group -> its value's column
    groups_out_of: dict[str, str] = {}  # pupil group -> its cohort's column
    lower: str | None = None
    upper: str | None = None
    band: str | None = None
    counted: bool = True  # a percentage of the cohort, so counts may be recovered from it


class FromLong(StrictModel):
    """Where a long file (one row a figure) holds the measure: pupil group -> the item's own name."""

    items: dict[str, str]


class FromCounts(StrictModel):
    """Where a file of one row a place and pupil group gives the measure: a numerator and a denominator, or a value.

    A value may have its cohort as `denominator`, an interval, and with `counted` be a percentage of that cohort.
    """

    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    lower: str | None = None
    upper: str | None = None
    counted: bool = False
    breakdowns: dict[str, dict[str, str]]  # pupil group -> the filters that pin exactly one row a place and year


class Slot(StrictModel):
    """Slots of one kind in a total of points, such as the three EBacc slots of Attainment 8.

    They take the pupil's best entries of these kinds that no slot listed before has taken.
    """

    name: str
    of: list[str]  # what the entries count as
    best: int = Field(default=1, ge=1)  # how many slots, each for one entry
    times: int = Field(default=1, ge=1)  # how often the points count
    # The kinds of which the pupil must have taken every one for the points to count `times`; they count once otherwise.
    times_with_all: list[str] = []
    at_most: dict[str, int] = {}  # kind -> how many of the slots its entries may fill


class FromPupils(StrictModel):
    """How the measure is calculated from pupil records: a named calculation, and the columns and pupils it is made over."""

    source: str
    sum: Sum
    columns: list[str] | dict[int, list[str]] = []  # outcome columns; or first results year -> columns
    level: str = ""  # the level a pupil must reach in each of them
    complete: list[str] = []  # pupils without an eligible result in every one of these are left out
    where: dict[str, str] = {}  # only rows with these values
    prior: list[str] = []  # columns of the prior attainment that progress starts from
    by_teacher: dict[str, list[str]] = {}  # teacher's column -> the test codes whose pupils take its points instead
    subject: str = ""  # the subject of the national estimates
    slots: dict[int, list[Slot]] = {}  # first results year -> the slots that a pupil's points fill, in this order
    slots_of: str = ""  # the measure whose slots these are, where they are not its own
    beside: list[str] = []  # further sources the calculation reads
    # First and last results year the records can give it; none for every year of its series.
    years: tuple[int, int] | None = None
    because: str = ""  # why not in other years

    def columns_in(self, year: int) -> list[str]:
        """The columns calculated from in a results year."""
        if isinstance(self.columns, list):
            return self.columns
        begun = [first for first in self.columns if first <= year]
        return self.columns[max(begun)] if begun else []

    def slots_in(self, year: int) -> list[Slot]:
        """The slots of a results year; none before the first that is declared."""
        begun = [first for first in self.slots if first <= year]
        return self.slots[max(begun)] if begun else []

    @property
    def all_columns(self) -> list[str]:
        """Every column of its source that the calculation names, of any year."""
        listed = [self.columns] if isinstance(self.columns, list) else self.columns.values()
        named = [c for columns in listed for c in columns] + self.complete + self.prior
        return list(dict.fromkeys([*named, *self.by_teacher, *self.where]))


BY_PUPIL_GROUP = ("headline", "progress")  # topics whose figures documents print by pupil group


class DoubtfulFigure(StrictModel):
    """A delivered figure that is not printed until somebody has confirmed it; then its entry is taken out."""

    place: str  # its id
    year: int
    why: str


class Measure(StrictModel):
    """One measure, as a member of the team would describe it."""

    id: str
    stage: str
    name: str
    short: str
    topic: Topic
    unit: Unit
    decimals: int = Field(ge=0, le=3)
    better: Literal["higher", "lower"]
    counts: str
    out_of: str
    rag: str = "none"
    steady_within: float | None = None
    trend: bool = True
    no_trend_because: str = ""
    # Of a mean: the least and the most one pupil's result can be. Disclosure control needs it to find what a mean gives away.
    per_pupil: tuple[float, float] | None = None
    adds_up: bool = True  # whether the figure of all pupils is the mean of their groups' figures, weighted by pupils
    series: list[ComparableYears]
    not_held: dict[int, str] = {}
    doubtful: list[DoubtfulFigure] = []
    estimate: Estimate | None = None
    tables: dict[str, FromTable] = {}
    long: dict[str, FromLong] = {}
    counts_of: dict[str, FromCounts] = {}
    pupils: FromPupils | None = None
    why_it_matters: str
    to_confirm: str = ""

    @model_validator(mode="after")
    def _says_where_from(self) -> "Measure":
        if not (self.tables or self.long or self.counts_of or self.pupils):
            raise ValueError("say where it comes from under 'tables', 'long', 'counts_of' or 'pupils'")
        if self.adds_up and self.per_pupil is None and self.unit in ("score", "points", "progress"):
            raise ValueError("a mean needs 'per_pupil': the least and the most that one pupil's result can be")
        if not self.trend and not self.no_trend_because:
            raise ValueError("a measure without a trend needs 'no_trend_because'")
        return self

    @property
    def printed_by_group(self) -> bool:
        """Whether documents print the measure's figures of pupil groups, beside those of all pupils."""
        return self.topic in BY_PUPIL_GROUP

    def series_of(self, year: int) -> ComparableYears | None:
        """The series a results year belongs to; None for a year the measure does not exist."""
        if year in self.not_held:
            return None
        return next((s for s in self.series if s.holds(year)), None)

    @property
    def groups_delivered(self) -> set[str]:
        """Every pupil group of which delivered files hold figures, by its declaration."""
        named = [g for t in self.tables.values() for g in (*t.groups, *t.groups_out_of)]
        named += [g for long in self.long.values() for g in long.items]
        return {*named, *(g for counts in self.counts_of.values() for g in counts.breakdowns)}

    def from_pupils_in(self, year: int) -> bool:
        """Whether pupil records of a results year give the measure."""
        if self.pupils is None or self.series_of(year) is None:
            return False
        first, last = self.pupils.years or (year, year)
        return first <= year <= last


def read_measures(params: Path, stages: dict[str, KeyStage], problems: Problems) -> dict[str, Measure]:
    """Every measure in params/measures, in the order of the key stages; the folder is the stage, the file name the id."""
    measures: dict[str, Measure] = {}
    for file in sorted((params / "measures").glob("*/*.yml")):
        folder = f"measures/{file.parent.name}/"
        if stages and not problems.require(file.parent.name, stages, "key stage", folder, "vocabulary/key_stages.yml"):
            continue
        stage = stages.get(file.parent.name)
        measure = read_as(Measure, file, problems, id=file.stem, stage=file.parent.name)
        if measure:
            not_held = {**(stage.not_held if stage else {}), **measure.not_held}
            measures[measure.id] = measure.model_copy(update={"not_held": not_held})
    for measure in [m for m in measures.values() if m.pupils and m.pupils.slots_of in measures]:
        measures[measure.id] = _with_slots(measure, measures)
    order = {stage: number for number, stage in enumerate(stages)}
    ordered = sorted(measures.values(), key=lambda m: order.get(m.stage, len(order)))
    return {m.id: m for m in ordered}


def _with_slots(measure: Measure, measures: dict[str, Measure]) -> Measure:
    """The measure with the slots of the one that declares them; `check_measures` notes one that declares none."""
    assert measure.pupils  # it names the other
    owner = measures[measure.pupils.slots_of]
    slots = owner.pupils.slots if owner.pupils else {}
    return measure.model_copy(update={"pupils": measure.pupils.model_copy(update={"slots": slots})})
