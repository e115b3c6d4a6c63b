"""What a cell says, in the forms people and programs write it: worked examples, and questions where two meanings are possible."""

import openpyxl
import pandas as pd
import pytest

from pipeline.deliveries.delivery import fingerprint
from pipeline.deliveries.read import read
from pipeline.deliveries.recognise import recognise
from pipeline.deliveries.workbook import cell_address, cell_text, open_workbook
from pipeline.paths import ROOT
from pipeline.validated import declared, receive
from pipeline.validated.cell_forms import (
    FORMS,
    NOT_AVAILABLE,
    born_dates,
    is_fractions,
    leaves_blank,
    read_code,
    read_nursery,
    read_written_date,
)
from pipeline.validated.crosschecks import HeldTables
from pipeline.validated.types import MISSING, UNREADABLE, read_date, read_plain, read_yes_no
from pipeline.validated.validate import validate
from tests.forms import as_csv, as_xlsx, as_zip, case_files, facts, shaped

OPEN = ROOT / "data" / "open"
SEX = {"M": "boy", "F": "girl"}
YES = {"Y": "yes", "N": "no", "1": "yes", "0": "no"}
YEARS = {k: k for k in ("N1", "N2", "R", *map(str, range(1, 12)))}
SEN = {"N": "none", "K": "support", "E": "plan"}


def born(*texts: str, year: int | None = 2025, group: str | None = "6") -> list[str | None]:
    column = pd.Series(list(texts))
    read = born_dates(column, year, None if group is None else pd.Series([group] * len(texts)))
    return [text if isinstance(text, str) else None for text in read]


@pytest.mark.parametrize(
    "text, codes, meaning",
    [
        ("Male", SEX, "boy"), ("f", SEX, "girl"), ("GIRL", SEX, "girl"), ("1", SEX, None), ("X", SEX, None), ("", SEX, None),
        ("TRUE", YES, "yes"), ("False", YES, "no"), ("yes", YES, "yes"), ("1.0", YES, "yes"), ("2", YES, None),
        ("Year 6", YEARS, "6"), ("06", YEARS, "6"), ("Yr 10", YEARS, "10"), ("y1", YEARS, "1"), ("6.0", YEARS, "6"),
        ("Reception", YEARS, "R"), ("Nursery 1", YEARS, None), ("Year 14", YEARS, None), ("6A", YEARS, None),
        ("n", SEN, "none"), ("SEN support", SEN, "support"), ("EHCP", SEN, "plan"), ("Y", SEN, None), ("FALSE", SEN, None),
    ],
)  # fmt: skip
def test_a_code_is_read_as_declared_in_any_case_or_by_its_word(text, codes, meaning):
    assert read_code(text, codes) == meaning


def test_no_word_stands_for_two_meanings_that_one_column_has_and_no_code_is_a_word_for_nothing():
    sources = declared(ROOT / "params")
    columns = [c for s in sources.values() for c in s.columns.values() if c.codes]
    assert columns
    for column in columns:
        words = [w for meaning in set(column.codes.values()) for w in FORMS.get(meaning, ())]
        assert len(words) == len(set(words))
    scales = [set(scale.codes) for s in sources.values() for scale in s.scales.values()]
    assert scales and not any(NOT_AVAILABLE & {code.casefold() for code in codes} for codes in scales)


def test_a_nursery_year_is_told_by_the_date_of_birth_where_the_words_do_not_tell():
    assert read_nursery("Nursery 1", "2021-06-01", 2025) == "N2"
    assert read_nursery("Nursery", "2021-09-01", 2025) == "N1"
    assert read_nursery("Nursery", "2014-09-01", 2025) is None
    assert read_nursery("Nursery", None, 2025) is None
    assert read_nursery("Year 1", "2021-06-01", 2025) is None


@pytest.mark.parametrize(
    "text",
    ["3/9/2013", "03/09/2013", "3.9.2013", "2013-09-03", "2013/9/3", "20130903", "03-Sep-2013", "3rd September 2013", "Sept 3, 2013",
     "03/09/13", "3-Sep-13", "03/09/2013 00:00", "2013-09-03T00:00:00Z", "41520", "41520.0"],
)  # fmt: skip
def test_a_date_of_birth_is_read_in_every_form_with_one_meaning(text):
    assert born(text) == ["2013-09-03"]


