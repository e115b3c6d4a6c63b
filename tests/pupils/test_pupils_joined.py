"""Measures calculated from more than one file: phonics by year 2, progress, and key stage 4 with its entries."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.measures.arithmetic import half_up
from pipeline.measures.frompupils import pupil_figures
from tests.pupils.invented_tables import DECLARED, delivery, figures, one_authority, records, typed

SCHOOL, OTHER = "9992001", "9992002"
UNTIL = "9994001"


def pupil(number, school=SCHOOL, **row):
    return {"laestab": school, "upn": f"P{number:03d}", **row}


def estimates(year, stage, subject, groups, spread):
    """Groups as (from, to, estimate, least or None)."""
    rows = [(year, stage, subject, *g, spread) for g in groups]
    names = ["results_year", "stage", "subject", "prior_from", "prior_to", "estimate", "least", "spread"]
    table = pd.DataFrame(rows, columns=names).astype({"least": "float64"})
    return {"progress_estimates": [(delivery("progress_estimates", None, "final"), table)]}


# Phonics by the end of year 2


def checks(year, *rows):
    return records(year, phonics_pupils=[pupil(n, school, year_group=g, phonics=code) for n, school, g, code in rows])


def both_years(now, before, roll):
    held = checks(2018, *now) | {"pupil_roll": records(2018, pupil_roll=roll)["pupil_roll"]}
    held["phonics_pupils"] = checks(2017, *before)["phonics_pupils"] + held["phonics_pupils"]
    return held


def test_by_the_end_of_year_two_a_pupil_met_in_either_year_and_at_any_school():
    roll = [pupil(n, year_group="2") for n in range(1, 7)] + [pupil(9, year_group="1")]
    before = [(1, OTHER, "1", "Wa"), (2, SCHOOL, "1", "Wt"), (3, SCHOOL, "1", "A"), (5, SCHOOL, "1", "Wa")]
    now = [(2, SCHOOL, "2", "Wa"), (3, SCHOOL, "2", "Wt"), (4, SCHOOL, "2", "L"), (6, SCHOOL, "2", "")]
    found = figures(both_years(now, before, roll))[SCHOOL, 2018, "school", "phonics_y2", "all"]
    # 1 met elsewhere, 2 the second time, 5 the first; 3 did not, 6 has nothing to show; 4 left and is out.
    assert (found["numerator"], found["denominator"], found["value"]) == (3, 5, 60.0)


def test_without_the_check_of_the_year_before_there_is_no_figure_by_year_two():
    held = checks(2018, (1, SCHOOL, "2", "Wa")) | records(2018, pupil_roll=[pupil(1, year_group="2")])
    assert not [key for key in figures(held) if key[3] == "phonics_y2"]


# Progress from key stage 1

GROUPS = [(0, 14.9, 95, None), (15, 15.9, 102.5, None), (16, 30, 106, -10.0)]


def progress(rows, groups=GROUPS, spread=6.17358373):
    held = records(2018, "final", ks2_pupils=[pupil(n, **r) for n, r in enumerate(rows)])
    found = figures(held | estimates(2018, "ks2", "reading", groups, spread))
    return found[SCHOOL, 2018, "final", "ks2_reading_progress", "all"]


def start(code, **row):
    return {"ks1_reading": code, "ks1_writing": code, "ks1_maths": code, "writing": "EXS", "science": "EXS"} | row


def test_progress_is_the_outcome_less_that_of_pupils_who_started_the_same():
    rows = [
        start("2B", reading="AS", reading_score=105),  # +2.5
        start("2C", reading="B", reading_ta="PKF"),  # below the test: 73 for the teacher's code, -22
        start("3", reading="NS", reading_score=85),  # 21 behind, not taken below -10
        start("2B", reading="A"),  # no outcome
        start("A", reading="AS", reading_score=110),  # no prior attainment
    ]
    found = progress(rows)
    assert (found["denominator"], found["status"]) == (3, "shown")
    assert found["value"] == pytest.approx((2.5 - 22 - 10) / 3)


@pytest.mark.parametrize("codes, pupils, value", [(["B", "N"], 2, -10.0), (["B"], 1, 2.5)])
def test_the_two_readings_of_too_few_marks_beside_a_teachers_judgement_are_an_edit(codes, pupils, value):
    """105 is 2.5 ahead. Below the standard, PKF is worth 73: 29.5 behind, not taken below -22.5. It counts, or the pupil is out."""
    measure = DECLARED.measures["ks2_reading_progress"]
    pupils_rule = measure.pupils.model_copy(update={"by_teacher": {"reading_ta": codes}})
    measures = DECLARED.measures | {measure.id: measure.model_copy(update={"pupils": pupils_rule})}
    rows = [start("2B", reading="AS", reading_score=105), start("2B", reading="N", reading_ta="PKF")]
    held = records(2018, "final", ks2_pupils=[pupil(n, **r) for n, r in enumerate(rows)])
    held |= estimates(2018, "ks2", "reading", [(0, 30, 102.5, -22.5)], 6)
    found = {
        (r["measure"], r["place_id"], r["group"]): r
        for r in pupil_figures(replace(DECLARED, measures=measures), one_authority([SCHOOL]), held)
    }["ks2_reading_progress", SCHOOL, "all"]
    assert (found["denominator"], found["value"]) == (pupils, value)


def test_the_interval_of_forty_pupils_is_that_of_the_department():
    """-0.4 with 40 pupils: -2.3 to +1.5."""
    found = progress([start("2B", reading="AS", reading_score=102)] * 32 + [start("2B", reading="AS", reading_score=103)] * 8,
                     [(0, 30, 102.6, None)])  # fmt: skip
    assert found["value"] == -0.4
    assert [str(half_up(found[x], 1)) for x in ("lower", "upper")] == ["-2.3", "1.5"]


@pytest.mark.parametrize("without, status", [(2, "shown"), (3, "low_coverage")])
def test_progress_of_fewer_than_half_the_pupils_is_not_shown(without, status):
    rows = [start("2B", reading="AS", reading_score=105)] * 2 + [start("A", reading="AS", reading_score=110)] * without
    found = progress(rows)
    assert (found["status"], found["denominator"]) == (status, 2)
    assert (found["value"] is None) == (status == "low_coverage")


def test_prior_attainment_counts_mathematics_for_half():
    """((21 + 21) / 2 + 9) / 2 is 15: the second group."""
    row = start("3", reading="AS", reading_score=105) | {"ks1_maths": "1"}
    assert progress([row])["value"] == 2.5


def test_without_estimates_there_is_no_progress_but_every_other_figure():
    found = figures(records(2018, ks2_pupils=[pupil(1, **start("2B", reading="AS", reading_score=105))]))
    assert {k[3] for k in found} >= {"ks2_reading_exp"}
    assert not [k for k in found if k[3].endswith("progress")]


# Key stage 4

WORDS = {"lang": "english_language", "lit": "english_literature", "sci": "science", "com": "combined_science",
         "hum": "humanities", "lan": "language", "other": "other_gcse", "non": "non_gcse"}  # fmt: skip


def ks4(text, average=None, year=2018, more=None):
    """Figures of one pupil with entries like `lang 6, lit 5, maths 7`; further pupils have none."""
    entries = [e.split() for e in text.split(",") if e.strip()]
    rows = [pupil(1, UNTIL, entry=n, counts_as=WORDS.get(kind, kind), grade="PASS" if kind == "non" else points, points=float(points))
            for n, (kind, points) in enumerate(entries, 1)]  # fmt: skip
    pupils = [pupil(1, UNTIL, ks2_average=average), *(more or [])]
    held = records(
        year,
        "final",
        ks4_pupils=pupils,
        ks4_entries=rows or [pupil(99, UNTIL, entry=1, counts_as="maths", grade="1", points=1)],
    )
    held |= estimates(2018, "ks4", "attainment8", [(4, 5.4, 50.0, -3.0), (5.5, 6, 62.5, -3.0)], 1.2)
    found = figures(held)
    return {k[3]: f for k, f in found.items() if k[0] == UNTIL and k[4] == "all"}


def attainment8(text):
    return ks4(text)["ks4_attainment8"]["value"]


@pytest.mark.parametrize(
    "entries, points",
    [
        ("lang 6, lit 5, maths 7, com 6, com 6, hum 5, lan 4, other 8, other 7, non 3", 12 + 14 + 17 + 8 + 7 + 5),
        ("lang 6, maths 7", 6 + 14),  # only one English: it counts once
        ("lang 5, lit 6, maths 1", 12 + 2 + 5),  # the lower English fills an open slot
        ("sci 9, sci 8, sci 7, sci 6, hum 5, lan 4", 24 + 15),  # EBacc awards that are left fill the open slots
        ("non 8, non 7, non 6, non 5", 21),  # no more than three other qualifications
        ("", 0),
    ],
)
def test_attainment_8_fills_its_slots(entries, points):
    assert attainment8(entries) == points


def test_pupils_without_entries_are_in_every_mean():
    found = ks4("lang 6, lit 5, maths 7", more=[pupil(2, UNTIL)])
    assert (found["ks4_attainment8"]["denominator"], found["ks4_attainment8"]["value"]) == (2, (12 + 14 + 5) / 2)
    assert (found["ks4_basics_95"]["numerator"], found["ks4_basics_95"]["denominator"]) == (1, 2)


def test_a_discounted_pupil_is_out():
    assert ks4("maths 7", more=[pupil(2, UNTIL, discounted="yes")])["ks4_attainment8"]["denominator"] == 1


@pytest.mark.parametrize(
    "entries, standard, strong",
    [("lang 3, lit 5, maths 5", 1, 1), ("lit 4, maths 5", 1, 0), ("lang 9, maths 3", 0, 0), ("maths 9", 0, 0)],
)
def test_the_basics_are_either_english_and_mathematics(entries, standard, strong):
    found = ks4(entries)
    assert (found["ks4_basics_94"]["numerator"], found["ks4_basics_95"]["numerator"]) == (standard, strong)


@pytest.mark.parametrize(
    "entries, entered, standard, strong",
    [
        ("lang 5, lit 5, maths 5, com 5, com 5, hum 5, lan 5", 1, 1, 1),
        ("lang 5, lit 1, maths 5, com 5, com 4, hum 5, lan 5", 1, 1, 0),
        ("lang 5, lit 5, maths 5, sci 5, sci 5, sci 1, hum 5, lan 5", 1, 1, 1),  # two of three sciences
        ("lang 5, lit 5, maths 5, sci 5, sci 5, hum 5, lan 5", 0, 0, 0),  # two sciences are no entry
        ("lang 5, maths 5, com 5, com 5, hum 5, lan 5", 0, 0, 0),  # one English is no entry
        ("lang 5, lit 5, maths 5, com 5, com 5, hum 5", 0, 0, 0),
    ],
)
def test_the_english_baccalaureate(entries, entered, standard, strong):
    found = ks4(entries)
    assert [found[f"ks4_ebacc_{m}"]["numerator"] for m in ("entry", "94", "95")] == [entered, standard, strong]


@pytest.mark.parametrize(
    "entries, points",
    [
        ("lang 6, lit 7, maths 5, com 4, com 4, hum 3, hum 6, lan 2", 7 + 5 + 8 + 6 + 2),
        ("maths 5, sci 9", 5 + 9),  # one science alone fills one slot
        ("com 4, com 4, sci 9, sci 3", 12),  # the better of the two ways
    ],
)
def test_ebacc_points_are_a_sixth_of_six_slots(entries, points):
    assert ks4(entries)["ks4_ebacc_aps"]["value"] == points / 6


def test_progress_8_is_a_tenth_of_the_difference_and_is_limited():
    full = "lang 6, lit 5, maths 7, com 6, com 6, hum 5, lan 4, other 8, other 7, non 3"
    assert ks4(full, average=5.5)["ks4_progress8"]["value"] == 0.05  # 63 against 62.5
    assert ks4("maths 1", average=5.5)["ks4_progress8"]["value"] == -3.0
    assert ks4(full)["ks4_progress8"]["status"] == "not_applicable"
    assert ks4(full, average=5.5, more=[pupil(2, UNTIL), pupil(3, UNTIL)])["ks4_progress8"]["status"] == "low_coverage"


def test_without_any_entries_of_the_year_nobody_scores_0():
    assert figures(records(2018, ks4_pupils=[pupil(1, UNTIL)])) == {}


def test_entries_are_those_of_the_release_or_else_of_the_latest():
    """A school sends its list of pupils again; its entries are those last delivered."""
    held = {"ks4_pupils": [(delivery("ks4_pupils", 2018, "school"), typed("ks4_pupils", [pupil(1, UNTIL)], 2018))]}
    for release, points in (("provisional", 3), ("final", 4)):
        rows = [pupil(1, UNTIL, entry=1, counts_as="maths", grade=str(points), points=points)]
        held.setdefault("ks4_entries", []).append(
            (delivery("ks4_entries", 2018, release), typed("ks4_entries", rows, 2018))
        )
    assert figures(held)[UNTIL, 2018, "school", "ks4_attainment8", "all"]["value"] == 8
