"""A pupil whose records are to be erased: how their number and name are recognised in cells and in running text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.deliveries.table_rows import without_text_marks
from pipeline.deliveries.text_table import without_invisible

INSTEAD = "erased"  # what is written where a number or a name stood in a text that stays


@dataclass(frozen=True, repr=False)  # no traceback may show a pupil
class Sought:
    """One pupil: the number in capitals, and each (surname, forename) it was delivered with."""

    upn: str
    names: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def number(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.upn), re.IGNORECASE)

    @cached_property
    def full_names(self) -> list[re.Pattern[str]]:
        """Both names as whole words, in either order, with nothing or a few marks between them."""
        pairs = ((re.escape(s), re.escape(f)) for s, f in self.names if s and f)
        return [
            re.compile(rf"(?<!\w)({s}[\W_]{{1,3}}{f}|{f}[\W_]{{1,3}}{s})(?!\w)", re.IGNORECASE)
            for surname, forename in pairs
            for s, f in [(surname, forename)]
        ]

    def is_row(self, cells: Iterable[str]) -> bool:
        """Whether a cell holds the number and nothing else, so that the row is the pupil's."""
        marked = without_text_marks([without_invisible(cell).strip() for cell in cells])
        return any("".join(cell.split()).upper() == self.upn for cell in marked)

    def is_named(self, cells: Iterable[str]) -> bool:
        """Whether a row that is no record, such as a title or a note, speaks of the pupil."""
        words = [without_invisible(cell).strip() for cell in cells]
        folded = {word.casefold() for word in words}
        both = any(s and f and {s.casefold(), f.casefold()} <= folded for s, f in self.names)
        return both or self.in_text(" ".join(words))

    def in_text(self, text: str) -> bool:
        """Whether the text holds the number, or both names beside each other."""
        return bool(self.number.search(text)) or any(name.search(text) for name in self.full_names)

    def cleared(self, text: str) -> str:
        """The text with the number, and both names beside each other, replaced."""
        for pattern in (self.number, *self.full_names):
            text = pattern.sub(INSTEAD, text)
        return text
