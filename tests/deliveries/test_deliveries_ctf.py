"""The Common Transfer File as XML: read as it stands, and never what a hostile or damaged file would have us do."""

import pytest

from pipeline.deliveries import ctf
from pipeline.deliveries.ctf import CtfUnreadable, delivery_fingerprint, is_ctf, read_ctf, school_in_name
from pipeline.deliveries.delivery import fingerprint

WHOLE = b"""<?xml version="1.0" encoding="utf-8"?>
<CTfile>
  <Header>
    <DocumentName>Common Transfer File</DocumentName><CTFversion>19.0</CTFversion><DocumentQualifier>full</DocumentQualifier>
    <SourceSchool><LEA>999</LEA><Estab>2001</Estab><URN>990001</URN><AcademicYear>2024</AcademicYear></SourceSchool>
    <DestSchool><LEA>999</LEA><Estab>LLLL</Estab><URN>XXXXXX</URN></DestSchool>
  </Header>
  <CTFpupilData>
    <Pupil>
      <UPN>A999200100001</UPN><Surname>Quabblewick</Surname><Forename/><DOB>2014-10-22</DOB><Gender>F</Gender>
      <BasicDetails><NCyearActual>6</NCyearActual><Languages><Type><Language>ENG</Language></Type></Languages></BasicDetails>
      <StageAssessments>
        <KeyStage><Stage>EYF</Stage>
          <StageAssessment><Locale>ENG</Locale><Year>2019</Year><Subject>COM</Subject><Method>FA</Method>
            <Component>G03</Component><ResultStatus>R</ResultStatus><ResultQualifier>FD</ResultQualifier>
            <Result>2</Result><ResultDate>2019-06-30</ResultDate></StageAssessment></KeyStage>
        <KeyStage><Stage>KS2</Stage>
          <StageAssessment><Locale>ENG</Locale><Year>summer</Year><Subject>MAT</Subject><Method>TT</Method>
            <Component>MTC</Component><ResultStatus>R</ResultStatus><ResultQualifier>MT</ResultQualifier>
            <Result> 25 </Result></StageAssessment></KeyStage>
      </StageAssessments>
      <SchoolHistory><School><LEA>999</LEA><Estab>2002</Estab></School></SchoolHistory>
    </Pupil>
    <Pupil><UPN>B999200100002</UPN><StageAssessments/></Pupil>
  </CTFpupilData>
</CTfile>
"""


def test_a_whole_file_is_read_as_it_stands():
    file = read_ctf(WHOLE)
    assert (file.from_school, file.to_school, file.year_begun) == ("9992001", "", 2024)
    first, second = file.pupils
    assert (first.place, second.place, second.results) == (1, 2, ())
    assert (
        first.fields["Gender"] == "F"
        and first.fields["BasicDetails/NCyearActual"] == "6"
        and first.fields["Forename"] == ""
    )
    goal, check = first.results
    assert goal.combination == ("EYF", "COM", "FA", "G03", "FD")
    assert (goal.locale, goal.status, goal.year, goal.value) == ("ENG", "R", 2019, "2")
    assert (check.year, check.value) == (None, "25")


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace(b"<CTfile>", b'<CTfile xmlns="urn:some-system">'),
        WHOLE.decode().replace("utf-8", "utf-16").encode("utf-16"),
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b"utf-8", b"windows-1252").replace(b"Quabblewick", b"Qu\xe2bblewick"),
    ],
    ids=["namespace", "utf-16", "byte order mark", "windows text"],
)
def test_namespace_and_encoding_change_nothing(data):
    assert is_ctf("a.XML", data)
    assert read_ctf(data).pupils[0].results == read_ctf(WHOLE).pupils[0].results


BOMB = b'<!DOCTYPE CTfile [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><CTfile>&b;</CTfile>'


@pytest.mark.parametrize(
    "data, rule",
    [
        (BOMB, "unsafe_xml"),
        (b'<!DOCTYPE CTfile SYSTEM "file:///etc/passwd"><CTfile/>', "unsafe_xml"),
        (b'<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile>&x;</CTfile>', "unsafe_xml"),
        (b"<CTfile>" + b"<a>" * 1_000_000, "too_deep"),
        (WHOLE[: len(WHOLE) // 2], "not_xml"),
        (b"<CTfile>&Quabblewick;</CTfile>", "not_xml"),
        (b'<?xml version="1.0" encoding="no-such-one"?><CTfile/>', "encoding"),
        (b"<Other/>", "not_a_ctf"),
        (
            b"<CTfile><Pupils><Pupil><KS2><Results/></KS2></Pupil></Pupils></CTfile>",
            "no_pupils",
        ),  # some importers' idea
    ],
)
def test_a_hostile_or_damaged_file_is_refused_with_the_true_reason(data, rule):
    with pytest.raises(CtfUnreadable) as refused:
        read_ctf(data)
    assert refused.value.rule == rule
    assert "Quabblewick" not in str(refused.value) and "passwd" not in str(refused.value)


def test_a_cut_file_names_the_line():
    with pytest.raises(CtfUnreadable) as refused:
        read_ctf(WHOLE[: WHOLE.index(b"<BasicDetails>")])
    assert refused.value.line == 11


def test_a_file_beyond_all_measure_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(ctf, "LARGEST", len(WHOLE) - 1)
    with pytest.raises(CtfUnreadable) as refused:
        read_ctf(WHOLE)
    assert refused.value.rule == "too_large"


@pytest.mark.parametrize("name, data", [("a.csv", WHOLE), ("a.xml", b"<html></html>"), ("a.xml", b"<CTfiles/>")])
def test_other_files_are_not_taken_for_one(name, data):
    assert not is_ctf(name, data)


@pytest.mark.parametrize(
    "name, school",
    [
        ("9992001_CTF_999LLLL_001.xml", "9992001"),
        ("CTF 9992001_KS2_999LLLL_001.xml", "9992001"),
        ("XXXXXXX_CTF_9992001_001.xml", ""),  # the school it was sent to
        ("999_CTF_001.xml", ""),
        ("20250710_export.xml", ""),
    ],
)
def test_the_school_in_a_name(name, school):
    assert school_in_name(name) == school


def test_each_table_of_a_file_is_a_delivery_of_its_own_and_other_files_are_kept_by_their_bytes():
    kept = {delivery_fingerprint("a.xml", WHOLE, s, y) for s in ("eyfs_pupils", "mtc_pupils") for y in (2024, 2025)}
    assert len(kept) == 4
    assert delivery_fingerprint("a.csv", WHOLE, "mtc_pupils", 2025) == fingerprint(WHOLE)
