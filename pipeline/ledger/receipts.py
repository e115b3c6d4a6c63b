"""The receipts of what stands on the shelf: what was issued, from what, with what, beside each document's files."""

import json
from pathlib import Path


def read_receipts(outputs: Path) -> list[dict]:
    """Every issued document's receipt, with the folder it stands in."""
    found = []
    for file in sorted(outputs.glob("*/*/*/receipt.json")):
        receipt = json.loads(file.read_text(encoding="utf-8"))
        found.append({**receipt, "folder": file.parent.relative_to(outputs).as_posix()})
    return found
