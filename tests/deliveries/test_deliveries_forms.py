"""Every form of one school's file is read as the plain form, asked about, or refused with the true reason: none silently wrong."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from pipeline.deliveries.archive import open_archive
from pipeline.deliveries.findings import BLOCKING
from pipeline.deliveries.row_numbers import row_words
from pipeline.deliveries.workbook import open_workbook, workbook_kind
from tests.forms import (
    ASKED,
    CASES,
    ERROR,
    READ,
    REFUSED,
    WRONG,
    Rows,
    as_csv,
    as_ods,
    as_xlsb,
    as_xlsx,
    as_zip,
    case_files,
    outcome,
    rows,
    shaped,
)

NAME = "9992001_ks2_pupils_2025"
REFUSED_CASES = {
    "e-errors.xlsx": ("error_value", "uncalculated"),
    "f-uncalculated-formulas.xlsx": ("uncalculated",),
    "i-password.xlsx": ("password",),
    "j-genuine-errors.xls": ("error_value",),
    "j-old.xls": ("unreadable",),  # not a whole file: only its first bytes are those of an old workbook
}


@pytest.mark.parametrize("file", case_files("06-pupil-file-shapes"), ids=lambda f: f.stem[24:])
def test_every_shape_of_a_text_file_is_read_as_the_plain_form(file):
    assert outcome(file.name, file.read_bytes()) == READ


@pytest.mark.parametrize("file", case_files("07-workbooks"), ids=lambda f: f.name[24:])
def test_every_workbook_is_read_as_the_plain_form_or_refused_for_its_true_reason(file):
    expected = REFUSED_CASES.get(file.name[24:])
    if expected is None:
        assert outcome(file.name, file.read_bytes()) == READ
    else:
        found, findings = shaped(file.name, file.read_bytes())
        assert found is None
        assert tuple(sorted({f.rule for f in findings if f.severity == BLOCKING})) == expected


def test_two_classes_on_two_sheets_are_one_delivery_with_rows_found_by_sheet():
    file = case_files("09-two-sheets")[0]
    found, findings = shaped(file.name, file.read_bytes())
    assert found is not None and not [f for f in findings if f.severity == BLOCKING]
    assert len(found.table) == 30 + 29
    assert found.table["row"].is_unique
    assert row_words(int(found.table["row"].iloc[0])) == "row 2"
    assert row_words(int(found.table["row"].iloc[30])) == "sheet 2, row 2"
    tests, writing = found.table[["reading", "maths"]], found.table["writing"]
    met = tests.eq("AS").all(axis=1) & writing.isin(["EXS", "GDS"])
    assert int(met.sum()) == 39, "not the 37 of the first sheet and what is left of the second"
    counted = pd.concat([_eligible(found, c) for c in ("reading", "maths", "writing")], axis=1).all(axis=1)
    assert int(counted.sum()) == 58


def _eligible(found, column: str) -> pd.Series:
    codes = found.scales[column].codes
    return found.table[column].map({word: code.eligible for word, code in codes.items()}).fillna(False).astype(bool)


def column(table: Rows, heading: str, change: Callable[[str], object]) -> Rows:
    """The rows with one column's cells written another way."""
    at = table[0].index(heading)
    return [table[0], *([*r[:at], change(str(r[at])), *r[at + 1 :]] for r in table[1:])]


def born(form: str) -> Callable[[str], str]:
    return lambda iso: date.fromisoformat(iso).strftime(form)


def unpadded(iso: str) -> str:
    y, m, d = map(int, iso.split("-"))
    return f"{d}/{m}/{y}"


def serial(since: date) -> Callable[[str], str]:
    return lambda iso: str((date.fromisoformat(iso) - since).days)


def month_first(iso: str) -> str:
    y, m, d = map(int, iso.split("-"))
    return f"{m}/{d}/{y}"


