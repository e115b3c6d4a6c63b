"""The recomputation against what is stored: which figures are missing on either side, and which differ and how."""

import json
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as parquet

from tests.recomputed.rules import Figure
from tests.recomputed.work import PUPILS, Key

NEAR = 1e-9


class Compared(NamedTuple):
    compared: int
    missing: list[Key]  # worked out here and not stored
    strangers: list[Key]  # stored and not worked out here
    different: list[tuple[Key, Figure, Figure]]  # worked out here, stored

    @property
    def agree(self) -> bool:
        return not (self.missing or self.strangers or self.different)

    def said(self) -> str:
        lines = [f"{self.compared} figures compared: {len(self.different)} differ, {len(self.missing)} are not stored, "
                 f"{len(self.strangers)} are stored and were not worked out here"]  # fmt: skip
        lines += [
            f"  differs: {key}\n    here   {here}\n    stored {there}" for key, here, there in self.different[:12]
        ]
        lines += [f"  not stored: {key}" for key in self.missing[:12]]
        return "\n".join([*lines, *(f"  not worked out here: {key}" for key in self.strangers[:12])])


def stored(data: Path, years: set[int] | None = None) -> dict[Key, Figure]:
    """Every stored figure that came from a file of pupils."""
    slips = [json.loads(f.read_text(encoding="utf-8")) for f in data.glob("deliveries/*/delivery.json")]
    pupils = {s["fingerprint"] for s in slips if s["source"].endswith(PUPILS)}
    found = {}
    for row in parquet.read_table(data / "store" / "figures.parquet").to_pylist():
        if pupils & set(row["delivery"].split(",")) and (years is None or row["year"] in years):
            key = row["place_id"], row["year"], row["release"], row["measure"], row["group"]
            found[key] = Figure(*(row[c] for c in ("numerator", "denominator", "value", "status", "lower", "upper")))
    return found


def compare(here: dict[Key, Figure], there: dict[Key, Figure]) -> Compared:
    both = sorted(here.keys() & there.keys())
    different = [(key, here[key], there[key]) for key in both if not same(here[key], there[key])]
    return Compared(len(both), sorted(here.keys() - there.keys()), sorted(there.keys() - here.keys()), different)


def same(here: Figure, there: Figure) -> bool:
    """The same counts and status exactly, the same value and interval to a billionth."""
    exact = (here.numerator, here.denominator, here.status) == (there.numerator, there.denominator, there.status)
    return exact and all(_near(getattr(here, part), getattr(there, part)) for part in ("value", "lower", "upper"))


def _near(one, other) -> bool:
    if one is None or other is None or other != other:
        return one is None and (other is None or other != other)
    return abs(float(one) - float(other)) <= NEAR
