"""Two packs of one document set side by side: every difference that can be printed, and no other.

A pack kept in an earlier schema is compared as it reads today (see `packs.schema`): a part it did not have yet says nothing.
"""

from pipeline.changes.change import WORDING, Names, PrintedChange
from pipeline.changes.figures import figures, gaps, releases
from pipeline.changes.said import judgements, questions
from pipeline.changes.words import words
from pipeline.packs.pack import Pack

PARTS = (figures, gaps, judgements, questions, words, releases)
ORDER = PrintedChange(WORDING, "order", "as it was", "in another order")


def compare(before: Pack, after: Pack) -> list[PrintedChange]:
    """Every difference, in the order of KINDS, the largest of each kind first; none for packs that print the same."""
    old, new = before.printed(), after.printed()
    if old == new:
        return []
    names = Names.of(old, new)
    return [change for part in PARTS for change in part(old, new, names)] or [ORDER]
