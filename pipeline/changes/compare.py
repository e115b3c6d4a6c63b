"""Two packs of one document, as plain data, set side by side: every difference that can be printed, and no other.

It reads what was kept, however long ago, so it takes a pack as it finds it: a part that one side has not is nothing said.
"""

from pipeline.changes.change import WORDING, Names, PrintedChange, Row
from pipeline.changes.figures import figures, gaps, releases
from pipeline.changes.said import judgements, questions
from pipeline.changes.words import words
from pipeline.packs.pack import untraced

PARTS = (figures, gaps, judgements, questions, words, releases)
ORDER = PrintedChange(WORDING, "order", "as it was", "in another order")


def compare(before: Row, after: Row) -> list[PrintedChange]:
    """Every difference, in the order of KINDS, the largest of each kind first; none for packs that print the same."""
    old, new = untraced(before), untraced(after)
    if old == new:
        return []
    names = Names.of(old, new)
    return [change for part in PARTS for change in part(old, new, names)] or [ORDER]
