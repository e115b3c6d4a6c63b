"""Figures and judgements as table cells; only here is it decided what a missing figure looks like."""

from collections.abc import Mapping

from pipeline.packs.pack import FigureCell, MeasureCard
from pipeline.packs.vocabulary import MISSING
from pipeline.report import words
from pipeline.report.reading import Reading
from pipeline.report.sparkline import sparkline
from pipeline.report.table import TableCell

NONE = TableCell("none", tone="quiet", number=False)
ITSELF, EARLIER = "the comparator", "before the years shown for this measure"
RANGE = "The figure is known only as a range."
SIDES = {"above": "▲", "in line": "●", "below": "▼"}  # what a tally counts, and its marks
WAYS = {"rose": "↑", "steady": "→", "fell": "↓"}
IDLE = {  # words in cells that hold no figure -> what they mean
    "none": "none: not given; an exact figure, a comparable year, enough pupils or a rule is lacking",
    "no band": "no band: the Department bands schools only, and not every school",
    "not known": "not known: the number of pupils was not delivered",
}


def figure_cell(reading: Reading, cell: FigureCell | None, dense: bool, tone: str = "") -> TableCell:
    """The figure without its unit (the head says it), or its status: in short words, or as a mark in a dense table."""
    if cell is not None and reading.is_printed(cell):
        return TableCell(words.bare(cell), tone=tone)
    status = reading.vocabulary.status(cell.status if cell is not None else MISSING)
    if dense:
        return TableCell(status.mark, status.words, "quiet")
    return TableCell(status.short_words, status.words if status.words != status.short_words else "", "quiet")


def pupils_cell(reading: Reading, cell: FigureCell | None) -> TableCell:
    """How many pupils a figure is of; where the figure is not printed, neither is their number."""
    if cell is None or not reading.is_printed(cell):
        return figure_cell(reading, cell, dense=True)
    if cell.pupils is None:
        return TableCell("not known", tone="quiet")
    return TableCell(f"{cell.pupils:,}")


def year_cells(
    reading: Reading, place: str, measure: MeasureCard, years: list[int], dense: bool, group: str = "all"
) -> list[TableCell]:
    """A place's figures over the years; the year shown carries the tint of its standing."""
    judged = reading.judgement(place, measure.id, group=group)
    tint = words.tone(judged, measure) if judged and place != reading.comparator else ""
    cells = []
    for year in years:
        cell = reading.figure(place, measure.id, year, group)
        if cell is None and str(year) in measure.gaps:
            cells.append(TableCell("n/a", f"not applicable: {measure.gaps[str(year)]}", "quiet"))
        elif cell is None and year < measure.years[0]:
            cells.append(TableCell("n/a", f"not applicable: {EARLIER}", "quiet"))
        else:
            cells.append(figure_cell(reading, cell, dense, tint if year == reading.year else ""))
    return cells


def change_cell(reading: Reading, place: str, measure: MeasureCard, group: str = "all") -> TableCell:
    """ "+4 ↑", read out as "rose by 4 points since 2017"; "none" with its reason where no change is given."""
    judged = reading.judgement(place, measure.id, group=group)
    if judged is None or not judged.arrow:
        why = why_no_change(reading, place, measure, group) or "no change worked out"
        return TableCell("none", f"none: {why}", "quiet")
    return TableCell(f"{judged.change} {judged.arrow}", words.change_said(judged))


def standing_cell(
    reading: Reading, place: str, measure: MeasureCard, group: str = "all", gap: bool = True
) -> TableCell:
    """ "▲ above (+3), sig+" on its tint; the comparator itself is not compared."""
    if place == reading.comparator:
        return TableCell("n/a", f"not applicable: {ITSELF}", "quiet", number=False)
    judged = reading.judgement(place, measure.id, group=group)
    if judged is None or not judged.standing:
        why = why_no_standing(reading, place, measure, group)
        return TableCell("none", f"none: {why}" if why else "", "quiet", number=False)
    size = f" ({judged.gap})" if gap and judged.gap else ""
    mark = f" {judged.significance}" if judged.significance else ""
    return TableCell(
        f"{judged.standing_shape} {judged.standing}{size}{mark}", tone=words.tone(judged, measure), number=False
    )


