"""Receipts of the published documents in outputs/: what was issued, from what and with what, beside each document's files."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.file_hashes import FileHashes
from pipeline.ledger.issues import ALTERED, FILES, MISSING, Issue

NEEDED = ("publication", "title", "place", "place_name", "place_kind", "year", "files")


def read_receipts(outputs: Path) -> list[dict]:
    """Every published document's receipt, with its folder (below outputs/) added as `folder`; without those that are damaged."""
    receipts = []
    for file in _files(outputs):
        receipt = read_receipt(file)
        if receipt is not None:
            receipts.append({**receipt, "folder": file.parent.relative_to(outputs).as_posix()})
    return receipts


def damaged_receipts(outputs: Path) -> list[Path]:
    """The receipts that cannot be read as one; the documents beside them are made again by the next build of their year."""
    return [file for file in _files(outputs) if read_receipt(file) is None]


def read_receipt(file: Path) -> dict[str, Any] | None:
    """One document's receipt; None where it is missing or damaged."""
    try:
        receipt = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # cut short, or not text
        return None
    return receipt if isinstance(receipt, dict) and all(key in receipt for key in NEEDED) else None


def not_as_issued(folder: Path, receipt: Mapping[str, Any], issue: Issue | None, hashes: FileHashes) -> Iterator[str]:
    """What of a published document is not as it was issued, by its receipt and by the ledger's entry of that issue.

    The ledger knows the page, the PDF and the workbook; the executed notebook is known from the receipt alone.
    """
    entered = {name: getattr(issue, kind) for kind, name in FILES.items()} if issue else {}
    if any(receipt["files"].get(name) != told for name, told in entered.items()):
        yield f"its receipt {ALTERED}"
    for name, told in (receipt["files"] | entered).items():
        found = hashes.of(folder / name) if told else told
        if found != told:
            yield f"{name} {ALTERED if found else MISSING}"


def _files(outputs: Path) -> list[Path]:
    return sorted(outputs.glob("*/*/*/receipt.json"))
