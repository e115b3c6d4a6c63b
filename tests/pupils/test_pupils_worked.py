"""Small schools worked by hand, stage by stage: the figure a headteacher would get with a pencil."""

import pytest

from pipeline.measures.arithmetic import half_up
from tests.pupils.invented_tables import figures, records

SCHOOL = "9992001"
GOALS = [f"g{n:02d}" for n in range(1, 18)]


def pupils(rows, **same):
    """Each row as a pupil of one school, numbered."""
    return [{"laestab": SCHOOL, "upn": f"P{n:03d}", **same, **row} for n, row in enumerate(rows)]


def shown(source, rows, year, **more):
    """measure -> (numerator, denominator, value) of all pupils of the school; more sources by name."""
    found = figures(records(year, **{source: rows}, **more))
    return {
        measure: (f["numerator"], f["denominator"], f["value"])
        for (place, y, _, measure, group), f in found.items()
        if (place, y, group) == (SCHOOL, year, "all")
    }


def profile(text):
    return dict(zip(GOALS, text, strict=True))


def test_early_years_to_2019():
    """Four children have a result in every goal. The second has a good level of development though one art goal is emerging."""
    rows = [profile(t) for t in ("2" * 17, "2" * 12 + "12222", "1" + "2" * 16, "3" * 17, "A" + "2" * 16)]
    found = shown("eyfs_pupils", pupils(rows), 2018)
    assert found["eyfs_gld"] == (3, 4, 75.0)
    assert found["eyfs_all_goals"] == (2, 4, 50.0)
    assert found["eyfs_points_mean"] == (None, 4, (34 + 33 + 33 + 51) / 4)
    assert found["eyfs_communication"] == (3, 4, 75.0)  # the third child, by goal 1
    assert found["eyfs_world"] == (3, 4, 75.0)  # the second child, by goal 13
    assert found["eyfs_arts"] == (4, 4, 100.0)
    assert "eyfs_goals_mean" not in found


def test_early_years_from_2022_has_other_goals_in_its_areas_and_no_points():
    rows = [profile("2" * 17), profile("22" + "1" + "2" * 14), profile("N" + "2" * 16)]
    found = shown("eyfs_pupils", pupils(rows), 2023)
    assert found["eyfs_gld"] == (1, 2, 50.0)
    assert found["eyfs_communication"] == (2, 2, 100.0)  # goal 3 is self-regulation now
    assert found["eyfs_personal"] == (1, 2, 50.0)
    assert found["eyfs_goals_mean"] == (None, 2, 16.5)
    assert "eyfs_points_mean" not in found
    assert "eyfs_lowest_gap" not in found


