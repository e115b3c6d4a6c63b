"""Strengths and concerns of the front page, by rule: what differs from England, and how much was compared at all."""

from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.report import words
from pipeline.report.pages.wording import sentences
from pipeline.report.prose import Lists, Note
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 4  # strengths or concerns listed
# Topics from the most to the least telling; of equal measures the earlier is listed.
WEIGHT = {"headline": 0, "progress": 1, "subject": 2, "score": 3, "higher": 4, "area": 5}
SIDES = {"good": "better", "poor": "worse"}


@section(stages=Reading.assessed_stages)
def strengths_and_concerns(reading: Reading, *stages: str) -> Lists | Note:
    """Two short lists: measures that stand better and measures that stand worse than England.

    From: the standing, progress band and significance of the measures of each stage that is assessed.
    When empty: a line says that nothing was compared with England and why; where one list is empty it says of how many
    measures.
    """
    own, name = reading.subject.id, reading.comparator_name
    if not _judged(reading, stages):
        why = _why_none(reading, stages)
        line = f"No strengths or concerns can be named: nothing is judged against {name}{f' ({why})' if why else ''}."
        return Note(id="strengths", place=own, places=(reading.comparator,), lines=(line,))
    most = MOST if sum(reading.has(s) for s in stages) <= 3 else MOST - 1  # one page holds them beside the sentences
    found = {tone: ranked(reading, stages, tone)[:most] for tone in SIDES}
    good, poor = (
        tuple(_evidence(reading, m) for m in of_tone) or (_none(reading, stages, tone),)
        for tone, of_tone in found.items()
    )
    return Lists(
        id="strengths",
        place=own,
        places=(reading.comparator,),
        caption="Strengths and concerns",
        lists=(("Strengths", good), ("Concerns", poor)),
    )


def ranked(reading: Reading, stages: tuple[str, ...], tone: str) -> list[MeasureCard]:
    """The good or the poor measures: first those beyond chance, among them those in line last, then by WEIGHT."""
    found = [(m, j) for m, j in _judged(reading, stages) if _tone(m, j) == tone]
    order = sorted(found, key=lambda mj: (not mj[1].significance, mj[1].standing == "in line", WEIGHT[mj[0].topic]))
    return [m for m, _ in order][:MOST]


def _tone(measure: MeasureCard, judged: Judgement) -> str:
    """good, middle or poor. A gap too small for a standing counts all the same where it is beyond chance."""
    tone = words.tone(judged, measure)
    if tone != "middle" or not judged.significance:
        return tone
    return "good" if (judged.significance == "sig+") == (measure.better == "higher") else "poor"


def _none(reading: Reading, stages: tuple[str, ...], tone: str) -> str:
    """What an empty list means: how many measures were compared, and at which stages none was."""
    compared, name = len(_judged(reading, stages)), reading.comparator_name
    these = f"Of the {compared} measures" if compared > 1 else "Of the one measure"
    said = f"{these} compared with {name}, none stands {SIDES[tone]}, either by our rule or beyond chance."
    whys: dict[str, list[str]] = {}  # why no measure of a stage was compared -> the stages
    for stage in stages:
        if reading.has(stage) and not _judged(reading, (stage,)):
            whys.setdefault(_why_none(reading, (stage,)), []).append(reading.small_stage(stage))
    for why, names in whys.items():
        said += f" Not compared: {words.listed(names)}{f' ({why})' if why else ''}."
    return said


def _judged(reading: Reading, stages: tuple[str, ...]) -> list[tuple[MeasureCard, Judgement]]:
    found = ((m, reading.judgement(reading.subject.id, m.id)) for s in stages for m in reading.measures(s, *WEIGHT))
    return [(m, j) for m, j in found if j is not None and j.standing]


def _why_none(reading: Reading, stages: tuple[str, ...]) -> str:
    found = (reading.judgement(reading.subject.id, m.id) for s in stages for m in reading.measures(s, *WEIGHT))
    why = next((j.standing_reason for j in found if j is not None and j.standing_reason), "")
    return words.lower_first(why).rstrip(".")


def _evidence(reading: Reading, measure: MeasureCard) -> str:
    cell = reading.printed_figure(reading.subject.id, measure.id)
    judged = reading.judgement(reading.subject.id, measure.id)
    if judged is None:
        raise LookupError(f"{measure.id} is a strength or a concern without a judgement")
    chance = ", could be chance" if sentences.by_chance(judged) else ""
    sure = f", {judged.significance}" if judged.significance else chance
    if measure.topic == "progress":
        return f"{measure.name}: {cell.text} ({judged.standing_shape} {cell.band or judged.standing}{sure})."
    beside = reading.shown(reading.comparator, measure.id)
    against = f", {reading.comparator_name} {beside.text}" if beside else ""
    return f"{staged(reading, measure)}: {cell.text}{against} ({judged.standing_shape} {judged.standing}{sure})."


def staged(reading: Reading, measure: MeasureCard) -> str:
    """The measure's name, with its stage where key stages 1 and 2 are both shown and the name does not say which."""
    both = all(reading.has(s) for s in ("ks1", "ks2")) and measure.stage in ("ks1", "ks2")
    name = reading.short_stage(measure.stage)
    return f"{name}, {words.lower_first(measure.name)}" if both and name not in measure.name else measure.name
