"""Which figures an audience may see, at the edge of its limits, beside everything else it knows."""

import pytest

from tests.disclosure.little_town import DECLARED, MEASURE, PUBLISHED, YEAR, control, fig, pooled

ONE = {"A": ["a1", "a2", "a3"]}
TWO = {"A": ["a1", "a2"], "B": ["b1", "b2"]}


def statuses(safe):
    return {(f.place_id, f.group): f.status for f in safe}


def town(clusters, schools):
    """The schools' figures, and those pooled from them."""
    by_name = {f.place_id: f for f in schools}
    areas = [pooled(c, [by_name[s] for s in members if s in by_name]) for c, members in clusters.items()]
    return [*schools, *areas, pooled("999", schools)]


def protected(audience, clusters, figs, released=None, of=None):
    """The statuses of the figures after protection; `of` these places only."""
    safe = control(clusters, figs, released).protect([f for f in figs if of is None or f.place_id in of], audience)
    return statuses(safe)


@pytest.mark.parametrize("pupils, status", [(5, "suppressed"), (6, "shown")])
def test_heads_of_a_cluster_see_a_school_from_six_pupils(pupils, status):
    figs = town(ONE, [fig("a1", pupils, 2), fig("a2", 30, 20), fig("a3", 40, 31)])
    assert protected("cluster", ONE, figs)["a1", "all"] == status


def test_officers_have_no_school_so_the_smallest_other_school_hides_a_hidden_one():
    figs = town(ONE, [fig("a1", 3, 2), fig("a2", 30, 20), fig("a3", 40, 31)])
    got = protected("authority", ONE, figs)
    assert [got[p, "all"] for p in ("a1", "a2", "a3", "A")] == ["suppressed", "withheld", "shown", "shown"]


def test_heads_could_subtract_their_own_school_so_two_others_hide_a_hidden_one():
    """Were a2 alone withheld, its head would take a3 and a2 from the cluster's 53 of 73, and read the three pupils of a1."""
    figs = town(ONE, [fig("a1", 3, 2), fig("a2", 30, 20), fig("a3", 40, 31)])
    got = protected("cluster", ONE, figs)
    assert [got[p, "all"] for p in ("a1", "a2", "a3", "A")] == ["suppressed", "withheld", "withheld", "shown"]


def test_a_cluster_of_two_schools_is_not_printed_beside_a_hidden_one():
    """The other school's head would subtract it whatever the list withholds; the authority with cluster B would give A away."""
    figs = town(TWO, [fig("a1", 3, 2), fig("a2", 30, 20), fig("b1", 40, 31), fig("b2", 35, 20)])
    got = protected("cluster", TWO, figs)
    assert got["A", "all"] == "withheld"
    assert "withheld" in (got["999", "all"], got["B", "all"])


def test_the_public_is_not_shown_an_area_that_is_withheld_from_heads():
    """The public account is read by heads too, who have their cluster's booklet beside it."""
    groups = [fig("a1", 5, 3, "eal"), fig("a2", 40, 20, "eal"), fig("b1", 30, 15, "eal"), fig("b2", 40, 10, "eal")]
    schools = [fig("a1", 60, 20), fig("a2", 70, 31), fig("b1", 60, 31), fig("b2", 50, 31)]
    areas = [pooled("A", groups[:2], "eal"), pooled("B", groups[2:], "eal"), pooled("999", groups, "eal")]
    figs = [*town(TWO, schools), *groups, *areas]
    heads, public = (protected(a, TWO, figs, of=("A", "B", "999")) for a in ("cluster", "public"))
    assert heads["A", "eal"] == "withheld"
    assert all(public[key] != "shown" for key in heads if heads[key] != "shown")


