"""One pupil taken out of an original of every kind: nothing of the pupil is left, and the rest is read as it was, row by row."""

import io
import zipfile

import pytest

from pipeline.deliveries.read import read
from pipeline.deliveries.sought import Sought
from pipeline.deliveries.take_out import AS_CSV, SAME, CannotTakeOut, take_out
from pipeline.deliveries.workbook import workbook_kind
from pipeline.keeping.traces import holds
from tests.deliveries.ctf_files import ctf_of
from tests.forms import as_csv, as_ods, as_xlsb, as_xlsx, as_zip, rows, source_of
from tests.validated import clean_authority as little

NAME = "9992001_ks2_pupils_2025"
TABLE = rows()
HEADINGS = TABLE[0]
UPN_AT, SURNAME_AT, FORENAME_AT = (HEADINGS.index(h) for h in ("UPN", "Surname", "Forename"))
PUPIL = TABLE[3]  # on line 4
SOUGHT = Sought(PUPIL[UPN_AT], frozenset({(PUPIL[SURNAME_AT], PUPIL[FORENAME_AT])}))
KS2 = source_of("ks2_pupils")


def taken_from(name, data, gone=(4,), form=SAME):
    """Take the pupil out; what is left, after looking that it is read as before on the same lines and names nobody."""
    before = read(name, data, KS2, 2025)
    assert holds(data, SOUGHT), "the search finds the pupil before"
    taken = take_out(name, data, KS2, 2025, SOUGHT)
    after = read(name, taken.data, KS2, 2025)
    assert (taken.records, taken.left, taken.form) == (len(gone), len(before.cells) - len(gone), form)
    assert after.cells.values.tolist() == before.cells.drop(index=list(gone)).values.tolist()
    assert not holds(taken.data, SOUGHT)
    assert take_out(name, taken.data, KS2, 2025, SOUGHT) is None
    return before, after, taken.data


def lines(table):
    return list(table.cells.index)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_text_file_keeps_every_other_byte(separator, encoding, end):
    text = as_csv(TABLE, separator, end).decode().replace("Amber", "Zoé")
    data = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding)
    before, after, left = taken_from(NAME + ".csv", data)
    assert lines(after) == [n for n in lines(before) if n != 4]
    cut = text.split(end)
    cut[3] = ""
    assert left == (b"\xfe\xff" if encoding == "utf-16-be" else b"") + end.join(cut).encode(encoding)


def test_a_row_over_several_lines_goes_whole_and_those_after_it_keep_their_lines():
    data = as_csv(TABLE)
    surname = PUPIL[SURNAME_AT].encode()
    data = data.replace(surname, b'"' + surname + b'\r\nJunior"')
    before, after, _ = taken_from(NAME + ".csv", data)
    assert lines(before)[2:5] == [4, 6, 7]
    assert lines(after)[2:4] == [6, 7]


def test_a_note_below_the_records_that_names_the_pupil_goes_and_a_number_in_another_row_is_replaced():
    other = [*TABLE[5]]
    other[FORENAME_AT] = f"twin of {PUPIL[UPN_AT].lower()}"
    table = [*TABLE[:5], other, *TABLE[6:], ["Note: " + " ".join((PUPIL[FORENAME_AT], PUPIL[SURNAME_AT]))]]
    taken = take_out(NAME + ".csv", as_csv(table), KS2, 2025, SOUGHT)
    left = taken.data.decode()
    assert taken.records == 1
    assert "twin of erased" in left
    assert "Note" not in left
    assert not holds(taken.data, SOUGHT)


def test_a_number_is_found_in_small_letters_with_spaces_and_behind_a_text_mark():
    for written in (PUPIL[UPN_AT].lower(), f" {PUPIL[UPN_AT]} ", f"'{PUPIL[UPN_AT]}", f'"=""{PUPIL[UPN_AT]}"""'):
        data = as_csv(TABLE).replace(PUPIL[UPN_AT].encode(), written.encode())
        assert take_out(NAME + ".csv", data, KS2, 2025, SOUGHT).records == 1


def test_a_workbook_keeps_its_sheets_and_its_rows_keep_their_numbers():
    data = as_xlsx(("Cover", [["Results of our school"]]), ("Pupils", TABLE))
    before, after, left = taken_from(NAME + ".xlsx", data, gone=(10_000_004,))
    assert lines(after) == [n for n in lines(before) if n != 10_000_004]
    assert workbook_kind(left) == "xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as one, zipfile.ZipFile(io.BytesIO(left)) as other:
        assert one.namelist() == other.namelist()


