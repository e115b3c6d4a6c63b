"""Two packs of one document compared: every difference that can be printed, and no other.

A pack of an earlier schema is compared as upgraded (see `packs.schema`): a part it did not have yet is empty.
"""

from dataclasses import replace

from pipeline.changes.change import WORDING, Names, PrintedChange
from pipeline.changes.figures import figures, gaps, releases
from pipeline.changes.judgements import judgements, questions
from pipeline.changes.words import words
from pipeline.packs.pack import Pack
from pipeline.packs.vocabulary import PrintedNames

PARTS = (figures, gaps, judgements, questions, words, releases)
ORDER = PrintedChange(WORDING, "order", "as it was", "in another order")


def compare(before: Pack, after: Pack) -> list[PrintedChange]:
    """Every difference, in the order of KINDS, the largest of each kind first; none for packs that print the same."""
    old, new = before.printed(), after.printed()
    # A pack from before packs carried the vocabulary has no words for statuses, and one status for figures that the publisher
    # suppressed and figures withheld here. Both print alike, so with such a pack statuses are compared by their text alone.
    if not (old.vocabulary.statuses and new.vocabulary.statuses):
        old, new = _without_vocabulary(old), _without_vocabulary(new)
    if old == new:
        return []
    names = Names.of(old, new)
    return [change for part in PARTS for change in part(old, new, names)] or [ORDER]


def _without_vocabulary(pack: Pack) -> Pack:
    figures = tuple(replace(figure, status="") for figure in pack.figures)
    return replace(pack, vocabulary=PrintedNames(), figures=figures)
