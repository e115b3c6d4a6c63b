"""A school's chase list as a web page and a workbook, in the data folder and nowhere else."""

from pathlib import Path

from pipeline.atomic import write_bytes, write_text
from pipeline.chase.page import page
from pipeline.chase.questions import ChaseQuestion
from pipeline.deliveries.row_numbers import row_words
from pipeline.paths import Folders
from pipeline.render.xlsx import Sheet, workbook

HEADS = (
    "Number", "Urgency", "About", "File", "Row", "Pupil", "Unique pupil number", "Column", "What we found", "What to do",
    "School's answer",
)  # fmt: skip
MUST, LOOK = "Must be answered", "Please look"
TO_FILL = "(to be filled in)"


def write_lists(
    folders: Folders, year: int, school: str, name: str, contact: str, questions: list[ChaseQuestion]
) -> list[Path]:
    """Write one school's list as web page and workbook; returns the files written."""
    home = folders.data / "chase" / str(year) / school
    title = f"Questions about pupil records: {name} ({school}), results year {year}"
    rows = [cells(number, question) for number, question in enumerate(questions, start=1)]
    write_text(home / "chase-list.html", page(title, contact, HEADS, rows, sum(q.blocking for q in questions)))
    write_bytes(home / "chase-list.xlsx", workbook(title, [Sheet("Questions", title, HEADS, tuple(rows))]))
    return [home / "chase-list.html", home / "chase-list.xlsx"]


def cells(number: int, q: ChaseQuestion) -> tuple[str, ...]:
    """One question as text; no cell is blank."""
    row = "all" if q.row is None else row_words(q.row).removeprefix("row ")
    text = (str(number), MUST if q.blocking else LOOK, q.about, q.file, row, q.pupil, q.upn, q.column, q.found, q.ask)
    return (*(t or "none" for t in text), TO_FILL)
