"""What was chosen for one component of a linked table is kept, so that the same component always has the same answer.

A component is known by a fingerprint of everything the choice depends on, so a changed one is never answered from the cache. The
solvers are imported only for a component not seen before: most runs need none.
"""

import json
from collections.abc import Mapping

from pipeline.disclosure.linked_table import Key, LinkedTable, ProtectionLevel, Suppression, components
from pipeline.keys import fingerprint, of_code

Choice = tuple[list[int], list[int]]  # the cells of a component to hide, and those that known figures give away
MOST = 50_000  # choices kept from one run to the next; a year of an authority has a few thousand


class SuppressionCache:
    """Choices by component; `used` are those of this run."""

    def __init__(self, earlier: Mapping[str, Choice] | None = None) -> None:
        self._earlier = earlier or {}
        self.used: dict[str, Choice] = {}

    def suppress(self, linked: LinkedTable, level: ProtectionLevel) -> Suppression:
        """The cheapest cells to hide so that no protected one can be derived; see `suppress_component`."""
        hidden = {linked.cells[i].key for i in linked.never_printed()}
        given_away: set[Key] = set()
        for component in components(linked):
            key = fingerprint(repr(component), repr(level))
            if key not in self.used:
                self.used[key] = self._earlier.get(key) or _calculate(component, level)
            to_hide, exposed = self.used[key]
            hidden |= {component.cells[i].key for i in to_hide}
            given_away |= {component.cells[i].key for i in exposed}
        return Suppression(frozenset(hidden), frozenset(given_away))

    def as_text(self) -> str:
        """The cache as JSON: this run's choices, and as many earlier ones as there is room for; in an order that runs do not change."""
        earlier = (item for item in self._earlier.items() if item[0] not in self.used)
        kept = dict(sorted([*self.used.items(), *earlier][:MOST]))
        return json.dumps({"code": of_code("choices"), "choices": kept}, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "SuppressionCache":
        """The cache as it was kept; empty where it is damaged or the code that makes the choices has changed since."""
        try:
            kept = json.loads(text)
        except ValueError:
            return cls()
        return cls(kept["choices"] if kept.get("code") == of_code("choices") else {})


def _calculate(component: LinkedTable, level: ProtectionLevel) -> Choice:
    from pipeline.disclosure.secondary_suppression import suppress_component

    to_hide, given_away = suppress_component(component, level)
    return sorted(to_hide), sorted(given_away)
