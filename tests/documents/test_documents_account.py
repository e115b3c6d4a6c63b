"""The yearly account read again as a reader has it: every figure on the page and in the workbook is the stored one."""

import io
import json
import re
from contextlib import redirect_stdout

import nbformat
import pikepdf
import pytest
import textstat
from openpyxl import load_workbook

from pipeline.packs.pack import Pack
from pipeline.render.blocks import blocks
from pipeline.verbs import explain

SLUG, BURY, NAME = "scrutiny-report", "351", "Bury"
YEARS = (2018, 2025)
SUMMARY = ("in-short", "well-and-not")
OLDEST = 14  # reading age
UNITS = re.compile(r" \((?:%|per cent|points|for every 100 pupils|scaled score)\)$")
SAID = re.compile(r"(\d[\d.]*)(?:%| per 100)? in (\d{4})")


@pytest.fixture(scope="module", params=YEARS)
def report(request, bury, issued):
    """One year's account: its folder, pack and blocks."""
    year = request.param
    folder = issued[year, SLUG, BURY]
    notebook = nbformat.read(folder / "booklet.ipynb", as_version=4)
    return folder, Pack.read(bury.pack(year, SLUG, BURY)), blocks(notebook)


class Stored:
    """The pack's cells by what a page calls them."""

    def __init__(self, pack):
        self.cells = {(f.place, f.measure, f.year, f.group): f for f in pack.figures}
        self.measures = {m.name: m.id for m in pack.measures}
        self.places = {p.name.split(" (")[0]: p.id for p in (*pack.places, pack.place)}

    def text(self, place, measure, year, group="all"):
        cell = self.cells[self.places[place.split(" (")[0]], self.measures[UNITS.sub("", measure)], int(year), group]
        return cell.text.removesuffix("%").removesuffix(" per 100")


def numbers(rows):
    return [(row, i, text) for row in rows for i, text in enumerate(row) if re.fullmatch(r"[\d.]+", str(text))]


def test_every_figure_of_the_latest_results_is_the_stored_one(report):
    _, pack, shown = report
    stored, seen = Stored(pack), 0
    for block in (b for b in shown if b.id.endswith("-latest") and b.kind == "table"):
        for row, i, text in numbers(block.rows):
            column, year = block.columns[i], int(row[block.columns.index("Year")])
            if column == "Year before":
                column, year = NAME, year - 1
            if column != "Year":
                assert text == stored.text(column, row[1], year), (row, column)
                seen += 1
    assert seen > 60


def test_every_figure_over_the_years_is_the_stored_one(report):
    _, pack, shown = report
    stored, seen = Stored(pack), 0
    for block in (b for b in shown if b.id.endswith("-over-time")):
        for row, i, text in numbers(block.rows):
            assert text == stored.text(row[1], row[0], block.columns[i]), row
            seen += 1
    assert seen > 80


def test_every_figure_a_chart_says_is_the_stored_one(report):
    _, pack, shown = report
    stored, seen = Stored(pack), 0
    for block in (b for b in shown if b.id.endswith("-over-time")):
        measures = list(dict.fromkeys(row[0] for row in block.rows))
        pictures = block.alt.split(" Line chart. ")[1:]
        for measure, said in zip(measures, pictures, strict=True):
            for part in said.split("; "):
                place, figures = part.split(": ", 1)
                for value, year in SAID.findall(figures):
                    assert value == stored.text(place, measure, year), (measure, part)
                    seen += 1
    assert seen > 20


def test_every_figure_of_the_front_page_is_the_stored_one(report):
    """ "Absence in primary schools: 5.1%, down from 5.6% in 2024. England: 5.2%." """
    _, pack, shown = report
    texts = {f.text for f in pack.figures if f.status == "shown"}
    lines = [row[-1] for b in shown if b.id == "well-and-not" for row in b.rows]
    told = [t for line in lines for t in re.findall(r"(?:: |from )(\d[\d.]*(?:%| per 100)?)", line)]
    assert len(told) > 10
    assert [t for t in told if t.rstrip(".") not in texts] == []


def test_the_reasons_why_something_is_not_known_are_as_many_as_the_card_counts(report):
    _, _, shown = report
    lead = next(row[-1] for b in shown if b.id == "in-short" for row in b.rows)
    cards = {row[0]: row for b in shown if b.id == "stand" for row in b.rows}
    reasons = re.findall(r"(\d+) (?:has|have|waits?|cannot) ", lead.split("Of those not known")[1])
    assert sum(map(int, reasons)) == int(cards["Not known"][1])


def test_where_the_front_page_has_no_room_for_all_it_says_so_and_leaves_no_stage_out(report):
    """In 2025 nine results were bad news, and there is room for five."""
    _, pack, shown = report
    told = {row[0]: row[-1] for b in shown if b.id == "well-and-not" for row in b.rows}
    assert next(head for head in told if head.startswith("What did not")) == {
        2018: "What did not (5 of 8)", 2025: "What did not (5 of 9)",
    }[pack.year]  # fmt: skip
    lines = " ".join(row[-1] for b in shown if b.id == "well-and-not" for row in b.rows)
    assert "by age 19" in lines and "at age 16" in lines


