"""Cells and sums gathered by name, into the `Linked` that is attacked and protected."""

from dataclasses import dataclass, field

from pipeline.disclosure.linked_table import Cell, Key, LinkedTable


@dataclass
class LinkedTableBuilder:
    """Cells by place and group, and the sums that join them."""

    adds_up: bool = True  # a figure that is no sum over pupils is joined to no other
    cells: dict[Key, Cell] = field(default_factory=dict)
    sums: list[tuple[Key, ...]] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        self.cells.setdefault(cell.key, cell)

    def join(self, total: Key, parts: list[Key], whole: bool, rest_protected: bool = False) -> None:
        """Say that the total is its parts, and pupils of no part; nothing is said of cells that are not here.

        Where the parts hold more pupils than the total, as they may where two publishers count differently, the
        difference is taken out again: a reader who knows the parts still comes near the total.
        """
        parts = [p for p in parts if p in self.cells]
        if not self.adds_up or total not in self.cells or not parts:
            return
        over = sum(self.cells[p].pupils for p in parts) - self.cells[total].pupils
        if over > 0:
            both = self._unknown(total, f"parts of {len(self.sums)}", sum(self.cells[p].pupils for p in parts), whole)
            self.sums += [(both, *parts), (both, total, self._unknown(total, f"over {len(self.sums)}", over, whole))]
            return
        rest = [self._unknown(total, f"rest {len(self.sums)}", -over, whole, rest_protected)] if over else []
        self.sums.append((total, *parts, *rest))

    def _unknown(self, total: Key, name: str, pupils: int, whole: bool, protected: bool = False) -> Key:
        key = (total[0], f"{total[1]}: {name}")
        self.add(Cell(key, pupils, 0, pupils, whole, protected=protected, unprinted=True))
        return key

    def linked(self) -> LinkedTable:
        at = {key: i for i, key in enumerate(self.cells)}
        return LinkedTable(tuple(self.cells.values()), tuple(tuple(at[k] for k in s) for s in self.sums))
