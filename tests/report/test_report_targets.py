"""The target-setting booklet: estimates beside empty columns, no pupil named, a small cohort told."""

from dataclasses import replace

import pytest

from pipeline.report.booklet import Booklet
from tests.packs.test_packs_targets import held
from tests.report import sample_pack
from tests.report.gather import blocks_of


def made_of(**groups):
    pack = replace(sample_pack.primary(), targets=replace(held(**groups), year=2019))
    return {b.id: b for b in blocks_of(Booklet(pack), "target_setting")}


@pytest.fixture(scope="module")
def made():
    return made_of(all=(10, 15, 2), girls=(6, 7, 1), boys=(4, 8, 1))


def test_the_cover_says_which_summer_the_targets_are_for(made):
    assert made["cover"].caption.endswith("targets for summer 2019")


def test_the_cohort_is_told_with_those_without_earlier_results(made):
    first, without, names = made["cohort"].lines
    assert first.startswith("27 pupils on roll in summer 2018 will be in year 6") and "25 of them have" in first
    assert without == "2 pupils without earlier results: in the cohort, and in no estimate."
    assert "names no pupil" in names


def test_this_years_result_the_estimate_and_empty_columns_stand_in_one_row(made):
    (row,) = made["t-estimates"].rows()
    assert row[1:] == ["73%", "64%", "14.0", "56%", "10 to 18", "for the school to write", "for the school to write"]
    assert any("counts all 27" in note for note in made["t-estimates"].notes)


def test_one_pupil_more_is_worth_its_points(made):
    assert made["t-what-if"].notes[0] == "One pupil more is 3.7 points."
    assert ["15 of 27", "56%", "nearest to the estimate"] in made["t-what-if"].rows()
    assert ["16 of 27", "59%", "1 pupil more"] in made["t-what-if"].rows()


def test_the_grid_of_counts_is_there_only_for_groups_that_may_have_it():
    large = made_of(all=(12, 13, 2), girls=(6, 7, 1), boys=(6, 6, 1))
    assert large["t-target-grid"].rows() == [["Girls", "6", "7"], ["Boys", "6", "6"]]
    assert "t-target-grid" not in made_of(all=(10, 15, 2), girls=(5, 7, 1), boys=(5, 8, 1))


def test_a_small_cohort_is_told_and_no_group_is_printed():
    small = made_of(all=(1, 3, 0), girls=(1, 1, 0), boys=(0, 2, 0))
    assert any(line.startswith("With fewer than 11 pupils") for line in small["cohort"].lines)
    assert "n-target-groups" in small and "t-target-groups" not in small
