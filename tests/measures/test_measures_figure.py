"""One figure: its number and bounds where it has them, and an error that names the figure where it has not."""

import pandas as pd
import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure import typed
from pipeline.measures.figure_index import Fig
from pipeline.measures.published import NotOneRow, from_counts
from pipeline.paths import ROOT
from pipeline.pupils.perpupil import pupil_rule
from tests.pupils.invented_tables import delivery

pytestmark = pytest.mark.rule

MEASURES = read_declared(ROOT / "params").measures


def fig(value, lower, upper, status):
    return Fig("3512001", 2018, "final", "ks2_rwm_exp", "all", None, 300, value, lower, upper, status, "d")


def test_a_shown_figure_has_a_number_and_no_bounds():
    shown = fig(63.5, None, None, "shown")
    assert (shown.number, shown.printable) == (63.5, True)
    with pytest.raises(ValueError, match=r"3512001, ks2_rwm_exp, 2018, all has no bounds: shown"):
        _ = shown.bounds


def test_a_bounded_figure_is_printed_as_a_range():
    bounded = fig(60.5, 60.0, 61.0, "bounded")
    assert (bounded.shown, bounded.printable, bounded.bounds) == (False, True, (60.0, 61.0))


def test_a_suppressed_figure_has_no_number():
    suppressed = fig(None, None, None, "suppressed")
    assert not suppressed.printable
    with pytest.raises(ValueError, match=r"3512001, ks2_rwm_exp, 2018, all has no value: suppressed"):
        _ = suppressed.number


def test_a_figure_without_a_value_is_not_shown_whatever_its_status():
    assert not fig(None, None, None, "shown").shown


def test_the_figure_table_refuses_other_columns():
    with pytest.raises(ValueError, match=r"\['stage'\].*it has place_id"):
        typed(pd.DataFrame({"stage": ["final"]}))


def test_counts_for_areas_must_leave_one_row_for_each_place_and_year():
    """Two rows of one place, year and group: the message names the measure, the rows and the declaration to change."""
    measure = next(m for m in MEASURES.values() if m.counts_of)
    source, spec = next(iter(measure.counts_of.items()))
    group, filters = next(iter(spec.breakdowns.items()))
    numbers = {c: 50.0 for c in (spec.value, spec.numerator, spec.denominator) if c}
    row = filters | numbers | {f"{c}__status": "shown" for c in numbers} | {"results_year": measure.series[-1].start}
    sent = delivery(source, measure.series[-1].start, "final")
    assert len(list(from_counts([row], measure, lambda r: "351", source, sent))) >= 1
    file = f"params/measures/{measure.stage}/{measure.id}.yml"
    with pytest.raises(NotOneRow, match=rf"several rows for 351, \d+ and {group}.*{file}"):
        list(from_counts([row, row], measure, lambda r: "351", source, sent))


def test_a_measure_without_pupils_has_no_rule_for_pupil_records():
    measure = next(m for m in MEASURES.values() if m.pupils is None)
    with pytest.raises(ValueError, match=rf"params/measures/{measure.stage}/{measure.id}.yml has no 'pupils'"):
        pupil_rule(measure)
