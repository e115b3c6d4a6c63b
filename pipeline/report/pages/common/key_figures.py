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
    held = {s: [m for m in reading.measures(s, *ORDER) if reading.figure(own, m.id)] for s in stages}
    shown = {s: found for s, ms in held.items() if (found := [m for m in ms if reading.shown(own, m.id)])}
    if len(shown) > 1:
        return [_first(reading, stage, found) for stage, found in shown.items()][:MOST]
    found = next(iter(shown.values()), None) or [m for ms in held.values() for m in ms if m.topic == "headline"]
    return sorted(found, key=lambda m: ORDER[m.topic])[:MOST]


def _first(reading: Reading, stage: str, found: list[MeasureCard]) -> MeasureCard:
    """The stage's first headline with a figure, a combined one before a single subject's; else its first measure."""
    return next((m for m in reading.headlines(stage) if m in found), found[0])


def _card(reading: Reading, measure: MeasureCard, several: bool) -> Card:
    cell = reading.figure(reading.subject.id, measure.id)
    judged = reading.judgement(reading.subject.id, measure.id)
    shown = reading.shown(reading.subject.id, measure.id)
    mark = f", {judged.significance}" if judged and judged.significance else ""
    return Card(
        label=_label(reading, measure, several),
        figure=cell.text if shown else reading.vocabulary.status(cell.status).short_words,
        beside=_beside(reading, measure),
        standing=f"{judged.standing_shape} {judged.standing}{mark}" if judged and judged.standing else "",
        tone=words.tone(judged, measure) if judged else "",
        long=not shown or len(cell.text) > 8,
    )


def _label(reading: Reading, measure: MeasureCard, several: bool) -> str:
    """What the card is of; where cards of several stages stand together, of which stage."""
    stage = reading.short_stage(measure.stage)
    if not several or not stage or stage.lower() in measure.short.lower():
        return reading.plain(measure.short)
    return f"{stage}: {words.lower_first(reading.brief(measure.short))}"


def _beside(reading: Reading, measure: MeasureCard) -> str:
    """What the figure is compared with: the Department's band for progress, otherwise England."""
    cell = reading.shown(reading.subject.id, measure.id)
    if measure.topic == "progress":
        return cell.band if cell and cell.band else "0 is the national average"
    beside = reading.shown(reading.comparator, measure.id)
    return f"{reading.comparator_name} {beside.text}" if beside else f"{reading.comparator_name}: no figure"
