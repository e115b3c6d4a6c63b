"""The audit of τ-ARGUS finds nothing exposed in what is printed of random towns, and finds what would be."""

import pytest

from tests.attacked.attacker import NOTHING, Attacker
from tests.attacked.second_opinion import Audit
from tests.attacked.towns import attack

SEEDS = range(10)  # 200 tables by `python -m tests.attacked`


@pytest.mark.worked
def test_both_work_the_same_out_of_a_total_less_its_parts():
    # Ten of eighteen pupils met it; of the school of nine that is printed, five. So of the other two, of four and of five, five met it
    # together: of the four 0 to 4, of the five 1 to 5.
    for kind in (Attacker, Audit):
        reader = kind({("A", "all"): 18, ("A1", "all"): 4, ("A2", "all"): 5, ("A3", "all"): 9})
        reader.reads(("A", "all"), "56%")
        reader.reads(("A3", "all"), "56%")
        reader.adds(("A", "all"), [("A1", "all"), ("A2", "all"), ("A3", "all")])
        assert [reader.works_out(("A1", "all")), reader.works_out(("A2", "all"))] == [(0, 4), (1, 5)]


class Compared(Audit):
    """The audit, of which each answer is held against that of the attacker: of fractions of pupils, so never narrower."""

    def works_out(self, key):
        low, high = super().works_out(key)
        least, most = Attacker.works_out(self, key)
        assert low - 1e-6 <= least <= most <= high + 1e-6
        return low, high


@pytest.mark.property
@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "insider"),
    [("public", False), ("public", True), ("cluster", False), ("cluster", True), ("authority", False)],
)
def test_the_audit_finds_nothing_exposed(audience, insider):
    outcome = sum((attack(seed, audience, insider=insider, attacker=Compared) for seed in SEEDS), NOTHING)
    assert outcome.attacked > 20
    assert outcome.worked_out == []


@pytest.mark.property
@pytest.mark.slow
def test_the_audit_finds_what_secondary_suppression_averts():
    outcome = sum((attack(seed, "authority", secondary=False, attacker=Audit) for seed in SEEDS), NOTHING)
    assert outcome.worked_out
