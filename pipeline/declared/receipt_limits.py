"""How large a delivered file may be: found before it is opened, since a small file can unpack to more than a computer holds."""

from pathlib import Path

from pydantic import Field

from pipeline.declared.strict import Problems, StrictModel, read_alone, read_as

FILE = "policy/receipt_limits.yml"
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
    read_as(ReceiptLimits, params / FILE, problems)


def read_receipt_limits(params: Path) -> ReceiptLimits:
    """The limits; ParamsWrong with every mistake of their file."""
    return read_alone(ReceiptLimits, params, FILE)
