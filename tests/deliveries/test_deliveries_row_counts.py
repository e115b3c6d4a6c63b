"""No row of a file vanishes: those received are those used, held and left out for a reason, counted against the file itself."""

import csv
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from pipeline.deliveries.delivery import Delivery, kept
from pipeline.deliveries.read import read
from pipeline.paths import Folders
from pipeline.validated import declared
from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import stored_rows, year_of_file
from pipeline.validated.row_counts import count_rows
from pipeline.validated.shape import shape


def rows_in(file: str, data: bytes, heading_row: int = 1) -> int:
    """The rows below the heading row that hold anything, counted by a plain reader of the format."""
    if file.endswith(".parquet"):
        return len(pd.read_parquet(io.BytesIO(data)))
    if zipfile.is_zipfile(io.BytesIO(data)):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        return sum(any(c is not None for c in row) for sheet in book for row in list(sheet.values)[heading_row:])
    text = data.decode("utf-8-sig")
    return sum(any(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""))) - 1


def check_counted(folders: Folders, delivery: Delivery) -> None:
    findings(folders, delivery)  # brings the counts up to date
    counts = stored_rows(folders, delivery)
    assert counts is not None, delivery.file
    assert counts.adds_up, (delivery.file, counts)
    heading_row = declared(folders.params)[delivery.source].format.heading_row
    found = rows_in(delivery.file, delivery.original(folders).read_bytes(), heading_row)
    assert counts.received == found, (delivery.file, counts)


@pytest.mark.parametrize("house", ["bury", "hampshire", "little_authority"])
def test_every_row_of_every_delivery_is_accounted_for(house, request):
    folders = request.getfixturevalue(house)
    deliveries = kept(folders)
    assert deliveries
    for delivery in deliveries:
        check_counted(folders, delivery)


def test_every_row_of_the_rehearsal_is_accounted_for(written_authority):
    """Without Great Expectations, whose findings hold schools but move no row out of the count."""
    sources = declared(written_authority / "params")
    files = sorted((written_authority / "deliveries").rglob("*.csv"))
    assert len(files) > 50
    counted = 0
    for file in files:
        data = file.read_bytes()
        source = next((s for s in sources.values() if s.recognise.by_name(file.name)), None)
        if source is None:
            continue
        year = 2025 if source.results_year == "file" else None
        raw = read(file.name, data, source, year)
        shaped = shape(raw, source, file.name, year, source.release.default)
        sender = "999" if source.of_pupils else None
        counts = count_rows(shaped.table, raw.left_out | shaped.left_out, sender, (), [])
        assert counts.adds_up and counts.received == rows_in(file.name, data), (file.name, counts)
        counted += counts.received
    assert counted > 10_000


def test_the_counts_are_kept_with_a_delivery_and_name_their_reasons(bury):
    tool = kept(bury, "lait")[-1]
    findings(bury, tool)
    counts = stored_rows(bury, tool)
    assert counts.sentence().startswith(f"{counts.received:,} rows received = {counts.used:,} used + 0 held + ")
    assert year_of_file(tool, declared(bury.params)["lait"]) is None
    assert set(counts.left_out) <= {"whose Short Desc is not declared"}
