"""A published table as people pass it on: read as the plain file, or refused with the true reason and a remedy that works."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive, table
from pipeline.validated.receipt import KEPT, REFUSED, Receipt

pytestmark = pytest.mark.slow

CASE = ROOT / "tests" / "cases" / "29-cscp-ks2-2023" / "2022-2023_351_ks2revised.csv"
HEADINGS = ["RECTYPE", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", "BELIG", "GELIG", "PTRWM_EXP", "READ_AVERAGE"]
REGISTER = ROOT / "data" / "open" / "bury" / "register" / "351_gias_2022-04.csv"
NAME = "2022-2023_351_ks2final.csv"
Rows = list[list[str]]


def plain() -> Rows:
    """The headings, nine schools, the authority and England, with the columns that the forms change."""
    with CASE.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    first = [r for r in rows if r["RECTYPE"] == "1"][:9]
    return [HEADINGS, *([r[h] for h in HEADINGS] for r in (*first, *(r for r in rows if r["RECTYPE"] != "1")))]


def text(rows: Rows, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def cells(heading: str, change: Callable[[str], str], only: int | None = None) -> Rows:
    """The rows with one column's cells written another way: all of them, or those of one row."""
    rows, at = plain(), HEADINGS.index(heading)
    return [
        [*r[:at], change(r[at]), *r[at + 1 :]] if n and only in (None, n) else r for n, r in enumerate(rows)
    ]  # fmt: skip


def headed(old: str, new: str) -> Rows:
    return [[new if h == old else h for h in HEADINGS], *plain()[1:]]


def with_column(heading: str, cell: str) -> Rows:
    return [[*r, cell if n else heading] for n, r in enumerate(plain())]


