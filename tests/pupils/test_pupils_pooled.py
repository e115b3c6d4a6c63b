"""Groups, pooling and releases: what is true of any pupils, and the status where there is no figure."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.places import Register
from pipeline.places.place import Place
from pipeline.validated.holds import Hold
from tests.pupils.invented_tables import DECLARED, delivery, figures, one_authority, records, typed

ONE, TWO, THREE = "9992001", "9992002", "9992003"
FAMILIES = {f: [g for g, x in DECLARED.vocabulary.groups.groups.items() if x.family == f]
            for f in DECLARED.vocabulary.groups.families.values()}  # fmt: skip


def ks1(number, school=ONE, reading="EXS"):
    return {
        "laestab": school,
        "upn": f"P{number:03d}",
        "reading": reading,
        "writing": "EXS",
        "maths": "EXS",
        "science": "EXS",
    }


def ks2(number, school=ONE, reading="AS", score=105, **row):
    base = {"laestab": school, "upn": f"P{number:03d}", "reading": reading, "reading_score": score}
    return base | {"gps": "A", "maths": "A", "writing": "EXS", "science": "EXS"} | row


CODES = st.sampled_from(sorted(DECLARED.scales["ks1_assessment"].codes))
A_PUPIL = st.fixed_dictionaries({
    "school": st.sampled_from([ONE, TWO, THREE]),
    "code": CODES,
    "on_roll": st.booleans(),
    "sex": st.sampled_from(["boy", "girl", None]),
    "disadvantaged": st.sampled_from(["yes", "no", None]),
    "language": st.sampled_from(["english", "other_than_english", "unclassified"]),
    "sen": st.sampled_from(["none", "support", "plan"]),
    "born": st.dates().map(str),
})  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(A_PUPIL, min_size=1, max_size=30))
def test_the_authority_is_the_sum_of_its_schools_and_no_family_holds_more_than_all(pupils):
    rows = [ks1(n, p["school"], p["code"]) for n, p in enumerate(pupils)]
    columns = ("sex", "disadvantaged", "language", "sen", "born")
    roll = [
        {"laestab": p["school"], "upn": f"P{n:03d}"} | {c: p[c] for c in columns}
        for n, p in enumerate(pupils)
        if p["on_roll"]
    ]
    held = records(2018, ks1_pupils=rows) | (records(2018, pupil_roll=roll) if roll else {})
    found = {k: f for k, f in figures(held, one_authority([ONE, TWO, THREE])).items() if k[3] == "ks1_reading_exp"}
    for group in DECLARED.vocabulary.groups.counted:
        parts = [f for k, f in found.items() if k[4] == group and k[0] != "999" and f["status"] == "shown"]
        whole = found.get(("999", 2018, "school", "ks1_reading_exp", group))
        for count in ("numerator", "denominator"):
            assert sum(f[count] for f in parts) == ((whole and whole[count]) or 0)
        if parts:
            assert whole["value"] == 100 * whole["numerator"] / whole["denominator"]
    everyone = found["999", 2018, "school", "ks1_reading_exp", "all"]["denominator"]
    for groups in FAMILIES.values():
        assert sum(f["denominator"] for k, f in found.items() if k[0] == "999" and k[4] in groups) <= everyone
    known = sum(p["on_roll"] and p["code"] != "L" for p in pupils)
    assert sum(f["denominator"] for k, f in found.items() if k[0] == "999" and k[4] in FAMILIES["birth"]) == known


def test_thirty_of_sixty_and_nine_of_ten_are_thirty_nine_of_seventy():
    rows = [ks1(n, ONE, "EXS" if n < 30 else "WTS") for n in range(60)]
    rows += [ks1(100 + n, TWO, "EXS" if n < 9 else "WTS") for n in range(10)]
    found = figures(records(2018, ks1_pupils=rows))["999", 2018, "school", "ks1_reading_exp", "all"]
    assert (found["numerator"], found["denominator"], found["value"]) == (39, 70, 100 * 39 / 70)


def test_a_pupil_who_is_not_on_the_roll_is_in_all_and_in_no_group():
    roll = [{"laestab": ONE, "upn": "P001", "sex": "girl", "born": "2010-09-01"}]
    found = figures(records(2018, ks1_pupils=[ks1(1), ks1(2)], pupil_roll=roll))
    of = {k[4]: f["denominator"] for k, f in found.items() if (k[0], k[3]) == (ONE, "ks1_reading_exp")}
    assert of == {"all": 2, "girls": 1, "autumn_born": 1}


def test_the_roll_of_another_year_gives_no_groups():
    roll = records(2017, pupil_roll=[{"laestab": ONE, "upn": "P001", "sex": "girl", "born": "2010-09-01"}])
    found = figures(records(2018, ks1_pupils=[ks1(1)]) | roll)
    assert {k[4] for k in found if k[1] == 2018} == {"all"}


@pytest.mark.parametrize(
    "born, group",
    [("2010-09-01", "autumn_born"), ("2010-12-31", "autumn_born"), ("2011-01-01", "spring_born"),
     ("2011-04-30", "spring_born"), ("2011-05-01", "summer_born"), ("2011-08-31", "summer_born")],
)  # fmt: skip
def test_terms_of_birth(born, group):
    found = figures(records(2018, ks1_pupils=[ks1(1)], pupil_roll=[{"laestab": ONE, "upn": "P001", "born": born}]))
    assert {k[4] for k in found if k[0] == ONE} == {"all", group}


def test_a_school_of_another_kind_is_not_pooled_and_one_of_another_authority_has_no_figure():
    rows = [ks1(1, ONE), ks1(2, TWO), ks1(3, "8882001")]
    made = one_authority([ONE, TWO])
    unit = Place(TWO, "Unit", "school", school_kind="alternative")
    found = figures(records(2018, ks1_pupils=rows), Register(made.authority, [made["999"], made[ONE], unit]))
    of = {k[0]: f["denominator"] for k, f in found.items() if k[3] == "ks1_reading_exp"}
    assert of == {ONE: 1, TWO: 1, "999": 1}


# Releases


def two_releases(source, rows, year=2018):
    """One delivery a release: {"provisional": [...], "final": [...]}."""
    return {source: [(delivery(source, year, r), typed(source, some, year)) for r, some in rows.items()]}


def stages(found, place, measure="ks2_reading_exp"):
    return {k[2]: f["denominator"] for k, f in found.items() if (k[0], k[3], k[4]) == (place, measure, "all")}


def test_a_pending_result_keeps_a_school_and_its_areas_provisional():
    rows = [ks2(1, ONE), ks2(2, ONE, reading="", score=None), ks2(3, TWO)]
    found = figures(records(2018, "final", ks2_pupils=rows))
    assert stages(found, ONE) == {"provisional": 1}
    assert stages(found, TWO) == {"final": 1}
    assert stages(found, "999") == {"provisional": 2}


@pytest.mark.parametrize("release", ["school", "early"])
def test_a_pending_result_does_not_raise_an_early_release(release):
    found = figures(records(2018, release, ks2_pupils=[ks2(1, reading="", score=None), ks2(2)]))
    assert stages(found, ONE) == {release: 1}


def test_an_area_counts_each_school_once_by_its_latest_release():
    rows = {"provisional": [ks2(1, ONE), ks2(2, ONE), ks2(3, TWO)], "final": [ks2(1, ONE)]}
    found = figures(two_releases("ks2_pupils", rows))
    assert stages(found, ONE) == {"provisional": 2, "final": 1}
    assert stages(found, "999") == {"provisional": 2}


def test_of_two_releases_that_are_both_provisional_the_later_delivery_is_kept():
    rows = {"provisional": [ks2(1), ks2(2), ks2(3)], "final": [ks2(1), ks2(2, reading="", score=None)]}
    assert stages(figures(two_releases("ks2_pupils", rows)), ONE) == {"provisional": 1}


# Statuses where there is no figure


def test_a_measure_nobody_is_in_is_not_applicable_and_has_no_groups():
    roll = [{"laestab": ONE, "upn": "P001", "sex": "girl", "born": "2010-09-01"}]
    found = figures(records(2018, ks1_pupils=[ks1(1, reading="L")], pupil_roll=roll))
    mine = {k[4]: f for k, f in found.items() if (k[0], k[3]) == (ONE, "ks1_reading_exp")}
    assert set(mine) == {"all"}
    assert (mine["all"]["status"], mine["all"]["denominator"], mine["all"]["value"]) == ("not_applicable", 0, None)


def test_a_school_with_pupils_on_roll_and_no_row_has_sent_no_return():
    roll = [
        {"laestab": s, "upn": f"P{n}", "year_group": g}
        for n, (s, g) in enumerate([(ONE, "2"), (TWO, "2"), (THREE, "6")])
    ]
    found = figures(records(2018, "final", ks1_pupils=[ks1(1, ONE)]) | records(2018, pupil_roll=roll))
    gone = {k for k, f in found.items() if f["status"] == "no_return"}
    measures = {m.id for m in DECLARED.measures.values() if m.pupils and m.pupils.source == "ks1_pupils"}
    assert gone == {(TWO, 2018, "final", m, "all") for m in measures}


def held_in(source, school, release="final", year=2018):
    return Hold(source, year, release, school, ("a rule",))


def test_a_held_school_has_the_status_held_and_not_that_of_no_return():
    roll = [{"laestab": s, "upn": f"P{n}", "year_group": "2"} for n, s in enumerate([ONE, TWO])]
    current = records(2018, "final", ks1_pupils=[ks1(1, ONE)]) | records(2018, pupil_roll=roll)
    found = figures(current, None, [held_in("ks1_pupils", TWO)])
    mine = {k[2:]: f["status"] for k, f in found.items() if k[0] == TWO}
    assert mine["final", "ks1_rwm_exp", "all"] == "held"
    assert set(mine.values()) == {"held"}
    assert found["999", 2018, "final", "ks1_rwm_exp", "all"]["denominator"] == 1


def test_held_entries_hold_the_figures_that_depend_on_them():
    pupils = [{"laestab": s, "upn": f"P{n}"} for n, s in enumerate([ONE, TWO])]
    entries = [{"laestab": ONE, "upn": "P0", "entry": 1, "counts_as": "maths", "grade": "5", "points": 5}]
    found = figures(records(2018, "final", ks4_pupils=pupils, ks4_entries=entries), None, [held_in("ks4_entries", TWO)])
    assert found[TWO, 2018, "final", "ks4_attainment8", "all"]["status"] == "held"
    assert found["999", 2018, "final", "ks4_attainment8", "all"]["value"] == 10


def test_a_school_whose_checks_are_held_has_no_figure_by_year_two():
    roll = [{"laestab": s, "upn": f"P{n}", "year_group": "2"} for n, s in enumerate([ONE, TWO])]
    rows = [{"laestab": ONE, "upn": "P0", "year_group": "2", "phonics": "Wa"}]
    last = [{"laestab": ONE, "upn": "P0", "year_group": "1", "phonics": "Wt"}]
    held = records(2018, phonics_pupils=rows, pupil_roll=roll)
    held["phonics_pupils"] = records(2017, phonics_pupils=last)["phonics_pupils"] + held["phonics_pupils"]
    found = figures(held, None, [held_in("phonics_pupils", TWO, "school")])
    assert found[TWO, 2018, "school", "phonics_y2", "all"]["status"] == "held"
    assert found["999", 2018, "school", "phonics_y2", "all"]["denominator"] == 1


def test_nothing_is_calculated_for_a_year_without_assessments():
    assert figures(records(2020, ks1_pupils=[ks1(1)])) == {}


def test_a_figure_names_its_delivery():
    found = figures(records(2018, "final", ks1_pupils=[ks1(1)]))
    assert (
        found[ONE, 2018, "final", "ks1_rwm_exp", "all"]["delivery"]
        == replace(delivery("ks1_pupils", 2018, "final")).fingerprint
    )
