"""500 random towns are attacked with everything their documents print; and succeed without secondary suppression."""

import pytest

from tests.attacked.attacker import NOTHING, possible_counts
from tests.attacked.towns import POLICY, attack

AUDIENCES = ("public", "cluster", "authority")
SEEDS = range(10)  # 500 by `python -m tests.attacked`


@pytest.mark.property
@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_protected_can_be_worked_out_of_a_town(audience):
    outcome = sum((attack(seed, audience) for seed in SEEDS), NOTHING)
    assert outcome.attacked > 20 and outcome.secondary > 0
    assert outcome.worked_out == []


@pytest.mark.property
@pytest.mark.slow
@pytest.mark.parametrize("audience", ["public", "cluster"])
def test_nothing_protected_can_be_worked_out_by_the_head_of_a_school(audience):
    outcome = sum((attack(seed, audience, insider=True) for seed in SEEDS), NOTHING)
    assert outcome.attacked > 20 and outcome.secondary > 0
    assert outcome.worked_out == []


@pytest.mark.property
@pytest.mark.slow
def test_were_heads_forgotten_they_would_work_others_out(monkeypatch):
    forgotten = POLICY.audiences["cluster"].model_copy(update={"heads_together": 0})
    monkeypatch.setitem(POLICY.audiences, "cluster", forgotten)
    outcome = sum((attack(seed, "cluster", insider=True) for seed in SEEDS), NOTHING)
    assert outcome.worked_out


@pytest.mark.property
@pytest.mark.slow
def test_without_secondary_suppression_the_attacker_succeeds():
    outcome = sum((attack(seed, "authority", secondary=False) for seed in SEEDS), NOTHING)
    assert outcome.worked_out


@pytest.mark.worked
@pytest.mark.parametrize(
    ("text", "pupils", "counts"),
    [
        ("63%", 30, (19, 19)),
        ("50%", 1000, (495, 504)),
        ("under 10%", 12, (0, 1)),
        ("over 90%", 12, (11, 12)),
        ("c", 9, None),
    ],
)
def test_the_attacker_reads_what_is_printed(text, pupils, counts):
    assert possible_counts(text, pupils) == counts
