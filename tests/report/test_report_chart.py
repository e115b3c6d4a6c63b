"""Charts: no line across a break or a gap, words that equal the data, small files, the same bytes each time."""

import re

import pytest

from pipeline.report.booklet import Booklet
from pipeline.report.charts.canvas import Chart, inked
from pipeline.report.charts.gaps import Pair, draw_gaps
from pipeline.report.charts.trend import TrendLine, draw_trend
from pipeline.report.sparkline import segments, sparkline
from tests.report import sample_pack
from tests.report.gather import blocks_of


def lines(figure) -> list[tuple[float, ...]]:
    """The years each drawn line joins; guide lines and keys apart."""
    drawn = [x for x in figure.axes[0].lines if x.get_gid() is None or x.get_gid() not in ("key", "break")]
    return [tuple(x.get_xdata()) for x in drawn]


def test_a_run_is_cut_at_a_missing_value_a_missing_year_and_a_break():
    points = [(2016, 1.0), (2017, None), (2018, 3.0), (2019, 4.0), (2022, 5.0), (2023, 6.0)]
    assert segments(points, set()) == [[(2016, 1.0)], [(2018, 3.0), (2019, 4.0)], [(2022, 5.0), (2023, 6.0)]]
    assert segments([(2017, 1.0), (2018, 2.0)], {2018}) == [[(2017, 1.0)], [(2018, 2.0)]]


def test_a_trend_never_draws_across_a_break():
    ours = TrendLine("School", "subject", ((2016, 40.0), (2017, 44.0), (2018, 50.0), (2019, 51.0)))
    assert lines(draw_trend([ours], {2018}, True, 0)) == [(2016, 2017), (2018, 2019)]


def test_a_trend_marks_the_break_it_does_not_cross():
    ours = TrendLine("School", "subject", ((2017, 44.0), (2018, 50.0)))
    axes = draw_trend([ours], {2018}, True, 0).axes[0]
    assert [x.get_xdata()[0] for x in axes.lines if x.get_gid() == "break"] == [2017.5]
    assert "new series" in [t.get_text() for t in axes.texts]


def test_a_trend_never_draws_over_years_without_tests():
    ours = TrendLine("School", "subject", ((2019, 65.0), (2022, 59.0), (2023, 60.0)))
    assert lines(draw_trend([ours], set(), True, 0)) == [(2019,), (2022, 2023)]


def test_a_dollar_sign_in_a_name_is_printed_as_it_is():
    ours = TrendLine("A $chool of $1", "subject", ((2017, 44.0), (2018, 50.0)))
    figure = draw_trend([ours], set(), True, 0)
    figure.canvas.draw()
    texts = figure.axes[0].texts
    assert texts
    assert all(not t.get_parse_math() for t in texts)


@pytest.mark.parametrize("label", ["Summer-born / autumn-born", "Disadvantaged / other", "mmmmmmmmmmmmmmmmmmmmmmmm"])
def test_no_letter_of_a_gaps_label_is_cut_off(label):
    """The wide letters of "Summer-born / autumn-born" once ran over the left edge of the picture."""
    figure = draw_gaps([Pair(label, 60.0, 82.0, "60%", "82%")], True)
    inked(figure, "c")
    assert figure.axes[0].get_yticklabels()[0].get_window_extent().x0 >= 0


def test_a_sparkline_needs_two_known_years():
    assert sparkline([(2017, None), (2018, 4.0)], set()) == ""
    assert sparkline([(2017, 3.0), (2018, 4.0)], set()).count("<polyline") == 1
    assert sparkline([(2017, 3.0), (2018, 4.0)], {2018}).count("<polyline") == 0


# The tiny school has too few pupils for any chart.
@pytest.mark.parametrize("name", [name for name in sample_pack.ALL if name != "tiny"])
def test_every_number_in_a_charts_words_is_in_its_data(name):
    charts = [
        b for b in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name]) if isinstance(b, Chart)
    ]
    assert charts
    for chart in charts:
        said = re.sub(r"95%|\b0, the national|Progress 8|Attainment 8|9-[45]|higher than \d+", "", chart.alt())
        data = " ".join(
            [chart.caption, *chart.columns(), *(c for row in chart.rows() for c in row), str(len(chart.rows()))]
        )
        data += f" {len(chart.rows()) - 1}"
        missing = [n for n in re.findall(r"\d+(?:\.\d+)?", said) if n not in re.findall(r"\d+(?:\.\d+)?", data)]
        assert not missing, (chart.id, missing)
        assert 0 < len(chart.alt()) <= 300


def test_the_same_pack_gives_the_same_bytes():
    one, two = ([b.html() for b in blocks_of(Booklet(sample_pack.primary()), "primary_booklet")] for _ in range(2))
    assert one == two


def test_charts_are_small():
    charts = [b for b in blocks_of(Booklet(sample_pack.primary()), "primary_booklet") if isinstance(b, Chart)]
    assert len(charts) == 5
    assert max(len(c.svg) for c in charts) < 60_000
