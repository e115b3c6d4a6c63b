"""What a booklet says of the deliveries behind it: findings that refuse nothing, as sentences without a figure or a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.findings import ADVISORY
from pipeline.paths import Folders
from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import declared
from pipeline.validated.corrections import CORRECTED

CORRECTED_SAID = "the data team reads a cell otherwise than delivered; the reason is held with the correction."


@dataclass(frozen=True)
class DataNote:
    """One thing to bear in mind about a delivery."""

    of: str  # the delivery in words
    said: str
    rows: int = 0  # how many rows are meant; 0 for the file as a whole
    school: str = ""  # LAESTAB or URN of the one school it is about; other schools' booklets do not say it


def data_notes(folders: Folders, delivery: Delivery) -> list[DataNote]:
    """The advisory findings that are printed.

    Of pupils' records only what is true of the whole file, and how many cells were corrected: what is asked about a row is
    asked of its school alone, and the reason of a correction is for the data team.
    """
    source = declared(folders.params)[delivery.source]
    of = f"{source.title}, {delivery.results_year}" if delivery.results_year else source.title
    notes = []
    for f in findings(folders, delivery):
        if f.rule == CORRECTED:
            notes.append(DataNote(of, CORRECTED_SAID if source.of_pupils else f.said, f.rows, f.school))
        elif f.severity == ADVISORY and not (source.of_pupils and (f.row or f.school)):
            notes.append(DataNote(of, f.said, f.rows, f.school))
    return notes


def sentences(notes: Iterable[DataNote]) -> list[str]:
    """One sentence a thing said of a delivery, with in how many places."""
    rows: dict[tuple[str, str], int] = {}
    for note in notes:
        rows[note.of, note.said] = rows.get((note.of, note.said), 0) + note.rows
    return [_sentence(of, said, n) for (of, said), n in rows.items()]


def _sentence(of: str, said: str, rows: int) -> str:
    if not rows:
        return said if said[:1].isupper() else f"{of}: {said}"
    return f"{of}: in {rows} {'place' if rows == 1 else 'places'}, {said}"
