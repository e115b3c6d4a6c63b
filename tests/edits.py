"""A declaration edited as a person would: one text of one file replaced by another."""

from pathlib import Path


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first `old` of a file, which must be there, or the test would check nothing."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
