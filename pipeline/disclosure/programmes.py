"""The intruder's linear and integer programmes over one linked table: one HiGHS model, kept warm from each problem to the next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, kHighsInf
from scipy.sparse import csr_array, hstack

from pipeline.disclosure.quiet_stdout import quiet_stdout

INTEGER, CONTINUOUS = HighsVarType.kInteger.value, HighsVarType.kContinuous.value
DEVIATION = 1e-4  # the price of a step in a cell that is not asked about, where a step asked for is worth 1


@dataclass(frozen=True)
class Solution:
    """One feasible table at which the objective is least; `prices` are the dual values of the sums, of a linear programme only."""

    table: np.ndarray
    prices: np.ndarray


class Programmes:
    """Problems that differ in their bounds and objective alone: every sum's total less its parts is 0.

    The next problem starts from the last one's basis, so it takes a few steps where a new model would take all of them.
    """

    def __init__(self, sums: csr_array, whole: np.ndarray) -> None:
        self._sums, self._are_whole = sums, whole
        self._size = sums.shape[1]
        self._columns = np.arange(2 * self._size, dtype=np.int32)

    @cached_property
    def _linear(self) -> Highs:
        return _unpresolved(self._sums)

    @cached_property
    def _integer(self) -> Highs:
        model, kinds = _model(self._sums), np.where(self._are_whole, INTEGER, CONTINUOUS).astype(np.uint8)
        model.changeColsIntegrality(self._size, self._columns[: self._size], kinds)
        return model

    @cached_property
    def _steps(self) -> Highs:
        """Over steps up and steps down from a table: two columns a cell."""
        return _unpresolved(hstack([self._sums, -self._sums], format="csr"))

    def linear(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        """The least of the objective where pupils may be divided; None where no table fits the bounds."""
        return self._solve(self._linear, cost, low, high)

    def whole(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        """The least of the objective in whole pupils; None where no table fits the bounds."""
        return self._solve(self._integer, cost, low, high)

    def nearest(self, start: np.ndarray, goal: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray | None:
        """A table as far from a feasible one in the goal's cells as it asks, or as can be, and otherwise as like it as can be.

        So it differs in few cells, and somebody who knows none of those cannot tell the two apart.
        """
        up, down = np.maximum(high - start, 0.0), np.maximum(start - low, 0.0)
        asked = np.flatnonzero(goal)
        up[asked] = np.minimum(up[asked], np.maximum(goal[asked], 0.0))
        down[asked] = np.minimum(down[asked], np.maximum(-goal[asked], 0.0))
        cost = np.full(2 * self._size, DEVIATION)
        cost[asked] = cost[asked + self._size] = -1.0
        model = self._steps
        model.changeColsCost(2 * self._size, self._columns, cost)
        model.changeColsBounds(2 * self._size, self._columns, np.zeros(2 * self._size), np.concatenate([up, down]))
        model.setBasis()  # no steps at all are a solution, and the one wanted takes few of them
        model.run()
        if model.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        steps = np.array(model.getSolution().col_value)
        return start + steps[: self._size] - steps[self._size :]

    def _solve(self, model: Highs, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        columns = self._columns[: self._size]
        model.changeColsCost(self._size, columns, np.asarray(cost, dtype=float))
        model.changeColsBounds(self._size, columns, np.asarray(low, dtype=float), np.asarray(high, dtype=float))
        model.run()
        if model.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        solution = model.getSolution()
        return Solution(np.array(solution.col_value), np.array(solution.row_dual))


class CheapestChoice:
    """Which cells to hide at the least cost, of the choices that meet every condition added so far."""

    def __init__(self, costs: np.ndarray) -> None:
        number, columns = len(costs), np.arange(len(costs), dtype=np.int32)
        lp = HighsLp()
        lp.num_col_, lp.num_row_ = number, 0
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.zeros(number), np.ones(number)
        self._model = _silent(lp)
        self._model.changeColsIntegrality(number, columns, np.full(number, INTEGER, dtype=np.uint8))

    def must_meet(self, contributions: np.ndarray, least: float) -> None:
        """Add a condition: what the hidden cells contribute must come to at least so much."""
        some = np.flatnonzero(contributions).astype(np.int32)
        self._model.addRow(least, kHighsInf, len(some), some, contributions[some])

    def choice(self) -> list[int]:
        """The cells of the cheapest choice, by their position among the costs."""
        self._model.run()
        assert self._model.getModelStatus() == HighsModelStatus.kOptimal  # hiding everything meets every condition
        return np.flatnonzero(np.array(self._model.getSolution().col_value) > 0.5).tolist()


def _unpresolved(sums: csr_array) -> Highs:
    model = _model(sums)
    model.setOptionValue("presolve", "off")  # it would throw the last basis away
    return model


def _model(sums: csr_array) -> Highs:
    rows, columns = sums.shape
    lp = HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = np.zeros(columns)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.zeros(columns)
    lp.row_lower_, lp.row_upper_ = np.zeros(rows), np.zeros(rows)
    lp.a_matrix_.format_ = MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = sums.indptr, sums.indices, sums.data
    return _silent(lp)


def _silent(lp: HighsLp) -> Highs:
    with quiet_stdout():  # a new model prints its name and version before it can be told to be silent
        model = Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    model.passModel(lp)
    return model
