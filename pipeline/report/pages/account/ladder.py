"""The ladder of ages on the account's first page: one result at each age, beside England's and the year before's."""

from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.report import words
from pipeline.report.charts.rows import WIDE_MM, against
from pipeline.report.pages.account.latest import latest_year
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell

MARKS = "Dot: this year. Ring: the earlier year, where it may be compared. Upright stroke: {other}. Each line runs from 0 to 100%."


@section
def ladder(reading: Reading, *measures: str) -> Table | Note:
    """One result at each age in a row: the latest figure, England's, the change, and one plain word.

    From: the percentages named by their ids in the notebook, youngest first, each of the last year known.
    When empty: a measure without a figure has no row; a line says that no such result was known on the day.
    """
    own = reading.subject.id
    found = [m for name in measures if (m := reading.measure(name)) and latest_year(reading, m)]
    if not found:
        return Note(id="n-ladder", place=own, lines=("No result at any age was known on the day.",))
    bases = words.base_years(reading.judgement(own, m.id, latest_year(reading, m)) for m in found)
    return Table(
        id="t-ladder",
        place=own,
        places=(reading.comparator,),
        caption=f"From age {_age(reading, found[0])} to age {_age(reading, found[-1])}",
        corner="Age and result",
        heads=(
            Head(reading.ours),
            Head("0 to 100%", number=False),
            Head(reading.comparator_name),
            Head(f"Since {min(bases)}" if len(bases) == 1 else "Change", number=False),
            Head(f"Beside {reading.comparator_name}", number=False),
        ),
        bodies=(Body(tuple(_row(reading, m, len(bases) > 1) for m in found)),),
        notes=(MARKS.format(other=reading.comparator_name),),
    )


def _age(reading: Reading, measure: MeasureCard) -> str:
    """The age at which the result is taken: "11"; of a stage of several ages the last, "19"."""
    return reading.age(measure.stage).split(" ")[-1]


def _row(reading: Reading, measure: MeasureCard, dated: bool) -> Row:
    """A measure's row; `dated` names the year its change is counted from."""
    own, year = reading.subject.id, latest_year(reading, measure)
    cell = reading.printed_figure(own, measure.id, year)
    beside = reading.shown(reading.comparator, measure.id, year)
    judged = reading.judgement(own, measure.id, year)
    before = reading.drawn(own, measure.id, judged.change_since) if judged and judged.arrow else None
    if cell.value is None:
        raise LookupError(f"{measure.id} has a printed percentage without a value")
    picture = against(cell.value, beside.value if beside else None, before.value if before else None, (0, 100))
    return Row(
        f"{_age(reading, measure)}: {measure.name}{'' if cell.year == reading.year else f' ({cell.year})'}",
        (
            TableCell(cell.text),
            TableCell("", picture=picture, wide=WIDE_MM, number=False),
            TableCell(beside.text if beside else "none"),
            TableCell(words.change(judged, dated), number=False),
            _beside(reading, measure, judged),
        ),
    )


def _beside(reading: Reading, measure: MeasureCard, judged: Judgement | None) -> TableCell:
    """One plain word with the difference: "5 behind", "2.5 ahead", "level"."""
    if judged is None or not judged.gap:
        return TableCell("not compared", tone="quiet", number=False)
    tone = words.tone(judged, measure)
    return TableCell(words.apart(judged.gap), tone=tone if tone != "middle" else "", number=False)
