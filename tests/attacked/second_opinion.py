"""A second opinion on what is derivable: the audit of τ-ARGUS, the statistical offices' tool for disclosure control.

The package `pytauargus` (EUPL-1.2, development only) carries its engine. Its audit reads a table as a text file ("JJ file"): cells with
their value, status and bounds, and the sums between them. It finds the least and the most each hidden cell can be, in fractions of
pupils, so never a narrower interval than that of whole pupils. What it calls exposed is therefore exposed.
"""

import tempfile
from pathlib import Path

import numpy as np
from pytauargus._tauargus import audit_jj
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.attacked.attacker import Attacker


class Audit(Attacker):
    """The attacker's knowledge, worked out by the audit instead of the attacker's own programmes. Counts of whole pupils only."""

    def works_out(self, key):
        if not hasattr(self, "_intervals"):
            self._set_up()
            self._intervals = self._audited()
        low, high = self.printed.get(key, (0, self.cohorts[key]))
        return self._intervals.get(self._problem[0][key], (low, high))  # a cell of one possible count is not audited

    def _audited(self):
        keys, matrix, low, high = self._problem
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "table.jj"
            file.write_text(_jj(matrix, low, high, len(keys)), encoding="ascii")
            return {row["cell"]: (row["min"], row["max"]) for row in audit_jj(str(file))}


def _jj(matrix, low, high, cells):
    """The table as the audit reads it. The pupils of no known part are a cell of each sum, as everything else is."""
    some = milp(
        np.zeros(len(low)),
        constraints=LinearConstraint(matrix, 0, 0),
        bounds=Bounds(low, high),
        integrality=np.ones(len(low)),
    )
    assert some.success, "what is printed contradicts itself"
    lines = ["0", str(len(low))]
    for n, value in enumerate(np.round(some.x).astype(int)):
        # s: printed (safe), u: hidden; of a printed range ("under 10%") nothing but the range is known, so it is hidden within it
        status = "s" if low[n] == high[n] else "u" if n < cells else "m"
        lines.append(f"{n} {value} 1 {status} {low[n]:.0f} {high[n]:.0f} 0.000 0.000 0")
    lines.append(str(len(matrix)))
    for row in matrix:
        within = np.flatnonzero(row)
        lines.append(f"0 {len(within)} : " + "".join(f"{n} ({-row[n]:.0f}) " for n in within))
    return "\n".join(lines) + "\n"
