"""Broken deliveries: each kind is refused with file, row, column and remedy, and leaves the store as it was."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pytest

from pipeline.paths import ROOT
from pipeline.validated import receive

OPEN = ROOT / "data" / "open"
CHURCH = "850_ks2final.csv"
HAMPSHIRE = OPEN / "hampshire" / "2017-2018" / CHURCH


@dataclass(frozen=True)
class Broken:
    """A kind of breakage: how it is made, and what must be said of it."""

    kind: str
    make: Callable
    rule: str
    row: int | None = None
    column: str | None = None
    name: str = CHURCH
    folder: str = "2017-2018"
    base: str = "hampshire"


def lines(data: bytes) -> list[bytes]:
    return data.split(b"\r\n")


def impossible(t) -> bytes:
    for line in range(2, 42):
        if t.get(line, "PTRWM_EXP").endswith("%") and int(t.get(line, "TELIG")) < 60:
            t.put(line, "PTRWM_EXP", "1%").put(line, "PTRWM_HIGH", "0%")
    return t.bytes()


def workbook(t) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in t.rows[:5]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def twice(t, line: int) -> bytes:
    t.rows.insert(line, list(t.rows[line - 1]))
    return t.bytes()


def swapped(t) -> bytes:
    a, b = t.at("READ_AVERAGE"), t.at("PTREAD_EXP")
    t.rows[0][a], t.rows[0][b] = t.rows[0][b], t.rows[0][a]
    return t.bytes()


def pupils(t) -> bytes:
    return b"UPN,Surname,Forename,DOB,READ\r\nH801200001001,Invented,Person,2007-01-01,104\r\n"


def pupils_without_headings(t) -> bytes:
    return t.put(5, "TOWN", "H801200001001").bytes()


PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>"
EYFS = (OPEN / "bury" / "eyfsp_headline_2021-22.csv").read_bytes()
KS4 = (OPEN / "bury" / "2017-2018" / "351_ks4final.csv").read_bytes()
LAIT = (OPEN / "authorities" / "lait_2025-05.parquet").read_bytes()
CENSUS = (OPEN / "bury" / "2024-2025" / "351_census.csv").read_bytes()

CELLS = [  # a cell each of one file, broken together
    Broken("unknown code", lambda t: t.put(6, "NFTYPE", "XX"), "unknown_code", 6, "NFTYPE"),
    Broken("percent over 100", lambda t: t.put(7, "PTGPS_EXP", "104%"), "percent out of range", 7, "PTGPS_EXP"),
    Broken("negative count", lambda t: t.put(8, "TEALGRP2", "-3"), "count out of range", 8, "TEALGRP2"),
    Broken("formula in a name", lambda t: t.put(5, "SCHNAME", '=HYPERLINK("x")'), "formula", 5, "SCHNAME"),
    Broken("three subjects above one", lambda t: t.put(3, "PTREAD_EXP", "10%"), "rwm_exp_not_above_subjects", 3, "PTRWM_EXP"),
    Broken("higher above expected", lambda t: t.put(3, "PTMAT_HIGH", "99%"), "maths_high_not_above_expected", 3, "PTMAT_HIGH"),
    Broken("boys and girls do not add up", lambda t: t.put(10, "BELIG", "300"), "boys_and_girls", 10, "TELIG"),
    Broken("interval without its score", lambda t: t.put(3, "READPROG_UPPER", "-9.0"),
           "reading_progress_inside_interval", 3, "READPROG"),
    Broken("scaled score of 70", lambda t: t.put(3, "MAT_AVERAGE", "70"), "scaled score out of range", 3, "MAT_AVERAGE"),
    Broken("text in a number", lambda t: t.put(11, "PTMAT_EXP", "about half"), "unreadable", 11, "PTMAT_EXP"),
    Broken("half a pupil", lambda t: t.put(12, "TELIG", "30.5"), "unreadable", 12, "TELIG"),
    Broken("unknown record type", lambda t: t.put(4, "RECTYPE", "9"), "unknown_code", 4, "RECTYPE"),
    Broken("bad URN", lambda t: t.put(13, "URN", "1234"), "not_a_urn", 13, "URN"),
    Broken("bad establishment number", lambda t: t.put(13, "ESTAB", "20O1"), "not_a_estab", 13, "ESTAB"),
]  # fmt: skip
KINDS = [
    Broken("missing column", lambda t: t.drop("URN").bytes(), "required_column", 1, "URN"),
    Broken("swapped columns", swapped, "percent out of range", 2, "PTREAD_EXP"),
    Broken("duplicate school", lambda t: twice(t, 9), "grain", 9, "URN"),
    Broken("unknown school", lambda t: t.put(4, "URN", "999999").bytes(), "school_in_register", 4, "URN",
           name="351_ks2final.csv", base="bury"),
    Broken("another authority's file", lambda t: t.bytes(), "file_of_one_authority", 2, "LEA", name="351_ks2final.csv"),
    Broken("wrong year", lambda t: t.bytes(), "wrong_year", 1, None, folder="2018-2019"),
    Broken("name and folder of different years", lambda t: t.bytes(), "years_differ", name="2016-2017_850_ks2final.csv"),
    Broken("no year anywhere", lambda t: t.bytes(), "year_unknown", folder="somewhere",
           name="351_ks2final.csv", base="bury"),
    Broken("truncated in a row", lambda t: t.bytes()[: len(t.bytes()) * 6 // 10 - 2600], "cut_short"),
    Broken("truncated inside a short row", lambda t: b"\r\n".join(lines(t.bytes())[:5]) + b"\r\n1,22,850", "short_row", 6),
    Broken("truncated inside quotation marks", lambda t: t.bytes() + b'"1,22,850', "not_a_table"),
    Broken("England's rows missing", lambda t: b"\r\n".join(lines(t.bytes())[:-3]), "cut_short", 42, "RECTYPE"),
    Broken("UTF-16 cut inside a letter", lambda t: t.bytes().decode("utf-8-sig").encode("utf-16")[:-1], "encoding"),
    Broken("empty", lambda t: b"", "empty"),
    Broken("only blank lines", lambda t: b"\r\n\r\n  \r\n", "empty"),
    Broken("header only", lambda t: lines(t.bytes())[0] + b"\r\n", "header_only", 1),
    Broken("web page instead of CSV", lambda t: PAGE, "web_page"),
    Broken("impossible percentages", impossible, "possible_for_cohort", 2, "PTRWM_EXP"),
    Broken("second heading row", lambda t: twice(t, 1), "second_heading", 2),
    Broken("semicolons in the heading row only", lambda t: t.bytes().replace(b",", b";", len(t.rows[0]) - 1), "separator", 1),
    Broken("NUL bytes", lambda t: t.bytes().replace(b"Southampton", b"South\0mpton", 1), "binary"),
    Broken("workbook named .csv", workbook, "workbook"),
    Broken("column twice", lambda t: t.heading("PTGPS_AT", "PTREAD_AT").bytes(), "repeated_column", 1, "PTREAD_AT"),
    Broken("row too long", lambda t: t.bytes().replace(b"\r\n1,", b"\r\n1,1,1,1,1,1,1,1,1,1,1,1,1,", 1), "long_row", 2),
    Broken("unreadable year", lambda t: EYFS.replace(b"202122", b"202124", 1), "not_a_period", 2, "time_period",
           name="eyfsp_headline_2021-22.csv"),
    Broken("file of another source", lambda t: KS4, "another_source", 1, name="351_ks2final.csv"),
    Broken("file of no source", lambda t: b"a,b\r\n1,2\r\n", "not_recognised", 1, name="notes.csv"),
    Broken("damaged Parquet", lambda t: LAIT[: len(LAIT) // 2], "unreadable", name="lait_2025-05.parquet"),
    Broken("census girls that do not add up", lambda t: CENSUS.replace(b",93,43,50,", b",93,44,50,", 1), "boys_and_girls", 2, "NOR",
           name="351_census.csv", folder="2024-2025"),
    Broken("pupil file", pupils, "pupil_data", 1),
    Broken("pupil file by another name", pupils, "pupil_data", 1, name="year6.csv"),
    Broken("a pupil's number in a table", pupils_without_headings, "pupil_data", 5),
]  # fmt: skip


@pytest.mark.parametrize("broken", KINDS, ids=lambda b: b.kind)
def test_a_broken_delivery_is_refused_with_place_and_remedy_and_the_store_unchanged(
    broken, request, tmp_path, sources, tree_of
):
    base = request.getfixturevalue(broken.base)
    stocked = request.getfixturevalue("stocked_for_hampshire" if broken.name.startswith("850") else "stocked")
    folder = tmp_path / broken.folder
    folder.mkdir()
    (folder / broken.name).write_bytes(broken.make(base))
    before = tree_of(stocked.data)

    outcome = receive([folder / broken.name], stocked, sources)[0]

    assert outcome.what == "refused"
    assert outcome.delivery is None
    check_placed(broken, outcome)
    assert tree_of(stocked.data) == before


def check_placed(broken, outcome):
    """A finding that refuses the file says where it is broken, and what to do."""
    findings = [f for f in outcome.findings if f.rule == broken.rule and f.severity == "blocking"]
    assert findings, [f.sentence() for f in outcome.findings]
    assert any(broken.row in (None, f.row) and broken.column in (None, f.column) for f in findings), findings
    for f in findings:
        assert f.file == broken.name
        assert f.problem and f.remedy
        assert f.sentence().startswith(broken.name)


@pytest.fixture(scope="module")
def broken_cells(stocked_for_hampshire, sources, table_of, tree_of, tmp_path_factory):
    """What became of one file with every cell of CELLS broken; the store as it was."""
    table, folder = table_of(HAMPSHIRE, schools=40), tmp_path_factory.mktemp("cells") / "2017-2018"
    folder.mkdir()
    for broken in CELLS:
        broken.make(table)
    (folder / CHURCH).write_bytes(table.bytes())
    before = tree_of(stocked_for_hampshire.data)
    outcome = receive([folder / CHURCH], stocked_for_hampshire, sources)[0]
    assert (outcome.what, tree_of(stocked_for_hampshire.data)) == ("refused", before)
    return outcome


@pytest.mark.parametrize("broken", CELLS, ids=lambda b: b.kind)
def test_a_broken_cell_alone_would_refuse_its_file(broken, broken_cells):
    check_placed(broken, broken_cells)


def test_there_are_more_than_thirty_kinds_of_breakage():
    assert len({b.kind for b in [*CELLS, *KINDS]}) >= 45


def test_the_unbroken_files_are_accepted(tmp_path, stocked, sources, hampshire, bury):
    """Otherwise every breakage above would be refused for the wrong reason."""
    folder = tmp_path / "2017-2018"
    folder.mkdir()
    (folder / CHURCH).write_bytes(hampshire.bytes())
    (folder / "351_ks2final.csv").write_bytes(bury.bytes())
    copy = type(stocked)(stocked.params, tmp_path / "data", tmp_path / "outputs")
    assert [o.what for o in receive([folder], copy, sources)] == ["kept", "kept"]


def test_one_refused_file_does_not_stop_the_others(hampshire_house, tmp_path, sources, hampshire):
    folder = tmp_path / "2017-2018"
    folder.mkdir()
    (folder / "850_ks2final.csv").write_bytes(hampshire.put(3, "MAT_AVERAGE", "70").bytes())
    codes = OPEN / "authorities" / "la_code_list.xlsx"
    assert [o.what for o in receive([folder, codes], hampshire_house, sources)] == ["refused", "kept"]
