"""What an audience may be told, at the edge of its limit."""

import pytest

from pipeline.declared import read_declared
from pipeline.disclosure.protect import protect, protect_together
from pipeline.measures.shelf import Fig
from pipeline.paths import ROOT

POLICY = read_declared(ROOT / "params").policy
AUDIENCES, FAMILIES = POLICY.disclosure.audiences, POLICY.groups.families
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
    safe = protect([fig(24), fig(4, "disadvantaged"), fig(20, "other")], CLUSTER, FAMILIES)
    assert [f.status for f in safe] == ["shown", "suppressed", "suppressed"]


@pytest.mark.parametrize(
    "pupils, hidden",
    [
        ((3, 7, 30), {"ehcp", "sen_support"}),  # a second group hides the first: 10 pupils between them
        ((3, 2, 30), {"ehcp", "sen_support", "no_sen"}),  # five together are still too few to be had by subtraction
        ((3, None, 30), {"ehcp", "no_sen"}),  # nobody on SEN support: all less the 30 would be the three
        ((6, 7, 30), set()),
    ],
)
def test_a_small_group_of_three_takes_others_with_it(pupils, hidden):
    groups = zip(("ehcp", "sen_support", "no_sen"), pupils, strict=True)
    figs = [fig(40), *(fig(n, group) for group, n in groups if n)]
    safe = protect(figs, CLUSTER, FAMILIES)
    assert {f.group for f in safe if not f.shown} == hidden


POOLED, SCHOOLS = "351-primary-a", ("3510001", "3510002", "3510003")


def pooled_after(*figs):
    """The pooled figure's status beside these schools' figures, for heads of the cluster."""
    safe = protect_together([*figs], {(POOLED, 2018): SCHOOLS}, CLUSTER, FAMILIES)
    return next(f.status for f in safe if f.place_id == POOLED)


@pytest.mark.parametrize("cohorts, status", [((60, 5), "withheld"), ((60, 5, 4), "shown"), ((60, 6), "shown")])
def test_a_pooled_figure_with_exactly_one_hidden_member_is_withheld(cohorts, status):
    members = [fig(n, place=place) for n, place in zip(cohorts, SCHOOLS, strict=False)]
    assert pooled_after(fig(65, place=POOLED, met=40), *members) == status


def test_a_member_hidden_as_a_complement_counts_as_hidden():
    """One school's 4 disadvantaged hide its 20 others; all others less the shown ones would be those 20."""
    small = fig(4, "disadvantaged"), fig(20, "other")
    large = fig(30, "disadvantaged", SCHOOLS[1]), fig(30, "other", SCHOOLS[1])
    assert pooled_after(fig(50, "other", POOLED), *small, *large) == "withheld"


def test_a_school_outside_the_group_withholds_nothing():
    assert pooled_after(fig(60, place=POOLED), fig(60), fig(5, place="3519999")) == "shown"
