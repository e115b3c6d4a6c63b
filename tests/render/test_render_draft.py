"""A draft says so in its title and on every page, sheet and notebook, has no number, and is no other document for it."""

import io
import json
import re

import nbformat
import openpyxl
import pikepdf
import pytest
from toy_pack import toy_pack

from pipeline.ledger.issues import DRAFT, is_draft
from pipeline.ledger.titles import title_inside
from pipeline.render import booklet
from pipeline.render.page import DRAFT_WORDS
from tests.checks import axe, html_checks, pdf_checks
from tests.checks.pdf_margins import margins

FILES = ("booklet.html", "booklet.pdf", "tables.xlsx")


@pytest.fixture(scope="module")
def both(made):
    """The same booklet as a document without a number and as a draft: their folders."""
    pack = toy_pack()
    file = made / "data" / "store" / "packs" / str(pack.year) / pack.publication / f"{pack.place.id}.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOKLETS_DATA", str(made / "data"))
        booklet.make(
            booklet.Job(
                made / "toy.ipynb",
                pack.publication,
                pack.place.id,
                pack.year,
                file,
                pack.fingerprint(),
                made / "draft",
                draft=True,
            )
        )
    return made / "issue", made / "draft"


def test_a_draft_says_so_everywhere_and_another_document_nowhere(both):
    plain, draft = both
    for name in FILES:
        heading = title_inside((plain / name).read_bytes())
        assert title_inside((draft / name).read_bytes()) == f"{DRAFT}. {heading}"
    for folder, number in ((plain, 0), (draft, 1)):
        pages = _pages(folder / "booklet.pdf")
        assert len(pages) > 1 and [DRAFT in page for page in pages] == [bool(number)] * len(pages)
        html = (folder / "booklet.html").read_text(encoding="utf-8")
        assert html.count(f'<aside class="draft" aria-label="Draft"><p>{DRAFT_WORDS}</p>') == number
        book = openpyxl.load_workbook(io.BytesIO((folder / "tables.xlsx").read_bytes()))
        told = [
            any(DRAFT in str(cell.value) for row in s.iter_rows(max_row=3) for cell in row) for s in book.worksheets
        ]
        assert len(told) > 2 and told == [bool(number)] * len(told)
        assert {s.oddHeader.center.text for s in book.worksheets} == {DRAFT if number else None}
        notebook = nbformat.read(folder / "booklet.ipynb", as_version=4)
        assert (notebook.cells[0].source == f"**{DRAFT_WORDS}**") == bool(number)
        nbformat.validate(notebook)
        assert is_draft(json.loads((folder / "receipt.json").read_text(encoding="utf-8")))  # neither was given a number


def test_a_drafts_pages_pass_every_check(both):
    _, draft = both
    assert pdf_checks.findings_of(draft / "booklet.pdf") == []
    assert html_checks.findings_of(draft / "booklet.html") == []
    with pikepdf.open(draft / "booklet.pdf") as book:
        assert margins(book) == margins(pikepdf.open(both[0] / "booklet.pdf"))


@pytest.mark.usefixtures("browser")
def test_axe_finds_nothing_in_a_draft(both):
    assert axe.findings([both[1] / "booklet.html"]) == {}


def _pages(file):
    """The text of each page, margins and all, read back by the letters its fonts say they are."""
    with pikepdf.open(file) as book:
        return ["".join(_letters(page)) for page in book.pages]


def _letters(page):
    fonts = {name: _alphabet(font) for name, font in page.Resources.Font.items()}
    letters = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            runs = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
            for raw in (bytes(run) for run in runs if isinstance(run, pikepdf.String)):
                yield from (letters.get(raw[i : i + 2].hex(), "?") for i in range(0, len(raw), 2))


def _alphabet(font):
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {code.decode().lower(): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in pairs}
