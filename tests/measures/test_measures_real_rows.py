"""The arithmetic checked against published files: an authority's row recalculated from its schools' rows."""

from collections import Counter

import pytest

from pipeline.declared import read_declared
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.paths import ROOT
from pipeline.validated.clean_tables import tables

pytestmark = pytest.mark.rule

MEASURES = read_declared(ROOT / "params").measures
HEADLINES = [m for m in MEASURES.values() if m.stage == "ks2" and m.unit == "percent"]


@pytest.mark.parametrize("year, printed", [(2016, 55), (2017, 63), (2018, 64)])
def test_all_bury_pupils_together_give_the_authoritys_published_figure(bury_run, year, printed):
    fig = bury_run.figures.get("351", year, "ks2_rwm_exp")
    assert half_up(fig.value) == printed
    assert fig.denominator > 2200


@pytest.mark.parametrize("measure", ["ks2_reading_exp", "ks2_maths_exp", "ks2_gps_exp"])
@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_bury_subjects_pool_to_the_published_figure_with_their_pupils(bury_run, measure, year):
    """A pooled figure is kept only where it prints as the published one, so pupils beside it prove the agreement."""
    assert bury_run.figures.get("351", year, measure).denominator > 2200


@pytest.fixture(scope="session")
def hampshire_rows(hampshire):
    """Results year -> the published rows of that year; read once, and not changed by any test."""
    return {delivery.results_year: table for delivery, table in tables(hampshire, "ks2_performance")}


def bounds(schools, column, out_of):
    """The fewest and most pupils behind the schools' printed percentages, and all their pupils; those of suppressed schools separately."""
    low = high = pupils = hidden = 0
    for row in schools.to_dict("records"):
        cohort = row[out_of]
        if cohort != cohort or not cohort:
            continue
        if row[f"{column}__status"] != "shown":
            hidden += int(cohort)
            continue
        few, many = counts_behind(float(row[column]), int(cohort)) or elsewhere(float(row[column]), cohort)
        low, high, pupils = low + few, high + many, pupils + int(cohort)
    return low, high, pupils, hidden


def elsewhere(percent, cohort):
    """A percentage no count of this cohort gives: a missing script is out of one subject's cohort, so bounds are real numbers."""
    return exact(percent - 0.5) * int(cohort) / 100, exact(percent + 0.5) * int(cohort) / 100


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_every_headline_of_hampshires_row_can_be_calculated_from_its_schools(hampshire_rows, year):
    """Schools and special schools, weighted by pupils; the few suppressed pupils may have met or not, so they widen the bounds."""
    table = hampshire_rows[year]
    schools, (authority,) = (
        table[table["row_kind"].isin(["school", "special"])],
        table[table["row_kind"] == "authority"].to_dict("records"),
    )
    tally, apart = Counter(), []
    for measure in HEADLINES:
        spec = measure.tables["ks2_performance"]
        if spec.column not in table or authority[f"{spec.column}__status"] != "shown":
            continue
        low, high, pupils, hidden = bounds(schools, spec.column, spec.out_of)
        total = pupils + hidden
        least, most = half_up(exact(100 * low) / total), half_up(exact(100 * (high + hidden)) / total)
        agrees = least <= authority[spec.column] <= most
        tally["agree" if agrees else "apart"] += 1
        if not agrees:
            apart.append((measure.id, int(authority[spec.column]), int(least), int(most)))
    assert tally["agree"] >= 9
    assert apart == []


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_hampshires_cohort_is_the_sum_of_its_schools_cohorts(hampshire_rows, year):
    table = hampshire_rows[year]
    schools = table[table["row_kind"].isin(["school", "special"])]
    authority = table[table["row_kind"] == "authority"].iloc[0]
    assert schools["eligible"].sum() == authority["eligible"]


MEANS = [
    *((f"{s}_average", None, 0.5) for s in ("reading", "gps", "maths")),
    *((f"{s}_progress", f"{s}_coverage", 0.05) for s in ("reading", "writing", "maths")),
]


@pytest.mark.parametrize("year", [2017, 2018, 2019])
@pytest.mark.parametrize("column, coverage, half_a_unit", MEANS)
def test_hampshires_scores_and_progress_are_its_schools_weighted_by_pupils(
    hampshire_rows, year, column, coverage, half_a_unit
):
    """Eligible pupils (for progress, those covered) are the weights; schools' own rounding may add a hundredth."""
    table = hampshire_rows[year]
    schools = table[table["row_kind"].isin(["school", "special"]) & (table[f"{column}__status"] == "shown")]
    pupils = schools["eligible"].astype(float)
    if coverage:
        pupils = pupils * schools[coverage].astype(float) / 100
    weighted = (schools[column].astype(float) * pupils).sum() / pupils.sum()
    published = table.loc[table["row_kind"] == "authority", column].iloc[0]
    assert abs(weighted - published) <= half_a_unit + 0.01