def test_the_strategys_figures_are_stored_ones_or_differences_of_two(report, bury_run):
    _, pack, _ = report
    strategy = bury_run.declared.strategies[0]
    cells = {(f.place, f.measure, f.year, f.group): f for f in pack.figures}
    checked = 0
    for line, m in zip(pack.account.lines, strategy.measures, strict=True):
        for told in (line.latest, line.before):
            if not told.text:
                continue
            first = cells[BURY, m.figure.measure, told.year, m.figure.group]
            if m.less_than is None:
                assert told.text == first.text
            else:
                beside = cells[
                    BURY if m.less_than.of == "own" else "england", m.figure.measure, told.year, m.less_than.group
                ]
                apart = round(beside.value - first.value, 1)
                assert told.text.split()[0] == f"{apart:g}"
            checked += 1
    assert checked >= 12


def test_the_workbook_holds_the_same_tables(report):
    folder, _, shown = report
    book = load_workbook(folder / "tables.xlsx")
    sheets = {name: [[c.value for c in row] for row in book[name].iter_rows()] for name in book.sheetnames}
    tables = [b for b in shown if b.kind == "table"]
    assert len(tables) >= 10
    for block in tables:
        cells = {_plain(v) for row in sheets[block.id[:31]] for v in row}
        assert {_plain(c) for row in block.rows for c in row} <= cells, block.id


def _plain(value):
    """A cell as a number where it is one: the workbook holds 63 for 63% and 17790 for 17,790."""
    text = str(value).replace(",", "").replace("−", "-").removesuffix("%").strip()
    try:
        return float(text)
    except ValueError:
        return text


def test_explain_traces_every_latest_headline_to_its_delivery(report, bury, bury_run, monkeypatch):
    _, pack, shown = report
    monkeypatch.setattr(explain, "open_run_context", lambda _: bury_run)
    stored, traced = Stored(pack), 0
    for block in (b for b in shown if b.id.endswith("-latest") and b.kind == "table"):
        for row in block.rows:
            measure, year = stored.measures[UNITS.sub("", row[1])], int(row[2])
            with redirect_stdout(io.StringIO()) as said:
                assert explain.explain_figure(bury, measure, BURY, year, "all") == 0
            cell = stored.cells[BURY, measure, year, "all"]
            assert f"printed as   {cell.text}\n" in said.getvalue()
            assert all(f"delivery     {one[:12]} " in said.getvalue() for one in cell.delivery.split(","))
            traced += 1
    assert traced > 12


def test_the_middle_of_the_neighbours_can_be_explained(bury, bury_run, monkeypatch):
    monkeypatch.setattr(explain, "open_run_context", lambda _: bury_run)
    with redirect_stdout(io.StringIO()) as said:
        explain.explain_figure(bury, "ks2_rwm_exp", "neighbours", 2018, "all")
    assert "Statistical neighbours (median of 10), 2018" in said.getvalue()
    assert "printed as   65%" in said.getvalue() and "Local Authority Interactive Tool" in said.getvalue()


def test_summary_and_headings_can_be_read_at_fourteen(report):
    """Figures are left out, because they count as very short words and would make any sentence easy."""
    folder, _, shown = report
    asked = [row[0] for b in shown if b.id == "prompts" for row in b.rows]
    summary = " ".join([row[-1] for b in shown if b.id in SUMMARY for row in b.rows] + asked)
    cells = json.loads((folder / "booklet.ipynb").read_text(encoding="utf-8"))["cells"]
    headings = " ".join("".join(c["source"]).lstrip("# ") + "." for c in cells if c["cell_type"] == "markdown")
    for text in (summary, headings):
        words = re.sub(r"\d[\d.,]*(?:%| per 100)?(?=[\s.,:;)])", "", text)
        assert len(words.split()) > 50
        age = 5 + max(textstat.automated_readability_index(words), textstat.coleman_liau_index(words))
        assert age <= OLDEST, round(age, 1)


def test_no_abbreviation_is_left_without_its_meaning(report):
    """Every word of capitals is in the glossary, or stands in brackets after its full name."""
    folder, pack, _ = report
    html = (folder / "booklet.html").read_text(encoding="utf-8")
    body = re.sub(r"<style.*?</style>|<script.*?</script>|src=\"data:[^\"]*\"", " ", html, flags=re.S)
    text = re.sub(r"\S+/\S+", " ", re.sub(r"<[^>]+>", " ", body))  # a repository's name is a name
    found = set(re.findall(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*s?\b", text))
    terms = " ".join(f"{g.term} {g.meaning}" for g in pack.glossary)
    unexplained = {w for w in found if not re.search(rf"\b{w.removesuffix('s')}s?\b", terms)}
    assert {w for w in unexplained if f"({w})" not in text} <= PLACEHOLDERS


PLACEHOLDERS = {"XX"}  # what the strategy itself printed where a target would stand, told as such


def test_the_summary_is_one_page(report):
    folder, _, _ = report
    assert pages_of(folder / "booklet.pdf")["What the council promised"] == 2


def pages_of(file):
    """The page each bookmark leads to."""
    with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
        waiting, found = list(outline.root), {}
        while waiting:
            item = waiting.pop()
            waiting += item.children
            found[item.title] = pikepdf.Page(item.destination[0]).index + 1
        return found
