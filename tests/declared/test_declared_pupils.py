"""Pupil declarations name what exists: a slip in a scale, a source, a column, a level or a sum is told with its file."""

import shutil
from typing import get_args

import pytest

from pipeline.declared import read_declared
from pipeline.declared.measures import Sum
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT
from pipeline.pupils.sums import SUMS


@pytest.mark.parametrize(
    "file, old, new, said",
    [
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
def test_a_slip_of_the_pen_is_named_with_its_file(tmp_path, file, old, new, said):
    shutil.copytree(ROOT / "params", tmp_path / "params")
    text = (tmp_path / "params" / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "params" / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(tmp_path / "params")
    assert said in str(wrong.value)
    assert file.rsplit("/", 1)[1] in str(wrong.value)


def test_every_sum_that_can_be_named_is_there():
    assert set(SUMS) == set(get_args(Sum))
