"""How large a delivered file becomes when it is opened, found without opening it.

A few kilobytes can hold a table of billions of cells: zeros compressed a thousandfold, one cell repeated, a cell in the last row
and column, a long text that every cell refers to. Each part is unpacked piece by piece and forgotten again, so that this takes
little memory whatever the file holds, and it stops at the first limit passed. The limits are those of params.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.declared.receipt_limits import MEGABYTE, ReceiptLimits
from pipeline.deliveries.archive import ZIP_START, open_archive
from pipeline.deliveries.arriving import larger
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.table_rows import LOOKED_AT
from pipeline.deliveries.text_table import SEPARATORS
from pipeline.deliveries.workbook import workbook_kind
from pipeline.deliveries.workbook_parts import Beyond, PartReader, Totals, read_old_workbook

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 1 << 20  # bytes unpacked at a time
PARQUET_START = b"PAR1"
BEYOND_ANY = 1 << 60  # bytes
READ_FIRST = "xl/sharedStrings"  # the texts that cells refer to


def size_complaint(name: str, data: bytes, limits: ReceiptLimits) -> Finding | None:
    """The finding that refuses a file too large to open, or unsafe to; None for one that may be opened."""
    try:
        if data.startswith(ZIP_START) and not workbook_kind(data):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for _ in _unpacked(archive, limits, limits.file_megabytes):
                    pass
            inside = open_archive(name, data)
            if not inside.findings:
                _require_readable(inside.name, inside.data, limits)
        else:
            _require_readable(name, data, limits)
    except Beyond as beyond:
        return Finding(name, None, None, beyond.rule, beyond.problem, beyond.remedy)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        IndexError,
        struct.error,
    ):
        return None  # damaged or encrypted: whoever opens it says so, and how
    return None


def _require_readable(name: str, data: bytes, limits: ReceiptLimits) -> None:
    if workbook_kind(data):
        if data.startswith(ZIP_START):
            _require_workbook(data, limits)
        else:
            read_old_workbook(data, Totals(limits))
    elif data.startswith(PARQUET_START):
        _require_parquet(data, limits)
    elif not data.startswith(ZIP_START) and not name.casefold().endswith(".xml"):  # XML is limited where it is read
        _require_text(data, limits)


def _unpacked(archive: zipfile.ZipFile, limits: ReceiptLimits, most: int) -> Iterator[tuple[str, bytes]]:
    """Every part of a zip in pieces, counted as they come: what its list of contents says of their size may not be so."""
    entries = archive.infolist()
    if len(entries) > limits.parts:
        problem = f"there are {len(entries):,} files inside it, and {limits.parts:,} is the most that is read."
        raise Beyond("too_many_parts", problem, larger("parts"))
    total = 0
    for entry in sorted(entries, key=lambda e: not e.filename.startswith(READ_FIRST)):
        entry.file_size = BEYOND_ANY  # else what lies beyond the stated size is not seen
        with archive.open(entry) as part:
            while piece := part.read(PIECE):
                total += len(piece)
                if total > most * MEGABYTE:
                    problem = f"it would unpack to more than {most:,} MB, which is the most that is read."
                    limit = "file_megabytes" if most == limits.file_megabytes else "unpacked_megabytes"
                    raise Beyond("unpacks_too_large", problem, larger(limit))
                yield entry.filename, piece


def _require_workbook(data: bytes, limits: ReceiptLimits) -> None:
    totals = Totals(limits)
    reading, reader = "", None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part, piece in _unpacked(archive, limits, limits.unpacked_megabytes):
            if part != reading:
                totals.end_of_sheet()
                reading, reader = part, PartReader.of(part, totals)
            if reader:
                reader.feed(piece)
    totals.end_of_sheet()


def _require_parquet(data: bytes, limits: ReceiptLimits) -> None:
    """By the file's own list of what it holds, then by the length of its texts, of which each is read once however often it stands."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    totals = Totals(limits)
    try:
        table = pq.ParquetFile(io.BytesIO(data))
        groups = [table.metadata.row_group(n) for n in range(table.metadata.num_row_groups)]
        columns = [group.column(n) for group in groups for n in range(group.num_columns)]
        totals.require_table(table.metadata.num_rows, table.metadata.num_columns)
        totals.require_cells(sum(column.num_values for column in columns))
        if sum(column.total_uncompressed_size for column in columns) > limits.unpacked_megabytes * MEGABYTE:
            problem = f"it would unpack to more than {limits.unpacked_megabytes:,} MB, which is the most that is read."
            raise Beyond("unpacks_too_large", problem, larger("unpacked_megabytes"))
        if any(pa.types.is_nested(f.type) for f in table.schema_arrow):
            problem = "it has columns whose cells hold lists or records, and no plain values."
            raise Beyond("nested", problem, "Ask for it as a plain table: one value in each cell.")
        texts = [f.name for f in table.schema_arrow if _is_text(f.type) or pa.types.is_dictionary(f.type)]
        once = pq.ParquetFile(io.BytesIO(data), read_dictionary=texts)
        for name in texts:
            chunks = once.read(columns=[name]).column(0).chunks
            for chunk in (c for c in chunks if pa.types.is_dictionary(c.type) and _is_text(c.type.value_type)):
                lengths = pc.take(pc.binary_length(chunk.dictionary), chunk.indices)
                totals.add_text(pc.sum(lengths).as_py() or 0)
    except (pa.ArrowException, OSError, ValueError, KeyError, IndexError, AttributeError):
        return  # damaged: whoever opens it says so


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    kinds = pa.types
    return any(
        is_kind(kind) for is_kind in (kinds.is_string, kinds.is_large_string, kinds.is_binary, kinds.is_large_binary)
    )


def _require_text(data: bytes, limits: ReceiptLimits) -> None:
    """By its line ends and separators: each can only stand for fewer rows and cells than there are of them."""
    totals = Totals(limits)
    rows = max(data.count(b"\n"), data.count(b"\r")) + 1
    mark = max((s.encode() for s in SEPARATORS), key=data.count)
    start, top = 0, []
    for _ in range(LOOKED_AT):  # the headings are among these rows, and every row is as wide as they are
        end = data.find(b"\n", start)
        top.append(data.count(mark, start, end if end >= 0 else len(data)) + 1)
        if end < 0:
            break
        start = end + 1
    totals.require_table(rows, max(top))
    totals.require_cells(max(rows * max(top), rows + data.count(mark)))
