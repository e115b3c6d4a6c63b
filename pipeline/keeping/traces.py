"""Looks for a pupil in files of every kind below a folder, inside zips, workbooks, compressed files, databases and tables too."""

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.deliveries.sought import Sought

TAGS = re.compile(r"<[^<>]{0,2000}>")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)  # of a PDF


def files_with(folder: Path, sought: Sought) -> list[Path]:
    """Every file below the folder whose name or content holds the pupil's number, or both names beside each other."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())
    return [file for file in files if sought.in_text(file.name) or holds(file.read_bytes(), sought)]


def holds(data: bytes, sought: Sought) -> bool:
    """Whether a file's content speaks of the pupil."""
    return any(sought.in_text(text) for part in _parts(data) for text in _texts(part))


def _parts(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, and whatever is packed into them."""
    yield data
    try:
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for entry in archive.infolist():
                    yield entry.filename.encode()
                    yield from _parts(archive.read(entry))
        elif data.startswith(b"\x1f\x8b"):
            yield from _parts(gzip.decompress(data))
        elif data.startswith(b"PAR1"):
            yield _table_text(data)
        elif data.startswith(b"%PDF"):
            for stream in STREAM.finditer(data):
                yield zlib.decompressobj().decompress(stream[1])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return  # damaged or locked: its plain bytes were looked through


def _table_text(data: bytes) -> bytes:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def _texts(data: bytes) -> Iterator[str]:
    plain = data.decode("utf-8", "replace")
    yield plain
    if "<" in plain[:4096]:
        yield html.unescape(TAGS.sub(" ", plain))
    if b"\0" in data[:4096]:
        yield data.decode("utf-16-le", "replace")
        yield data[1:].decode("utf-16-le", "replace")
