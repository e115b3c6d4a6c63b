"""One outcome of every pupil of a cohort, such as reading: who is eligible, who met a level, and the points of each result."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.declared.scales import Code, Scale
from pipeline.pupils.numbers import Bools


@dataclass(frozen=True)
class PupilOutcomes:
    """`code` is the position of the pupil's code in the scale; -1 is a result that could not be read or was not delivered."""

    scale: Scale
    code: np.ndarray
    score: np.ndarray  # nan where there is none
    year: int

    @classmethod
    def of(cls, column: pd.Series, score: np.ndarray, scale: Scale, year: int) -> "PupilOutcomes":
        return cls(scale, pd.Categorical(column, categories=list(scale.codes)).codes, score, year)

    def _with_code(self, test: Callable[[Code], bool]) -> Bools:
        """The pupils whose code passes the test; codes are tested once each, not once a pupil."""
        # The added last value, False, is where position -1 points.
        return np.array([test(code) for code in self.scale.codes.values()] + [False])[self.code]

    @cached_property
    def eligible(self) -> Bools:
        """Pupils in the denominator."""
        return self._with_code(lambda code: code.eligible)

    @cached_property
    def by_score(self) -> Bools:
        """Pupils whose levels are read from their score."""
        return self._with_code(lambda code: code.by_score)

    @cached_property
    def pending(self) -> Bools:
        """Pupils whose result is still pending."""
        return self._with_code(lambda code: code.pending)

    def met(self, level: str) -> Bools:
        """Pupils at the level, by their code or by their score."""
        by_code = self._with_code(lambda code: level in code.met)
        if level not in self.scale.thresholds:
            return by_code
        with np.errstate(invalid="ignore"):
            return by_code | (self.by_score & (self.score >= self.scale.thresholds[level]))

    def scored(self) -> Bools:
        """Pupils in the denominator with a score that counts: on a scale with codes for scores, only beside those codes."""
        counts = self.by_score if any(c.by_score for c in self.scale.codes.values()) else self.eligible
        return self.eligible & counts & ~np.isnan(self.score)

    def coded(self, codes: list[str]) -> Bools:
        """Pupils with one of these codes."""
        order = list(self.scale.codes)
        return np.isin(self.code, [order.index(c) for c in codes])

    def points(self) -> np.ndarray:
        """The points of each pupil's code in its year; nan where it has none or was not used that year."""
        worth = [code.worth(self.year) if code.used_in(self.year) else None for code in self.scale.codes.values()]
        return np.array([np.nan if w is None else float(w) for w in worth] + [np.nan])[self.code]
