"""How large a delivered file may be: found before it is opened, since a small file can unpack to more than a computer holds."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from pipeline.declared.strict import Problems, StrictModel, read_as
from pipeline.errors import ParamsWrong

MEGABYTE = 1_000_000


class Opening(StrictModel):
    """What the process that tries to open a workbook or a Parquet file may use."""

    seconds: int = Field(gt=0)
    megabytes: int = Field(gt=0)
    why: str


class ReceiptLimits(StrictModel):
    """params/policy/receipt_limits.yml."""

    file_megabytes: int = Field(gt=0)
    unpacked_megabytes: int = Field(gt=0)  # everything inside a zip or a workbook
    parts: int = Field(gt=0)  # files inside a zip or a workbook
    rows: int = Field(gt=0)
    columns: int = Field(gt=0)
    cells: int = Field(gt=0)  # rows by columns, added up over the sheets of a workbook
    cell_characters: int = Field(gt=0)
    text_megabytes: int = Field(gt=0)  # of all cells together, one byte a character
    name_characters: int = Field(gt=0)
    opening: Opening
    why: str


def add_receipt_limits_problems(params: Path, problems: Problems) -> None:
    """Notes every mistake of the limits, so that `check` reports it with the others."""
    read_as(ReceiptLimits, _file(params), problems)


def read_receipt_limits(params: Path) -> ReceiptLimits:
    """The limits; ParamsWrong with every mistake of their file."""
    file = _file(params)
    return _read(file, file.read_text(encoding="utf-8") if file.is_file() else None)


@lru_cache(maxsize=8)
def _read(file: Path, _text: str | None) -> ReceiptLimits:
    """The limits in a file. The text is a part of the cache's key, so that an edited file is read again."""
    problems = Problems()
    limits = read_as(ReceiptLimits, file, problems)
    if limits is None:
        raise ParamsWrong(file.parent.parent, list(problems))
    return limits


def _file(params: Path) -> Path:
    return params / "policy" / "receipt_limits.yml"
