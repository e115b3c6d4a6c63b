"""Sentences made from one measure's figures: the result, its standing, the direction it moved in."""

import re

from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.report import words
from pipeline.report.pages.wording import cells
from pipeline.report.reading import Reading

COUNTED = re.compile(r"((?:year \d )?(?:pupils|children)) (who|with|at|assessed|entered) (.*)")
VERBS = {"who": "", "with": "had ", "at": "were at ", "assessed": "were assessed ", "entered": "were entered "}


def result(reading: Reading, measure: MeasureCard) -> str:
    """ "In 2018, 73% of pupils reached …", from what the measure says it counts."""
    cell = reading.printed_figure(reading.subject.id, measure.id)
    counted = COUNTED.match(measure.counts) if measure.unit == "percent" else None
    if not counted:
        return f"{measure.name} was {cell.text} in {reading.year}."
    who, how, what = counted.groups()
    return f"In {reading.year}, {cell.text} of {who} {VERBS[how]}{what}."


def against(reading: Reading, measure: MeasureCard, alone: bool = True) -> str:
    """How it compares with England. Where the facts disagree the pack's own sentence is used, in short unless `alone`.

    `alone` says that the page has no other stage.
    """
    judged = reading.judgement(reading.subject.id, measure.id)
    beside, name = reading.shown(reading.comparator, measure.id), reading.comparator_name
    if judged is None or not judged.standing:
        why = words.lower_first(cells.why_no_standing(reading, reading.subject.id, measure)).rstrip(".")
        theirs = f"{name}'s figure was {beside.text}; " if beside else ""
        line = f"{theirs}no standing is given: {why}." if why else theirs.replace("; ", ".")
        return line[:1].upper() + line[1:]
    if beside is None:
        return f"That is {judged.standing}{' with' if judged.standing == 'in line' else ''} {name}."
    gap = gap_words(judged, measure)
    if gap and not alone and judged.standing != "in line" and judged.sentence and by_chance(judged):
        gap = gap.replace(", ", " or ")
        return f"That is {gap} {judged.standing} {name}'s {beside.text}; a gap of this size can be chance."
    if judged.sentence:
        return f"{name}'s figure was {beside.text}{f', a gap of {gap}' if gap else ''}. {judged.sentence}"
    if judged.standing == "in line":
        side = "above" if judged.gap.startswith("+") else "below"
        return f"That is in line with {name}'s {beside.text}{f' ({gap} {side})' if gap else ''}."
    chance = " The difference is larger than chance alone would usually give." if judged.significance else ""
    return f"That is {gap.replace(', ', ' or ') + ' ' if gap else ''}{judged.standing} {name}'s {beside.text}.{chance}"


def by_chance(judged: Judgement) -> bool:
    """Whether the pack's sentence says that chance alone could explain the difference."""
    return "chance" in judged.sentence and not judged.significance


def gap_words(judged: Judgement, measure: MeasureCard) -> str:
    """ "9 points, about 3 pupils"; nothing where the printed figures are equal."""
    if judged.gap.strip("+-0.") == "":
        return ""
    return ", ".join(part for part in (words.points(judged.gap), judged.gap_pupils) if part)


def moved(reading: Reading, measure: MeasureCard, alone: bool = True) -> str:
    """Its change since the year before, or why none is given; empty without a judgement."""
    judged = reading.judgement(reading.subject.id, measure.id)
    if judged is None:
        return ""
    if not judged.arrow and judged.change_reason == judged.standing_reason:
        return ""  # the sentence on its standing gives the same reason
    if not judged.arrow:
        why = words.lower_first(cells.why_no_change(reading, reading.subject.id, measure)).rstrip(".")
        begun = ", because a new series began" if judged.change_reason in measure.breaks.values() else ""
        return f"No change from last year is given{begun}: {why}." if why else ""
    figure = f"{reading.ours}'s figure" if alone else "The figure"
    if judged.direction == "steady":
        return f"{figure} was steady from {judged.change_since}."
    return f"{figure} {words.change_said(judged)}."
