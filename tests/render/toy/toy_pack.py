"""Packs of invented schools, and the toy notebook that prints them."""

from pathlib import Path

import nbformat

from pipeline.packs.pack import FigureCell, Pack, PlaceCard
from pipeline.packs.pack_parts import ReaderRules
from pipeline.workspace.source_notes import PackNote, PackSource

HERE = Path(__file__).parent
YEAR, PUBLICATION = 2018, "toy-booklet"


def toy_pack(place="3519001", name="Oakfield & <Hill> School"):
    cells = [
        FigureCell(place, 2018, f"m{i}", "all", "63%", 63.0, 30, None, None, "", "shown", "final", "abc")
        for i in range(3)
    ]
    cells.append(
        FigureCell(place, 2018, "m9", "boys", "suppressed", None, None, None, None, "", "suppressed", "final", "abc")
    )
    return Pack(
        publication=PUBLICATION,
        title="Toy booklet",
        readers="the headteacher and governors",
        audience="school",
        year=YEAR,
        place=PlaceCard(place, name, "school", "primary", "subject"),
        places=(PlaceCard("england", "England (state-funded)", "england", "", "comparator"),),
        measures=(),
        figures=tuple(cells),
        judgements=(),
        positions={},
        scatters={},
        marks={},
        context=(),
        notes=(PackNote("data", "An invented note."),),
        sources=(PackSource("Invented results", "Nobody", 2018, licence="Open Government Licence v3.0"),),
        prompts=(),
        glossary=(),
        contact="The school data team",
        policy=ReaderRules(audience="For the headteacher and governors. Not for publication."),
    )


def keep_pack(data: Path, pack: Pack) -> Path:
    file = data / "store" / "packs" / str(pack.year) / pack.publication / f"{pack.place.id}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(pack.to_json(), encoding="utf-8")
    return file


def notebook(*cells: str, place="3519001") -> nbformat.NotebookNode:
    """A notebook of these cells after its parameters; a cell that starts with # is a heading."""
    first = nbformat.v4.new_code_cell(f'publication = "{PUBLICATION}"\nplace = "{place}"\nyear = {YEAR}')
    first.metadata["tags"] = ["parameters"]
    make = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
    book = nbformat.v4.new_notebook(cells=[first, *(make[c.startswith("#")](c) for c in cells)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return book


def toy_notebook() -> nbformat.NotebookNode:
    chapters = []
    for n in range(1, 5):
        chapters += [
            f"## Chapter {n}",
            f'booklet.sentence("Chapter {n} in a sentence.")',
            f'booklet.chart("c-{n}", "Chart {n}")',
        ]
        chapters += [
            f"### Schools in chapter {n}",
            f'booklet.table("t-{n}a", "Table {n}a")',
            f'booklet.table("t-{n}b", "Table {n}b", 17)',
        ]
    opened = "from toy_report import open_toy\n\nbooklet = open_toy(publication, place, year)"
    return notebook(opened, "booklet.cover()", *chapters)
