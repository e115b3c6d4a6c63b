"""The calendar as a page and as a diary: every row once, no state by colour alone, valid for any diary program."""

from dataclasses import replace
from datetime import date

import pytest
from lxml import html as lxml_html

from pipeline.calendar import State, open_year
from pipeline.calendar.ics import LONGEST, icalendar
from pipeline.calendar.row_status import status_of_row
from pipeline.portal.calendar import calendar_page
from pipeline.portal.index import index_page
from pipeline.verbs.calendar import write_calendar
from tests.checks import axe, html_checks

pytestmark = pytest.mark.rule

CHECKS = (html_checks.language_and_title, html_checks.headings, html_checks.ids, html_checks.links, html_checks.tables)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    from pipeline.paths import ROOT, Folders

    home = tmp_path_factory.mktemp("calendar")
    return open_year(Folders(ROOT / "params", home / "data", home / "outputs"), 2024, date(2024, 12, 1))


def unfolded(diary):
    return diary.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_every_row_stands_once_under_its_month_with_its_state_in_words(year):
    tree = lxml_html.document_fromstring(calendar_page(year, "Bury", ""))
    rows = tree.xpath("//section//tbody/tr")
    assert len(rows) == len(year.standings)
    for row, one in zip(rows, year.standings, strict=True):
        assert one.occasion.row.words in html_checks.words(row)
        assert one.state.word in html_checks.words(row)
    assert [h.text for h in tree.xpath("//h2")][:2] == ["September 2024", "October 2024"]


def test_the_page_is_sound_and_fetches_nothing(year):
    page = calendar_page(year, "Bury", "")
    tree = lxml_html.document_fromstring(page)
    assert [f for check in CHECKS for f in check(tree, page)] == []
    assert "default-src 'none'" in page and not tree.xpath("//script|//img|//link|//*[@src]")


def test_the_states_have_a_shape_each():
    assert len({s.shape for s in State}) == len({s.word for s in State}) == len(State)


def test_what_is_declared_cannot_write_the_page(year):
    one = year.standings[0]
    row = one.occasion.row.model_copy(update={"words": "<script>x</script>"})
    changed = status_of_row(replace(one.occasion, row=row), year.on, (), None)
    assert "<script>" not in calendar_page(replace(year, standings=(changed,)), "<b>", "<i>")


@pytest.mark.slow
@pytest.mark.usefixtures("browser")
def test_axe_finds_nothing_in_the_page(year, tmp_path):
    file = tmp_path / "calendar.html"
    file.write_text(calendar_page(year, "Bury", ""), encoding="utf-8")
    assert axe.findings([file]) == {}


def test_the_diary_is_made_of_whole_events_in_short_lines(year):
    diary = icalendar([s.occasion for s in year.standings], 2024, "Bury")
    assert all(len(line) <= LONGEST for line in diary.split(b"\r\n"))
    assert b"\n" not in diary.replace(b"\r\n", b"")
    lines = unfolded(diary)
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert sum(line.startswith((name + ":", name + ";")) for line in lines) == len(year.standings)
    assert len({line for line in lines if line.startswith("UID:")}) == len(year.standings)
    assert "DTSTART;VALUE=DATE:20240920" in lines and "DTEND;VALUE=DATE:20240921" in lines


def test_text_is_escaped_and_no_character_is_cut_in_two(year):
    one = year.standings[0].occasion
    row = one.row.model_copy(update={"words": "Æ, b; c\\d " + "é" * 60})
    diary = icalendar([replace(one, row=row)], 2024, "Bury")
    assert f"SUMMARY:Æ\\, b\\; c\\\\d {'é' * 60} ({one.year} results)" in unfolded(diary)
    for line in diary.split(b"\r\n"):
        line.decode("utf-8")


def test_the_same_year_gives_the_same_diary_whenever_it_is_written(house):
    for on, folder in ((date(2024, 9, 1), "a"), (date(2025, 7, 1), "b")):
        assert write_calendar(house, 2024, on, house.data / folder) == 0
    assert (house.data / "a/calendar.ics").read_bytes() == (house.data / "b/calendar.ics").read_bytes()


def test_the_index_links_to_the_calendar_only_where_there_is_one(house):
    assert "calendar.html" not in index_page([])
    write_calendar(house, 0, date(2024, 9, 1), None)
    assert 'href="calendar.html"' in (house.outputs / "index.html").read_text(encoding="utf-8")
    assert "Data year 2024 to 2025" in (house.outputs / "calendar.html").read_text(encoding="utf-8")
