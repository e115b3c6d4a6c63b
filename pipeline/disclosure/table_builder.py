"""Gathers cells and sums by name into the `LinkedTable` that is attacked and protected."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.disclosure.linked_table import Cell, Insider, Key, LinkedTable, OwnPart


@dataclass
class LinkedTableBuilder:
    """Cells by place and group, and the sums that link them."""

    adds_up: bool = True  # a measure that is no sum over pupils gives cells without links
    cells: dict[Key, Cell] = field(default_factory=dict)
    sums: list[tuple[Key, ...]] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """Add a cell; one of the same place and group that is already here stays as it is."""
        self.cells.setdefault(cell.key, cell)

    def link(self, total: Key, parts: list[Key], whole: bool, rest_protected: bool = False) -> None:
        """State that the total is the sum of its parts and a rest of pupils in no part; parts that are not in the table are ignored.

        Where the parts hold more pupils than the total, as they may where two publishers count differently, the surplus is a cell
        of its own that is subtracted again: somebody who knows the parts still comes close to the total.
        `rest_protected`: the rest is to be protected, because it is a suppressed school.
        """
        parts = [p for p in parts if p in self.cells]
        if not self.adds_up or total not in self.cells or not parts:
            return
        in_parts, in_total = sum(self.cells[p].pupils for p in parts), self.cells[total].pupils
        if in_parts > in_total:
            sum_of_parts = self._add_unprinted(total, f"parts of {len(self.sums)}", in_parts, whole)
            surplus = self._add_unprinted(total, f"over {len(self.sums)}", in_parts - in_total, whole)
            self.sums += [(sum_of_parts, *parts), (sum_of_parts, total, surplus)]
        elif in_parts < in_total:
            rest_name = f"rest {len(self.sums)}"
            rest = self._add_unprinted(total, rest_name, in_total - in_parts, whole, rest_protected)
            self.sums.append((total, *parts, rest))
        else:
            self.sums.append((total, *parts))

    def _add_unprinted(self, total: Key, name: str, pupils: int, whole: bool, protected: bool = False) -> Key:
        place, group = total
        key = (place, f"{group}: {name}")
        self.add(Cell(key, pupils, 0, pupils, whole, protected=protected, unprinted=True))
        return key

    def table(self, insiders: Mapping[tuple[str, ...], Mapping[Key, OwnPart]]) -> LinkedTable:
        """The linked table, cells in the order they were added; `insiders` by the schools they know, with their part of each cell."""
        position = {key: i for i, key in enumerate(self.cells)}
        sums = tuple(tuple(position[key] for key in total) for total in self.sums)
        return LinkedTable(
            tuple(self.cells.values()),
            sums,
            tuple(Insider(names, tuple((position[k], own[k]) for k in own)) for names, own in insiders.items()),
        )