def why_no_change(reading: Reading, place: str, measure: MeasureCard, group: str = "all") -> str:
    """Why no change is given: among other reasons, a range in either year, from which no difference can be taken."""
    found = (reading.figure(place, measure.id, year, group) for year in (reading.year, reading.year - 1))
    judged = reading.judgement(place, measure.id, group=group)
    said = judged.change_reason if judged else ""
    return RANGE if said and said not in measure.breaks.values() and any(map(_range, found)) else said


def why_no_standing(reading: Reading, place: str, measure: MeasureCard, group: str = "all") -> str:
    judged = reading.judgement(place, measure.id, group=group)
    said = judged.standing_reason if judged else ""
    return RANGE if said and _range(reading.figure(place, measure.id, group=group)) else said


def _range(cell: FigureCell | None) -> bool:
    return cell is not None and cell.status == "bounded"


def line_cell(reading: Reading, place: str, measure: MeasureCard, years: list[int]) -> TableCell:
    """The sparkline of a row, or "none" where fewer than two years may be compared."""
    if not reading.compared(place):
        return NONE
    points = [(y, c.value if (c := reading.drawn(place, measure.id, y)) else None) for y in years]
    drawn = sparkline(points, reading.breaks(measure))
    return TableCell("trend", picture=drawn, number=False) if drawn else NONE


def tally(found: Mapping[str, int], marks: dict[str, str]) -> TableCell:
    """How many there are of each: "▲ 30 ● 9 ▼ 24", read out as "30 above, 9 in line, 24 below"; "none" if there are none."""
    if not found:
        return NONE
    said = ", ".join(f"{found.get(w, 0)} {w}" for w in marks)
    text = "\u00a0".join(f"{mark}\u00a0{found.get(w, 0)}" for w, mark in marks.items())  # never torn at a line's end
    return TableCell(text, said, number=False)


def sentences(reading: Reading, measures: list[MeasureCard]) -> list[str]:
    """The pack's sentences on measures whose facts disagree, each once with the measures it is about."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        judged = reading.judgement(reading.subject.id, measure.id)
        if judged and judged.sentence:
            found.setdefault(words.lower_first(judged.sentence), []).append(measure.short)
    return [f"{words.listed(names)}: {said}" for said, names in found.items()]


def key(reading: Reading, tables: list[list[TableCell]]) -> list[str]:
    """What the marks used in these rows mean, in one line; a drawing is no mark."""
    used = {c.text for row in tables for c in row if c.text}
    statuses = [s for s in reading.vocabulary.statuses if s.mark in used and s.mark != s.words]
    marks = list(dict.fromkeys(f"{s.mark}: {s.words}" for s in statuses))
    marks += [said for word, said in IDLE.items() if word in used]
    # What "n/a" means in this table: the reason that each cell has is read out, but not printed.
    whys = {text.partition(": ")[2] for text in {c.said for row in tables for c in row if c.text == "n/a"}} - {""}
    parts = [f"{reading.comparator_name} is not compared with itself"] if ITSELF in whys else []
    parts += ["a measure's years before those shown"] if EARLIER in whys else []
    parts += ["a year without this assessment"] if whys - {ITSELF, EARLIER} else []
    marks += [f"n/a: not applicable{f' ({words.listed(parts)})' if parts else ''}"] * ("n/a" in used)
    return [". ".join(marks) + "."] if marks else []


def rules(reading: Reading, tables: list[list[TableCell]]) -> list[str]:
    """What the arrows and marks of significance in these rows mean, for a document without a page of rules."""
    used = " ".join(c.text for row in tables for c in row)
    arrows = reading.pack.policy.arrows
    rule = [arrows] if arrows and any(way in used for way in WAYS.values()) else []
    return [*rule, *([words.CHANCE] if "sig" in used else [])]
