"""The front page: how are we doing, in sentences made from the figures."""

from pipeline.packs.pack import FigureCell, MeasureCard
from pipeline.packs.vocabulary import MISSING
from pipeline.report import words
from pipeline.report.pages.common import strengths
from pipeline.report.pages.wording import sentences
from pipeline.report.pages.wording.release import release_stages
from pipeline.report.prose import Note, Prose
from pipeline.report.reading import Reading
from pipeline.report.section import section

MANY = 200  # pupils from which one pupil's worth is too little to print
TOGETHER = (
    "A figure for all pupils of the schools together needs every school's number of pupils, which was not delivered; "
    "the schools' own figures follow."
)


@section(stages=Reading.assessed_stages)
def summary(reading: Reading, *stages: str) -> Prose:
    """A few plain sentences: the headline and its cohort, its change, how it compares with England, progress, where to look.

    From: the first headline and the progress scores of each stage that is assessed.
    When empty: a sentence says that no results of the year were delivered; a stage without any figure has no sentence.
    """
    found = [s for s in stages if any(reading.figure(reading.subject.id, m.id) for m in reading.measures(s))]
    lines = [s for stage in found for s in _sentences(reading, stage, alone=len(found) == 1)]
    if not lines:
        lines = [
            f"No results of {reading.year} have been delivered for {reading.subject.name}, so nothing is judged here."
        ]
    beside = (reading.comparator,)
    several = len(found) > 1
    return Prose(
        id="summary", place=reading.subject.id, places=beside, lines=tuple(lines), lead=not several, named=several
    )


def _sentences(reading: Reading, stage: str, alone: bool) -> list[str]:
    """A stage's paragraphs; where several stages share the page, one paragraph each."""
    # The stage's first headline with a value; if none has one, its first headline, whose absence is then explained.
    measures = reading.headlines(stage) or reading.measures(stage)
    if not measures:
        return []
    headline = next((m for m in measures if reading.shown(reading.subject.id, m.id)), measures[0])
    cell = reading.figure(reading.subject.id, headline.id)
    if cell is None or not reading.is_printed(cell):
        why = reading.why_none(cell) if cell else reading.vocabulary.status(MISSING).words
        together = f" {TOGETHER}" if cell and cell.status == "not_available" and reading.role("member") else ""
        absence = f"{headline.name}: there is no figure for {reading.year} ({why}).{together}"
        lines = [line for line in (absence, _members(reading, headline)) if line]
        return lines if alone else [f"{reading.stage_name(stage)}. {' '.join(lines)}"]
    result = sentences.result(reading, headline)
    against, moved = sentences.against(reading, headline, alone), sentences.moved(reading, headline, alone)
    if not alone:
        progress = _progress(reading, stage) if reading.measures(stage, "progress") else ""
        parts = (_with_cohort(result, cell), against, moved, progress)
        return [f"{reading.stage_name(stage)}. {' '.join(part for part in parts if part)}"]
    lines = [f"{result} {against} {moved}".strip(), _cohort(reading, cell), _members(reading, headline)]
    worst = [m.name for m, _ in strengths.highlighted(reading, (stage,), "worse")[:3]]
    lines += [_progress(reading, stage), f"Look first at: {'; '.join(worst)}." if worst else ""]
    return [line for line in lines if line]


def _with_cohort(result: str, cell: FigureCell) -> str:
    """The sentence with its cohort: "… in reading, writing and mathematics (30 pupils, each worth 3.3 points)."."""
    if cell.pupils is None:
        return result
    worth = f", each worth {cell.one_pupil}" if cell.one_pupil and cell.pupils < MANY else ""
    one, several = ("child", "children") if " of children " in result else ("pupil", "pupils")
    who = one if cell.pupils == 1 else several
    return f"{result.removesuffix('.')} ({cell.pupils:,} {who}{worth})."


def _members(reading: Reading, measure: MeasureCard) -> str:
    """How many member schools stand above, in line with and below England; nothing for a place without members."""
    judged = [j for p in reading.role("member") if (j := reading.judgement(p.id, measure.id)) and j.standing]
    if not judged:
        return ""
    above, in_line, below = (sum(j.standing == w for j in judged) or "none" for w in ("above", "in line", "below"))
    schools = "1 school" if len(judged) == 1 else f"{len(judged)} schools"
    against = f"{above} above {reading.comparator_name}, {in_line} in line and {below} below"
    return f"Of {schools} with a standing in this measure: {against}."


def _cohort(reading: Reading, cell: FigureCell) -> str:
    """How many pupils a figure is of, and what one of them is worth."""
    if cell.pupils is None:
        return "The number of pupils behind it was not delivered." if reading.subject.kind == "school" else ""
    if not cell.one_pupil or cell.pupils >= MANY:
        return f"{cell.pupils:,} pupils were counted."
    return f"{cell.pupils} pupils were counted, so one pupil is worth {cell.one_pupil}."


def _progress(reading: Reading, stage: str) -> str:
    """The stage's progress scores in one sentence, or why there are none."""
    measures = reading.measures(stage, "progress")
    held = [(m, c) for m in measures if (c := reading.shown(reading.subject.id, m.id))]
    if len(held) == 1:
        measure, cell = held[0]
        return f"{measure.name} was {cell.text}{f' ({cell.band})' if cell.band else ''}."
    if held:
        scores = [
            f"{words.lower_first(m.short.removesuffix(' progress'))} {c.text}{f' ({c.band})' if c.band else ''}"
            for m, c in held
        ]
        return f"Progress: {words.listed(scores)}."
    if reading.role("member"):
        return ""
    gap = next((m.gaps[str(reading.year)] for m in measures if str(reading.year) in m.gaps), "")
    return gap or ("No progress scores can be printed for this year." if measures else "")


@section
def data_status(reading: Reading) -> Note:
    """The release stage of this year's figures, and what sig+ and sig- mean: the last lines of the front page.

    From: the release stages of our own and the comparators' figures of the year.
    When empty: never; without figures the line on significance stands alone.
    """
    return Note(id="data-status", place=reading.subject.id, lines=(*release_stages(reading), words.CHANCE), small=True)
