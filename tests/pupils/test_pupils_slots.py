"""The slots of Attainment 8 and Progress 8, year by year: what fills each, and what a reform in params changes."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.declared.measure_checks import check_measures
from pipeline.declared.measures import ComparableYears, Slot
from pipeline.declared.strict import Problems
from pipeline.measures.figure_index import Fig
from pipeline.measures.frompupils import pupil_figures
from pipeline.measures.judge import JudgementRules, change
from pipeline.pupils.awards import Awards, slot_points
from tests.pupils.invented_tables import DECLARED, one_authority, records
from tests.recomputed import ks4

A8, P8 = "ks4_attainment8", "ks4_progress8"
YEARS = [2016, 2018, 2019, 2022, 2023, 2025]
CODES = DECLARED.sources["ks4_entries"].columns["counts_as"].codes  # ENGLANG -> english_language
# A reform that nobody has announced: science counts twice, two languages or humanities, two of anything, six slots weighing eight.
REFORMED = [
    Slot(name="English", of=["english_language", "english_literature"]),
    Slot(name="Mathematics", of=["maths"], times=2),
    Slot(name="Science", of=["science", "combined_science"], times=2),
    Slot(name="Breadth", best=2, of=["humanities", "language"]),
    Slot(name="Open", of=["science", "combined_science", "humanities", "language", "other_gcse", "non_gcse"]),
]
BEGUN = 2027
BECAUSE = "Slots were reformed."


def points(entries, year, measure=DECLARED.measures[A8]):
    """Of one pupil with these (kind, points)."""
    kinds = np.array([kind for kind, _ in entries], dtype=object)
    tenths = np.array([round(10 * p) for _, p in entries], dtype=np.int64)
    who = np.zeros(len(entries), dtype=np.int64)
    awards = Awards(1, who, kinds, tenths, 10, None, np.arange(len(entries)))
    return slot_points(awards, measure.pupils.slots_in(year))[0] / 10


LANG, LIT, MATHS = ("english_language", 5), ("english_literature", 6), ("maths", 7)
WORKED = {
    "nothing": ([], 0),
    "English, the better of two, twice; the other fills an open slot": ([LANG, LIT], 2 * 6 + 5),
    "English, only one taken, once": ([LANG], 5),
    "English, the other taken and ungraded, twice": ([LANG, ("english_literature", 0)], 2 * 5),
    "mathematics, twice": ([MATHS], 14),
    "EBacc, four of them: three, and one open": ([("science", 9), ("humanities", 1), ("language", 2), ("science", 8)], 20),
    "EBacc, seven of them: three, three open, and one for nothing": ([("science", 2)] * 7, 12),
    "combined science, two awards": ([("combined_science", 5), ("combined_science", 4)], 9),
    "open, the best three of five": ([("other_gcse", p) for p in (1, 2, 3, 4)] + [("non_gcse", 8.5)], 8.5 + 4 + 3),
    "open, no more than three that are no GCSE": ([("non_gcse", 4)] * 5, 12),
    "everything": (
        [LANG, LIT, MATHS, *[("combined_science", p) for p in (5, 4)], ("humanities", 6), ("language", 4), ("other_gcse", 8),
         ("non_gcse", 5.5)],
        12 + 14 + 15 + 18.5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("entries, total", WORKED.values(), ids=WORKED)
def test_each_slot_of_today_by_year(entries, total, year):
    assert points(entries, year) == total


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([c for c in CODES if c not in ("ENGLANG", "ENGLIT", "MAT")]), st.integers(0, 18)), max_size=14),
       st.sets(st.sampled_from(["ENGLANG", "ENGLIT", "MAT"])), st.integers(0, 18))  # fmt: skip
def test_the_slots_declared_are_those_worked_out_apart(entries, once, half_points):
    """Any entries, with English and mathematics at most once each, against the recomputation's own arithmetic."""
    entries = [*entries, *((code, half_points) for code in sorted(once))]
    rows = [{"UPN": "p", "COUNTSAS": c, "GRADE": "5", "POINTS": str(n / 2)} for c, n in entries]
    pupil = ks4.with_entries({"s": [{"UPN": "p"}]}, rows)["s"][0]
    assert Fraction(points([(CODES[c], n / 2) for c, n in entries], 2024)) == ks4.attainment8(pupil)


# What a reform would be: an edit of params


def reformed(**changed):
    """The declared measures with other slots from 2027, and a series that begins there."""
    out = dict(DECLARED.measures)
    for name in (A8, P8):
        m = out[name]
        series = [s.model_copy(update={"end": s.end or BEGUN - 1}) for s in m.series]
        series.append(ComparableYears.model_validate({"from": BEGUN, "because": BECAUSE}))
        pupils = m.pupils.model_copy(update={"slots": {**m.pupils.slots, BEGUN: REFORMED}})
        out[name] = m.model_copy(update={"series": series, "pupils": pupils} | changed.get(name, {}))
    return out