CELLS: dict[str, tuple[Callable[[Rows], Rows], str]] = {
    "plain": (lambda t: t, READ),
    "Male": (lambda t: column(t, "Sex", {"M": "Male", "F": "Female"}.get), READ),
    "m": (lambda t: column(t, "Sex", str.lower), READ),
    "BOY": (lambda t: column(t, "Sex", {"M": "BOY", "F": "GIRL"}.get), READ),
    "1 and 2 for sex": (lambda t: column(t, "Sex", {"M": "1", "F": "2"}.get), ASKED),
    "d/m/y unpadded": (lambda t: column(t, "DOB", unpadded), READ),
    "d/m/yy": (lambda t: column(t, "DOB", born("%d/%m/%y")), READ),
    "d.m.y": (lambda t: column(t, "DOB", born("%d.%m.%Y")), READ),
    "03-Sep-2014": (lambda t: column(t, "DOB", born("%d-%b-%Y")), READ),
    "3 September 2014": (lambda t: column(t, "DOB", born("%d %B %Y")), READ),
    "03-Sep-14": (lambda t: column(t, "DOB", born("%d-%b-%y")), READ),
    "September 3, 2014": (lambda t: column(t, "DOB", born("%B %d, %Y")), READ),
    "20140903": (lambda t: column(t, "DOB", born("%Y%m%d")), READ),
    "with a time": (lambda t: column(t, "DOB", born("%d/%m/%Y 00:00:00")), READ),
    "T and Z": (lambda t: column(t, "DOB", born("%Y-%m-%dT00:00:00Z")), READ),
    "days since 1900": (lambda t: column(t, "DOB", serial(date(1899, 12, 30))), READ),
    "days since 1904": (lambda t: column(t, "DOB", serial(date(1904, 1, 1))), READ),
    "m/d/y": (lambda t: column(t, "DOB", month_first), ASKED),
    "yy-mm-dd": (lambda t: column(t, "DOB", born("%y-%m-%d")), ASKED),
    "year left out": (lambda t: column(t, "DOB", born("%d %b")), ASKED),
    "apostrophes": (lambda t: column(column(t, "LAESTAB", "'{}".format), "UPN", "'{}".format), READ),
    '="..."': (lambda t: column(t, "UPN", '="{}"'.format), READ),
    "999/2001": (lambda t: column(t, "LAESTAB", lambda s: f"{s[:3]}/{s[3:]}"), READ),
    "pupil numbers in small letters": (lambda t: column(t, "UPN", str.lower), READ),
    "zero-width spaces": (lambda t: column(t, "UPN", "{}\u200b".format), READ),
    "non-breaking spaces": (lambda t: column(t, "READOUTCOME", "\u00a0{}\u00a0".format), READ),
    "outcomes in small letters": (lambda t: column(t, "WRITTA", str.lower), READ),
    "104.0": (lambda t: column(t, "READSCORE", lambda s: f"{s}.0" if s else s), READ),
    "104.5": (lambda t: column(t, "READSCORE", lambda s: f"{s}.x" if s else s), ASKED),
    "code in the score": (lambda t: column(t, "MATSCORE", lambda s: s or "P"), READ),
    "another code in the score": (lambda t: column(t, "MATSCORE", lambda s: s or "Q"), ASKED),
    "N/A where nothing is due": (lambda t: column(t, "READTA", lambda s: s or "N/A"), READ),
    "NULL where nothing is due": (lambda t: column(t, "MATSCORE", lambda s: s or "NULL"), READ),
    "N/A for an outcome": (lambda t: column(t, "READOUTCOME", {"P": "N/A"}.get), ASKED),
    "TRUE": (lambda t: column(t, "Discounted", {"0": "FALSE", "1": "TRUE"}.get), READ),
    "No": (lambda t: column(t, "Discounted", {"0": "No", "1": "Yes"}.get), READ),
    "maybe": (lambda t: column(t, "Discounted", {"0": "maybe", "1": "maybe"}.get), ASKED),
}


def blank_first(table: Rows) -> Rows:
    return [["", *row] for row in table]


def titled(table: Rows) -> Rows:
    return [["KS2 results 2025"], ["An invented school"], [], *table]


def footed(table: Rows) -> Rows:
    return [*table, [], ["Total", "26"], ["Source: the portal, 08/07/2025"]]


def halves(table: Rows) -> tuple[tuple[str, Rows], tuple[str, Rows]]:
    return ("6A", table[:14]), ("6B", [table[0], *table[14:]])


def shuffled(table: Rows) -> Rows:
    """The columns in another order, which a second sheet may have."""
    order = sorted(range(len(table[0])), key=lambda i: str(table[0][i]))
    return [[row[i] for i in order] for row in table]


def hide(place: int) -> Callable:
    def change(book) -> None:
        book.worksheets[place].sheet_state = "hidden"

    return change


def merge_upright(book) -> None:
    sheet = book.active
    sheet.insert_rows(1)
    for at in range(1, 18):
        sheet.cell(1, at).value, sheet.cell(2, at).value = sheet.cell(2, at).value, None
        sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)


