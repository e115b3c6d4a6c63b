"""A publisher's metafile beside the declaration: columns that are new to us, and declared ones that it lacks."""

import pytest

from pipeline.declared.metafiles import compare_metafile
from pipeline.errors import CommandWrong
from pipeline.paths import ROOT

HAMPSHIRE = ROOT / "data" / "open" / "hampshire"


def test_a_real_metafile_is_compared_with_the_source_of_its_file(declared):
    found = compare_metafile(HAMPSHIRE / "2018-2019" / "ks2_meta.csv", declared.sources, 2019)
    assert (found.source, found.listed > 250) == ("ks2_performance", True)
    assert "ALPHAIND" in found.not_declared and "TELIG" not in found.not_declared
    assert not {"TELIG", "PTRWM_EXP", "READPROG"} & set(found.not_listed)


def test_the_metafile_of_key_stage_4_has_its_columns_under_another_heading(declared):
    found = compare_metafile(HAMPSHIRE / "2018-2019" / "ks4_meta.csv", declared.sources, 2019)
    assert found.source == "ks4_performance" and "ATT8SCR" not in found.not_listed


def test_what_is_new_and_what_is_gone_are_both_named(declared, tmp_path):
    """The metafile of 2019 with one column renamed: the new name is not declared, the old one not listed."""
    text = (HAMPSHIRE / "2018-2019" / "ks2_meta.csv").read_text(encoding="utf-8-sig")
    file = tmp_path / "ks2_meta.csv"
    file.write_text(text.replace(",READ_AVERAGE,", ",READ_AVE,"), encoding="utf-8")
    found = compare_metafile(file, declared.sources, 2019)
    assert "READ_AVE" in found.not_declared and "READ_AVERAGE" in found.not_listed


@pytest.mark.parametrize(
    "text, said", [("a,b\n1,2\n", "is no metafile"), ("Field Name\nX\nY\n", "of which no source declares two")]
)
def test_what_is_no_metafile_of_ours_is_said(text, said, declared, tmp_path):
    file = tmp_path / "meta.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandWrong, match=said):
        compare_metafile(file, declared.sources, 2019)
