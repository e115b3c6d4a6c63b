"""A kind of block and a section of it are one file: put among the pages, they are in the web page, on paper and in the workbook."""

import io
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import openpyxl
import pikepdf
import pytest

from pipeline.paths import ROOT
from tests.report import sample_pack

ONE_FILE = '''
"""A thermometer: how full a place's target is."""

from dataclasses import dataclass

from pipeline.report.block import Block, safe, typeset, typeset_call
from pipeline.report.reading import Reading
from pipeline.report.section import section


@dataclass(frozen=True, kw_only=True)
class Thermometer(Block):
    """A bar beside its words."""

    reached: int
    kind = "thermometer"
    css = ".bk-thermometer { border-left: 9px solid #12436D; }"

    def html(self) -> str:
        return f'<div class="bk bk-thermometer" id="{safe(self.id)}"><p>{typeset(self.alt())}</p></div>'

    def paper(self) -> str:
        return typeset_call("prose", lines=[self.alt()])

    def alt(self) -> str:
        return f"{self.caption}: {self.reached} of 100 reached"

    def columns(self) -> list[str]:
        return ["Thermometer", "Reached"]

    def rows(self) -> list[list[str]]:
        return [[self.caption, str(self.reached)]]


@section
def fundraising(reading: Reading) -> Thermometer:
    """How full the target is.

    From: nothing that is delivered.
    When empty: never.
    """
    return Thermometer(id="th", place=reading.subject.id, caption="Quicksilver", reached=73)
'''
MAKE = """
import sys
from pathlib import Path
from pipeline.render import booklet

home, (fingerprint, place, publication) = Path.cwd(), sys.argv[1:]
booklet.make(booklet.Job(home / "small.ipynb", publication, place, 2018, home / "pack.json", fingerprint, home / "issue"))
"""
CELLS = (
    "from pathlib import Path\nfrom pipeline.packs.pack import Pack\nfrom pipeline.report import Booklet\n"
    "booklet = Booklet(Pack.read(Path({file!r})))",
    "booklet.cover()",
    "booklet.fundraising()",
)


@pytest.fixture(scope="module")
def issue(tmp_path_factory):
    """A small booklet whose last section comes from a file that nothing else knows of; made by a copy of the code with that file in it."""
    home = tmp_path_factory.mktemp("one")
    shutil.copytree(ROOT / "pipeline", home / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    (home / "pipeline" / "report" / "pages" / "thermometer.py").write_text(ONE_FILE, encoding="utf-8")
    pack = sample_pack.primary()
    (home / "pack.json").write_text(pack.to_json(), encoding="utf-8")
    first = nbformat.v4.new_code_cell('publication = ""\nplace = ""\nyear = 0', metadata={"tags": ["parameters"]})
    cells = [nbformat.v4.new_code_cell(c.format(file=str(home / "pack.json"))) for c in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=[first, *cells]), home / "small.ipynb")
    given = [pack.fingerprint(), pack.place.id, pack.publication]
    paths = os.environ | {"PYTHONPATH": str(home)}
    ended = subprocess.run([sys.executable, "-c", MAKE, *given], capture_output=True, text=True, cwd=home, env=paths)
    assert ended.returncode == 0, ended.stderr
    return home / "issue"


def words_of(pdf: pikepdf.Pdf) -> str:
    """The text of a PDF, each run of glyphs read back by its font's own table of characters."""
    text = []
    for page in pdf.pages:
        fonts = {str(name): characters(font) for name, font in page.Resources.Font.items()}
        held = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                held = fonts[str(operands[0])]
            elif str(operator) in ("Tj", "TJ"):
                runs = operands[0] if str(operator) == "TJ" else [operands[0]]
                raw = b"".join(bytes(run) for run in runs if isinstance(run, pikepdf.String))
                text += [held.get(raw[i : i + 2].hex(), "?") for i in range(0, len(raw), 2)]
    return "".join(text)


def characters(font) -> dict[str, str]:
    """Glyph to character, from the ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s*$", table, re.M)
    return {glyph.lower(): bytes.fromhex(char).decode("utf-16-be") for glyph, char in pairs}


def test_the_block_is_in_the_web_page_with_its_style(issue):
    html = (issue / "booklet.html").read_text(encoding="utf-8")
    assert "<p>Quicksilver: 73 of 100 reached</p>" in html
    head, _, body = html.partition("</head>")
    assert ".bk-thermometer { border-left: 9px solid #12436D; }" in head and 'class="bk bk-thermometer"' in body


def test_the_block_is_on_paper(issue):
    with pikepdf.open(io.BytesIO((issue / "booklet.pdf").read_bytes())) as pdf:
        assert "Quicksilver:73of100reached" in words_of(pdf).replace(" ", "")


def test_the_block_has_its_sheet_in_the_workbook(issue):
    book = openpyxl.load_workbook(issue / "tables.xlsx")
    assert [[c.value for c in row] for row in book["th"].iter_rows(min_row=3)] == [
        ["Thermometer", "Reached"],
        ["Quicksilver", 73],
    ]


def test_the_block_is_known_to_the_guards(issue):
    """As every block it says whose it is, so that a block of another place is refused."""
    book = json.loads((issue / "booklet.ipynb").read_text(encoding="utf-8"))
    shown = [o["data"] for c in book["cells"] for o in c.get("outputs", [])]
    (block,) = [d for data in shown for k, d in data.items() if k.endswith("block+json") and d["id"] == "th"]
    assert (block["kind"], block["place"]) == ("thermometer", sample_pack.primary().place.id)
