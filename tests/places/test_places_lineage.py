"""When the tables list a school, and what a booklet says of its history."""

from datetime import date

import pytest

from pipeline.declared.places import Event
from pipeline.places.lineage import first_listed, first_years, last_years, lines_of_urns, note
from pipeline.places.trusts import tidy
from pipeline.places.types import phase_of, read_type

pytestmark = pytest.mark.worked


@pytest.mark.parametrize(
    ("opened", "year"),
    [
        (date(2018, 3, 1), 2019),  # the 2017/18 tables still list the predecessor
        (date(2018, 9, 1), 2019),
        (date(2018, 9, 12), 2019),  # the day the tables look at
        (date(2018, 9, 13), 2020),
        (date(2020, 12, 1), 2022),
    ],
)
def test_tables_list_schools_as_on_12_september(opened, year):
    assert first_listed(opened) == year


SPONSORED = Event(
    line="3512010", what="sponsored", when=date(2018, 9, 1), old_urns=["1" * 6], new_urn="2" * 6,
    from_lines=["3513302"], reason="made up for the test",
)  # fmt: skip
SPLIT = Event(line="3512016", what="split", when=date(2019, 8, 1), from_lines=["3515201"], reason="made up")
CONVERTED = Event(line="3512047", what="conversion", by=2024, old_urns=["3" * 6], new_urn="4" * 6, reason="made up")


def test_a_start_ends_the_line_it_came_from_but_a_split_does_not():
    assert first_years((SPONSORED, SPLIT, CONVERTED)) == {"3512010": 2019, "3512016": 2020}
    assert last_years((SPONSORED, SPLIT, CONVERTED)) == {"3513302": 2018}


def test_urns_of_a_conversion_share_a_line_and_those_of_a_start_do_not():
    lines = lines_of_urns((SPONSORED, CONVERTED))
    assert lines == {"2" * 6: "3512010", "1" * 6: "3513302", "3" * 6: "3512047", "4" * 6: "3512047"}


def test_history_is_told_only_while_a_table_can_reach_back_to_it():
    told = [y for y in range(2015, 2035) if note("3512047", y, (CONVERTED,), str)]
    assert told == list(range(2024, 2031))


@pytest.mark.parametrize(
    ("said", "kind", "start"),
    [
        ("CY", "mainstream", "other"),
        ("ACC", "mainstream", "converter"),
        ("Academy - Converter mainstream", "mainstream", "converter"),
        ("Academy sponsor led mainstream", "mainstream", "sponsored"),
        ("Academy special converter", "special", "converter"),
        ("Other independent special school", "independent", "other"),
        ("Pupil referral unit", "alternative", "other"),
        ("General further education college", "college", "other"),
        ("NMSS", "special", "other"),
        ("", "mainstream", "other"),
    ],
)
def test_types_are_read_from_letters_and_from_words(said, kind, start):
    assert read_type(said)[1:] == (kind, start)


@pytest.mark.parametrize(
    ("said", "ages", "stages", "phase"),
    [
        ("", (4, 11), {"ks2"}, "primary"),
        ("", (9, 13), {"ks2"}, "primary"),
        ("", (11, 16), {"ks4"}, "secondary"),
        ("", (4, 16), {"ks2"}, "all_through"),
        ("", (None, None), {"ks4"}, "secondary"),
        ("", (None, None), {"ks2", "ks4"}, "all_through"),
        ("Secondary", (11, 18), set(), "secondary"),
        ("", (None, None), set(), "other"),
    ],
)
def test_phase_is_as_the_register_says_else_by_ages_else_by_tables(said, ages, stages, phase):
    assert phase_of("mainstream", said, ages, stages) == phase


def test_trust_names_are_tidied_and_mixed_case_is_kept():
    assert tidy("THE C OF E TRUST, BURY") == "The C of E Trust, Bury"
    assert tidy("ST MARY'S RC TRUST") == "St Mary's RC Trust"
    assert tidy("The MAT of Bury") == "The MAT of Bury"
