"""What was chosen for one part of a linked table is remembered: the same part always has the same answer.

A part is known by a fingerprint of everything the choice rests on, so nothing that changed is ever answered from memory. Programmes
and what they need are imported only for a part not seen before.
"""

import json
from collections.abc import Mapping

from pipeline.disclosure.linked_table import LinkedTable, ProtectionLevel, Suppression, parts
from pipeline.keys import fingerprint, of_code

Found = tuple[list[int], list[int]]  # the cells of a part to hide, and those that cannot be helped, by their places
MOST = 50_000  # answers kept from one run to the next; a year of an authority has a few thousand


class SuppressionCache:
    """Answers by part; `used` are those this run asked for."""

    def __init__(self, known: Mapping[str, Found] | None = None) -> None:
        self._known = known or {}
        self.used: dict[str, Found] = {}

    def choose(self, linked: LinkedTable, level: ProtectionLevel) -> Suppression:
        """The cheapest choice of cells to hide, so that no protected one can be worked out; see `choose_part`."""
        hidden = {linked.cells[i].key for i in linked.always_hidden()}
        beyond: set[tuple[str, str]] = set()
        for part in parts(linked):
            chosen, lost = self._of(part, level)
            hidden |= {part.cells[i].key for i in chosen}
            beyond |= {part.cells[i].key for i in lost}
        return Suppression(frozenset(hidden), frozenset(beyond))

    def _of(self, part: LinkedTable, level: ProtectionLevel) -> Found:
        asked = fingerprint(repr(part), repr(level))
        if asked not in self.used:
            self.used[asked] = self._known.get(asked) or _work_out(part, level)
        return self.used[asked]

    def as_text(self) -> str:
        """What is to be remembered: this run's answers, then as many earlier ones as there is room for."""
        earlier = (item for item in self._known.items() if item[0] not in self.used)
        kept = dict([*self.used.items(), *earlier][:MOST])
        return json.dumps({"code": of_code("choices"), "found": kept}, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "SuppressionCache":
        """What was remembered, unless the code that finds answers has changed since."""
        held = json.loads(text) if text else {}
        return cls(held["found"] if held.get("code") == of_code("choices") else {})


def _work_out(part: LinkedTable, level: ProtectionLevel) -> Found:
    from pipeline.disclosure.secondary_suppression import suppress_part

    chosen, lost = suppress_part(part, level)
    return sorted(chosen), sorted(lost)