def test_the_lowest_fifth_of_six_children_is_two_of_them():
    """Totals 17, 27, 33, 35, 40, 51: the middle is 34, the lowest two have 22 on average, 35.3% less."""
    totals = (17, 27, 33, 35, 40, 51)
    rows = [profile("3" * ((t - 17) // 2) + "2" * ((t - 17) % 2) + "1" * (17 - (t - 16) // 2)) for t in totals]
    gap = shown("eyfs_pupils", pupils(rows), 2018)["eyfs_lowest_gap"]
    assert gap[:2] == (None, 6)
    assert gap[2] == pytest.approx(100 * (34 - 22) / 34)
    assert str(half_up(gap[2], 1)) == "35.3"


def test_phonics_in_year_one():
    """31 words are not enough and 32 are; the absent pupil is in, the one who left is out, the year 2 pupil elsewhere."""
    rows = [
        {"phonics": "Wt", "mark": 31, "year_group": "1"},
        {"phonics": "Wa", "mark": 32, "year_group": "1"},
        {"phonics": "A", "year_group": "1"},
        {"phonics": "L", "year_group": "1"},
        {"phonics": "Wa", "mark": 40, "year_group": "2"},
    ]
    found = shown("phonics_pupils", pupils(rows), 2018)
    assert found["phonics_y1"] == (1, 3, 100 / 3)
    assert found["phonics_mark"] == (None, 2, 31.5)


def test_key_stage_1():
    rows = [
        {"reading": "GDS", "writing": "EXS", "maths": "EXS", "science": "EXS"},
        {"reading": "EXS", "writing": "WTS", "maths": "EXS", "science": "HNM"},
        {"reading": "A", "writing": "D", "maths": "EXS", "science": "EXS"},
        {"reading": "L", "writing": "L", "maths": "L", "science": "L"},
    ]
    found = shown("ks1_pupils", pupils(rows), 2018)
    assert found["ks1_reading_exp"] == (2, 3, 200 / 3)
    assert found["ks1_reading_high"] == (1, 3, 100 / 3)
    assert found["ks1_writing_exp"] == (1, 3, 100 / 3)
    assert found["ks1_science_exp"] == (2, 3, 200 / 3)
    assert found["ks1_rwm_exp"] == (1, 3, 100 / 3)


def test_key_stage_1_is_no_figure_once_it_is_optional():
    assert (
        shown("ks1_pupils", pupils([{"reading": "EXS", "writing": "EXS", "maths": "EXS", "science": "EXS"}]), 2024)
        == {}
    )


def test_multiplication_check():
    """Two took it, one with full marks; the absent pupil is in the denominator and not in the average; one left."""
    rows = [{"mtc": "", "mark": 25}, {"mtc": "", "mark": 14}, {"mtc": "A"}, {"mtc": "L"}]
    found = shown("mtc_pupils", pupils(rows), 2023)
    assert found["mtc_full"] == (1, 3, 100 / 3)
    assert found["mtc_mean"] == (None, 2, 19.5)
    assert found["mtc_not_taken"] == (1, 3, 100 / 3)


def ks2(reading, maths, writing, **more):
    """A pupil by reading and mathematics, each a score or a code, and writing."""
    row = {"writing": writing, "science": "EXS", "gps": "A", **more}
    for subject, got in (("reading", reading), ("maths", maths)):
        row[subject] = got if isinstance(got, str) else "AS" if got >= 100 else "NS"
        row |= {} if isinstance(got, str) else {f"{subject}_score": got}
    return row


def test_key_stage_2():
    rows = [
        ks2(100, 99, "GDS"),  # not met together; both scores are in the averages
        ks2("A", 110, "GDS"),  # not met, in the denominator, and no part of the reading average
        ks2(110, 110, "GDS"),  # the higher standard in all three
        ks2(100, 100, "EXS"),
        ks2("M", 105, "EXS"),  # a lost script: out of reading and of all three together
        ks2(105, 105, "L"),  # left: out of writing and of all three together
        ks2(120, 120, "GDS", discounted="yes"),  # out of everything
    ]
    found = shown("ks2_pupils", pupils(rows), 2018)
    assert found["ks2_rwm_exp"] == (2, 4, 50.0)
    assert found["ks2_rwm_high"] == (1, 4, 25.0)
    assert found["ks2_reading_exp"] == (4, 5, 80.0)
    assert found["ks2_reading_score"] == (None, 4, (100 + 110 + 100 + 105) / 4)
    assert found["ks2_maths_score"] == (None, 6, (99 + 110 + 110 + 100 + 105 + 105) / 6)
    assert found["ks2_writing_high"] == (3, 5, 60.0)
    assert found["ks2_gps_score"] == (None, 0, None)


def test_the_best_known_vectors_print_as_they_should():
    for met, cohort, printed in ((49, 90, "54"), (1, 8, "13"), (3, 8, "38"), (5, 8, "63")):
        rows = [ks2(100 if n < met else 99, 100, "EXS") for n in range(cohort)]
        assert str(half_up(shown("ks2_pupils", pupils(rows), 2018)["ks2_rwm_exp"][2])) == printed


def test_teacher_assessment_between_the_stages():
    rows = [
        {"collection": "end_of_year", "year_group": "3", "reading": "EXS", "writing": "WTS", "maths": "L"},
        {"collection": "end_of_year", "year_group": "3", "reading": "A", "writing": "EXS", "maths": "GDS"},
        {"collection": "on_entry", "year_group": "N2", "reading": "EXS", "writing": "EXS", "maths": "EXS"},
        {"collection": "on_entry", "year_group": "N2", "reading": "EXS", "writing": "", "maths": "EXS"},
        {"collection": "prediction", "year_group": "6", "reading": "EXS", "writing": "EXS", "maths": "GDS"},
    ]
    assert shown("tracked_pupils", pupils(rows), 2018) == {
        "tracked_y3_reading": (1, 2, 50.0),
        "tracked_y3_writing": (1, 2, 50.0),
        "tracked_y3_maths": (1, 1, 100.0),
        "tracked_nursery_entry": (1, 1, 100.0),
        "tracked_predicted_rwm": (1, 1, 100.0),
    }
