import io
import re
import threading
import time

import pikepdf
import pytest
from toy_pack import toy_pack

from pipeline.render import pdf
from pipeline.render.page import Page, page_of
from tests.checks import pdf_checks
from tests.checks.pdf_margins import margins

PAGE = page_of(toy_pack())


def printed(body, title="t"):
    return pdf.pdf(
        f'<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title></head><body>{body}</body></html>', "", PAGE
    )


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_a_made_booklet_passes_every_check(made):
    assert pdf_checks.findings_of(made / "issue" / "booklet.pdf") == []


def test_every_chart_keeps_its_alternative_text(made):
    with pikepdf.open(made / "issue" / "booklet.pdf") as book:
        texts = pdf_checks.alternative_texts(book)
    assert texts == ["The school rose from 53 in 2016 to 66 in 2018, England from 53 to 64."] * 4


@pytest.mark.parametrize(
    "decoration", ['<svg aria-hidden="true" width="9" height="9"><path d="M0 0h9"/></svg>', '<img alt="" src="{png}">']
)
def test_decoration_is_an_artifact_and_not_a_figure(decoration):
    png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    titled = '<svg width="9" height="9"><title>Rising</title><path d="M0 0h9"/></svg>'
    book = opened(printed(f"<h1>x</h1><p>a {decoration.format(png=png)} b {titled}</p>"))
    assert pdf_checks.alternative_texts(book) == ["Rising"]
    drawn = book.pages[0].Contents.read_bytes()
    assert len(re.findall(rb"/Figure\s*<<", drawn)) == 1 and re.search(rb"/Artifact\s*<<\s*>>\s*BDC", drawn)


def test_header_cells_say_what_they_head():
    heads = '<tr><th scope="col">A</th><th scope="colgroup">B</th></tr>'
    table = f'<table><caption>c</caption>{heads}<tr><th scope="row">C</th><td>1</td></tr></table>'
    book = opened(printed(f"<h1>x</h1>{table}"))
    assert [str(pdf_checks._attribute(e, "/Scope")) for e in pdf_checks.elements(book, "/TH")] == [
        "/Column",
        "/Column",
        "/Row",
    ]


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "x.png"])
def test_nothing_is_fetched_but_data(address, monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", forbidden)
    book = opened(printed(f'<h1>x</h1><p><img alt="words instead" src="{address}"></p>'))
    assert "/XObject" not in book.pages[0].get("/Resources", {}) or not len(book.pages[0].Resources.XObject)


def test_delivered_words_stay_words_in_the_page_margins():
    said = pdf.furniture(Page('A" } @page { background: url(https://x) } "\\', "Saint\nMary's", 2018, "Public"))
    assert "url(" not in said and said.count('"') == 6
    assert pdf.quoted('é\\"') == '"é\\5c \\22 "'


def test_the_margins_of_every_page_name_the_place_and_who_may_read_it():
    said = pdf.furniture(PAGE)
    assert '@bottom-left { content: "For the headteacher and governors. Not for publication." }' in said
    assert '"Toy booklet, 2018"' in said and said.startswith("@page { @top-left")


@pytest.mark.parametrize("subset_library", [True, False], ids=["harfbuzz", "fonttools"])
def test_the_same_pages_give_the_same_bytes_at_any_time(subset_library, monkeypatch):
    """WeasyPrint cuts fonts down with HarfBuzz, or with fontTools, which writes the current time into each of them."""
    if not subset_library:
        monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    body = "<h1>Results</h1><p>63 % of <strong>all pupils</strong>, up from 60 %</p>"
    now = printed(body)
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 86400)
    assert printed(body) == now
    book = opened(now)
    fonts = [o for o in book.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o.keys()]  # noqa: SIM118
    assert len(fonts) == 2 and all(int(f["/Length1"]) == len(f.read_bytes()) for f in fonts)


def test_warming_waits_for_the_font_librarys_own_threads_so_that_a_fork_inherits_no_lock_of_theirs(monkeypatch):
    ended = []

    def at_work():
        time.sleep(0.1)
        ended.append(True)

    monkeypatch.setattr(pdf.gc, "collect", lambda: None)  # it would take that long by itself
    monkeypatch.setattr(pdf, "pdf", lambda *_: threading.Thread(target=at_work).start())
    pdf.warm()
    assert ended


def test_the_checks_see_each_fault():
    from weasyprint import HTML

    bare = HTML(string="<h2>x</h2><img src='data:image/svg+xml,<svg/>'><table><th>a</table>").write_pdf()
    found = " ".join(pdf_checks.findings(bare))
    assert all(
        words in found for words in ("not marked as tagged", "no structure tree", "language is missing", "no title")
    )
    tagged = HTML(string="<h2>x</h2><table><tr><th>a</table>").write_pdf(pdf_variant="pdf/ua-1")
    found = " ".join(pdf_checks.findings(tagged))
    assert "table headers without scope" in found and "0 H1 tags" in found


@pytest.mark.parametrize(
    "indent, found", [("100mm", []), ("175mm", ["page 1: words run"]), ("250mm", ["page 1: words run"])]
)
def test_words_in_a_page_margin_or_off_the_paper_are_a_finding(indent, found):
    """Paper of 210 mm with margins of 15 mm has room for words from 15 to 195 mm; these start 115, 190 and 265 mm across."""
    place = f"<p style='margin-left: {indent}; white-space: nowrap'>Against England</p>"
    book = opened(printed(f"<style>@page {{ size: A4; margin: 15mm }} body {{ margin: 0 }}</style><h1>x</h1>{place}"))
    assert [said[:17] for said in margins(book)] == found


def test_words_for_listeners_only_need_no_room_on_the_paper():
    hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap; right: 0"
    spoken = f"<p><span style='{hidden}'>rose by 3 points since 2023, and more words</span></p>"
    book = opened(printed(f"<style>@page {{ size: A4; margin: 15mm }} body {{ margin: 0 }}</style><h1>x</h1>{spoken}"))
    assert margins(book) == []
