"""A pack opened for reading: its figures and judgements by what they describe."""

from datetime import date
from functools import cached_property

from pipeline.declared.releases import long_day
from pipeline.packs.account.parts import Account
from pipeline.packs.pack import FigureCell, Gap, Judgement, MeasureCard, Pack, PlaceCard
from pipeline.packs.pack_targets import CohortTargets
from pipeline.report import words


class Reading:
    """Finds what a page needs in one pack; works nothing out."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.vocabulary = pack.vocabulary
        self.subject = pack.place
        self.year = pack.year
        self._figures = {(f.place, f.measure, f.year, f.group): f for f in pack.figures}
        self._measures = {m.id: m for m in pack.measures}
        self._places = {p.id: p for p in (*pack.places, pack.place)}

    @cached_property
    def _judged(self) -> dict[tuple, Judgement]:
        """One judgement a figure: against the authority's stated comparator where there are several."""
        chosen: dict[tuple, Judgement] = {}
        for judged in self.pack.judgements:
            key = (judged.place, judged.measure, judged.year, judged.group)
            if key not in chosen or judged.against == self.comparator:
                chosen[key] = judged
        return chosen

    @property
    def as_at(self) -> str:
        """The day the document tells of, in words; "" for everything received."""
        return long_day(date.fromisoformat(self.pack.as_at)) if self.pack.as_at else ""

    @property
    def targets(self) -> CohortTargets:
        """What is known of the coming cohort; ValueError for the pack of a publication that sets no targets."""
        if self.pack.targets is None:
            raise ValueError(f"{self.pack.publication} sets no targets: its pack holds nothing of the coming cohort")
        return self.pack.targets

    @property
    def account(self) -> Account:
        """The yearly account; ValueError for the pack of a publication that gives none."""
        if self.pack.account is None:
            raise ValueError(f"{self.pack.publication} gives no yearly account: its pack holds none")
        return self.pack.account

    @property
    def comparator(self) -> str:
        return self.pack.policy.comparator

    @property
    def comparator_name(self) -> str:
        card = self._places.get(self.comparator)
        return short(card) if card else "England"

    def figure(self, place: str, measure: str, year: int | None = None, group: str = "all") -> FigureCell | None:
        return self._figures.get((place, measure, year or self.year, group))

    def shown(self, place: str, measure: str, year: int | None = None, group: str = "all") -> FigureCell | None:
        """The figure, if it has a value that may be printed."""
        cell = self.figure(place, measure, year, group)
        return cell if cell is not None and self.is_printed(cell) else None

    def is_printed(self, cell: FigureCell) -> bool:
        """Whether a value of it is printed; a bounded figure is printed as its range, one near an end as that."""
        return cell.status in self._printed

    def tells(self, cell: FigureCell | None) -> bool:
        """Whether there is a figure of the place, or a reason for having none."""
        return cell is not None and cell.status not in self._silent

    @cached_property
    def _printed(self) -> frozenset[str]:
        return frozenset(s.id for s in self.vocabulary.statuses_of("printed"))

    @cached_property
    def _silent(self) -> frozenset[str]:
        return frozenset(s.id for s in self.vocabulary.statuses_of("silent"))

    def why_none(self, cell: FigureCell) -> str:
        """Why there is no figure, in full: "suppressed: 5 or fewer pupils"."""
        return self.vocabulary.status(cell.status).words

    def drawn(self, place: str, measure: str, year: int | None = None) -> FigureCell | None:
        """The figure, if it may stand in a picture as well: a line or a mark compares, which so few pupils do not bear."""
        cell = self.shown(place, measure, year)
        few = cell is not None and cell.pupils is not None and cell.pupils < self.least
        return None if few else cell

    @property
    def least(self) -> int:
        """The pupils from which a figure is compared with another year's."""
        return self.pack.policy.least

    def compared(self, place: str) -> bool:
        """Whether a place's figures are judged at all; a special school's are not."""
        card = self._places.get(place)
        return card is None or card.school_kind not in self.pack.policy.not_compared

    def judgement(self, place: str, measure: str, year: int | None = None, group: str = "all") -> Judgement | None:
        return self._judged.get((place, measure, year or self.year, group))

    def measure(self, measure: str) -> MeasureCard | None:
        return self._measures.get(measure)

    def measures(self, stage: str, *topics: str) -> list[MeasureCard]:
        """The stage's measures of these topics (all if none is named), in the pack's order, subjects as readers know them."""
        found = [m for m in self.pack.measures if m.stage == stage and (not topics or m.topic in topics)]
        return sorted(found, key=lambda m: self.vocabulary.subject_rank(m.id))

    @property
    def stages(self) -> list[str]:
        """The stages of the booklet's measures, in reading order."""
        return list(dict.fromkeys(m.stage for m in self.pack.measures))

    def declared_stages(self) -> list[str]:
        """Every stage the publication declares, in reading order, whether or not anything of it is held."""
        return [s.id for s in self.pack.stages]

    def assessed_stages(self) -> list[str]:
        """The declared stages at which every pupil of a phase is assessed: not attendance, exclusions or the schools' own
        judgements, which have pages of their own."""
        return [s.id for s in self.pack.stages if s.phase]

    def left_out_of(self, stage: str) -> tuple[str, ...]:
        """The sections in which the publication does not show a declared stage unless the notebook names it."""
        return next((s.not_in for s in self.pack.stages if s.id == stage), ())

    def stages_of_phase(self, phase: str) -> list[str]:
        """The declared stages assessed in the schools of a phase, primary or secondary."""
        return [s.id for s in self.pack.stages if s.phase == phase]

    def has_pages_of(self, stage: str) -> bool:
        """Whether our own place has pages of the stage: a school if it has anything of it, other places if any measure is held."""
        return self.has(stage) if self.subject.kind == "school" else bool(self.measures(stage))

    def has(self, stage: str) -> bool:
        """Whether pages of the stage are owed: our own place, or a school in it, has anything of it, and it was held this year."""
        stopped = all(str(self.year) in m.gaps for m in self.measures(stage))
        return self.held_by_us(stage) and not stopped

    def held_by_us(self, stage: str) -> bool:
        """Whether our own place, or a school in it, has any figure of the stage in any year, or a reason for having none."""
        return stage in self._stages

    @cached_property
    def _stages(self) -> set[str]:
        ours = {self.subject.id, *(p.id for p in self.role("member"))}
        stages = {m.id: m.stage for m in self.pack.measures}
        found = (f for f in self.pack.figures if f.place in ours and self.tells(f))
        return {stages[f.measure] for f in found if f.measure in stages}

    def headlines(self, stage: str) -> list[MeasureCard]:
        """The stage's headline measures; where a combined one is held, single subjects are told among the subjects."""
        found = self.measures(stage, "headline")
        combined = [m for m in found if not self.subject_of(m) and self.figure(self.subject.id, m.id)]
        return combined or found

    def gaps(self, measure: str) -> list[Gap]:
        """Our own place's gaps in a measure this year."""
        return [g for g in self.pack.gaps if g.measure == measure]

    def place(self, place: str) -> PlaceCard | None:
        return self._places.get(place)

    @property
    def ours(self) -> str:
        """Our own place in a column's head: "This school"; an authority by its name."""
        kinds = {"school": "This school", "cluster": "This cluster", "trust": "This trust"}
        return kinds.get(self.subject.kind, self.subject.name)

    def name(self, place: str) -> str:
        card = self._places.get(place)
        return card.name if card else place

    def role(self, role: str) -> list[PlaceCard]:
        return [p for p in self.pack.places if p.role == role and p.id != self.subject.id]

    @property
    def comparators(self) -> list[PlaceCard]:
        return self.role("comparator")

    def stage_name(self, stage: str) -> str:
        return self.vocabulary.key_stage(stage).name

    def short_stage(self, stage: str) -> str:
        """A stage's name for a column head: "Key stage 2"."""
        return self.vocabulary.key_stage(stage).short_name

    def small_stage(self, stage: str) -> str:
        """A stage's short name inside a sentence: "key stage 2"."""
        name = self.short_stage(stage)
        return name[:1].lower() + name[1:]

    def group_name(self, group: str) -> str:
        return self.vocabulary.group(group).name

    def subject_of(self, measure: MeasureCard) -> str:
        """The subject a measure is about; empty for a combined measure."""
        return self.vocabulary.subject_of(measure.id)

    def headed(self, measure: MeasureCard, staged: bool = False, unit: bool = True) -> str:
        """A measure's short name with its unit; `staged` says of which stage, where the name or the kind of measure does not."""
        per = " (%)" if unit and measure.unit in ("percent", "rate") else ""
        stage = self.vocabulary.key_stage(measure.stage)
        needed = staged and not stage.said_by_its_measures and stage.short_name not in measure.short
        return f"{stage.short_name}: {measure.short}{per}" if needed else f"{measure.short}{per}"

    def plain(self, short: str) -> str:
        """A measure's short name with its abbreviations written out, for readers who meet it first on the front page."""
        return " ".join(self.vocabulary.abbreviations.get(word, word) for word in short.split(" "))

    def brief(self, short: str) -> str:
        """The same in the fewest words, for a card whose stage is named beside it."""
        return self.vocabulary.on_a_card.get(short) or self.plain(short)

    def age(self, stage: str) -> str:
        """The age a stage is assessed at, in words: "age 5", "all ages"."""
        return self.vocabulary.key_stage(stage).age

    def without_schools(self, stage: str) -> str:
        """One line for a stage of which no school figures were delivered."""
        said = self.vocabulary.key_stage(stage).school_level
        return said or f"{self.stage_name(stage)}: no school figures have been delivered for this booklet."

    def any_shown(self, places: list[str], measures: list[MeasureCard], year: int | None = None) -> bool:
        """Whether a value may be printed for any of these; in any year unless one is given."""
        years = [year] if year else None
        return any(self.shown(p, m.id, y) for m in measures for p in places for y in years or m.years)

    def years(self, measures: list[MeasureCard], places: list[str]) -> list[int]:
        """The years a table prints: those of its measures, less those with nothing to print at all."""
        wanted = sorted({y for m in measures for y in m.years})
        return [y for y in wanted if any(self.shown(p, m.id, y) for p in places for m in measures)]

    def left_out(self, measures: list[MeasureCard], years: list[int]) -> list[str]:
        """One sentence for each reason why a measure has no figure in a year between those printed."""
        reasons: dict[tuple[tuple[str, ...], str], list[int]] = {}
        for year in range(years[0], self.year + 1) if years else ():
            gaps: dict[str, list[str]] = {}
            for m in measures:
                if str(year) in m.gaps:
                    gaps.setdefault(m.gaps[str(year)], []).append(m.short)
            if not gaps and year not in years:
                gaps["No figures were delivered."] = [m.short for m in measures]
            for reason, names in gaps.items():
                reasons.setdefault((tuple(names), reason), []).append(year)
        return [self._gap_line(names, reason, years, len(measures)) for (names, reason), years in reasons.items()]

    @staticmethod
    def _gap_line(names: tuple[str, ...], reason: str, years: list[int], all_measures: int) -> str:
        whose = "" if len(names) == all_measures else f"{words.listed(list(names))}, "
        return f"{whose}{words.listed([str(y) for y in years])}: {words.lower_first(reason)}"

    def breaks(self, measure: MeasureCard) -> set[int]:
        return {int(year) for year in measure.breaks}


def short(place: PlaceCard) -> str:
    """A place's name without what stands in brackets after it, for column heads and sentences."""
    return place.name.split(" (")[0]