def workbook(rows: Rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def swapped(heading: str, first: int, second: int) -> Rows:
    rows, at = plain(), HEADINGS.index(heading)
    rows[first][at], rows[second][at] = rows[second][at], rows[first][at]
    return rows


READ: dict[str, str | bytes] = {  # read as the plain file
    "tabs": text(plain(), "\t"),
    "bars": text(plain(), "|"),
    "UTF-16": text(plain(), "\t").encode("utf-16"),
    "headings in small letters with spaces": text([[f" {h.lower()} " for h in HEADINGS], *plain()[1:]]),
    "a footnote's number after a heading": text(headed("PTRWM_EXP", "PTRWM_EXP [1]")),
    "a note's number after a heading": text(headed("PTRWM_EXP", "PTRWM_EXP (note 12)")),
    "no percent sign": text(cells("PTRWM_EXP", lambda v: v.rstrip("%"))),
    "a space before the percent sign": text(cells("PTRWM_EXP", lambda v: v.replace("%", " %"))),
    "URNs as a spreadsheet's numbers": text(cells("URN", lambda v: f"{v}.0" if v else v)),
    "notes under the table": f"{text(plain())}Source: DfE\r\n\r\nNotes: figures are final, see page 3\r\n[c] = confidential\r\n",
    "a symbol explained under the table": f"{text(plain())}\r\nSUPP = suppressed\r\n",
}
SYMBOLS = {  # a symbol, also as government tables write it -> what it says of the missing number
    "SUPP": "suppressed_by_publisher", "[c]": "suppressed_by_publisher", "c": "suppressed_by_publisher", "[x]": "not_available",
    "-": "not_available", "[z]": "not_applicable", "NE": "not_applicable", "NP": "not_published", "LOWCOV": "low_coverage",
    "[low]": "small",
}  # fmt: skip
REFUSALS: dict[str, tuple[str | bytes, str, str]] = {  # content, the finding's column, the reason
    "a symbol nobody declared": (text(cells("PTRWM_EXP", lambda v: "NOTAPPLIC", 3)), "PTRWM_EXP", "neither a number nor a known symbol"),
    "a footnote's number after a value": (text(cells("PTRWM_EXP", lambda v: f"{v} [1]", 3)), "PTRWM_EXP", "neither a number nor"),
    "a range": (text(cells("PTRWM_EXP", lambda v: "60-69%", 3)), "PTRWM_EXP", "neither a number nor a known symbol"),
    "fewer than": (text(cells("PTRWM_EXP", lambda v: "<5%", 3)), "PTRWM_EXP", "neither a number nor a known symbol"),
    "fractions": (text(cells("PTRWM_EXP", lambda v: str(int(v[:-1]) / 100) if v.endswith("%") else v)), "PTRWM_EXP", "are fractions"),
    "over a hundred": (text(cells("PTRWM_EXP", lambda v: "670%", 3)), "PTRWM_EXP", "the number is impossible"),
    "a count that became a date": (text(cells("TELIG", lambda v: "03-May", 3)), "TELIG", "neither a number nor a known symbol"),
    "a decimal comma": (text(cells("READ_AVERAGE", lambda v: f"{v},0" if v else v), ";"), "READ_AVERAGE", "neither a number nor"),
    "URNs rounded by a spreadsheet": (text(cells("URN", lambda v: f"{int(v):.2E}" if v else v)), "URN", "not a school's reference number"),
    "the URNs of two schools changed round": (text(swapped("URN", 2, 5)), "URN", "URN is of one school in the register held, and"),
    "a column twice": (text([[*r, r[8]] for r in plain()]), "PTRWM_EXP", "the column is there twice"),
    "the headings again": (text([*plain()[:5], HEADINGS, *plain()[5:]]), "", "the heading row comes a second time"),
    "a row one cell to the right": (text([*plain()[:3], ["", *plain()[3][:-1]], *plain()[4:]]), "LEA", "not a local authority's code"),
    "another authority's rows": (text(cells("LEA", lambda v: "350")), "LEA", "another authority or school than the file's name says"),
    "a year column of the year before": (text(with_column("YEAR", "2021/22")), "YEAR", "which says 2022"),
    "a workbook": (workbook(plain()), "", "this is a spreadsheet workbook, and its source is received as CSV"),
    "cut off": (text(plain())[:-190], "", "the file was cut short"),
    "a compressed file": (gzip.compress(text(plain()).encode(), mtime=0), "", "it is not text"),
    "a quotation mark too many": (text(plain()).replace(plain()[4][4], f'"{plain()[4][4]}', 1), "", "do not make a table"),
}  # fmt: skip


@pytest.fixture(scope="module")
def take(tmp_path_factory):
    """Receives a content under the table's name beside a register; gives the outcome and, where it was kept, its table."""

    def received(content: str | bytes, name: str = NAME) -> tuple[Receipt, pd.DataFrame | None]:
        home: Path = tmp_path_factory.mktemp("form")
        house = Folders(ROOT / "params", home / "data", home / "outputs")
        (home / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        _, outcome = receive([REGISTER, home / name], house, declared(house.params))
        return outcome, table(house, outcome.delivery) if outcome.what == KEPT else None

    return received


def figures(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(columns="row").reset_index(drop=True)


@pytest.fixture(scope="module")
def as_plain(take) -> pd.DataFrame:
    outcome, rows = take(text(plain()))
    assert outcome.what == KEPT and len(rows) == len(plain()) - 1
    return figures(rows)


@pytest.mark.parametrize("form", READ)
def test_it_is_read_as_the_plain_file(take, as_plain, form):
    outcome, rows = take(READ[form])
    assert outcome.what == KEPT, [f.sentence() for f in outcome.findings]
    pd.testing.assert_frame_equal(figures(rows), as_plain)
    assert outcome.rows.adds_up


def test_every_symbol_says_why_there_is_no_number(take):
    """One file with a symbol in each row: nine schools, then the authority."""
    rows, at = plain(), HEADINGS.index("PTRWM_EXP")
    for row, symbol in zip(rows[1:], SYMBOLS, strict=False):
        row[at] = symbol
    outcome, read = take(text(rows))
    assert outcome.what == KEPT, [f.sentence() for f in outcome.findings]
    assert list(read["rwm_exp__status"][: len(SYMBOLS)]) == list(SYMBOLS.values())
    assert read["rwm_exp"][: len(SYMBOLS)].isna().all()


@pytest.mark.parametrize("form", REFUSALS)
def test_it_is_refused_for_the_true_reason(take, form):
    content, column, reason = REFUSALS[form]
    outcome, _ = take(content, NAME.replace(".csv", ".xlsx") if form == "a workbook" else NAME)
    assert outcome.what == REFUSED
    told = [f for f in outcome.findings if f.severity == "blocking" and reason in f.problem]
    assert told and (told[0].column or "").upper() in (column, ""), [f.sentence() for f in outcome.findings]
    assert told[0].remedy.endswith(".")


def test_a_row_of_no_school_is_counted_as_left_out(take):
    rows = plain()
    rows[3] = ["1", *("" for _ in HEADINGS[1:5]), *rows[3][5:]]
    outcome, read = take(text(rows))
    assert outcome.what == KEPT and read["laestab"].isna().sum() > 0
    assert outcome.rows.left_out == {"of no school": 1} and outcome.rows.adds_up


def without(row: int, *headings: str, **other: str) -> Rows:
    """The rows, one of them without these numbers or with others."""
    rows = plain()
    for heading, number in {**dict.fromkeys(headings, ""), **other}.items():
        rows[row][HEADINGS.index(heading)] = number
    return rows


@pytest.mark.parametrize("gone", [("URN",), ("LEA", "ESTAB")], ids=["no URN", "no LAESTAB"])
def test_a_school_with_one_of_its_two_numbers_is_not_asked_for_the_other(take, gone):
    outcome, read = take(text(without(3, *gone)))
    assert outcome.what == KEPT and not [f for f in outcome.findings if f.row == 4]
    assert read["laestab"].isna().sum() + read["urn"].isna().sum() > 0


def test_a_number_no_register_has_is_named_where_it_is_the_rows_only_one(take):
    outcome, _ = take(text(without(3, "URN", ESTAB="9998")))
    (found,) = (f for f in outcome.findings if f.row == 4)
    assert found.rule == "school_in_register"


def test_a_school_twice_once_with_each_of_its_numbers_is_asked_about(take):
    rows = without(3, "URN")
    outcome, _ = take(text([*rows[:4], [*plain()[3]], *rows[4:]]))
    assert outcome.what == REFUSED and any("LAESTAB" in f.problem for f in outcome.findings)
