"""The monitoring summary for boards: headlines, counts of schools on each side of England, clusters, what is not known."""

from collections import Counter

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.pages.cluster.clusters import near_cell
from pipeline.report.pages.wording import cells
from pipeline.report.pages.wording.dates import EXPECTED, next_releases
from pipeline.report.pages.wording.phases import of_stage
from pipeline.report.pages.wording.reasons import break_notes, reasons
from pipeline.report.prose import Lists, Note, Prose
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, trimmed

COUNTED = (
    "Schools counted: those with a standing or a change. Special schools, independent schools and small cohorts have neither. "
    "No school is named."
)


@section
def monitoring_headlines(reading: Reading) -> Table | Note:
    """A row for each headline: the authority beside England, and counts of schools by standing and by movement.

    From: this year's and last year's headlines of the declared stages; no school is named.
    When empty: a line says that no figures of the year are held.
    """
    own = reading.subject.id
    by_heading = reading.vocabulary.headings
    found = {said: [m for s in stages for m in _headlines(reading, s)] for said, stages in by_heading.items()}
    held = [m for measures in found.values() for m in measures]
    if not held:
        return Note(id="n-monitoring", place=own, lines=(f"No figures of {reading.year} are held for the authority.",))
    bodies = tuple(Body(tuple(_row(reading, m) for m in ms), said) for said, ms in found.items() if ms)
    years = [reading.year - 1, reading.year]
    heads, bodies = trimmed(
        (
            Head(short(reading.subject), (str(reading.year - 1), str(reading.year), "Change")),
            Head(reading.comparator_name),
            Head(f"Against {reading.comparator_name}", number=False),
            Head(f"Schools against {reading.comparator_name}", number=False),
            Head(f"Schools since {reading.year - 1}", number=False),
        ),
        bodies,
    )
    notes = cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])
    return Table(
        id="t-monitoring",
        place=own,
        places=(reading.comparator,),
        caption=f"Headlines, and schools counted by standing and by movement, {reading.year}",
        corner="Measure",
        heads=heads,
        bodies=bodies,
        notes=(
            *notes,
            COUNTED,
            *reasons(reading, held, years, staged=True),
            *break_notes(reading, held, years, staged=True),
        ),
        dense=True,
    )


@section
def monitoring_movements(reading: Reading) -> Prose:
    """Which of the authority's headlines rose, held steady and fell since last year, and of which no change is given.

    From: the changes of the headlines of the declared stages.
    When empty: a paragraph says that no headline has a change.
    """
    own, year = reading.subject.id, reading.year - 1
    found: dict[str, list[str]] = {}
    for measure in (
        m for stages in reading.vocabulary.headings.values() for s in stages for m in _headlines(reading, s)
    ):
        judged = reading.judgement(own, measure.id)
        way = judged.direction if judged and judged.arrow else ""
        found.setdefault(way, []).append(reading.headed(measure, staged=True, unit=False))
    said = {"rose": f"Rose since {year}", "steady": f"Steady since {year}", "fell": f"Fell since {year}"}
    lines = [f"{said[w]}. {'; '.join(found[w])}." for w in said if w in found]
    unknown = "; ".join(found.get("", ())) if lines else "No headline has one"
    lines += [f"No change from {year} is given. {unknown}."] if "" in found else []
    return Prose(id="monitoring-moved", place=own, lines=tuple(lines), named=True)


@section
def monitoring_clusters(reading: Reading) -> Blocks:
    """Clusters pooled beside England: one table a phase, a row a cluster.

    From: this year's first headline of each stage of the phase.
    When empty: nothing where fewer than two clusters of a phase have a figure.
    """
    made = []
    for said, stages in reading.vocabulary.headings.items():
        measures = [m for s in stages for m in _headlines(reading, s)]
        firsts = measures if len(stages) == 1 else list({m.stage: m for m in reversed(measures)}.values())[::-1]
        rows = of_stage(reading, stages[0])
        rows = [c for c in rows if reading.any_shown([c.id], firsts, reading.year)]
        firsts = [m for m in firsts if any(reading.shown(c.id, m.id) for c in rows)]
        made += [_clusters_table(reading, said, firsts, rows)] if len(rows) > 1 else []
    return Blocks(made)