BOOKS: dict[str, Callable[[Rows], tuple[str, bytes]]] = {
    "csv": lambda t: (".csv", as_csv(t)),
    "semicolons": lambda t: (".csv", as_csv(t, ";")),
    "tabs": lambda t: (".csv", as_csv(t, "\t")),
    "sep= line": lambda t: (".csv", b"sep=;\r\n" + as_csv(t, ";")),
    "CR only": lambda t: (".csv", as_csv(t, end="\r")),
    "UTF-16": lambda t: (".csv", as_csv(t, "\t").decode().encode("utf-16")),
    "BOM twice": lambda t: (".csv", b"\xef\xbb\xbf" * 2 + as_csv(t)),
    "titles in text": lambda t: (".csv", as_csv(titled(t))),
    "notes in text": lambda t: (".csv", as_csv(footed(t))),
    "trailing commas": lambda t: (".csv", as_csv([t[0], *([*r, "", ""] for r in t[1:])])),
    "text with a workbook's name": lambda t: (".xls", as_csv(t, "\t")),
    "xlsx": lambda t: (".xlsx", as_xlsx(("Sheet1", t))),
    "xlsm": lambda t: (".xlsm", as_xlsx(("Sheet1", t))),
    "xlsb": lambda t: (".xlsb", as_xlsb(("Sheet1", t))),
    "ods": lambda t: (".ods", as_ods(("Sheet1", t))),
    "cover first": lambda t: (".xlsx", as_xlsx(("Read me", [["Results"], ["Do not edit"]]), ("Data", t))),
    "hidden lookups": lambda t: (".xlsx", as_xlsx(("Codes", [["AS", "met"]]), ("Data", t), after=hide(0))),
    "titles": lambda t: (".xlsx", as_xlsx(("Sheet1", titled(t)))),
    "headings merged over two rows": lambda t: (".xlsx", as_xlsx(("Sheet1", t), after=merge_upright)),
    "blank first column": lambda t: (".xlsx", as_xlsx(("Sheet1", blank_first(t)))),
    "total row": lambda t: (".xlsx", as_xlsx(("Sheet1", footed(t)))),
    "two sheets": lambda t: (".xlsx", as_xlsx(*halves(t))),
    "two sheets, other order": lambda t: (".ods", as_ods(halves(t)[0], ("6B", shuffled(halves(t)[1][1])))),
    "two binary sheets": lambda t: (".xlsb", as_xlsb(*halves(t))),
    "zip": lambda t: (".zip", as_zip(**{f"{NAME}.csv": as_csv(t)})),
    "zip with what an archiver adds": lambda t: (
        ".zip",
        as_zip(**{f"__MACOSX/._{NAME}.xlsx": b"x", f"{NAME}.xlsx": as_xlsx(("Sheet1", t))}),
    ),
}


def combined() -> dict[tuple[str, str], str]:
    """Every form of a cell in every form of a file, and what became of it."""
    out = {}
    for book, write in BOOKS.items():
        for cell, (change, _) in CELLS.items():
            ending, data = write(change(rows()))
            out[book, cell] = outcome(NAME + ending, data)
    return out


@pytest.mark.slow
def test_every_form_of_a_cell_in_every_form_of_a_file_is_read_or_asked_and_none_silently_wrong(capsys):
    found = combined()
    assert len(found) >= 40
    with capsys.disabled():
        print(f"\n{len(found)} forms: {dict(Counter(found.values()))}, {WRONG}: {list(found.values()).count(WRONG)}")
    other = {key: end for key, end in found.items() if end != expected(*key)}
    assert not other


def expected(book: str, cell: str) -> str:
    """As in a text file; but in an xlsx file that no spreadsheet has opened `="..."` is a formula without a value."""
    ending, data = BOOKS[book](rows())
    is_formula = cell == '="..."' and workbook_kind(open_archive(NAME + ending, data).data) == "xlsx"
    return REFUSED if is_formula else CELLS[cell][1]


@pytest.mark.parametrize("book", BOOKS)
def test_every_form_of_a_file_is_read_as_the_plain_form(book):
    ending, data = BOOKS[book](rows())
    assert outcome(NAME + ending, data) == READ


@pytest.mark.parametrize("cell", CELLS)
def test_every_form_of_a_cell_is_read_or_asked(cell):
    change, expected = CELLS[cell]
    assert outcome(NAME + ".csv", as_csv(change(rows()))) == expected


def merge_scores(book) -> None:
    book.active.merge_cells("G3:G4")


def put(cell: str, value: object) -> Callable:
    def change(book) -> None:
        book.active[cell] = value

    return change


def with_error(table: Rows) -> Rows:
    """The rows with one outcome an error value, as `forms` writes it."""
    table[4][7] = ERROR
    return table


