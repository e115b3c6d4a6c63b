"""Declarations of sources are read strictly; Great Expectations has one door and is opened only when it is needed."""

import shutil
import subprocess
import sys

import pytest

from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.paths import ROOT
from tests.edits import edit

DECLARED = {
    "census", "eyfs_headline", "ks2_performance", "ks4_characteristics", "ks4_performance", "la_codes", "la_measures",
    "lait", "ofsted", "register", "school_links", "statistical_neighbours", "trust_links",
}  # fmt: skip


def test_every_source_reads_without_a_mistake():
    problems = Problems()
    sources = read_sources(ROOT / "params", problems)
    assert problems == []
    assert set(sources) >= DECLARED


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("grain_said:", "grain_sayd:", "Did you mean 'grain_said'?"),
        ("value: rwm_exp\n", "value: rwm_expp\n", "rwm_expp"),
        ("type: percent, names: [PTRWM_EXP]", "type: per cent, names: [PTRWM_EXP]", "columns.rwm_exp.type"),
        ("grain: [row_kind, la, urn]", "grain: [row_kind, la, urm]", "Did you mean 'urn'?"),
    ],
)
def test_a_mistake_in_a_declaration_is_an_answerable_question(tmp_path, old, new, said):
    (tmp_path / "sources").mkdir()
    file = tmp_path / "sources" / "ks2_performance.yml"
    shutil.copyfile(ROOT / "params" / "sources" / "ks2_performance.yml", file)
    edit(file, old, new)
    problems = Problems()
    read_sources(tmp_path, problems)
    assert any(said in p for p in problems), problems


def test_key_stages_do_not_share_the_meaning_of_a_record_type():
    sources = read_sources(ROOT / "params", Problems())
    ks2, ks4 = sources["ks2_performance"].rows.kinds, sources["ks4_performance"].rows.kinds
    assert (ks2["4"], ks4["4"]) == ("england_all", "authority")
    assert (ks2["5"], ks4["7"]) == ("england", "england")
    assert "3" not in ks4 and "7" not in ks2


def test_the_last_results_years_skip_the_two_without_tests():
    ks2 = read_sources(ROOT / "params", Problems())["ks2_performance"]
    assert ks2.years_before(2023) == (2022, 2019)
    assert ks2.years_before(2022) == (2019, 2018)
    assert ks2.found(["PTRWM_EXP_22", "PTRWM_EXP_19"], 2023) == {"rwm_exp_previous": 0, "rwm_exp_before_previous": 1}


def test_great_expectations_is_not_imported_before_something_is_validated():
    code = "import sys, pipeline.validated, pipeline.deliveries; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_great_expectations_is_imported_in_one_module_only():
    users = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "pipeline").rglob("*.py")
        if any(
            line.strip().startswith(("import great_exp", "from great_exp")) for line in file.read_text().splitlines()
        )
    ]
    assert users == ["pipeline/validated/expectations.py"]
