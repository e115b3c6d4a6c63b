"""Tables of canonical columns -> delivered files, with the publisher's headings and codes of the year."""

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd

from pipeline.atomic import write_bytes
from pipeline.declared.sources import Source

YES_NO = {"yes": "1", "no": "0"}
STAMP = (1980, 1, 1, 0, 0, 0)  # a workbook says the same whenever it is written


def file_name(code: str, source: str, year: int | None, release: str = "") -> str:
    """999_ks2_pupils_2017-2018_final.csv"""
    span = f"{year - 1}-{year}" if year else ""
    return "_".join(part for part in (code, source, span, release) if part)


def delivered(table: pd.DataFrame, source: Source, year: int | None) -> pd.DataFrame:
    """The table's declared columns as text under the first of the publisher's headings of that year, in declared order."""
    out = {}
    for ours, column in source.columns.items():
        if ours in table and column.published_in(year):
            out[column.names_in(None, None, year)[0]] = _text(table[ours], column)
    return pd.DataFrame(out)


def _text(values: pd.Series, column) -> pd.Series:
    if column.is_number:
        return values.map({v: _number(v) for v in values.unique()}).fillna("")
    if column.type == "yes_no":
        return values.map(YES_NO)
    if column.type == "code":
        theirs = {ours: code for code, ours in reversed(column.codes.items())}
        return values.map(theirs)
    return values.fillna("").astype(str)


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.8f}".rstrip("0").rstrip(".")


def write_csv(file: Path, table: pd.DataFrame) -> None:
    write_bytes(file, table.to_csv(index=False, lineterminator="\r\n").encode("utf-8"))


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def write_xlsx(file: Path, table: pd.DataFrame) -> None:
    """A workbook of one sheet of text, written plainly so that its bytes never change (a spreadsheet library stamps the time)."""
    rows = [list(table.columns), *table.to_numpy().tolist()]
    cells = ("".join(f'<c t="inlineStr"><is><t>{escape(str(v))}</t></is></c>' for v in row) for row in rows)
    sheet = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(cells, start=1))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = PARTS | {"xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{sheet}</sheetData></worksheet>"}
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as book:
        for name, text in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            book.writestr(zipfile.ZipInfo(name, STAMP), head + text)
    write_bytes(file, held.getvalue())
