"""A pack holds one place's figures as they may be printed, and nothing its reader may not know."""

import pytest

from pipeline.errors import NoSuchPlace, NoSuchPublication, NothingToPrint
from pipeline.packs.compose import compose
from pipeline.packs.pack import Pack
from pipeline.packs.plan import prepare
from pipeline.packs.released import open_run_context

SCHOOL, CLUSTER = "3512019", "351-primary-c"


@pytest.fixture(scope="session")
def pack_of(bury):
    run = open_run_context(bury)

    def composed(publication, place, year=2018):
        return compose(run.declared.publications[publication], run.register.find(place), year, run)

    return composed


@pytest.fixture(scope="session")
def school(pack_of):
    return pack_of("primary-booklet", SCHOOL)


def figure(pack, place, year, measure, group="all"):
    return next(f for f in pack.figures if (f.place, f.year, f.measure, f.group) == (place, year, measure, group))


def card(pack, measure):
    return next(m for m in pack.measures if m.id == measure)


def test_a_schools_figures_are_those_published_with_their_pupils(school):
    """The Department printed 63, 79 and 81% of 30, 19 and 21 pupils."""
    printed = [figure(school, SCHOOL, y, "ks2_rwm_exp") for y in (2016, 2017, 2018)]
    assert [(f.text, f.pupils, f.one_pupil) for f in printed] == [
        ("63%", 30, "3.3 points"), ("79%", 19, "5.3 points"), ("81%", 21, "4.8 points"),
    ]  # fmt: skip


def test_a_school_stands_beside_its_comparators_in_declared_order(school):
    assert [(p.id, p.role) for p in school.places] == [
        ("england", "comparator"), ("north-west", "comparator"), ("351", "comparator"), (CLUSTER, "comparator"),
    ]  # fmt: skip


def test_a_pack_names_no_other_school(school):
    known = {SCHOOL, *(p.id for p in school.places if p.role == "comparator")}
    assert {f.place for f in school.figures} <= known
    assert {j.place for j in school.judgements} <= known


def test_years_without_an_assessment_are_gaps_with_their_reason(pack_of):
    rwm = card(pack_of("authority-booklet", "351", 2025), "ks2_rwm_exp")
    assert rwm.years == (2019, 2022, 2023, 2024, 2025)
    assert set(rwm.gaps) == {"2020", "2021"}
    assert "pandemic" in rwm.gaps["2020"]


def test_a_new_series_inside_the_years_shown_is_a_break_and_draws_no_arrow(school):
    assert "framework" in card(school, "ks2_rwm_exp").breaks["2018"]
    judged = next(j for j in school.judgements if (j.place, j.measure, j.group) == (SCHOOL, "ks2_rwm_exp", "all"))
    assert (judged.arrow, judged.change) == ("", "")
    assert "framework" in judged.change_reason


def test_an_interval_is_published_estimated_or_absent_and_says_so(school):
    """2016's progress has neither; 2018's is 1.96 national standard deviations over the root of the pupils."""
    assert figure(school, SCHOOL, 2016, "ks2_reading_progress").interval == ""
    now = figure(school, SCHOOL, 2018, "ks2_reading_progress")
    assert (now.text, now.lower, now.upper, now.interval, now.band) == ("+1.7", -0.9, 4.3, "estimated", "average")


def test_a_cluster_holds_its_members_and_its_sisters_pooled(pack_of):
    pack = pack_of("cluster-booklet", CLUSTER)
    members = [p.id for p in pack.places if p.role == "member"]
    assert SCHOOL in members
    assert [p.id for p in pack.places if p.role == "sibling"] == [f"351-primary-{c}" for c in "abcd"]
    parts = [
        f for f in pack.figures if f.place in members and (f.year, f.measure, f.group) == (2018, "ks2_rwm_exp", "all")
    ]
    assert figure(pack, CLUSTER, 2018, "ks2_rwm_exp").pupils == sum(f.pupils for f in parts if f.status == "shown")


def test_a_primary_cluster_has_no_key_stage_4(pack_of):
    assert "ks4" not in {m.stage for m in pack_of("cluster-booklet", CLUSTER).measures}


def test_a_pack_travels_as_text_unchanged(school):
    again = Pack.from_json(school.to_json())
    assert (again, again.to_json(), again.fingerprint()) == (school, school.to_json(), school.fingerprint())


def test_two_composings_are_the_same_bytes(pack_of, school):
    assert pack_of("primary-booklet", SCHOOL).to_json() == school.to_json()


@pytest.mark.parametrize(
    "publication, place, year, error, said",
    [
        ("primary-boklet", SCHOOL, 2018, NoSuchPublication, "Did you mean 'primary-booklet'?"),
        ("primary-booklet", "Odl Hall Primary School", 2018, NoSuchPlace, "Old Hall Primary School"),
        ("primary-booklet", SCHOOL, 1999, NothingToPrint, "no results for 1999 .* It can be made for 2016, 2017, 2018"),
        (
            "secondary-booklet",
            SCHOOL,
            2018,
            NothingToPrint,
            "made for secondary.* schools. Made for it are: primary-booklet",
        ),
        (
            "primary-booklet",
            "351",
            2018,
            NothingToPrint,
            "made for primary.* and .* schools. Made for it are: authority-booklet",
        ),
        ("authority-booklet", "Bolton", 2018, NothingToPrint, "for Bolton: it is made for the authority.$"),
        ("target-setting-primary", SCHOOL, 2018, NothingToPrint, "estimating results of 2019 needs the roll of 2018"),
    ],
)
def test_a_pack_that_cannot_be_made_says_why(bury, publication, place, year, error, said):
    with pytest.raises(error, match=said.replace("?", r"\?")):
        prepare(publication, place, year, bury)


def test_a_special_schools_figures_are_shown_and_not_judged(pack_of):
    """Nearly all of its pupils work below the tests: 0% is no judgement of the school."""
    pack = pack_of("primary-booklet", "3517010", 2018)
    own = [j for j in pack.judgements if j.place == "3517010"]
    assert {f.text for f in pack.figures if f.place == "3517010" and f.measure == "ks2_rwm_exp"} == {"0%"}
    assert own
    assert {(j.standing, j.arrow, j.significance) for j in own} == {("", "", "")}
    assert all("Special schools are neither compared" in j.standing_reason for j in own)
    assert pack.prompts == ()
