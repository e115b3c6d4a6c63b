"""Receipts of the published documents in outputs/: what was issued, from what and with what, beside each document's files."""

import json
from pathlib import Path


def read_receipts(outputs: Path) -> list[dict]:
    """Every published document's receipt, with its folder (below outputs/) added as `folder`."""
    receipts = []
    for file in sorted(outputs.glob("*/*/*/receipt.json")):
        receipt = json.loads(file.read_text(encoding="utf-8"))
        receipts.append({**receipt, "folder": file.parent.relative_to(outputs).as_posix()})
    return receipts
