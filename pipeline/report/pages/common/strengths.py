"""Strengths and concerns of the front page: the largest differences in pupils, and how much was compared at all."""

from pipeline.measures.write import who_is_counted
from pipeline.packs.pack import FigureCell, Judgement, MeasureCard
from pipeline.packs.pack_parts import Highlight
from pipeline.report import words
from pipeline.report.pages.wording import sentences
from pipeline.report.prose import Lists, Note
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 4  # strengths or concerns listed
TOPICS = ("headline", "progress", "subject", "score", "higher", "area")  # of the measures that the lists are about


@section(stages=Reading.assessed_stages)
def strengths_and_concerns(reading: Reading, *stages: str) -> Lists | Note:
    """Two short lists: what stands or moved for the better and for the worse, the largest difference first.

    From: this year's highlights of each stage that is assessed.
    When empty: a line says that nothing was compared with England and why; where one list is empty it says of how many
    measures.
    """
    own, name = reading.subject.id, reading.comparator_name
    if not _judged(reading, stages):
        why = _why_none(reading, stages)
        line = f"No strengths or concerns can be named: nothing is judged against {name}{f' ({why})' if why else ''}."
        return Note(id="strengths", place=own, places=(reading.comparator,), lines=(line,))
    most = MOST if sum(reading.has(s) for s in stages) <= 3 else MOST - 1  # one page holds them beside the sentences
    lists = []
    for head, side in (("Strengths", "better"), ("Concerns", "worse")):
        found = highlighted(reading, stages, side)
        more = f" ({most} of {len(found)})" if len(found) > most else ""
        lines = tuple(_evidence(reading, measure, highlight) for measure, highlight in found[:most])
        lists.append((f"{head}{more}", lines or (_none(reading, stages, side),)))
    return Lists(
        id="strengths", place=own, places=(reading.comparator,), caption="Strengths and concerns", lists=tuple(lists)
    )


def highlighted(reading: Reading, stages: tuple[str, ...], side: str) -> list[tuple[MeasureCard, Highlight]]:
    """The measures of these stages named among the first this year as better or as worse, the largest difference first."""
    cards = {m.id: m for s in stages for m in reading.measures(s, *TOPICS)}
    found = (h for h in reading.pack.highlights if h.side == side and h.year == reading.year and h.measure in cards)
    return [(cards[h.measure], h) for h in found]


def _none(reading: Reading, stages: tuple[str, ...], side: str) -> str:
    """What an empty list means: how many measures were compared, and at which stages none was."""
    compared, name = len(_judged(reading, stages)), reading.comparator_name
    these = f"Of the {compared} measures" if compared > 1 else "Of the one measure"
    said = f"{these} compared with {name}, none stands or moved for the {side} by enough pupils to name it."
    whys: dict[str, list[str]] = {}  # why no measure of a stage was compared -> the stages
    for stage in stages:
        if reading.has(stage) and not _judged(reading, (stage,)):
            whys.setdefault(_why_none(reading, (stage,)), []).append(reading.small_stage(stage))
    for why, names in whys.items():
        said += f" Not compared: {words.listed(names)}{f' ({why})' if why else ''}."
    return said


def _judged(reading: Reading, stages: tuple[str, ...]) -> list[tuple[MeasureCard, Judgement]]:
    found = ((m, reading.judgement(reading.subject.id, m.id)) for s in stages for m in reading.measures(s, *TOPICS))
    return [(m, j) for m, j in found if j is not None and j.standing]


def _why_none(reading: Reading, stages: tuple[str, ...]) -> str:
    found = (reading.judgement(reading.subject.id, m.id) for s in stages for m in reading.measures(s, *TOPICS))
    why = next((j.standing_reason for j in found if j is not None and j.standing_reason), "")
    return words.lower_first(why).rstrip(".")


def _evidence(reading: Reading, measure: MeasureCard, highlight: Highlight) -> str:
    """ "Maths, expected standard: 60%, five pupils fewer than at England's rate of 76%; could be chance." """
    cell = reading.printed_figure(reading.subject.id, measure.id)
    judged = reading.judgement(reading.subject.id, measure.id)
    if judged is None:
        raise LookupError(f"{measure.id} is a strength or a concern without a judgement")
    said = _moved if highlight.fact == "change" else _stands
    return f"{staged(reading, measure)}: {cell.text}, {said(reading, measure, highlight, cell, judged)}."


def _stands(reading: Reading, measure: MeasureCard, highlight: Highlight, cell: FigureCell, judged: Judgement) -> str:
    beside, name = reading.shown(reading.comparator, measure.id), reading.comparator_name
    chance = "; could be chance" if sentences.by_chance(judged) else "; more than chance" if judged.significance else ""
    if cell.band or beside is None:
        return f"{cell.band or judged.standing}{chance}"
    if highlight.pupils is None:
        return f"{highlight.side} than {name}'s {beside.text}{chance}"
    return f"{_pupils(measure, highlight.pupils, cell, beside)} than at {name}'s rate of {beside.text}{chance}"


def _moved(reading: Reading, measure: MeasureCard, highlight: Highlight, cell: FigureCell, judged: Judgement) -> str:
    was = reading.printed_figure(reading.subject.id, measure.id, judged.change_since)
    if highlight.pupils is None:
        return f"{'up' if judged.direction == 'rose' else 'down'} from {was.text} in {judged.change_since}"
    return f"{_pupils(measure, highlight.pupils, cell, was)} than at {judged.change_since}'s rate of {was.text}"


def _pupils(measure: MeasureCard, pupils: int, cell: FigureCell, beside: FigureCell) -> str:
    """ "five pupils fewer"; of children in reception "five children more"."""
    return f"{words.number(pupils)} {who_is_counted(measure.counts)} {'fewer' if (cell.value or 0) < (beside.value or 0) else 'more'}"


def staged(reading: Reading, measure: MeasureCard) -> str:
    """The measure's name, with its stage where key stages 1 and 2 are both shown and the name does not say which."""
    both = all(reading.has(s) for s in ("ks1", "ks2")) and measure.stage in ("ks1", "ks2")
    name = reading.short_stage(measure.stage)
    return f"{name}, {words.lower_first(measure.name)}" if both and name not in measure.name else measure.name
