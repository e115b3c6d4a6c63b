"""What an audience may be told, at the edge of its limit."""

import pytest

from pipeline.declared import read_declared
from pipeline.disclosure.protect import protect, withhold_pooled
from pipeline.measures.shelf import Fig
from pipeline.paths import ROOT

AUDIENCES = read_declared(ROOT / "params").policy.disclosure.audiences
CLUSTER, SCHOOL = AUDIENCES["cluster"], AUDIENCES["school"]


def fig(pupils, group="all", place="3510001", met=2):
    return Fig(place, 2018, "final", "ks2_rwm_exp", group, met, pupils, 100 * met / pupils, None, None, "shown", "d")


@pytest.mark.parametrize("pupils, status", [(5, "suppressed"), (6, "shown")])
def test_a_cluster_sees_a_school_from_six_pupils(pupils, status):
    (safe,) = protect([fig(pupils)], CLUSTER)
    assert safe.status == status
    assert (safe.numerator is None) == (status == "suppressed")


def test_a_school_sees_its_own_small_cohort_and_not_its_small_groups():
    assert protect([fig(3)], SCHOOL)[0].shown
    assert not protect([fig(3, "disadvantaged")], SCHOOL)[0].shown


def test_the_complement_of_a_hidden_group_is_hidden_and_the_total_stays():
    """Four disadvantaged and twenty others: both groups are suppressed, the 24 are shown."""
    safe = protect([fig(24), fig(4, "disadvantaged"), fig(20, "other")], CLUSTER)
    assert [f.status for f in safe] == ["shown", "suppressed", "suppressed"]


def test_a_pooled_figure_with_exactly_one_hidden_member_is_withheld():
    pooled, members = fig(65, place="351-primary-a", met=40), [fig(60, met=38), fig(5, place="3510002")]
    assert withhold_pooled(pooled, members, CLUSTER).status == "withheld"
    assert withhold_pooled(pooled, [*members, fig(4, place="3510003")], CLUSTER).shown
    assert withhold_pooled(pooled, members[:1], CLUSTER).shown
