"""The monitoring summary for boards: headlines, counts of schools on each side of England, clusters, what is not known."""

from collections import Counter

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.block import Blocks
from pipeline.report.pages.cluster.clusters import near_cell
from pipeline.report.pages.shared import cells
from pipeline.report.pages.shared.dates import EXPECTED, next_releases
from pipeline.report.pages.shared.phases import of_stage
from pipeline.report.pages.shared.reasons import break_notes, reasons
from pipeline.report.prose import Lists, Note, Prose
from pipeline.report.reading import Reading, short
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed

COUNTED = "Schools counted: those with a standing or a change. Special schools and small cohorts have neither, and no school is named."


@section
def monitoring_headlines(reading: Reading) -> Table | Note:
    """A row a headline: the authority beside England, and how many schools stand and moved which way.

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
    heads, bodies = trimmed(_heads(reading), bodies)
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
    lines = (*_ripe(reading), *_without(reading), *_outstanding(reading))
    dates = next_releases(reading)
    lists = [("Not known yet", lines or ("Every stage has its figures.",))]
    lists += [("Next releases", (*dates, EXPECTED))] if dates else []
    return Lists(id="not-known", place=reading.subject.id, lists=tuple(lists))


def _headlines(reading: Reading, stage: str) -> list[MeasureCard]:
    return [m for m in reading.headlines(stage) if reading.shown(reading.subject.id, m.id)]


def _heads(reading: Reading) -> tuple[Head, ...]:
    return (
        Head(short(reading.subject), (str(reading.year - 1), str(reading.year), "Change")),
        Head(reading.comparator_name),
        Head(f"Against {reading.comparator_name}", number=False),
        Head(f"Schools against {reading.comparator_name}", number=False),
        Head(f"Schools since {reading.year - 1}", number=False),
    )


def _row(reading: Reading, measure: MeasureCard) -> Row:
    own = reading.subject.id
    row = [
        cells.figure_cell(reading, reading.figure(own, measure.id, y), dense=True)
        for y in (reading.year - 1, reading.year)
    ]
    row += [cells.change_cell(reading, own, measure)]
    row += [cells.figure_cell(reading, reading.figure(reading.comparator, measure.id), dense=True)]
    row += [cells.standing_cell(reading, own, measure), *_counts(reading, measure)]
    return Row(reading.headed(measure, staged=True), tuple(row))


def _counts(reading: Reading, measure: MeasureCard) -> list[TableCell]:
    """How many schools stand on each side, and how many moved each way; "none" where no school has either."""
    judged = [j for p in reading.role("school") if (j := reading.judgement(p.id, measure.id))]
    stand = Counter(j.standing for j in judged if j.standing)
    move = Counter(j.direction for j in judged if j.arrow)
    return [cells.tally(stand, cells.SIDES), cells.tally(move, cells.WAYS)]


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


def _ripe(reading: Reading) -> list[str]:
    """The stages whose figures of the authority are not final, by their release stage."""
    own, stages = reading.subject.id, {m.id: m.stage for m in reading.pack.measures}
    key = (own, reading.year, "all")
    held = [f for f in reading.pack.figures if (f.place, f.year, f.group) == key and reading.is_printed(f)]
    found: dict[str, dict[str, None]] = {}
    for f in held:
        found.setdefault(f.release, {})[reading.small_stage(stages[f.measure])] = None
    last = reading.vocabulary.last_release
    young = [r for r in reading.vocabulary.releases if r.id in found and r.id != last]
    named = [(words.listed(list(found[r.id])), r.name) for r in young]
    return [f"{stages[:1].upper()}{stages[1:]}: {release}." for stages, release in named]


def _without(reading: Reading) -> list[str]:
    """Why a stage shown in other years has no headline of the authority this year."""
    lines = []
    for stage in reading.stages:
        measures = reading.measures(stage, "headline")
        if measures and not _headlines(reading, stage):
            why = next((m.gaps[str(reading.year)] for m in measures if str(reading.year) in m.gaps), "")
            lines.append(
                f"{reading.stage_name(stage)}: {words.lower_first(why) if why else 'no figures were delivered.'}"
            )
    return lines


def _outstanding(reading: Reading) -> list[str]:
    """How many schools' records of a stage are held or were not returned; no names."""
    lines = []
    for stage in reading.stages:
        measures = reading.measures(stage, "headline")[:1]
        found = Counter(c.status for p in reading.role("school") for m in measures if (c := reading.figure(p.id, m.id)))
        waiting = reading.vocabulary.statuses_of("waiting")
        told = [f"{s.words} ({found[s.id]})" for s in waiting if found[s.id]]
        lines += [f"{reading.stage_name(stage)}, schools' records: {words.listed(told)}."] if told else []
    return lines
