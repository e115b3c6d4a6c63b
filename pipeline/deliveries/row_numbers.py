"""Where a row is, as one number: its line in the file, and for a workbook's second and later sheets the sheet as well.

Rows of every sheet go into one table, and a row's number is what findings, schools and corrections know it by. So it must
be one of its kind in the delivery, and a person must be able to find the row by it.
"""

SHEET_STEP = 10_000_000  # no sheet and no text file has so many lines; a row of sheet 2 is 10,000,000 and its line


def row_number(sheet: int, line: int) -> int:
    """The number of a line of a sheet, both counted from 1."""
    return (sheet - 1) * SHEET_STEP + line


def row_words(row: int) -> str:
    """`row 7`, or `sheet 2, row 7` for a row of a later sheet."""
    sheet, line = divmod(row, SHEET_STEP)
    return f"sheet {sheet + 1}, row {line}" if sheet else f"row {line}"