def test_a_reform_counts_from_its_first_year_and_not_before():
    entries = [LANG, LIT, MATHS, ("science", 9), ("science", 8), ("humanities", 4), ("language", 3), ("non_gcse", 8.5)]
    measure = reformed()[A8]
    assert points(entries, BEGUN - 1, measure) == points(entries, 2025) == 12 + 14 + (9 + 8 + 4) + (8.5 + 5 + 3)
    assert points(entries, BEGUN, measure) == 6 + 14 + 18 + (4 + 3) + 8.5
    assert points(entries, BEGUN + 3, measure) == points(entries, BEGUN, measure)


@pytest.mark.parametrize("year, score, progress", [(2024, 14.0, -0.1), (BEGUN, 14.0, -0.125)])
def test_progress_is_divided_by_the_slots_of_its_year(year, score, progress):
    """One pupil with 7 in mathematics has 14 points; nationally 15. There are ten slots today, and eight in the reform."""
    names = ("results_year", "stage", "subject", "prior_from", "prior_to", "estimate", "least", "spread")
    estimate = dict(zip(names, (year, "ks4", "attainment8", 100, 110, 15, -9, 1), strict=True))
    who = {"laestab": "9994001", "upn": "P1"}
    held = records(
        year,
        "final",
        ks4_pupils=[who | {"ks2_average": 104.0}],
        ks4_entries=[who | {"entry": 1, "counts_as": "maths", "grade": "7", "points": 7.0}],
        progress_estimates=[estimate],
    )
    declared = replace(DECLARED, measures=reformed())
    rows = pupil_figures(declared, one_authority(["9994001"]), held)
    found = {r["measure"]: r["value"] for r in rows if r["place_id"] == "9994001" and r["group"] == "all"}
    assert (found[A8], found[P8]) == (score, progress)


def test_no_arrow_across_the_reform_and_the_reason_is_given():
    def fig(year, value):
        return Fig("9994001", year, "final", A8, "all", None, 100, value, None, None, "shown", "d")

    rules = JudgementRules(
        DECLARED.policy.rag, DECLARED.policy.arrows, DECLARED.vocabulary.releases, DECLARED.vocabulary.groups
    )
    measure = reformed()[A8]
    assert change(fig(BEGUN, 60.0), fig(BEGUN - 1, 48.0), measure, rules).reason == BECAUSE
    assert change(fig(BEGUN + 1, 62.0), fig(BEGUN, 60.0), measure, rules).way == "up"


def problems_of(measures):
    problems = Problems()
    check_measures(measures, DECLARED.policy, DECLARED.vocabulary.groups, DECLARED.sources, DECLARED.scales, problems)
    return [p for p in problems if A8 in p or P8 in p]


def with_slots(slots, name=A8):
    pupils = DECLARED.measures[name].pupils.model_copy(update={"slots": slots})
    return {name: DECLARED.measures[name].model_copy(update={"pupils": pupils})}


NOW = DECLARED.measures[A8].pupils.slots[2016]


def test_todays_slots_and_a_reform_with_its_break_are_right():
    assert problems_of(DECLARED.measures) == problems_of(reformed()) == []


@pytest.mark.parametrize(
    "slots, said",
    [
        ({2016: NOW, BEGUN: REFORMED}, "end the series before with `to: 2026`, and add {from: 2027, because: ...}"),
        ({2016: [Slot(name="Mathematics", of=["mathss"])]}, "Did you mean 'maths'?"),
        ({2016: [*NOW, Slot(name="Twelfth", best=2, of=["maths"])]}, "a pupil can score 108, and per_pupil says 90 at most"),
        ({2018: NOW}, "give the slots from 2016 on"),
        ({}, "give the slots from 2016 on"),
    ],
)  # fmt: skip
def test_slots_that_cannot_stand_are_said(slots, said):
    (problem,) = problems_of(DECLARED.measures | with_slots(slots))
    assert said in problem


@pytest.mark.parametrize("held", [{}, {BEGUN: "No examinations."}])
def test_a_series_that_goes_on_across_other_slots_is_said_even_where_their_first_year_has_no_figures(held):
    measures = DECLARED.measures | with_slots({2016: NOW, BEGUN: REFORMED})
    measures[A8] = measures[A8].model_copy(update={"not_held": held})
    (problem,) = problems_of(measures)
    assert "other slots count from 2027" in problem


def test_progress_needs_its_own_break_where_the_slots_it_takes_change():
    measures = reformed()
    measures[P8] = measures[P8].model_copy(update={"series": [ComparableYears.model_validate({"from": 2016})]})
    (problem,) = problems_of(measures)
    assert problem.startswith("measures/ks4/ks4_progress8.yml: series: other slots count from 2027")