@pytest.mark.parametrize("text", ["31/02/2014", "9/2013", "soon", "13-10-14", "2013", "03/09/65", "99999", "3/9/213"])
def test_a_date_with_two_meanings_or_none_is_asked_about(text):
    assert born(text) == [None]


def test_one_date_with_the_month_first_makes_the_others_of_its_column_doubtful():
    assert born("10/22/2013", "03/09/2013", "25/12/2013") == [None, None, "2013-12-25"]


def test_days_are_counted_from_the_year_by_which_the_pupils_are_of_their_year_group():
    assert born("41569", "41882") == ["2013-10-22", "2014-08-31"]
    assert born("40107", "40420") == ["2013-10-22", "2014-08-31"]
    assert born("41569", group=None) == [None], "by either way a pupil of some year"
    assert born("41569", year=None) == [None]


def test_a_date_that_is_no_birthday_is_read_with_a_year_of_four_digits_only():
    assert read_written_date("3/9/2014") == read_date("03-Sep-2014") == "2014-09-03"
    assert read_written_date("03/09/14") is None
    assert read_date("3/9/14") is None


def test_yes_no_and_numbers_of_pupils():
    assert [read_yes_no(t) for t in ("TRUE", "False", "y", "0", "", "2")] == ["yes", "no", "yes", "no", None, None]
    assert read_plain("N/A", "scaled_score") == read_plain("NULL", "count") == (None, MISSING)
    assert read_plain("-", "scaled_score") == read_plain("#N/A", "count") == (None, UNREADABLE)


@pytest.mark.parametrize(
    "texts, fractions",
    [
        (["0.72", "0.5", "1", "0"], True), (["0.72", "SUPP", ""], True), (["7.2E-2"], True),
        (["0.72", "1.5"], False), (["0.72%", "0.5"], False), (["0", "1"], False), (["72", "65"], False), (["", "SUPP"], False),
    ],
)  # fmt: skip
def test_fractions_are_known_by_every_number_being_one_or_less(texts, fractions):
    assert is_fractions(texts) is fractions


def test_empty_cells_stand_for_the_code_a_file_leaves_out_only_where_it_writes_others():
    assert leaves_blank(["", "K", "E"], "N")
    assert not leaves_blank(["", "K", "n"], "N")
    assert not leaves_blank([""], "N")
    assert not leaves_blank(["K", "E"], "N")
    assert not leaves_blank(["", "K"], "")


@pytest.mark.parametrize("file", case_files("22-roll-cells"), ids=lambda f: f.stem[30:])
def test_every_form_of_a_rolls_cells_is_read_alike(file):
    plain, _ = shaped("9992028_pupil_roll_2024-2025.csv", _plain_roll(), "pupil_roll")
    found, _ = shaped(file.name, file.read_bytes(), "pupil_roll")
    pd.testing.assert_frame_equal(facts(found), facts(plain))


def _plain_roll() -> bytes:
    """The roll with its codes as declared: of each column, the file whose cells were not changed there."""
    padded = next(f for f in case_files("22-roll-cells") if "padded" in f.name)
    return padded.read_bytes().replace(b",0", b",")


def checked(name, data, source, year, release):
    """The file validated beside nothing else."""
    return validate(name, read(name, data, source), fingerprint(data), source, year, release, HeldTables())


def test_a_roll_without_n_says_that_empty_cells_were_read_as_it():
    file = next(f for f in case_files("22-roll-cells") if "sen-census" in f.name)
    source = declared(ROOT / "params")["pupil_roll"]
    result = checked(file.name, file.read_bytes(), source, 2025, "school")
    assert [(f.row, f.rows, f.column) for f in result.findings if f.rule == "blanks_read"] == [(2, 147, "SENprovision")]


def _bury() -> tuple[str, bytes, list[list[str]]]:
    file = OPEN / "bury" / "2017-2018" / "351_ks2final.csv"
    text = file.read_bytes().decode("utf-8-sig")
    return file.name, file.read_bytes(), [line.split(",") for line in text.splitlines()]


