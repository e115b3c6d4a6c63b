"""Somebody who wants to know what is not printed. Shares no code with pipeline/disclosure: own rounding, own sums, own programmes.

The attacker knows every cohort, who belongs to whom, the tables anybody can download and the documents of one audience; each
document is read through its figures as they are printed ("63%", "under 10%", "34 to 35%").
"""

import re
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Key = tuple[str, str]  # place, pupil group


def possible_counts(text, pupils):
    """The counts of `pupils` whose percentage is printed so: tried one after the other."""
    under, over, span, plain = (
        re.fullmatch(p, text) for p in (r"under (\d+)%", r"over (\d+)%", r"(\d+) to (\d+)%", r"(\d+)%")
    )
    if plain:
        kept = [n for n in range(pupils + 1) if (200 * n + pupils) // (2 * pupils) == int(plain[1])]
    elif under:
        kept = [n for n in range(pupils + 1) if 100 * n < int(under[1]) * pupils]
    elif over:
        kept = [n for n in range(pupils + 1) if 100 * n > int(over[1]) * pupils]
    elif span:
        kept = [n for n in range(pupils + 1) if int(span[1]) - 1 <= 100 * n / pupils <= int(span[2]) + 1]
    else:
        return None
    return (min(kept), max(kept)) if kept else None


@dataclass
class Attacker:
    """One measure of one year: cohorts, printed ranges, and sums (a total, its parts)."""

    cohorts: dict[Key, int]
    printed: dict[Key, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[Key, list[Key]]] = field(default_factory=list)
    whole: bool = True

    def reads(self, key, text):
        """Take a printed figure in; its range must agree with the others' or it is nonsense."""
        found = possible_counts(text, self.cohorts[key]) if self.cohorts.get(key) else None
        if found:
            low, high = self.printed.get(key, (0, self.cohorts[key]))
            self.printed[key] = max(low, found[0]), min(high, found[1])

    def reads_mean(self, key, text, least, most):
        """Take a printed mean in: the sum of its pupils' scores, each counting from 0 to 1, within half of the last printed digit."""
        found = re.fullmatch(r"([+-]?\d+)(?:\.(\d+))?", text)
        pupils = self.cohorts.get(key)
        if found and pupils:
            half = 0.5 / 10 ** len(found[2] or "")
            ends = [pupils * (float(text) + step - least) / (most - least) for step in (-half, half)]
            low, high = self.printed.get(key, (0, pupils))
            self.printed[key] = max(low, ends[0]), min(high, ends[1])

    def knows(self, key, figure, spec):
        """Take in a figure that the reader has in full: the count itself or, of a mean, the sum behind its unrounded value."""
        if figure is None or key not in self.cohorts:
            return
        if self.whole and figure.numerator is not None:
            self.printed[key] = figure.numerator, figure.numerator
        elif not self.whole and figure.value is not None:
            least, most = spec.per_pupil
            total = figure.denominator * (figure.value - float(least)) / float(most - least)
            self.printed[key] = total - 1e-7, total + 1e-7

    def adds(self, total, parts):
        """Total = parts + pupils of no known part."""
        parts = [p for p in parts if self.cohorts.get(p)]
        if self.cohorts.get(total) and parts:
            self.sums.append((total, parts))

    def among(self, part, whole):
        """Every pupil of the part is one of the whole too; each is (key, how many met it in truth). Nothing where they disagree."""
        (inside, met), (around, met_of_all) = part, whole
        rest = self.cohorts[around] - self.cohorts[inside]
        if met is not None and met_of_all is not None and 0 <= met_of_all - met <= rest:
            self.adds(around, [inside])

    def works_out(self, key):
        """The least and most of a hidden count."""
        if not hasattr(self, "_problem"):
            self._set_up()
        keys, matrix, low, high = self._problem
        cost = np.zeros(len(low))
        cost[keys[key]] = 1
        ends = []
        for sign in (1, -1):
            solved = milp(
                sign * cost,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.full(len(low), int(self.whole)),
            )
            assert solved.success, "what is printed contradicts itself"
            ends.append(solved.x[keys[key]])
        return ends[0], ends[1]

    def _set_up(self):
        keys = {k: i for i, k in enumerate(self.cohorts)}
        slack = [self.cohorts[t] - sum(self.cohorts[p] for p in parts) for t, parts in self.sums]
        low = [self.printed.get(k, (0, n))[0] for k, n in self.cohorts.items()] + [min(0, s) for s in slack]
        high = [self.printed.get(k, (0, n))[1] for k, n in self.cohorts.items()] + [max(0, s) for s in slack]
        matrix = np.zeros((len(self.sums), len(low)))
        for row, (total, parts) in enumerate(self.sums):
            matrix[row, keys[total]] = 1
            matrix[row, [keys[p] for p in parts]] = -1
            matrix[row, len(keys) + row] = -1
        self._problem = keys, matrix, np.array(low, float), np.array(high, float)


@dataclass(frozen=True)
class Attacked:
    """What came of an attack: how many cells were attacked, which were worked out, how many were hidden and of how many pupils."""

    attacked: int
    worked_out: list
    hidden: int
    secondary: int
    lost: int

    def __add__(self, other):
        return Attacked(
            self.attacked + other.attacked,
            self.worked_out + other.worked_out,
            self.hidden + other.hidden,
            self.secondary + other.secondary,
            self.lost + other.lost,
        )


NOTHING = Attacked(0, [], 0, 0, 0)
