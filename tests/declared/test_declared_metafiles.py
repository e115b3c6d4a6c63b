"""A publisher's metafile beside the declaration: columns and codes that are new to us, and declared ones that it lacks."""

import pytest

from pipeline.declared.metafiles import CodesCompared, compare_metafile
from pipeline.errors import CommandWrong
from pipeline.paths import ROOT, Folders
from pipeline.verbs.newyear import compare_metafiles

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


def test_the_codes_a_real_metafile_explains_are_compared(declared):
    """Every record type and type of school of 2019 is declared; of those declared, it leaves non-maintained special schools out."""
    found = compare_metafile(HAMPSHIRE / "2018-2019" / "ks2_meta.csv", declared.sources, 2019)
    assert found.codes == (CodesCompared("NFTYPE", (), ("NMSS",)),)
    later = compare_metafile(HAMPSHIRE / "2018-2019" / "ks4_meta.csv", declared.sources, 2019)
    assert later.codes == ()


def test_a_code_that_is_new_and_one_that_is_gone_are_both_named_in_any_case(declared, tmp_path):
    text = (HAMPSHIRE / "2018-2019" / "ks2_meta.csv").read_text(encoding="utf-8-sig")
    assert "; 2=Special school;" in text and "VA = Voluntary" in text and "CY = Community" in text
    text = text.replace("; 2=Special school;", "; 9=Special school;").replace("VA = Voluntary", "va = Voluntary")
    file = tmp_path / "ks2_meta.csv"
    file.write_text(text.replace("CY = Community", "CX = Community"), encoding="utf-8")
    by_heading = {
        c.heading: (c.not_declared, c.not_listed) for c in compare_metafile(file, declared.sources, 2019).codes
    }
    assert by_heading == {"RECTYPE": (("9",), ("2",)), "NFTYPE": (("CX",), ("CY", "NMSS"))}


def test_codes_a_row_each_are_compared_with_the_scale_of_a_pupils_result(declared, tmp_path):
    """A service's list, in its own case: it has one reason that is not declared and lacks some that are."""
    codes = ["a", "B", "j", "L", "U", "X", "naa", "h", "Z", "Y"]
    lines = ["Variable,Code,Meaning", "UPN,,", "MTCMark,,", *(f"NotTakenReason,{c},x" for c in codes)]
    file = tmp_path / "mtc_meta.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = compare_metafile(file, declared.sources, 2025)
    assert (found.source, found.not_declared) == ("mtc_pupils", ())
    (compared,) = found.codes
    assert (compared.heading, compared.not_declared, compared.not_listed) == ("NotTakenReason", ("Y",), ("Q",))


def test_what_is_lacked_on_either_side_is_printed(tmp_path, capsys):
    file = tmp_path / "mtc_meta.csv"
    file.write_text("Variable,Code\nUPN,\nMTCMark,\nNotTakenReason,A\nNotTakenReason,Y\n", encoding="utf-8")
    assert compare_metafiles(Folders(ROOT / "params", tmp_path, tmp_path), 2025, [file]) == 0
    said = capsys.readouterr().out
    assert "codes of NotTakenReason: not declared: Y; declared and not listed: B, J, U, Q, L, X, NAA, H, Z" in said
    assert "it lacks" in said and "LAESTAB" in said