def test_where_the_other_schools_are_published_the_cluster_is_withheld_from_everyone():
    """Anybody could take the published schools from the cluster; and the other cluster from the authority."""
    figs = town(TWO, [fig("a1", 3, 2), *(fig(s, 30, 20, delivery=PUBLISHED) for s in ("a2", "b1", "b2"))])
    for audience in ("cluster", "authority", "public", "school"):
        got = protected(audience, TWO, figs, of=("999", "A", "B"))
        assert got["A", "all"] == "withheld"
        assert "withheld" in (got["999", "all"], got["B", "all"])


def test_a_school_sees_its_own_small_cohort_and_not_its_small_groups():
    figs = [fig("a1", 3, 2), fig("a1", 3, 2, "disadvantaged")]
    assert protected("school", ONE, figs) == {("a1", "all"): "shown", ("a1", "disadvantaged"): "suppressed"}


def test_the_complement_of_a_hidden_group_is_hidden_and_the_total_is_shown():
    """Four disadvantaged and twenty others: neither group is shown, the 24 are."""
    figs = [fig("a1", 24, 15), fig("a1", 4, 1, "disadvantaged"), fig("a1", 20, 14, "other")]
    assert list(protected("school", ONE, figs).values()) == ["shown", "suppressed", "withheld"]


