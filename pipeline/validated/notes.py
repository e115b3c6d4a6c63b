"""Notes on data quality which a booklet prints: advisory findings about its deliveries, without a figure or a name."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from pipeline.atomic import write_text
from pipeline.deliveries.delivery import Delivery, read_delivery
from pipeline.deliveries.findings import ADVISORY
from pipeline.paths import Folders
from pipeline.validated.checked import findings
from pipeline.validated.clean_tables import declared
from pipeline.validated.corrections import CORRECTED

NOTES = "notes.json"  # beside delivery.json: notes that stand although the rows they are about were erased
CORRECTED_NOTE = "the data team reads a cell otherwise than delivered; the reason is held with the correction."


@dataclass(frozen=True)
class DataNote:
    """One thing to bear in mind about a delivery."""

    of: str  # the delivery in words
    text: str
    rows: int = 0  # how many rows it concerns; 0 for the file as a whole
    school: str = ""  # LAESTAB or URN of the one school it is about; other schools' booklets do not print it


def data_notes(folders: Folders, delivery: Delivery) -> list[DataNote]:
    """The advisory findings of a delivery that booklets print; those for the data team alone are not among them.

    For pupils' records only those about the whole file, and how many cells were corrected: a question about a row goes to its
    school alone, and the reason for a correction is for the data team. With those that stand since an erasure.
    """
    return [*_of_findings(folders, delivery), *_standing(folders, delivery)]


def keep_notes(before: Folders, after: Folders, delivery: Delivery) -> None:
    """Keep in the store `after` an erasure the notes on a delivery which only the store before it still gives.

    An issued document printed them; without them it would be made again for no other reason than the erasure.
    """
    rows, files = Counter[DataNote](), Counter[DataNote]()
    for sign, folders in ((1, before), (-1, after)):
        for note in data_notes(folders, read_delivery(delivery.folder(folders))):  # its file may have been renamed
            alike = DataNote(note.of, note.text, 0, note.school)
            rows[alike] += sign * note.rows
            files[alike] += sign
    lost = [DataNote(n.of, n.text, rows[n], n.school) for n in files if rows[n] > 0 or (files[n] > 0 and rows[n] == 0)]
    if lost:
        everything = [astuple(note) for note in (*_standing(after, delivery), *lost)]
        write_text(delivery.folder(after) / NOTES, json.dumps(everything, ensure_ascii=False, indent=1) + "\n")


def _standing(folders: Folders, delivery: Delivery) -> list[DataNote]:
    file = delivery.folder(folders) / NOTES
    return [DataNote(*note) for note in json.loads(file.read_text(encoding="utf-8"))] if file.is_file() else []


def _of_findings(folders: Folders, delivery: Delivery) -> list[DataNote]:
    source = declared(folders.params)[delivery.source]
    of = f"{source.title}, {delivery.results_year}" if delivery.results_year else source.title
    notes = []
    for f in (f for f in findings(folders, delivery) if not f.for_the_team):
        if f.rule == CORRECTED:
            notes.append(DataNote(of, CORRECTED_NOTE if source.of_pupils else f.problem, f.rows, f.school))
        elif f.severity == ADVISORY and not (source.of_pupils and (f.row or f.school)):
            notes.append(DataNote(of, f.problem, f.rows, f.school))
    return notes


def sentences(notes: Iterable[DataNote]) -> list[str]:
    """One sentence for each different note on a delivery, with the number of rows it concerns."""
    counts: dict[tuple[str, str], int] = {}
    for note in notes:
        counts[note.of, note.text] = counts.get((note.of, note.text), 0) + note.rows
    out = []
    for (of, text), rows in counts.items():
        if rows:
            out.append(f"{of}: in {rows} {'place' if rows == 1 else 'places'}, {text}")
        else:  # a note with a capital names the delivery itself
            out.append(text if text[:1].isupper() else f"{of}: {text}")
    return out
