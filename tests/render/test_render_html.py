import nbformat
import pytest
from toy_pack import notebook, toy_pack

from pipeline.render import html
from pipeline.render.page import page_of
from tests.checks import html_checks


def page(*cells, name="Oakfield"):
    """The page of a notebook whose cells have these HTML outputs; a cell that starts with # is a heading."""
    book = notebook(*(c if c.startswith("#") else "shown" for c in cells))
    for cell, given in zip(book.cells[1:], cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": given})]
    return html.html(book, page_of(toy_pack(name=name)), "")


def test_a_made_booklet_passes_every_check(made):
    assert html_checks.findings_of(made / "issue" / "booklet.html") == []


def test_the_same_inputs_give_the_same_bytes(made):
    for name in ("booklet.html", "booklet.pdf", "tables.xlsx", "booklet.ipynb", "receipt.json"):
        assert (made / "issue" / name).read_bytes() == (made / "again" / name).read_bytes(), name


def test_input_cells_and_prompts_are_not_on_the_page(made):
    text = (made / "issue" / "booklet.html").read_text()
    assert "open_toy" not in text and "In [" not in text and "booklet.table" not in text


def test_the_title_and_place_are_escaped():
    text = page("<h1>x</h1>", name="<script>alert(1)</script> & Sons")
    assert "<script>" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in text


def test_headings_get_ids_from_their_words_and_no_id_stands_twice():
    text = html.with_anchors(
        '<h1>A</h1><h2>Key stage 2 &amp; more</h2><h3>Maths</h3><h3>Maths</h3><h3 class="k" id="own">B</h3><p id="a">'
    )
    assert html.ID.findall(text) == ["a-2", "key-stage-2-more", "maths", "maths-2", "own", "a"]
    assert 'id="own" class="k"' in text


def test_the_contents_list_names_the_chapters_after_the_cover():
    text = page("<h1>x</h1><p>cover</p>", "## One", "<h3>Under</h3>", "## Two &amp; three")
    listed = text[text.index("<nav") : text.index("</nav>")]
    assert (
        '<a href="#one">One</a>' in listed
        and '<a href="#two-three">Two &amp; three</a>' in listed
        and "Under" not in listed
    )
    assert text.index("cover") < text.index("<nav") < text.index('<h2 id="one"')


def test_a_page_without_chapters_has_no_empty_contents_list():
    assert "<nav" not in page("<h1>x</h1>")


def test_scripts_and_warnings_of_cells_are_not_printed():
    book = notebook("x")
    data = {"application/javascript": "alert(1)", "text/plain": "plain <words>"}
    stderr = nbformat.v4.new_output("stream", name="stderr", text="/home/someone/x.py: warning")
    book.cells[-1].outputs = [nbformat.v4.new_output("display_data", data=data), stderr]
    text = html.html(book, page_of(toy_pack()), "")
    assert "alert" not in text and "warning" not in text and "plain &lt;words&gt;" in text


@pytest.mark.parametrize(
    "harm, finding",
    [
        ('<img src="https://example.org/x.png" alt="x">', "no data: address"),
        ('<img src="data:image/png;base64,AAAA">', "an image without alt"),
        ("<script>1</script>", "element <script>"),
        ('<p onclick="x">x</p>', "handler onclick"),
        ('<p style="background:url(https://example.org)">x</p>', "fetches"),
        ("<h1>again</h1>", "2 h1"),
        ("<h4>too deep</h4>", "h2 is followed by h4"),
        ('<p id="content">x</p>', "'content' stands 2 times"),
        ("<table><tr><td>1</td></tr></table>", "a table without caption"),
        ("<table><caption>c</caption><tr><th>1</th></tr></table>", "a header without scope"),
        ("<table><caption>c</caption><tr><th scope='col'>1</th><td></td></tr></table>", "a blank cell"),
        ("<div></div>", "an empty <div>"),
        ('<a href="https://example.org">x</a>', "link to https"),
        ('<a href="#nowhere">x</a>', "nothing has the id"),
        ("<svg><path/></svg>", "neither hidden nor named"),
    ],
)
def test_the_checks_see_each_fault(harm, finding):
    found = html_checks.findings(page("<h1>x</h1>", "## Chapter", harm))
    assert any(finding in f for f in found), found
