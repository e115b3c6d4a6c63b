"""A zip as it arrives: the one file inside, or the reason why there is not one to read.

A workbook is a zip too, and is left alone. What an archiver adds for itself (folders, `__MACOSX`, `.DS_Store`) is no file.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from pipeline.deliveries.findings import Finding

ZIP_START = b"PK\x03\x04"
ADDED_BY_ARCHIVERS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
WORKBOOK_PARTS = {"[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin", "content.xml"}


@dataclass(frozen=True)
class Opened:
    """A file's bytes, and the name its kind is read from; with findings there is nothing to read."""

    name: str
    data: bytes
    findings: list[Finding] = field(default_factory=list)


def open_archive(name: str, data: bytes) -> Opened:
    """The one file inside a zip; any other file as it is."""
    if not data.startswith(ZIP_START):
        return Opened(name, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            if any(e.filename in WORKBOOK_PARTS for e in entries):
                return Opened(name, data)
            files = [e for e in entries if not _is_added(e.filename)]
            if complaint := _complaint(name, files):
                return Opened(name, b"", [complaint])
            return Opened(files[0].filename.rpartition("/")[2], archive.read(files[0]))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        # zipfile raises all of these for damaged bytes, depending on which part of the archive they are in.
        problem = "the file begins like a zip or a workbook (.xlsx, .ods) and is damaged or cut short."
        remedy = "Ask for it again, or download it again, and receive it without opening it in between."
        return Opened(name, b"", [Finding(name, None, None, "damaged_zip", problem, remedy)])


def _is_added(filename: str) -> bool:
    folded = filename.casefold()
    return any(folded.startswith(a) or folded.endswith("/" + a) or folded == a for a in ADDED_BY_ARCHIVERS)


def _complaint(name: str, files: list[zipfile.ZipInfo]) -> Finding | None:
    """Why the files in a zip are not one delivery that can be read; None where they are."""
    if not files:
        problem, remedy = "the zip holds no file.", "Ask the sender for the file itself."
        return Finding(name, None, None, "empty_zip", problem, remedy)
    if len(files) > 1:
        problem = f"the zip holds {len(files)} files, and a delivery is one file."
        remedy = "Unpack it into a folder (right click, Extract all) and receive the folder: each file is then read as itself."
        return Finding(name, None, None, "several_in_zip", problem, remedy)
    if files[0].flag_bits & 1:  # the bit by which a zip marks an encrypted entry
        problem = "the zip is protected by a password."
        remedy = "Unpack it with the password the sender gave you, and receive the file that was inside."
        return Finding(name, None, None, "password", problem, remedy)
    return None
