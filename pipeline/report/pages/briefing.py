"""The release briefing: what a national release shows of the authority, on one page on the day it arrives."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.packs.vocabulary import ReleaseWords
from pipeline.report import words
from pipeline.report.pages.common.cover import Cover
from pipeline.report.pages.common.endmatter import answered_by
from pipeline.report.pages.wording import cells, sentences
from pipeline.report.pages.wording.dates import EXPECTED, next_releases
from pipeline.report.pages.wording.reasons import break_notes, reasons
from pipeline.report.prose import Note, Prose
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

NAMED = 3  # measures named on each side of England
KINDS = {  # topics -> the label above their rows
    ("headline",): "Headline measures",
    ("subject", "area"): "Subjects and areas",
    ("higher",): "Higher standard",
    ("score",): "Average scores",
    ("progress",): "Progress",
}
LAST = "Nothing further is published for this year."
ELSEWHERE = (
    "Schools, clusters and pupil groups are in this year's booklets of the authority, the clusters and the schools."
)


@section
def briefing_cover(reading: Reading) -> Cover:
    """The title of a release briefing: the stage, the year and the release, and whose results they are.

    From: the publication's one stage, and the release stages of our own figures.
    When empty: never.
    """
    pack = reading.pack
    return Cover(
        id="cover",
        place=pack.place.id,
        caption=f"Release briefing, {pack.place.name}",
        name=f"{reading.stage_name(_stage(reading))}, {pack.year}: {_release(reading)}",
        about=(f"For: {pack.readers}.",),  # the margin of every page says who may read it
    )


@section
def briefing_summary(reading: Reading) -> Prose | Note:
    """The release in three short paragraphs: the headline, how it moved, which measures differ from England.

    From: this year's figures of the stage, of the authority and its comparators.
    When empty: a line says that the release holds no figure that may be printed.
    """
    own, headline = reading.subject.id, _headline(reading)
    if headline is None:
        line = f"The release holds no figure that may be printed for {reading.subject.name} in {reading.year}."
        return Note(id="briefing", place=own, lines=(line,))
    beside = [p for p in reading.comparators if p.id != reading.comparator and reading.shown(p.id, headline.id)]
    others = " ".join(f"{short(p)}: {reading.printed_figure(p.id, headline.id).text}." for p in beside)
    first = f"{sentences.result(reading, headline)} {sentences.against(reading, headline)} {others}".strip()
    lines = (first, _moves(reading, headline), _apart(reading))
    places = (reading.comparator, *(p.id for p in beside))
    return Prose(id="briefing", place=own, places=places, lines=tuple(line for line in lines if line), lead=True)


@section
def briefing_figures(reading: Reading) -> Table | Note:
    """Every measure of the release: ours, the region's and England's, this year, last year, and the change.

    From: the stage's measures of which the authority has a figure this year.
    When empty: a line says that the release holds no figures.
    """
    own = reading.subject.id
    held = [m for m in reading.measures(_stage(reading)) if reading.shown(own, m.id)]
    if not held:
        return Note(id="n-briefing", place=own, lines=("The release holds no figures to set out.",))
    years = [reading.year - 1, reading.year]
    beside = [p for p in reversed(reading.comparators) if any(reading.any_shown([p.id], held, y) for y in years)]
    places = [reading.subject, *beside]
    known = {topic for topics in KINDS for topic in topics}
    kinds = [(label, [m for m in held if m.topic in topics]) for topics, label in KINDS.items()]
    kinds.append(("Further measures", [m for m in held if m.topic not in known]))
    bodies = tuple(Body(tuple(_row(reading, m, places) for m in kind), label) for label, kind in kinds if kind)
    heads = (
        *(Head(short(p), (str(reading.year - 1), str(reading.year), "Change")) for p in places),
        Head(f"Against {reading.comparator_name}", number=False),
    )
    heads, bodies = trimmed(heads, bodies)
    rows = [list(r.cells) for b in bodies for r in b.rows]
    without = words.listed([short(p) for p in reading.comparators if p not in beside])
    notes = [*cells.key(reading, rows), *([f"No figures of {without} are held."] if without else [])]
    # Why the headline has no change where a new series starts is said above the table already.
    headline = _headline(reading)
    said_above = tuple(headline.breaks.values()) if headline else ()
    new_series = [line for line in break_notes(reading, held, years) if not line.endswith(said_above)]
    notes += [*reasons(reading, held, years), *new_series, *cells.rules(reading, rows)]
    return Table(
        id="t-briefing",
        place=own,
        places=tuple(p.id for p in places),
        caption=f"{reading.stage_name(_stage(reading))}, {reading.year} ({_release(reading)})",
        corner="Measure",
        heads=heads,
        bodies=bodies,
        notes=tuple(notes),
        dense=True,
    )


@section
def briefing_next_steps(reading: Reading) -> Prose:
    """What follows this release, where more detail is, and who answers questions.

    From: the release stages of our own figures, and the Department's yearly pattern of releases.
    When empty: never.
    """
    coming = [r for r in reading.pack.next_releases if (r.stage, r.year) == (_stage(reading), reading.year)]
    last = reading.vocabulary.last_release
    lines = [r.next_step for r in _releases(reading) if r.next_step and (coming or r.id == last)]
    lines += [] if coming else [LAST]
    dates = next_releases(reading)
    lines += [f"Next: {words.lower_first(' '.join(dates))} {EXPECTED}"] if dates else []
    lines.append(f"{ELSEWHERE} {answered_by(reading)}")
    return Prose(id="next-steps", place=reading.subject.id, lines=tuple(lines))


def _stage(reading: Reading) -> str:
    """The one stage a briefing is about."""
    return reading.stages[0]


def _releases(reading: Reading) -> list[ReleaseWords]:
    """The release stages of our own printed figures of the year, in the order of the vocabulary."""
    own, stages = reading.subject.id, {m.id for m in reading.measures(_stage(reading))}
    found = {
        f.release
        for f in reading.pack.figures
        if (f.place, f.year, f.group) == (own, reading.year, "all") and reading.is_printed(f) and f.measure in stages
    }
    return [r for r in reading.vocabulary.releases if r.id in found]


def _release(reading: Reading) -> str:
    return words.listed([r.name for r in _releases(reading)]) or "no figures"


def _headline(reading: Reading) -> MeasureCard | None:
    stage = _stage(reading)
    found = [*reading.headlines(stage), *reading.measures(stage)]
    return next((m for m in found if reading.shown(reading.subject.id, m.id)), None)


def _moves(reading: Reading, headline: MeasureCard) -> str:
    """Our change, and England's beside it where both are given."""
    ours, theirs = (reading.judgement(p, headline.id) for p in (reading.subject.id, reading.comparator))
    said = sentences.moved(reading, headline)
    if ours is None or not ours.arrow or theirs is None or not theirs.arrow:
        return said
    change = words.change_said(theirs)
    change = f"was {change}" if change.startswith("steady") else change
    return f"{said} {reading.comparator_name}'s figure {change}."


