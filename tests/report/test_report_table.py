"""Tables that a screen reader can follow: caption, scope, unique ids, no blank cells, nothing delivered unescaped."""

import re
from html.parser import HTMLParser

import pytest

from pipeline.report.block import JSON_TYPE
from pipeline.report.booklet import Booklet
from pipeline.report.table import Body, Head, Row, Table, TableCell, trimmed
from tests.report import sample_pack
from tests.report.gather import blocks_of


class Marks(HTMLParser):
    """Every tag with its attributes, and the text of every table cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.cells: list[str] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self._open = True
            self.cells.append("")
        elif self._open and tag == "svg":
            self.cells[-1] += "a drawing"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cells[-1] += data


def table(*cells: TableCell, heads: tuple[Head, ...] = (Head("2018"),)) -> Table:
    return Table(
        id="t-x", place="1", caption="A table", corner="Place", heads=heads, bodies=(Body((Row("A", cells),)),)
    )


def test_a_table_has_a_caption_and_every_head_a_scope():
    marks = Marks(table(TableCell("63"), TableCell("64"), heads=(Head("Expected", ("2017", "2018")),)).html())
    assert [t for t, _ in marks.tags].count("caption") == 1
    scopes = [a.get("scope") for t, a in marks.tags if t == "th"]
    assert scopes == ["col", "colgroup", "col", "col", "row"]


def test_a_blank_cell_cannot_be_made():
    with pytest.raises(ValueError, match="never blank"):
        TableCell("  ")


def test_a_row_must_fit_its_heads():
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        table(TableCell("1"), TableCell("2"))


def test_a_mark_is_read_out_in_words_and_kept_in_words():
    made = table(TableCell("c", "suppressed: 5 or fewer pupils", "quiet"))
    assert '<span aria-hidden="true">c</span>' in made.html()
    assert made.rows() == [["A", "suppressed: 5 or fewer pupils"]]


def test_two_level_heads_become_one_flat_list_of_names():
    made = table(TableCell("1"), TableCell("2"), heads=(Head("Expected", ("2017", "2018")),))
    assert made.columns() == ["Place", "Expected: 2017", "Expected: 2018"]


@pytest.mark.parametrize("name", sample_pack.ALL)
def test_no_cell_of_any_booklet_is_blank_and_every_head_has_a_scope(name):
    html = "".join(b.html() for b in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name]))
    marks = Marks(html)
    assert marks.cells and all(c.strip() for c in marks.cells)
    assert all(a.get("scope") in ("col", "row", "colgroup", "rowgroup") for t, a in marks.tags if t == "th")


@pytest.mark.parametrize("name", sample_pack.ALL)
def test_ids_are_unique_in_a_booklet_and_images_have_words(name):
    marks = Marks("".join(b.html() for b in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name])))
    ids = [a["id"] for _, a in marks.tags if "id" in a]
    assert len(ids) == len(set(ids))
    pictures = [a for t, a in marks.tags if t in ("img", "svg") and a.get("aria-hidden") != "true"]
    assert all(a.get("alt") or a.get("aria-label") for a in pictures)
    assert [t for t, _ in marks.tags].count("h1") == 1


@pytest.mark.parametrize("name", sample_pack.ALL)
def test_every_block_keeps_the_contract_of_its_content(name):
    pack = sample_pack.ALL[name]()
    held = {pack.place.id, *(p.id for p in pack.places)}
    blocks = [b._repr_mimebundle_()[JSON_TYPE] for b in blocks_of(Booklet(pack), sample_pack.NOTEBOOKS[name])]
    assert len({b["id"] for b in blocks}) == len(blocks)
    for block in blocks:
        assert block["place"] == pack.place.id
        assert set(block["places"]) <= held
        if block["kind"] in ("table", "chart"):
            assert block["caption"] and len(set(block["columns"])) == len(block["columns"])
            assert all(len(row) == len(block["columns"]) and all(row) for row in block["rows"])


def test_a_delivered_name_is_never_html():
    blocks = blocks_of(Booklet(sample_pack.ALL["odd"]()), "primary_booklet")
    html = "".join(b.html() for b in blocks)
    assert "<b>" not in html and "&lt;b&gt;=cmd&lt;/b&gt; &amp; Sons Academy" in html


def test_a_pupil_mark_never_stands_without_its_key():
    pages = [b.html() for b in blocks_of(Booklet(sample_pack.cluster()), "cluster_booklet")]
    marked = [html for html in pages if re.search(r'aria-hidden="true">c<', html)]
    assert marked
    for html in marked:
        assert "c: suppressed" in html


def test_a_column_without_anything_to_say_is_left_out_with_its_head():
    quiet, heads = TableCell("none"), (Head("RWM", ("2018", "Change")), Head("Trend"))
    kept, bodies = trimmed(
        heads,
        (Body((Row("A", (TableCell("63"), quiet, TableCell("n/a"))), Row("B", (TableCell("nd"), quiet, quiet)))),),
    )
    assert kept == (Head("RWM", ("2018",)),)
    assert [c.text for r in bodies[0].rows for c in r.cells] == ["63", "nd"]


def test_a_column_one_row_speaks_in_is_kept():
    heads = (Head("2018"), Head("Change"))
    rows = (
        Row("A", (TableCell("63"), TableCell("none"))),
        Row("B", (TableCell("64"), TableCell("+1 ↑", "rose by 1 point"))),
    )
    assert trimmed(heads, (Body(rows),))[0] == heads
