"""The PDF of a Typst source: structure, fonts, sameness, and what happens to words that look like Typst's own notation."""

import io
import os
import subprocess
import sys
import time

import pikepdf
import pytest
from toy_pack import toy_pack

from pipeline.paths import ROOT
from pipeline.render import paper, pdf, pool
from pipeline.render.page import Page, page_of
from pipeline.render.printable import printable
from pipeline.report.block import typeset_call
from pipeline.report.table import Body, Head, Row, Table, TableCell
from tests.checks import pdf_checks
from tests.checks.pdf_margins import margins
from tests.checks.pdf_tree import attribute, elements, kids, kind_of

PAGE = page_of(toy_pack())
START = '#import "/paper/booklet.typ": *\n#show: booklet.with({})\n'
COVER = typeset_call("cover", what="Toy", name="Oakfield", about=[])


def source(*parts, page=PAGE):
    return START.format(paper.arguments(page)) + COVER + "".join(parts)


def opened(*parts, page=PAGE):
    return pikepdf.open(io.BytesIO(pdf.pdf(source(*parts, page=page))))


def words(*parts, page=PAGE):
    """The text of a PDF as it is copied."""
    made = pdf.pdf(source(*parts, page=page))
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()


def table(*rows, **more):
    heads = (Head("2017"), Head("2018"))
    return Table(id="t", place="x", caption="Table", corner="School", heads=heads, bodies=(Body(rows),), **more).paper()


def test_a_made_booklet_passes_every_check(made):
    assert pdf_checks.findings_of(made / "issue" / "booklet.pdf") == []


def test_every_chart_keeps_its_alternative_text(made):
    with pikepdf.open(made / "issue" / "booklet.pdf") as book:
        texts = pdf_checks.alternative_texts(book)
    assert texts == ["The school rose from 53 in 2016 to 66 in 2018, England from 53 to 64."] * 4


def test_the_first_cell_of_each_row_heads_it_and_the_others_name_no_headers_of_their_own():
    cells = (TableCell("71"), TableCell("73"))
    book = opened(table(Row("Alder", cells), Row("Beech", cells)))
    rows = [[(kind_of(c), str(attribute(c, "/Scope"))) for c in kids(row)] for row in elements(book, "TR")]
    head = [("TH", "/Column")] * 3
    body = [("TH", "/Row"), ("TD", ""), ("TD", "")]
    assert rows == [head, body, body]
    assert not any(attribute(c, "/Headers") for c in elements(book, "TD"))


def test_a_mark_is_read_out_in_its_words_and_drawn_for_the_eye():
    row = Row("Alder", (TableCell("+4 ↑", "rose by 4 points since 2017"), TableCell("▲ above", number=False)))
    book = opened(table(row))
    assert pdf_checks.alternative_texts(book) == ["rose by 4 points since 2017"]
    said = words(table(row))
    assert "+4 ↑" in said and "above" in said and "▲" not in said and "rose by" not in said


@pytest.mark.parametrize(
    "name", ['Ann "O\'Neill" \\ School', "#panic()", "*bold* _x_ $y$ @label <a> = b", "- a\n+ b", "`raw` // no"]
)
def test_delivered_words_stay_words(name):
    """Nothing that is delivered is read as Typst's notation: in a block, a cell, a heading, or the page's foot."""
    page = Page(title=name, place=name, year=2018, marking=name)
    parts = (typeset_call("prose", lines=[name]), table(Row(name, (TableCell(name), TableCell("1")))))
    said = " ".join(words(*parts, page=page).split())
    for word in ('"O\'Neill" \\', "#panic()", "*bold* _x_ $y$ @label <a> = b", "`raw` // no"):
        assert (word in name) == (word in said)


def test_markdown_keeps_its_headings_and_its_words():
    cell = "## Key stage 2: #results & *all*\n\nA **strong** word, `code` and [a page](https://example.org).\n\n- one\n- two"
    typst = paper.markdown(cell)
    book = opened(typst)
    assert [kind_of(e) for e in elements(book) if kind_of(e) in ("H1", "H2", "L", "Link")] == ["H1", "H2", "Link", "L"]
    assert "Key stage 2: #results & all" in words(typst)


def test_a_picture_from_a_cell_is_printed_with_its_description():
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert pdf_checks.alternative_texts(opened(paper.picture(png, "One dot"))) == ["One dot"]


def test_the_margins_of_every_page_name_the_place_and_who_may_read_it():
    pages = words("#pagebreak()\n").split("\f")
    assert all("For the headteacher and governors. Not for publication." in page for page in pages[:2])
    assert "Toy booklet, 2018" not in pages[0] and "Toy booklet, 2018" in pages[1]
    assert "Page 2 of 2" in pages[1]


def test_a_booklet_of_eight_pages_lists_its_chapters_and_a_shorter_one_does_not():
    def chapters(number):
        parts = ["#contents\n", *(f"#pagebreak()\n#heading(level: 2)[Chapter {n}]\n" for n in range(1, number))]
        return words(*parts).split("\f")[0]

    assert "Chapter 7 p. 8" in chapters(8)
    assert "Chapter" not in chapters(7)


def test_the_same_source_gives_the_same_bytes_at_any_time_and_without_the_systems_fonts(tmp_path, monkeypatch):
    parts = (typeset_call("prose", lines=["63% of all pupils, up from 60%"]),)
    now = pdf.pdf(source(*parts))
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 86400)
    assert pdf.pdf(source(*parts)) == now
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    code = "import sys; from pipeline.render.pdf import main; main('booklet')"
    bare = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    run = subprocess.run([sys.executable, "-c", code], input=source(*parts).encode(), capture_output=True, env=bare)
    assert run.stdout == now, run.stderr


def _made(job):
    return len(pdf.pdf(source()))


def test_a_process_forked_after_a_pdf_was_made_makes_its_own_all_the_same():
    """Typst's threads are not in a fork: without a guard the child waits for them for ever."""
    pdf.pdf(source())
    (done,) = pool.run(["x"], _made, 1, timeout=60)
    assert done.ok and done.result == len(pdf.pdf(source())), done.error


def test_warming_makes_no_pdf_so_that_every_fork_can():
    code = "from pipeline.render import booklet, pdf; booklet.warm(); print(pdf._compiled_in)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.split() == ["set()"]


@pytest.mark.parametrize(
    "indent, found", [("100mm", []), ("172mm", ["page 1: words run"]), ("250mm", ["page 1: words run"])]
)
def test_words_in_a_page_margin_or_off_the_paper_are_a_finding(indent, found):
    """Paper of 210 mm with margins of 15 mm has room for words from 15 to 195 mm; these start 115, 187 and 265 mm across."""
    book = opened(f'#block(move(dx: {indent}, box(width: 60mm, "Against England")))\n')
    assert [said[:17] for said in margins(book)] == found


def test_a_letter_that_the_fonts_lack_does_not_stop_a_document():
    """Plex has no Arabic, no emoji and no cross; it has the Welsh ŵ."""
    said = printable(typeset_call("prose", lines=["Ŵern ✗ ① school مدرسة"]))
    assert "Ŵern" in words(said) and "1 school" in words(said) and "[arabic letter meem]" in words(said)
