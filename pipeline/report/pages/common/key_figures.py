"""The few figures a reader should see first."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.prose import Card, KeyFigures, Note
from pipeline.report.reading import Reading
from pipeline.report.section import section

MOST = 5
ORDER = {"headline": 0, "progress": 1, "score": 2, "subject": 3, "higher": 4}


@section(stages=Reading.assessed_stages)
def key_figures(reading: Reading, *stages: str) -> KeyFigures | Note:
    """Cards of up to five figures a reader should see first, each beside England's and with its standing.

    From: the first headline of each stage that is assessed; of one stage alone its headlines, then progress, then scores.
    When empty: a line says that no figures of the year were delivered for the place.
    """
    chosen = _chosen(reading, stages)
    if not chosen:
        line = f"No figures of {reading.year} have been delivered for {reading.subject.name}."
        return Note(id="key-figures", place=reading.subject.id, lines=(line,))
    several = len({m.stage for m in chosen}) > 1
    cards = tuple(_card(reading, m, several) for m in chosen)
    return KeyFigures(
        id="key-figures", place=reading.subject.id, places=(reading.comparator,), caption="Key figures", cards=cards
    )


def _chosen(reading: Reading, stages: tuple[str, ...]) -> list[MeasureCard]:
    """Of one stage its headlines, then progress, then scores; of several stages the first headline of each."""
    own = reading.subject.id
    known = {s: [m for m in reading.measures(s, *ORDER) if reading.figure(own, m.id)] for s in stages}
    printed = {s: [m for m in measures if reading.shown(own, m.id)] for s, measures in known.items()}
    printed = {s: measures for s, measures in printed.items() if measures}
    if len(printed) > 1:
        # A stage's first headline with a figure, a combined one before a single subject's; else its first measure.
        firsts = [next((m for m in reading.headlines(s) if m in ms), ms[0]) for s, ms in printed.items()]
        return firsts[:MOST]
    if printed:
        (chosen,) = printed.values()
    else:
        chosen = [m for measures in known.values() for m in measures if m.topic == "headline"]
    return sorted(chosen, key=lambda m: ORDER[m.topic])[:MOST]


def _card(reading: Reading, measure: MeasureCard, several: bool) -> Card:
    cell = reading.figure(reading.subject.id, measure.id)
    judged = reading.judgement(reading.subject.id, measure.id)
    printed = cell is not None and reading.is_printed(cell)
    figure = cell.text if cell is not None else ""
    if cell is not None and not printed:
        figure = reading.vocabulary.status(cell.status).short_words
    beside = reading.shown(reading.comparator, measure.id)
    compared_with = f"{reading.comparator_name} {beside.text}" if beside else f"{reading.comparator_name}: no figure"
    if measure.topic == "progress":  # compared with the Department's bands, not with England's figure
        compared_with = cell.band if printed and cell is not None and cell.band else "0 is the national average"
    mark = f", {judged.significance}" if judged and judged.significance else ""
    return Card(
        label=_label(reading, measure, several),
        figure=figure,
        beside=compared_with,
        standing=f"{judged.standing_shape} {judged.standing}{mark}" if judged and judged.standing else "",
        tone=words.tone(judged, measure) if judged else "",
        long=not printed or len(figure) > 8,
    )


def _label(reading: Reading, measure: MeasureCard, several: bool) -> str:
    """What the card shows; with its stage where there are cards of several stages."""
    stage = reading.short_stage(measure.stage)
    if not several or not stage or stage.lower() in measure.short.lower():
        return reading.plain(measure.short)
    return f"{stage}: {words.lower_first(reading.brief(measure.short))}"