@pytest.mark.parametrize(
    "pupils, hidden",
    [
        ((3, 7, 30), {"ehcp", "sen_support"}),  # a second group hides the first: 10 pupils between them
        ((3, 2, 35), {"ehcp", "sen_support", "no_sen"}),  # five together are still too few to be derived by subtraction
        ((3, None, 37), {"ehcp", "no_sen"}),  # nobody on SEN support: all less the 37 would be the three
        ((6, 7, 27), set()),
    ],
)
def test_a_small_group_of_three_takes_others_with_it(pupils, hidden):
    groups = [(n, g) for n, g in zip(pupils, ("ehcp", "sen_support", "no_sen"), strict=True) if n]
    figs = [fig("a1", 40, 20), *(fig("a1", n, n // 2, group) for n, group in groups)]
    assert {group for (_, group), status in protected("school", ONE, figs).items() if status != "shown"} == hidden


def test_a_pooled_group_nearly_all_of_one_school_is_not_printed():
    """Of 12 pupils 10 are of one school: its head could subtract them and derive the two."""
    groups = [fig("a1", 10, 6, "eal"), fig("a2", 2, 1, "eal")]
    figs = [*town(ONE, [fig("a1", 30, 20), fig("a2", 40, 31), fig("a3", 30, 15)]), *groups, pooled("A", groups, "eal")]
    assert protected("cluster", ONE, figs, of=["A"]) == {("A", "all"): "shown", ("A", "eal"): "withheld"}


def test_the_public_does_not_learn_that_nobody_in_a_group_met_it():
    groups = [fig("A", 12, 0, "ehcp"), fig("A", 14, 14, "eal"), fig("A", 12, 3, "sen_support")]
    figs = [*town(ONE, [fig("a1", 60, 30), fig("a2", 60, 40), fig("a3", 60, 41)]), *groups]
    safe = {f.group: f for f in control(ONE, figs).protect(groups, "public")}
    assert (safe["ehcp"].status, safe["ehcp"].lower, safe["ehcp"].upper, safe["ehcp"].value) == ("end", 0, 10, None)
    assert (safe["eal"].status, safe["eal"].lower, safe["eal"].upper) == ("end", 90, 100)
    assert safe["sen_support"].shown


def test_what_was_released_before_cannot_be_hidden_now():
    """The same town as above; but an earlier issue printed a2, so a3 must be hidden to protect a1."""
    figs = town(ONE, [fig("a1", 3, 2), fig("a2", 30, 20), fig("a3", 40, 31)])
    before = {"cluster": {("a2", YEAR, MEASURE, "all")}}
    got = protected("cluster", ONE, figs, before)
    assert [got[p, "all"] for p in ("a1", "a2", "a3")] == ["suppressed", "shown", "withheld"]


def test_a_school_kept_back_before_is_kept_back_while_the_difference_would_be_a_few_pupils():
    """5 pupils were too few; a sixth has come, whose result 6 less 5 would be. 11 are 6 more than 5, and are printed again."""
    key = ("a1", YEAR, MEASURE, "all")
    for pupils, kept, status in ((6, None, "shown"), (6, key, "withheld"), (10, key, "withheld"), (11, key, "shown")):
        figs = town(ONE, [fig("a1", pupils, 2), fig("a2", 30, 20), fig("a3", 20, 11), fig("a4", 60, 41)])
        controlled = control(ONE, figs, None, {"cluster": {kept}} if kept else None)
        assert controlled.protect(figs, "cluster")[0].status == status


def test_a_school_printed_before_with_more_pupils_is_too_small_to_be_printed_now():
    figs = town(ONE, [fig("a1", 5, 2), fig("a2", 30, 20), fig("a3", 20, 11)])
    before = {"cluster": {("a1", YEAR, MEASURE, "all")}}
    got = protected("cluster", ONE, figs, before)
    assert got["a1", "all"] == "suppressed"
    assert got["a2", "all"] == got["a3", "all"] == "shown", "what was told cannot be protected by withholding others"


def test_disadvantaged_pupils_give_away_those_eligible_for_free_meals_among_them():
    """12 of 12 disadvantaged pupils met it: so did all 4 eligible for free meals. Cluster A prints neither of them, nor, with the 12, the
    48 others who would give them away.
    """
    groups = [
        fig("A", n, met, g)
        for g, n, met in (("disadvantaged", 12, 12), ("other", 48, 21), ("fsm", 4, 4), ("not_fsm", 56, 29))
    ]
    schools = [fig("a1", 20, 11), fig("a2", 20, 11), fig("a3", 20, 11)]
    got = protected("authority", ONE, [*town(ONE, schools), *groups], of=["A"])
    assert got["A", "fsm"] == "suppressed"
    assert got["A", "disadvantaged"] == "withheld"


@pytest.mark.parametrize(("together", "withheld"), [(1, ["a2", "a3"]), (2, ["a2", "a3", "a4"])])
def test_the_policy_says_how_many_heads_may_put_their_figures_together(monkeypatch, together, withheld):
    """3 pupils of a1 are hidden among other schools: one head must not be left with them alone, nor any two."""
    rule = DECLARED.policy.disclosure.audiences["cluster"].model_copy(update={"heads_together": together})
    monkeypatch.setitem(DECLARED.policy.disclosure.audiences, "cluster", rule)
    four = {"A": ["a1", "a2", "a3", "a4", "a5"]}
    figs = town(four, [fig("a1", 3, 2), *(fig(f"a{n}", 10 * n, 5 * n) for n in (2, 3, 4, 5))])
    got = protected("cluster", four, figs)
    assert [place for (place, _), status in got.items() if status == "withheld"] == withheld


def test_england_is_never_protected_and_an_internal_audience_sees_everything():
    figs = [fig("england", 4, 1), fig("a1", 4, 1)]
    assert list(protected("public", ONE, figs).values()) == ["shown", "suppressed"]
    assert list(protected("internal", ONE, figs).values()) == ["shown", "shown"]


def test_what_was_released_to_officers_or_internally_is_not_shown_to_the_public():
    """A group of eight was printed for officers, who see six and more; from the public it is still withheld."""
    group = fig("A", 8, 4, "ehcp")
    figs = [*town(ONE, [fig("a1", 60, 30), fig("a2", 60, 40), fig("a3", 60, 41)]), group]
    key = ("A", YEAR, MEASURE, "ehcp")
    controlled = control(ONE, figs, {"authority": {key}, "internal": {key}})
    assert [controlled.protect([group], a)[0].status for a in ("authority", "public")] == ["shown", "few"]


def test_a_share_printed_as_an_end_is_printed_so_again():
    """An earlier issue printed "under 10%" for a group; the next must not print the figure itself."""
    group = fig("A", 12, 0, "ehcp")
    figs = [*town(ONE, [fig("a1", 60, 30), fig("a2", 60, 40), fig("a3", 60, 41)]), group]
    before = {"public": {("A", YEAR, MEASURE, "ehcp")}}
    assert control(ONE, figs, before).protect([group], "public")[0].status == "end"


def test_a_group_hidden_in_a_document_of_all_groups_is_hidden_in_one_of_that_group_alone():
    """Each document gets the same decision about an area, however few of its groups it prints."""
    groups = [
        fig("A", n, n // 2, g)
        for g, n in (("ehcp", 4), ("sen_support", 20), ("no_sen", 156), ("boys", 90), ("girls", 90))
    ]
    figs = [*town(ONE, [fig("a1", 60, 30), fig("a2", 60, 40), fig("a3", 60, 41)]), *groups]
    controlled, everything = control(ONE, figs), {}
    for f, safe in zip(groups, controlled.protect(groups, "cluster"), strict=True):
        everything[f.group] = safe.status
    assert {f.group: controlled.protect([f], "cluster")[0].status for f in groups} == everything
    assert everything["sen_support"] == "withheld"


@pytest.mark.parametrize(
    ("audience", "says", "does_not"),
    [
        ("school", ["a group of fewer than 6 pupils"], ["fewer than 1 ", "under"]),
        ("cluster", ["fewer than 6 pupils", "under 20% or over 80%"], ["the least is"]),
        ("public", ["fewer than 6 pupils", "the least is 11", "under 10% or over 90%"], []),
    ],
)
def test_the_note_a_reader_sees_is_made_from_the_rule(audience, says, does_not):
    note = DECLARED.policy.disclosure.note_for(audience)
    assert all(words in note for words in says) and not any(words in note for words in does_not)


def test_there_is_no_note_where_nothing_is_hidden():
    assert DECLARED.policy.disclosure.note_for("internal") == ""


def test_where_all_but_one_met_it_even_the_figure_of_all_pupils_discloses_a_small_group():
    """59 of 60 met it: of four pupils with a plan at least three did, so neither their figure nor the 98% is printed."""
    alone = {"A": ["a1"]}
    figs = [fig("a1", 60, 59), fig("A", 60, 59), fig("A", 4, 3, "ehcp"), fig("999", 60, 59)]
    got = protected("cluster", alone, figs, of=["A"])
    assert got["A", "all"] == "withheld" and got["A", "ehcp"] == "suppressed"


def test_every_document_of_an_audience_hides_the_same_schools():
    """a2 is the smaller, but its trust's document would disclose it again (B less b1); so a3 hides a1, in whatever document."""
    clusters = {"A": ["a1", "a2", "a3"], "B": ["b1", "a2"]}
    schools = [fig("a1", 3, 2), fig("a2", 30, 20), fig("a3", 40, 31), fig("b1", 50, 40)]
    figs = town(clusters, schools)
    of_the_cluster = protected("authority", clusters, figs, of=["A", "a1", "a2", "a3"])
    of_the_trust = protected("authority", clusters, figs, of=["B", "b1", "a2"])
    assert [of_the_cluster[s, "all"] for s in ("a1", "a2", "a3")] == ["suppressed", "shown", "withheld"]
    assert [of_the_trust[s, "all"] for s in ("b1", "a2")] == ["shown", "shown"]


def test_heads_hold_what_school_booklets_told_of_areas():
    """Cluster A's figure stood in its schools' booklets: it cannot be withheld any more, so every school of it is."""
    figs = town(ONE, [fig("a1", 3, 2), fig("a2", 30, 20), fig("a3", 20, 11)])
    told = {"school": {("A", YEAR, MEASURE, "all"), ("a3", YEAR, MEASURE, "all")}}
    before, after = protected("cluster", ONE, figs), protected("cluster", ONE, figs, told)
    assert before["A", "all"] == after["A", "all"] == "shown"
    assert after["a3", "all"] == "withheld", "one school's own booklet tells the other heads nothing of that school"
