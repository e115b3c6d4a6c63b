"""Code sets of the Common Transfer File: read strictly, every mistake with its file and line."""

import shutil

import pytest

from pipeline.declared.ctf import Combination
from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.paths import ROOT
from tests.deliveries.ctf_files import complete, write_code_set

MTC = (
    "{stage: KS2, subject: MAT, method: TT, component: MTC, qualifier: MT, "
    "source: mtc_pupils, column: mtc, number: mark, seen: check_service}"
)


@pytest.fixture
def params(tmp_path):
    return shutil.copytree(ROOT / "params", tmp_path / "params")


def read(params):
    problems = Problems()
    return read_sources(params, problems), list(problems)


def test_the_shipped_code_sets_read_and_every_source_named_has_them():
    sources, problems = read(ROOT / "params")
    assert problems == []
    assert {s for s in sources if sources[s].ctf} == {"eyfs_pupils", "phonics_pupils", "mtc_pupils"}
    line = sources["mtc_pupils"].ctf[2025].lines()[Combination("KS2", "MAT", "TT", "MTC", "MT")]
    assert (line.source, line.column, line.number) == ("mtc_pupils", "mtc", "mark")


def test_nothing_shipped_is_taken_as_confirmed():
    """Every line says where it was seen and what is open, until somebody has read the year's component file."""
    shipped = read(ROOT / "params")[0]["eyfs_pupils"].ctf
    assert shipped
    for code_set in shipped.values():
        assert all(code_set.evidence[line.seen].to_confirm for line in code_set.results)


@pytest.mark.parametrize(
    "old, new, words",
    [
        (MTC, MTC.replace("subject", "subjct"), "'subjct' that this project does not know. Did you mean 'subject'?"),
        (MTC, MTC.replace("source: mtc_pupils", "source: mtc_pupil"), "Did you mean 'mtc_pupils'?"),
        (MTC, MTC.replace("source: mtc_pupils", "source: register"), "no declared source of pupils"),
        (MTC, MTC.replace("number: mark", "number: marks"), "Did you mean 'mark'?"),
        (MTC, MTC.replace("column: mtc", "column: surname"), "surname of mtc_pupils is of type name, not a result"),
        (MTC, MTC.replace("check_service", "check_servce"), "Did you mean 'check_service'?"),
        (MTC, MTC.replace(", column: mtc", ""), "needs source, column and seen; or `not_read`"),
        (MTC, MTC.replace("seen: check_service", "not_read: old"), "has `not_read`, so it fills no column"),
        (MTC, MTC.replace("KS2", "2"), "stage: Input should be a valid string"),
        (MTC, MTC + "\n  - " + MTC, "a second time"),
        (MTC, "MTC", "should hold named keys"),
    ],
)
def test_a_slip_in_a_line_is_named_with_its_file_and_line(params, old, new, words):
    file = params / "ctf" / "2025.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1 + new.count("\n")
    problems = read(params)[1]
    assert problems and all(f"ctf/2025.yml line {line}" in p for p in problems)
    assert any(words in p for p in problems)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("year: 2025", "year: 2024", "its name should be its year"),
        ("locale: ENG", "locle: ENG", "Did you mean 'locale'?"),
        ("  surname: [Surname]", "  surnme: [Surname]", "Did you mean 'surname'?"),
        ("results:\n", "result:\n", "Did you mean 'results'?"),
    ],
)
def test_a_slip_elsewhere_is_named_with_its_file(params, old, new, words):
    file = params / "ctf" / "2025.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    problems = read(params)[1]
    assert any("ctf/2025.yml" in p and words in p for p in problems), problems


def test_a_source_that_gains_a_line_gains_the_code_set(params):
    write_code_set(params, complete(2025))
    sources, problems = read(params)
    assert problems == [] and 2025 in sources["ks2_pupils"].ctf
