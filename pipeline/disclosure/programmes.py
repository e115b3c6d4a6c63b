"""The intruder's linear and integer programmes over one linked table: one HiGHS model, kept warm from each problem to the next."""

from dataclasses import dataclass

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat
from scipy.sparse import csr_array

from pipeline.disclosure.quiet_stdout import quiet_stdout


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
        self._size = sums.shape[1]
        self._columns = np.arange(self._size, dtype=np.int32)
        self._linear = _model(sums)
        self._integer = _model(sums)
        kinds = np.where(whole, HighsVarType.kInteger.value, HighsVarType.kContinuous.value).astype(np.uint8)
        self._integer.changeColsIntegrality(self._size, self._columns, kinds)
        self._linear.setOptionValue("presolve", "off")  # it would throw the last basis away

    def linear(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        """The least of the objective where pupils may be divided; None where no table fits the bounds."""
        return self._solve(self._linear, cost, low, high)

    def whole(self, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        """The least of the objective in whole pupils; None where no table fits the bounds."""
        return self._solve(self._integer, cost, low, high)

    def _solve(self, model: Highs, cost: np.ndarray, low: np.ndarray, high: np.ndarray) -> Solution | None:
        model.changeColsCost(self._size, self._columns, np.asarray(cost, dtype=float))
        model.changeColsBounds(self._size, self._columns, np.asarray(low, dtype=float), np.asarray(high, dtype=float))
        model.run()
        if model.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        solution = model.getSolution()
        return Solution(np.array(solution.col_value), np.array(solution.row_dual))


def _model(sums: csr_array) -> Highs:
    rows, columns = sums.shape
    lp = HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = np.zeros(columns)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.zeros(columns)
    lp.row_lower_, lp.row_upper_ = np.zeros(rows), np.zeros(rows)
    lp.a_matrix_.format_ = MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = sums.indptr, sums.indices, sums.data
    with quiet_stdout():  # a new model prints its name and version before it can be told to be silent
        model = Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    model.passModel(lp)
    return model
