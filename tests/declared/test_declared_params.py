"""Every file in params/ reads; a mistake becomes an answerable question, and all mistakes are told at once."""

from typing import get_args

import pytest

from pipeline.declared import read_declared
from pipeline.declared.measures import Sum
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT
from pipeline.pupils.sums import SUMS
from tests.edits import edit


def test_the_real_params_read_without_a_mistake():
    declared = read_declared(ROOT / "params")
    assert {"ks2_rwm_exp", "ks4_attainment8", "eyfs_gld", "phonics_y1"} <= set(declared.measures)


@pytest.mark.parametrize(
    "file, old, new, said",
    [
        ("measures/ks2/ks2_rwm_exp.yml", "better: higher", "beter: higher", "Did you mean 'better'?"),
        (
            "measures/ks2/ks2_rwm_exp.yml",
            "rag: points_from_england",
            "rag: points_from_englnd",
            "Did you mean 'points_from_england'?",
        ),
        ("measures/ks2/ks2_rwm_exp.yml", "unit: percent", "unit: percentage", "unit"),
        ("publications/cluster-booklet.yml", "audience: cluster", "audience: clusters", "Did you mean 'cluster'?"),
        ("publications/cluster-booklet.yml", "mtc, ks2, ks4]", "mtc, ks2, ks44]", "Did you mean 'ks4'?"),
        (
            "publications/authority-booklet.yml",
            "other_authorities: [eyfs, phonics, ks2",
            "other_authorities: [eyfs, phonic, ks2",
            "sections.other_authorities shows a key stage 'phonic' that is not among the publication's own `stages`. Did you mean",
        ),
        ("publications/cluster-booklet.yml", "[england, region", "[england, regoin", "comparators.1"),
        (
            "publications/primary-booklet.yml",
            "[ks2_maths_progress, ks2",
            "[ks2_maths_progres, ks2",
            "Did you mean 'ks2_maths_progress'?",
        ),
        ("releases.yml", "  ks2:", "  ks22:", "Did you mean 'ks2'?"),
        ("releases.yml", '    early: {day: "08-31"}', "", "does not say when ks4 is published: early"),
        ("releases.yml", "08-25", "08-35", "ks4.school.day"),
        ("strategy/2018-2020.yml", "{id: 1.2b, priority", "{id: 1.2a, priority", "two actions '1.2a'"),
        ("strategy/2018-2020.yml", "{id: schools, words", "{id: pupils, words", "two key facts 'pupils'"),
        ("strategy/2018-2020.yml", "{measure: phonics_y1}", "{measure: phonics_y11}", "Did you mean 'phonics_y1'?"),
        (
            "strategy/2018-2020.yml",
            "less_than: {group: not_eal",
            "less_than: {group: not_ael",
            "Did you mean 'not_eal'?",
        ),
        ("strategy/2018-2020.yml", "target: 71, ", "", "need a 'target'"),
        ("strategy/2018-2020.yml", "baseline: 2017", "baseline: 2019", "1b-i has its deadline 2019 no later"),
        ("strategy/2018-2020.yml", "reported_by: officers}", "reported: officers}", "that this project does not know"),
        ("strategy/2018-2020.yml", "1d, priority: inclusion", "1d, priority: inclusoin", "Did you mean 'inclusion'?"),
        ("timeline.yml", "makes: [primary-booklet]", "makes: [primary-bookelt]", "Did you mean 'primary-booklet'?"),
        ("timeline.yml", "sources: [eyfs_pupils]", "sources: [eyfs_pupil]", "Did you mean 'eyfs_pupils'?"),
        (
            "timeline.yml",
            "rows: {collection: [on_entry]}",
            "rows: {colection: [on_entry]}",
            "Did you mean 'collection'?",
        ),
        (
            "timeline.yml",
            "{stage: ks4, release: provisional}",
            "{stage: ks44, release: provisional}",
            "Did you mean 'ks4'?",
        ),
        ("sources/ks2_performance.yml", "stages: [ks2]", "stages: [ks22]", "Did you mean 'ks2'?"),
        ("timeline.yml", "id: fft-governors", "id: fft-primary", "has two rows 'fft-primary'"),
        (
            "timeline.yml",
            "    makes: [primary-booklet]\n",
            "",
            "primary-booklets needs one of `makes`, `loads` and `from_others`",
        ),
        ("timeline.yml", '    day: {day: "09-20"}\n', "", "needs either a `day` of its own"),
        ("policy/disclosure.yml", "areas_as: cluster", "areas_as: clustre", "Did you mean 'cluster'?"),
        ("policy/questions.yml", "[ks2_rwm_exp]", "[ks2_rwm_expd]", "Did you mean 'ks2_rwm_exp'?"),
        ("policy/rag.yml", "comparator: england", "comparator: [", "rag.yml is not YAML"),
        # What is calculated from pupil records: scales, sources, columns, levels and sums that exist.
        ("sources/ks2_pupils.yml", "scale: ks2_science,", "scale: ks2_sciense,", "Did you mean 'ks2_science'?"),
        ("vocabulary/pupil_groups.yml", "source: pupil_roll", "source: pupil_rol", "Did you mean 'pupil_roll'?"),
        ("vocabulary/pupil_groups.yml", "column: language", "column: langage", "Did you mean 'language'?"),
        ("measures/ks1/ks1_rwm_exp.yml", "source: ks1_pupils", "source: ks1_pupil", "Did you mean 'ks1_pupils'?"),
        (
            "measures/ks1/ks1_rwm_exp.yml",
            "[reading, writing, maths]",
            "[reading, writting, maths]",
            "Did you mean 'writing'?",
        ),
        ("measures/ks1/ks1_rwm_exp.yml", "level: expected", "level: expectd", "Did you mean 'expected'?"),
        ("measures/ks1/ks1_rwm_exp.yml", "sum: met", "sum: mett", "pupils.sum"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_file(params, file, old, new, said):
    edit(params / file, old, new)
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert said in str(wrong.value)
    assert file.rsplit("/", 1)[-1] in str(wrong.value)


def test_every_sum_that_can_be_named_is_there():
    assert set(SUMS) == set(get_args(Sum))


def test_where_no_name_is_near_the_few_that_exist_are_listed(params):
    edit(params / "publications/cluster-booklet.yml", "audience: cluster", "audience: everybody")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert (
        "publications/cluster-booklet.yml: audience: there is no audience 'everybody' in policy/disclosure.yml. "
        "Write one of: school, cluster, authority, public, internal."
    ) in str(wrong.value)


def test_a_mistake_of_a_whole_declaration_does_not_print_the_declaration(params):
    """Pydantic gives the whole declaration as what was found; of a single value it is printed."""
    edit(params / "measures/ks2/ks2_rwm_exp.yml", "decimals: 0", "decimals: 7\ntrend: false")
    edit(params / "measures/ks2/ks2_reading_exp.yml", "decimals: 0", "decimals: 0\ntrend: false")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    lines = str(wrong.value).splitlines()[1:]
    assert "  - ks2/ks2_reading_exp.yml: a measure without a trend needs 'no_trend_because'." in lines
    assert "  - ks2/ks2_rwm_exp.yml: decimals: Input should be less than or equal to 3 (found 7)." in lines


def test_every_mistake_is_told_at_once(params):
    edit(params / "measures/ks2/ks2_rwm_exp.yml", "better: higher", "beter: higher")
    edit(params / "publications/trust-booklet.yml", "title: Trust booklet", "titel: Trust booklet")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert "beter" in str(wrong.value)
    assert "titel" in str(wrong.value)


def test_a_missing_policy_is_named(params):
    (params / "policy" / "arrows.yml").unlink()
    with pytest.raises(ParamsWrong, match=r"arrows\.yml is missing"):
        read_declared(params)


@pytest.mark.parametrize(
    "measure, year, there",
    [
        ("ks2_rwm_exp", 2015, False),
        ("ks2_rwm_exp", 2016, True),
        ("ks2_rwm_exp", 2020, False),
        ("ks2_maths_progress", 2023, True),
        ("ks2_maths_progress", 2024, False),
        ("ks4_progress8", 2024, True),
        ("ks4_progress8", 2025, False),
        ("ks1_reading_exp", 2024, False),
        ("eyfs_gld", 2021, False),
    ],
)
def test_a_year_exists_for_a_measure_only_where_it_was_held(measure, year, there):
    found = read_declared(ROOT / "params").measures[measure].series_of(year)
    assert (found is not None) == there


def test_a_matrix_of_no_name_and_an_area_of_no_group_are_named(params):
    edit(params / "publications/self-evaluation-primary.yml", "grid: primary", "grid: primery")
    edit(params / "policy/self_evaluation.yml", "groups: [disadvantaged]", "groups: [disadvantage]")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert "there is no matrix 'primery' in policy/self_evaluation.yml" in str(wrong.value) and "Did you mean" in str(
        wrong.value
    )
    assert "pupil group 'disadvantage'" in str(wrong.value)


def test_an_estimate_of_an_unknown_stage_or_column_is_named(params):
    edit(params / "publications/target-setting-primary.yml", "targets: ks2", "targets: ks3")
    edit(params / "policy/targets.yml", "{reading_ta: [B, N]}", "{reading_teacher: [B, N]}")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert "target-setting-primary.yml: targets: there is no stage 'ks3' in policy/targets.yml. Did you mean" in str(
        wrong.value
    )
    assert "there is no column 'reading_teacher' in sources/ks2_pupils.yml" in str(wrong.value)