FIRST, SECOND = halves(rows())
REFUSALS: dict[str, tuple[str, bytes, str]] = {
    "an error value": (".xlsx", as_xlsx(("6A", rows()), after=put("H5", "#REF!")), "error_value"),
    "a formula without a value": (".xlsx", as_xlsx(("6A", rows()), after=put("G5", "=50+54")), "uncalculated"),
    "an error in an open document": (".ods", as_ods(("6A", with_error(rows()))), "error_value"),
    "an error in a binary workbook": (".xlsb", as_xlsb(("6A", with_error(rows()))), "error_value"),
    "scores merged": (".xlsx", as_xlsx(("6A", rows()), after=merge_scores), "merged_cells"),
    "a hidden class": (".xlsx", as_xlsx(FIRST, SECOND, after=hide(1)), "hidden_sheet"),
    "other columns on sheet two": (
        ".xlsx", as_xlsx(FIRST, ("6B", [r[:15] + r[16:] for r in SECOND[1]])), "sheets_differ",
    ),
    "pupils under other headings": (".xlsx", as_xlsx(FIRST, ("6B", [["No", "Name"], ["T999200118008", "x"]])), "other_sheet"),
    "several files in a zip": (".zip", as_zip(**{"a.csv": b"1", "b.csv": b"2"}), "several_in_zip"),
    "nothing in a zip": (".zip", as_zip(**{"__MACOSX/a": b"1"}), "empty_zip"),
    "half a workbook": (".xlsx", as_xlsx(("6A", rows()))[:3000], "damaged_zip"),
    "a web page": (".xls", b"<html><table><tr><td>UPN</td></tr></table></html>", "unreadable"),
    "a stray cell": (".xlsx", as_xlsx(("6A", rows()), after=put("XFD1048576", "x")), "stray_cell"),
    "two headings": (".xlsx", as_xlsx(("6A", [*FIRST[1], *SECOND[1]])), "second_heading"),
    "one cell too many": (".csv", as_csv([*rows()[:4], [*rows()[4], "x"], *rows()[5:]]), "long_row"),
}  # fmt: skip


@pytest.mark.parametrize("form", REFUSALS)
def test_what_could_mean_two_things_is_refused_for_its_reason_with_a_remedy(form):
    ending, data, rule = REFUSALS[form]
    found, findings = shaped(NAME + ending, data)
    assert found is None
    said = [f for f in findings if f.rule == rule and f.severity == BLOCKING]
    assert said and said[0].problem.endswith(".") and said[0].remedy.endswith(".")
    assert outcome(NAME + ending, data) == REFUSED


def test_no_finding_about_a_pupil_file_prints_a_cell_or_a_sheet_of_it():
    names = {str(cell) for row in rows()[1:] for cell in row if len(str(cell)) > 4}
    said = " ".join(f.sentence() for e, data, _ in REFUSALS.values() for f in shaped(NAME + e, data)[1]).replace(
        NAME, ""
    )
    assert "sheet 2" in said
    assert not [word for word in (*names, "6A", "6B") if word in said]


def test_a_password_on_a_zip_is_said():
    data = bytearray(as_zip(**{f"{NAME}.csv": as_csv(rows())}))
    data[6] |= 1  # the flag in the entry and in the directory at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found, findings = shaped(NAME + ".zip", bytes(data))
    assert found is None and [f.rule for f in findings] == ["password"]


def test_a_hidden_row_is_read_and_named_in_an_open_document():
    found, findings = shaped(NAME + ".ods", as_ods(("6A", rows()), hidden=(3, 4)))
    assert found is not None
    assert [(f.rule, f.row, f.rows) for f in findings] == [("hidden_rows", 3, 2)]


def test_a_percentage_of_an_open_document_is_read_as_printed():
    sheet = open_workbook("a.ods", as_ods(("6A", [["72%", "72"]]))).sheets[0]
    assert sheet.rows == [(1, ["72%", "72"])]


def test_every_row_left_out_is_named():
    ending, data = BOOKS["total row"](titled(rows()))
    found, findings = shaped(NAME + ending, data)
    assert found is not None
    told = {f.rule: (f.row, f.rows) for f in findings}
    assert told == {"title_rows": (1, 2), "footer_rows": (32, 2)}


def test_the_cases_are_there():
    assert {f.name for f in CASES.iterdir()} >= {
        "06-pupil-file-shapes",
        "07-workbooks",
        "09-two-sheets",
        "22-roll-cells",
    }
