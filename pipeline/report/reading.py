"""A pack opened for reading: its figures and judgements by what they describe."""

from datetime import date
from functools import cached_property

from pipeline.declared.releases import long_day
from pipeline.packs.account.parts import Account
from pipeline.packs.pack import FigureCell, Gap, Judgement, MeasureCard, Pack, PlaceCard
from pipeline.packs.pack_targets import CohortTargets
from pipeline.report import words


class Reading:
    """Finds what a page needs in one pack; calculates nothing."""

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
        """One judgement for each figure: where there are several, that against the authority's stated comparator."""
        chosen: dict[tuple, Judgement] = {}
        for judged in self.pack.judgements:
            key = (judged.place, judged.measure, judged.year, judged.group)
            if key not in chosen or judged.against == self.comparator:
                chosen[key] = judged
        return chosen

    @property
    def as_at(self) -> str:
        """The day whose knowledge the document gives, in words; "" where it is of everything received."""
        return long_day(date.fromisoformat(self.pack.as_at)) if self.pack.as_at else ""

    @property
    def targets(self) -> CohortTargets:
        """The coming cohort; ValueError for the pack of a publication that sets no targets."""
        if self.pack.targets is None:
            raise ValueError(f"{self.pack.publication} sets no targets: its pack holds no figures of a coming cohort")
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

    def printed_figure(self, place: str, measure: str, year: int | None = None, group: str = "all") -> FigureCell:
        """The figure of which the page knows already that its value is printed; LookupError where it is not."""
        cell = self.shown(place, measure, year, group)
        if cell is None:
            raise LookupError(f"no value of {measure} may be printed for {place} in {year or self.year}")
        return cell

    def is_printed(self, cell: FigureCell) -> bool:
        """Whether its value is printed, exactly or as a range."""
        return cell.status in self._printed

    def is_known(self, cell: FigureCell | None) -> bool:
        """Whether there is a figure of the place, or a stated reason why it has none."""
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
        """The figure, if a chart may show it too: a line or a mark is a comparison, for which it needs enough pupils."""
        cell = self.shown(place, measure, year)
        few = cell is not None and cell.pupils is not None and cell.pupils < self.least
        return None if few else cell

    @property
    def least(self) -> int:
        """The number of pupils from which a figure is compared with another year's."""
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
        """The stage's measures of these topics, or all; in the pack's order, subjects in the order readers expect."""
        found = [m for m in self.pack.measures if m.stage == stage and (not topics or m.topic in topics)]
        return sorted(found, key=lambda m: self.vocabulary.subject_rank(m.id))

    @property
    def stages(self) -> list[str]:
        """The stages of the booklet's measures, in reading order."""
        return list(dict.fromkeys(m.stage for m in self.pack.measures))

    def declared_stages(self) -> list[str]:
        """Every stage the publication declares, in reading order, also those without a figure."""
        return [s.id for s in self.pack.stages]

    def assessed_stages(self) -> list[str]:
        """The declared stages at which every pupil of a phase is assessed: not attendance, exclusions or the schools' own
        judgements, which have pages of their own."""
        return [s.id for s in self.pack.stages if s.phase]

    def main_measures(self, stage: str) -> list[MeasureCard]:
        """The measures of a stage that tables of several stages show: its headlines, and of attendance, inclusion and the like,
        which have no page of their own, the others as well."""
        others = [] if stage in self.assessed_stages() else self.measures(stage, "subject")
        return [*self.measures(stage, "headline"), *others]

    def left_out_of(self, stage: str) -> tuple[str, ...]:
        """The sections in which the publication does not show a declared stage unless the notebook names it."""
        return next((s.not_in for s in self.pack.stages if s.id == stage), ())

    def stages_of_phase(self, phase: str) -> list[str]:
        """The declared stages assessed in the schools of a phase, primary or secondary."""
        return [s.id for s in self.pack.stages if s.phase == phase]

    def has_pages_of(self, stage: str) -> bool:
        """Whether our own place has pages of the stage: a school if it has a figure, other places if there is a measure."""
        return self.has(stage) if self.subject.kind == "school" else bool(self.measures(stage))

    def has(self, stage: str) -> bool:
        """Whether the stage has results to show: our own place, or a school in it, has a figure, and it took place this year."""
        not_assessed = all(str(self.year) in m.gaps for m in self.measures(stage))
        return self.held_by_us(stage) and not not_assessed

    def held_by_us(self, stage: str) -> bool:
        """Whether our own place, or a school in it, has a figure of the stage in any year, or a stated reason for none."""
        return stage in self._stages

    @cached_property
    def _stages(self) -> set[str]:
        ours = {self.subject.id, *(p.id for p in self.role("member"))}
        stages = {m.id: m.stage for m in self.pack.measures}
        known = (f for f in self.pack.figures if f.place in ours and self.is_known(f))
        return {stages[f.measure] for f in known if f.measure in stages}

    def headlines(self, stage: str) -> list[MeasureCard]:
        """The stage's headline measures; where we have a combined one, single subjects are left to the page of subjects."""
        headlines = self.measures(stage, "headline")
        combined = [m for m in headlines if not self.subject_of(m) and self.figure(self.subject.id, m.id)]
        return combined or headlines

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

    @property
    def ours_in_text(self) -> str:
        """Our own place inside a sentence: "this school"; an authority by its name."""
        return self.ours if self.subject.kind == "authority" else words.lower_first(self.ours)

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
        """A measure's short name with its unit; with `staged` also its stage, where its name or kind does not say it."""
        per = " (%)" if unit and measure.unit in ("percent", "rate") else ""
        stage = self.vocabulary.key_stage(measure.stage)
        needed = staged and not stage.said_by_its_measures and stage.short_name not in measure.short
        return f"{stage.short_name}: {measure.short}{per}" if needed else f"{measure.short}{per}"

    def plain(self, short: str) -> str:
        """A measure's short name with its abbreviations written out, for the front page, where readers see it first."""
        return " ".join(self.vocabulary.abbreviations.get(word, word) for word in short.split(" "))

    def age(self, stage: str) -> str:
        """The age a stage is assessed at, in words: "age 5", "all ages"."""
        return self.vocabulary.key_stage(stage).age

    def without_schools(self, stage: str) -> str:
        """One line for a stage of which no school figures were delivered."""
        declared = self.vocabulary.key_stage(stage).school_level
        return declared or f"{self.stage_name(stage)}: no school figures have been delivered for this booklet."

    def any_shown(self, places: list[str], measures: list[MeasureCard], year: int | None = None) -> bool:
        """Whether a value may be printed for any of these; in any year unless one is given."""
        years = [year] if year else None
        return any(self.shown(p, m.id, y) for m in measures for p in places for y in years or m.years)

    def years(self, measures: list[MeasureCard], places: list[str]) -> list[int]:
        """The years a table prints: those of its measures in which any of the places has a figure to print."""
        wanted = sorted({y for m in measures for y in m.years})
        return [y for y in wanted if any(self.shown(p, m.id, y) for p in places for m in measures)]

    def left_out(self, measures: list[MeasureCard], years: list[int]) -> list[str]:
        """One sentence for each reason why a measure has no figure in a year between those printed and this year."""
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
        lines = []
        for (short_names, reason), without in reasons.items():
            whose = "" if len(short_names) == len(measures) else f"{words.listed(list(short_names))}, "
            lines.append(f"{whose}{words.listed([str(y) for y in without])}: {words.lower_first(reason)}")
        return lines

    def breaks(self, measure: MeasureCard) -> set[int]:
        return {int(year) for year in measure.breaks}


def short(place: PlaceCard) -> str:
    """A place's name without the words in brackets after it, for column heads and sentences."""
    return place.name.split(" (")[0]
