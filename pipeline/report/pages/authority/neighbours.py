"""The authority beside its statistical neighbours and its group of authorities."""

from pipeline.report.block import Blocks
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note
from pipeline.report.reading import Reading
from pipeline.report.section import section
from pipeline.report.table import Body, Head, Row, Table

GROUPS = {"neighbour": "Statistical neighbours", "group": "Authorities of the same group"}
MOST = 8  # measures that fit across a page


@section(stages=Reading.assessed_stages)
def other_authorities(reading: Reading, *stages: str) -> Blocks:
    """The authority beside its statistical neighbours and its group of authorities, up to eight measures.

    From: this year's headlines of the assessed stages, of every such authority that has a figure.
    When empty: a line says that no figures of other authorities are held.
    """
    measures = [m for s in stages for m in reading.measures(s, "headline") if reading.shown(reading.subject.id, m.id)][
        :MOST
    ]
    if not measures or not (reading.role("neighbour") or reading.role("group")):
        line = f"No figures of other authorities are held for {reading.year}."
        return Blocks([Note(id=f"n-{'-'.join(stages)}-neighbours", place=reading.subject.id, lines=(line,))])
    groups = [("This authority", [reading.subject, *reading.comparators])]
    for role, label in GROUPS.items():
        places = reading.role(role)
        names = {p.note for p in places if p.note}  # the group's own name, which its members carry as their note
        groups.append((names.pop() if len(names) == 1 else label, places))
    bodies, named = [], []
    for label, places in groups:
        held = [p for p in places if any(reading.shown(p.id, m.id) for m in measures)]
        rows = tuple(
            Row(
                p.name,
                tuple(cells.figure_cell(reading, reading.figure(p.id, m.id), dense=True) for m in measures),
                p.id == reading.subject.id,
            )
            for p in held
        )
        bodies += [Body(rows, label)] if rows else []
        named += [p.id for p in held]
    return Blocks(
        [
            Table(
                id=f"t-{'-'.join(stages)}-neighbours",
                place=reading.subject.id,
                places=tuple(dict.fromkeys(named)),
                caption=f"Beside other authorities, {reading.year}",
                corner="Authority",
                heads=tuple(Head(f"{m.short}{' (%)' if m.unit in ('percent', 'rate') else ''}") for m in measures),
                bodies=tuple(bodies),
                notes=tuple(cells.key(reading, [list(r.cells) for b in bodies for r in b.rows])),
                dense=len(measures) > 6,
            )
        ]
    )
