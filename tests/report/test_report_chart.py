"""Charts: no line across a break or a gap, words that equal the data, small files, the same bytes each time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.booklet import Booklet
from pipeline.report.charts.canvas import Chart, styles
from pipeline.report.charts.panels import PanelLine, SmallMultiples, draw_panel
from pipeline.report.charts.rows import among, interval
from pipeline.report.pages.common.over_time import centred, height_around
from pipeline.report.sparkline import segments, sparkline
from tests.report import sample_pack
from tests.report.gather import blocks_of


def test_a_run_is_cut_at_a_missing_value_a_missing_year_and_a_break():
    points = [(2016, 1.0), (2017, None), (2018, 3.0), (2019, 4.0), (2022, 5.0), (2023, 6.0)]
    assert segments(points, set()) == [[(2016, 1.0)], [(2018, 3.0), (2019, 4.0)], [(2022, 5.0), (2023, 6.0)]]
    assert segments([(2017, 1.0), (2018, 2.0)], {2018}) == [[(2017, 1.0)], [(2018, 2.0)]]


def drawn(points, breaks, other=()):
    """A little chart of our own values by year, and of another's."""
    ours = PanelLine("", "subject", tuple(points), tuple(f"{v:g}%" if v is not None else "" for _, v in points))
    beside = PanelLine("England", "england", tuple(other), tuple(f"{v:g}%" for _, v in other))
    return draw_panel([ours, *([beside] if other else [])], breaks, (0, 100), "%")


def joined(svg) -> list[int]:
    """How many places each solid line of our own joins."""
    colour = styles()["subject"].colour
    return [d.count("L") + 1 for d in re.findall(rf'<path d="([^"]*)" fill="none" stroke="{colour}"', svg)]


def test_a_line_is_never_drawn_across_a_break_and_the_break_is_a_band():
    svg = drawn([(2016, 40.0), (2017, 44.0), (2018, 50.0), (2019, 51.0)], {2018})
    assert joined(svg) == [2, 2]
    assert svg.count('stroke-width="5"') == 1
    assert drawn([(2016, 40.0), (2017, 44.0)], {2016}).count('stroke-width="5"') == 0


def test_a_line_is_never_drawn_over_years_without_tests():
    assert joined(drawn([(2019, 65.0), (2020, None), (2021, None), (2022, 59.0), (2023, 60.0)], set())) == [1, 2]


@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from([0, 20, 40]))
def test_every_value_is_inside_its_scale(one, other, more):
    """60% and 75%, on a scale of 20 points: from 60 to 80, not from 50 to 70."""
    least, most = sorted((one, other))
    height = min(height_around([least, most]) + more, 100)
    low, high = centred(least, most, height)
    assert 0 <= low <= least <= most <= high <= 100 and high - low == height and low % 10 == 0
    assert centred(60, 75, 20) == (60, 80)


def test_names_at_the_ends_of_lines_stand_apart_and_inside_the_drawing():
    """A school at 65% beside England's 64%: the two would be printed over one another."""
    svg = drawn([(2017, 60.0), (2018, 65.0)], set(), [(2017, 63.0), (2018, 64.0)])
    heights = {words: float(y) for y, words in re.findall(r'y="([\d.]+)"[^>]*>(65% |64% England)<', svg)}
    assert abs(heights["65% "] - heights["64% England"]) >= 9
    assert all(0 < y < 80 for y in heights.values())


def test_a_dollar_sign_or_an_angle_bracket_in_a_name_is_printed_as_it_is():
    line = PanelLine("A $chool <of> $1", "subject", ((2017, 44.0), (2018, 50.0)), ("44%", "50%"))
    assert "A $chool &lt;of&gt; $1" in draw_panel([line], set(), (0, 100), "%")


def test_every_school_has_a_dot_and_its_own_place_a_diamond():
    svg = among([50.0, 50.0, 63.0, 100.0], 63.0, 65.0, (0, 100))
    assert svg.count("<circle") == 4
    assert svg.count("Z") == 1 and "Z" not in among([50.0], None, None, (0, 100))


def test_a_figure_beyond_the_scale_is_drawn_at_its_end():
    inside, beyond = interval(3.0, 1.0, 5.0, 3.0), interval(9.0, 1.0, 12.0, 3.0)
    assert re.findall(r'cx="([\d.]+)"', inside) == re.findall(r'cx="([\d.]+)"', beyond)


def test_a_sparkline_needs_two_known_years():
    assert sparkline([(2017, None), (2018, 4.0)], set()) == ""
    assert sparkline([(2017, 3.0), (2018, 4.0)], set()).count("<polyline") == 1
    assert sparkline([(2017, 3.0), (2018, 4.0)], {2018}).count("<polyline") == 0


# The tiny school has too few pupils for any chart.
@pytest.mark.parametrize("name", [name for name in sample_pack.ALL if name != "tiny"])
def test_every_number_in_a_charts_words_is_in_its_data(name):
    charts = [
        b
        for b in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name])
        if isinstance(b, Chart | SmallMultiples)
    ]
    assert charts
    for chart in charts:
        said = re.sub(
            r"Key stage \d|grade \d|(up|down) [\d.]+ since|95%|\b0, the national|Progress 8|Attainment 8|9-[45]|higher than \d+",
            "",
            chart.alt(),
        )
        data = " ".join(
            [chart.caption, *chart.columns(), *(c for row in chart.rows() for c in row), str(len(chart.rows()))]
        )
        data += f" {len(chart.rows()) - 1}"
        missing = [n for n in re.findall(r"\d+(?:\.\d+)?", said) if n not in re.findall(r"\d+(?:\.\d+)?", data)]
        assert not missing, (chart.id, missing)
        pictures = [p.said for p in chart.panels] if isinstance(chart, SmallMultiples) else [chart.said]
        assert all(0 < len(said) <= 300 for said in pictures)


def test_the_same_pack_gives_the_same_bytes():
    one, two = ([b.html() for b in blocks_of(Booklet(sample_pack.primary()), "primary_booklet")] for _ in range(2))
    assert one == two


def test_charts_are_small():
    shown = blocks_of(Booklet(sample_pack.primary()), "primary_booklet")
    scatters = [b.svg for b in shown if isinstance(b, Chart)]
    panels = [p.picture for b in shown if isinstance(b, SmallMultiples) for p in b.panels]
    assert len(scatters) == 1 and len(panels) == 6
    assert max(map(len, scatters)) < 60_000 and max(map(len, panels)) < 4_000
