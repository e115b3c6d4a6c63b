"""The files as they arrived, read with nothing but csv and openpyxl: what each is, and the rows each school last sent."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from tests.recomputed import eyfs
from tests.recomputed.rules import Row, words

RELEASES = ["school", "early", "provisional", "revised", "final"]
WHO = ["LAESTAB", "UPN", "DOB", "SEX"]
HEADINGS = {
    "pupil_roll": [*WHO, *words("YEARGROUP FSM6CLA1A FSM LANGUAGEGROUP SENPROVISION NONMOBILE")],
    "eyfs_pupils": [*WHO, *eyfs.HEADINGS["old"], *eyfs.HEADINGS["new"]],
    "phonics_pupils": [*WHO, "YEARGROUP", "PHONICSMARK", "PHONICSOUTCOME"],
    "ks1_pupils": [*WHO, "READTA", "WRITTA", "MATTA", "SCIETA"],
    "mtc_pupils": [*WHO, "MTCMARK", "NOTTAKENREASON"],
    "ks2_pupils": [
        *WHO,
        *words("READSCORE READOUTCOME GPSSCORE GPSOUTCOME MATSCORE MATOUTCOME WRITTA SCITA READTA MATTA"),
        *words("KS1READ KS1WRIT KS1MAT DISCOUNTED"),
    ],
    "ks4_pupils": [*WHO, "KS2AVERAGE", "DISCOUNTED"],
    "ks4_entries": ["LAESTAB", "UPN", "ENTRYNO", "COUNTSAS", "GRADE", "POINTS"],
    "tracked_pupils": [*WHO, "YEARGROUP", "COLLECTION", "READING", "WRITING", "MATHS"],
    "progress_estimates": words("YEAR STAGE SUBJECT PRIORFROM PRIORTO ESTIMATE LEASTSCORE NATIONALSD"),
    "register": words("LA ESTAB LAESTAB URN SCHNAME NFTYPE OPENDATE CLOSEDATE"),
    "trust_links": ["URN", "GROUP UID", "GROUP ID", "GROUP TYPE", "JOINED DATE"],
}
ALSO = {  # other headings the same column goes by
    "DFE NO": "LAESTAB", "DFENO": "LAESTAB", "SCHOOL DFE NUMBER": "LAESTAB", "DFE_NUMBER": "LAESTAB",
    "UNIQUE PUPIL NUMBER": "UPN", "DATE OF BIRTH": "DOB", "BIRTHDATE": "DOB", "GENDER": "SEX",
    "NC YEAR": "YEARGROUP", "NCYEARACTUAL": "YEARGROUP", "DISADVANTAGED": "FSM6CLA1A", "PUPIL PREMIUM": "FSM6CLA1A",
    "FSMELIGIBLE": "FSM", "EAL": "LANGUAGEGROUP", "MOBN": "NONMOBILE", "READING TA": "READTA", "WRITING TA": "WRITTA",
    "MATHS TA": "MATTA", "SCIENCE TA": "SCIETA", "SCHOOL_NAME": "SCHNAME", "ESTABLISHMENT_TYPE": "NFTYPE",
    "OPEN_DATE": "OPENDATE", "CLOSE_DATE": "CLOSEDATE",
}  # fmt: skip
MARKS = {"mtc_pupils": "MTCMARK", "phonics_pupils": "PHONICSMARK"}  # what a column headed Mark is in these
OUTCOMES = {"phonics_pupils": "PHONICSOUTCOME"}


class Return(NamedTuple):
    """One file as it arrived."""

    source: str
    year: int
    release: str
    rows: list[Row]


def returns(data: Path, only: set[int] | None = None) -> Iterator[Return]:
    """Every file kept in the data folder, in the order of arrival; of `only` these results years where given."""
    slips = [
        json.loads(f.read_text(encoding="utf-8")) | {"at": f.parent} for f in data.glob("deliveries/*/delivery.json")
    ]
    for slip in sorted(slips, key=lambda s: s["arrival"]):
        if slip["source"] not in HEADINGS:
            continue
        year, release = year_of(slip["file"]), release_of(slip["file"])
        if (
            only is None
            or year is None
            or year in only
            or not slip["source"].endswith(("_pupils", "_roll", "_entries"))
        ):
            yield Return(slip["source"], year, release, rows_of(slip["at"] / slip["file"], slip["source"]))


def year_of(name: str) -> int | None:
    """2018 of a file named ..._2017-2018...; a day's list (…2024-09-12…) belongs to no results year here."""
    found = re.search(r"(20\d\d)-(20\d\d)", name)
    return int(found[2]) if found else None


def release_of(name: str) -> str:
    """The release a file's name says; the school's own figures where it says none."""
    return next((r for r in RELEASES[1:] if r in name.lower()), "school")


def rows_of(file: Path, source: str) -> list[Row]:
    """The file's rows under the headings used here; blank rows apart, a column the file has not is empty."""
    table = _sheet(file) if file.suffix.lower() == ".xlsx" else _csv(file)
    heads = [_heading(h, source) for h in table[0]]
    found = []
    for cells in table[1:]:
        if any(c.strip() for c in cells):
            row = dict.fromkeys(HEADINGS[source], "")
            row |= {h: c.strip() for h, c in zip(heads, cells, strict=False) if h in row}
            found.append(_tidy(row))
    return found


def _heading(text: str, source: str) -> str:
    name = text.strip().upper()
    if name == "MARK":
        return MARKS.get(source, name)
    if name == "OUTCOME":
        return OUTCOMES.get(source, name)
    return ALSO.get(name, name)


def _tidy(row: Row) -> Row:
    if "UPN" in row:
        row["UPN"] = row["UPN"].upper()
    if "LAESTAB" in row:
        row["LAESTAB"] = row["LAESTAB"].replace("/", "").removesuffix(".0")
    return row


def _csv(file: Path) -> list[list[str]]:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.reader(io.StringIO(text, newline="")))


def _sheet(file: Path) -> list[list[str]]:
    sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
    return [["" if v is None else _plain(v) for v in row] for row in sheet.iter_rows(values_only=True)]


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