@section
def monitoring_not_known(reading: Reading) -> Lists:
    """Which figures are not final, which stages have none, how many schools' records are outstanding; what comes next.

    From: release stages and statuses of this year's figures, and the Department's yearly pattern of releases.
    When empty: a line says that every stage has its figures.
    """
    lines = [*_not_final(reading), *_without_figures(reading), *_outstanding(reading)] or [
        "Every stage has its figures."
    ]
    dates = next_releases(reading)
    lists = [("Not known yet", tuple(lines))]
    lists += [("Next releases", (*dates, EXPECTED))] if dates else []
    return Lists(id="not-known", place=reading.subject.id, lists=tuple(lists))


def _not_final(reading: Reading) -> list[str]:
    """The stages whose figures of the authority are not final, by their release stage."""
    stages = {m.id: reading.small_stage(m.stage) for m in reading.pack.measures}
    own = (reading.subject.id, reading.year, "all")
    printed = [f for f in reading.pack.figures if (f.place, f.year, f.group) == own and reading.is_printed(f)]
    lines = []
    for release in reading.vocabulary.releases:
        names = list(dict.fromkeys(stages[f.measure] for f in printed if f.release == release.id))
        if names and release.id != reading.vocabulary.last_release:
            listed = words.listed(names)
            lines.append(f"{listed[:1].upper()}{listed[1:]}: {release.name}.")
    return lines


def _without_figures(reading: Reading) -> list[str]:
    """Why a stage shown in other years has no headline of the authority this year."""
    lines = []
    for stage in reading.stages:
        measures = reading.measures(stage, "headline")
        if measures and not _headlines(reading, stage):
            why = next((m.gaps[str(reading.year)] for m in measures if str(reading.year) in m.gaps), "")
            reason = words.lower_first(why) if why else "no figures were delivered."
            lines.append(f"{reading.stage_name(stage)}: {reason}")
    return lines


def _outstanding(reading: Reading) -> list[str]:
    """How many schools' records of a stage are held or were not returned; no names."""
    lines = []
    for stage in reading.stages:
        first = reading.measures(stage, "headline")[:1]
        statuses = Counter(c.status for p in reading.role("school") for m in first if (c := reading.figure(p.id, m.id)))
        waiting = [s for s in reading.vocabulary.statuses_of("waiting") if statuses[s.id]]
        counted = words.listed([f"{s.words} ({statuses[s.id]})" for s in waiting])
        lines += [f"{reading.stage_name(stage)}, schools' records: {counted}."] if waiting else []
    return lines


def _headlines(reading: Reading, stage: str) -> list[MeasureCard]:
    return [m for m in reading.headlines(stage) if reading.shown(reading.subject.id, m.id)]


def _row(reading: Reading, measure: MeasureCard) -> Row:
    own = reading.subject.id
    row = [
        cells.figure_cell(reading, reading.figure(own, measure.id, y), dense=True)
        for y in (reading.year - 1, reading.year)
    ]
    row += [cells.change_cell(reading, own, measure)]
    row += [cells.figure_cell(reading, reading.figure(reading.comparator, measure.id), dense=True)]
    judged = [j for p in reading.role("school") if (j := reading.judgement(p.id, measure.id))]
    stand = Counter(j.standing for j in judged if j.standing)
    move = Counter(j.direction for j in judged if j.arrow)
    row += [cells.standing_cell(reading, own, measure)]
    row += [cells.tally(stand, cells.SIDES), cells.tally(move, cells.WAYS)]
    return Row(reading.headed(measure, staged=True), tuple(row))


def _clusters_table(reading: Reading, said: str, measures: list[MeasureCard], rows: list[PlaceCard]) -> Table:
    england = reading.place(reading.comparator)
    parts = (rows, [england] if england else [])
    bodies = tuple(
        Body(tuple(Row(p.name, tuple(near_cell(reading, p.id, m, reading.year) for m in measures)) for p in part))
        for part in parts
        if part
    )
    return Table(
        id=f"t-clusters-{said.split()[0].lower()}",
        place=reading.subject.id,
        places=tuple(p.id for part in parts for p in part),
        caption=f"{said}: clusters pooled, beside {reading.comparator_name}, {reading.year}",
        corner="Cluster",
        heads=tuple(Head(reading.headed(m, staged=True), number=False) for m in measures),
        bodies=bodies,
        notes=tuple(cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])),
        dense=True,
    )
