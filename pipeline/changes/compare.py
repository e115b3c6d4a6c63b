"""Two packs of one document set side by side: every difference that can be printed, and no other.

A pack kept in an earlier schema is compared as it reads today (see `packs.schema`): a part it did not have yet says nothing.
"""

from dataclasses import replace

from pipeline.changes.change import WORDING, Names, PrintedChange
from pipeline.changes.figures import figures, gaps, releases
from pipeline.changes.said import judgements, questions
from pipeline.changes.words import words
from pipeline.packs.pack import Pack
from pipeline.packs.vocabulary import PrintedNames

PARTS = (figures, gaps, judgements, questions, words, releases)
ORDER = PrintedChange(WORDING, "order", "as it was", "in another order")


def compare(before: Pack, after: Pack) -> list[PrintedChange]:
    """Every difference, in the order of KINDS, the largest of each kind first; none for packs that print the same."""
    old, new = _in_one_form(before.printed(), after.printed())
    if old == new:
        return []
    names = Names.of(old, new)
    return [change for part in PARTS for change in part(old, new, names)] or [ORDER]


def _in_one_form(old: Pack, new: Pack) -> tuple[Pack, Pack]:
    """Both sides without what only one form of a pack has.

    A pack from before the vocabulary was carried has no words for statuses, and one status for figures that the publisher
    suppressed and those withheld here; both print alike, and a status is compared by its text.
    """
    if old.vocabulary.statuses and new.vocabulary.statuses:
        return old, new
    return _without_vocabulary(old), _without_vocabulary(new)


def _without_vocabulary(pack: Pack) -> Pack:
    figures = tuple(replace(figure, status="") for figure in pack.figures)
    return replace(pack, vocabulary=PrintedNames(), figures=figures)
