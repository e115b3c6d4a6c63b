"""Common Transfer Files for tests: written from rows of a CSV file, with the shipped code set or with a complete one of the test's own.

The codes below that the shipped sets lack are made up here, so that every stage can be tried; they are nobody's real codes.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import yaml

from pipeline.declared.ctf import CodeSet
from pipeline.declared.sources import Source
from pipeline.deliveries.ctf_write import CtfHeader, write_ctf
from pipeline.paths import ROOT

MADE_UP = {  # source -> columns, each with the column of its number; their codes are made up by `complete`
    "phonics_pupils": {"phonics": ""},
    "ks1_pupils": {"reading": "", "writing": "", "maths": "", "science": ""},
    "ks2_pupils": {
        "reading": "", "reading_score": "", "gps": "", "gps_score": "", "maths": "", "maths_score": "",
        "writing": "", "science": "", "reading_ta": "", "maths_ta": "",
    },
}  # fmt: skip


def shipped(year: int) -> dict:
    return yaml.safe_load((ROOT / "params" / "ctf" / f"{year}.yml").read_text(encoding="utf-8"))


def complete(year: int, base: int = 2025) -> dict:
    """The shipped code set of a year with a made-up line for every other result of every stage."""
    raw = shipped(base) | {"year": year}
    raw["evidence"]["made_up"] = {"what": "Made up for a test"}
    for source, columns in MADE_UP.items():
        for n, (column, number) in enumerate(columns.items()):
            codes = {
                "stage": source[:3].upper(),
                "subject": "XX",
                "method": "YY",
                "component": f"C{n}",
                "qualifier": "ZZ",
            }
            raw["results"].append(codes | {"source": source, "column": column, "number": number, "seen": "made_up"})
    return raw


def write_code_set(params: Path, raw: dict) -> CodeSet:
    file = params / "ctf" / f"{raw['year']}.yml"
    file.write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    return CodeSet.model_validate(raw)


def rows_of(text: bytes, source: Source, year: int) -> list[dict[str, str]]:
    """A CSV file's rows by our columns."""
    headings, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    at = source.found(headings, year)
    return [{ours: row[place] for ours, place in at.items()} for row in rows]


def ctf_of(tables: dict[str, Iterable[dict[str, str]]], code_set: CodeSet, school: str, **header: object) -> bytes:
    """One school's file to its authority, made in July of the year."""
    year = code_set.year
    usual = {"from_school": school, "to": f"{school[:3]}LLLL", "year_begun": year - 1, "version": f"{year - 2000}.0"}
    mine = {source: [row for row in rows if row["laestab"] == school] for source, rows in tables.items()}
    return write_ctf(CtfHeader(made=f"{year}-07-10T09:00:00", **(usual | header)), mine, code_set)