@pytest.mark.slow
def test_a_column_of_fractions_refuses_a_performance_table_and_the_remedy_mends_it():
    name, data, _ = _bury()
    source = declared(ROOT / "params")["ks2_performance"]
    raw = read(name, data, source)
    at = raw.headings.index("PTRWM_EXP")
    table = [raw.headings, *raw.cells.values.tolist()]
    as_said = [r[at] for r in table[1:]]
    for row in table[1:]:
        row[at] = str(float(row[at].rstrip("%")) / 100) if row[at].rstrip("%").isdigit() else row[at]
    wrong = checked(name, as_csv(table), source, 2018, "final")
    assert [(f.rule, f.column) for f in wrong.findings if f.rule == "fractions"] == [("fractions", "PTRWM_EXP")]
    assert wrong.refused
    for row, text in zip(table[1:], as_said, strict=True):
        row[at] = text
    right = checked(name, as_csv(table), source, 2018, "final")
    assert not [f for f in right.findings if f.rule == "fractions"]


def test_a_percentage_in_a_workbook_is_read_as_printed():
    def formats(book: openpyxl.Workbook) -> None:
        for at, form in enumerate(("0%", "0.0%", "0.00", '0" %"', "[Red]0.0%;0%"), start=1):
            book.active.cell(1, at).value, book.active.cell(1, at).number_format = 0.07, form

    sheet = open_workbook("a.xlsx", as_xlsx(("Sheet1", []), after=formats)).sheets[0]
    assert sheet.rows == [(1, ["7%", "7%", "0.07", "0.07", "7%"])]


def test_cells_are_text_as_a_csv_would_hold_them():
    assert [cell_text(v) for v in (104.0, 1.5, True, None, "\u200bAS\u00a0", float("nan"))] == [
        "104",
        "1.5",
        "TRUE",
        "",
        "AS",
        "",
    ]
    assert [cell_address(*at) for at in ((0, 0), (6, 25), (6, 26), (0, 701), (0, 702))] == [
        "A1",
        "Z7",
        "AA7",
        "ZZ1",
        "AAA1",
    ]


@pytest.mark.parametrize("separator, encoding", [(";", "utf-8"), ("\t", "utf-16"), ("|", "utf-8")])
def test_a_published_table_is_the_same_whatever_separates_its_cells(separator, encoding):
    name, data, _ = _bury()
    sources = declared(ROOT / "params")
    plain = read(name, data, sources["ks2_performance"])
    other = as_csv([plain.headings, *plain.cells.values.tolist()], separator).decode().encode(encoding)
    assert recognise(name, other, sources).source.id == "ks2_performance"
    again = read(name, other, sources["ks2_performance"])
    assert not again.findings
    pd.testing.assert_frame_equal(again.cells, plain.cells)


def test_a_last_column_with_commas_is_put_together_where_nothing_else_fits():
    source = declared(ROOT / "params")["register"]
    heading = ["URN", "LA (code)", "LA (name)", "EstablishmentNumber", "OpenDate", "Pupils", "Linked establishments"]
    rows = [[str(105000 + n), "351", "Bury", str(2000 + n), "01-09-2001", str(n), "None"] for n in range(20)]
    at_end = [*rows, ["105999", "351", "Bury", "2999", "01-09-2001", "40", "105100 Old Infants", " 105101 Old Juniors"]]
    raw = read("351_gias_2026-01.csv", as_csv([heading, *at_end]), source)
    assert raw.cells[6].iloc[-1] == "105100 Old Infants, 105101 Old Juniors"
    assert [(f.rule, f.row, f.rows) for f in raw.findings] == [("ragged_last_column", 22, 1)]
    inside = [*rows, ["105999", "351", "Bury", " Greater Manchester", "2999", "01-09-2001", "40", "None"]]
    assert [f.rule for f in read("351_gias_2026-01.csv", as_csv([heading, *inside]), source).findings] == ["long_row"]


def test_a_workbook_of_two_classes_and_zips_are_received_or_refused_with_what_to_do(house, tmp_path):
    sources = declared(house.params)
    book = case_files("09-two-sheets")[0]
    several = tmp_path / "999_ks2_pupils_2024-2025.zip"
    several.write_bytes(as_zip(**{"a.csv": b"1", "b.csv": b"2"}))
    unnamed = tmp_path / "summer.zip"
    unnamed.write_bytes(several.read_bytes())
    one = tmp_path / "9992044_ks2_pupils_2024-2025.zip"
    one.write_bytes(as_zip(**{"results.xlsx": book.read_bytes()}))
    outcomes = receive([book, several, unnamed, one], house, sources)
    assert [o.what for o in outcomes] == ["kept", "refused", "refused", "kept"]
    assert outcomes[0].finding_counts.rows == outcomes[3].finding_counts.rows == 59
    assert [o.findings[0].rule for o in outcomes[1:3]] == ["several_in_zip"] * 2