def test_a_cover_that_names_the_pupil_is_cleared_too():
    named = [["Results of our school"], [f"Absent: {PUPIL[FORENAME_AT]} {PUPIL[SURNAME_AT]}"]]
    taken = take_out(NAME + ".xlsx", as_xlsx(("Cover", named), ("Pupils", TABLE)), KS2, 2025, SOUGHT)
    assert not holds(taken.data, SOUGHT)
    assert taken.form == SAME


def test_a_workbook_with_comments_and_one_of_another_kind_become_their_rows_as_text_under_the_same_name():
    from openpyxl.comments import Comment

    def remark(book):
        book.worksheets[0]["A2"].comment = Comment(f"see {PUPIL[FORENAME_AT]}", "office")

    for name, data in (
        (NAME + ".xlsx", as_xlsx(("Pupils", TABLE), after=remark)),
        (NAME + ".ods", as_ods(("Pupils", TABLE))),
        (NAME + ".xlsb", as_xlsb(("Pupils", TABLE))),
    ):
        before, after, left = taken_from(name, data, form=AS_CSV)
        assert workbook_kind(left) == ""
        assert lines(after) == [n for n in lines(before) if n != 4]


def test_a_zip_stays_a_zip():
    _, _, left = taken_from(NAME + ".zip", as_zip(**{NAME + ".csv": as_csv(TABLE)}))
    assert zipfile.is_zipfile(io.BytesIO(left))


def test_the_last_record_leaves_no_file():
    taken = take_out(NAME + ".csv", as_csv([HEADINGS, PUPIL]), KS2, 2025, SOUGHT)
    assert (taken.data, taken.records, taken.left) == (None, 1, 0)


def test_a_row_without_a_number_goes_where_it_is_known_to_be_the_pupils():
    row = [*PUPIL]
    row[UPN_AT] = ""
    data = as_csv([*TABLE[:3], row, *TABLE[4:]])
    assert take_out(NAME + ".csv", data, KS2, 2025, Sought(SOUGHT.upn)) is None
    assert take_out(NAME + ".csv", data, KS2, 2025, SOUGHT, [4]).records == 1


def test_a_file_that_would_be_read_otherwise_is_refused_and_the_error_repeats_nothing_of_it(monkeypatch):
    monkeypatch.setattr("pipeline.deliveries.take_out._text_without", lambda *_: as_csv(TABLE[:2]))
    monkeypatch.setattr("pipeline.deliveries.take_out._as_csv", lambda *_: as_csv(TABLE[:2]))
    with pytest.raises(CannotTakeOut) as refused:
        take_out(NAME + ".csv", as_csv(TABLE), KS2, 2025, SOUGHT)
    assert not SOUGHT.in_text(str(refused.value))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_common_transfer_file_keeps_every_other_byte_and_every_pupils_place(encoding):
    source = source_of("eyfs_pupils")
    goals = dict.fromkeys((f"g{n:02d}" for n in range(1, 18)), "2")
    children = [little.pupil(little.NORTH, "R", 2025, n) for n in range(3)]
    people = [
        {"laestab": p["LAESTAB"], "upn": p["UPN"], "surname": p["Surname"], "forename": p["Forename"], "born": p["DOB"], "sex": p["Gender"]}
        | goals
        for p in children
    ]  # fmt: skip
    text = ctf_of({"eyfs_pupils": people}, source.ctf[2025], little.NORTH).decode()
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding.upper()}"').replace(
        "encoding='utf-8'", f"encoding='{encoding}'"
    )
    data, name = text.encode(encoding), f"{little.NORTH}_CTF_999LLLL_001.xml"
    sought = Sought(children[1]["UPN"], frozenset({(children[1]["Surname"], children[1]["Forename"])}))
    before = read(name, data, source, 2025)
    taken = take_out(name, data, source, 2025, sought)
    after = read(name, taken.data, source, 2025)
    assert (lines(before), lines(after)) == ([1, 2, 3], [1, 3])
    assert after.cells.values.tolist() == before.cells.drop(index=2).values.tolist()
    assert not holds(taken.data, sought)
    begins, ends = (
        text.index(tag, text.index("<Pupil>", text.index("<Pupil>") + 1)) for tag in ("<Pupil>", "</Pupil>")
    )
    assert taken.data.decode(encoding) == text[:begins] + "<Pupil/>" + text[ends + len("</Pupil>") :]