def _apart(reading: Reading) -> str:
    """How many measures are above, in line with and below England, with the names of those above and below."""
    found = [(m, j) for m in reading.measures(_stage(reading)) if (j := reading.judgement(reading.subject.id, m.id))]
    sides = {w: [m.short for m, j in found if j.standing == w] for w in ("above", "in line", "below")}
    counted = sum(map(len, sides.values()))
    if counted < 2:
        return ""
    above, in_line, below = (len(sides[w]) or "none" for w in sides)
    england = reading.comparator_name
    line = f"Of {counted} measures with a standing, {above} above {england}, {in_line} in line and {below} below."
    for side in ("above", "below"):
        names, more = sides[side][:NAMED], len(sides[side]) - NAMED
        names += [f"{more} more"] if more > 0 else []
        line += f" {side.capitalize()}: {words.listed(names)}." if names else ""
    return line


def _row(reading: Reading, measure: MeasureCard, places: list[PlaceCard]) -> Row:
    row: list[TableCell] = []
    for place in places:
        years = (reading.year - 1, reading.year)
        row += [cells.figure_cell(reading, reading.figure(place.id, measure.id, y), dense=True) for y in years]
        row.append(cells.change_cell(reading, place.id, measure))
    return Row(reading.headed(measure), (*row, cells.standing_cell(reading, reading.subject.id, measure)))
