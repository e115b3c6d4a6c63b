"""Cells are hidden so that no protected one can be derived, and no cheaper choice would do."""

import random
from itertools import combinations, product

import pytest

from pipeline.disclosure import secondary_suppression
from pipeline.disclosure.intruder import Intruder, Threat
from pipeline.disclosure.linked_table import Cell, Insider, LinkedTable, OwnPart, ProtectionLevel
from pipeline.disclosure.suppression_cache import SuppressionCache

WANTED = ProtectionLevel(interval=3, minimum_hidden=6)


def cell(name, pupils, met, **more):
    return Cell((name, "all"), pupils, met, met, **more)


def names(choice):
    return {place for place, _ in choice.hidden}


def test_boys_cannot_be_derived_from_all_pupils_less_girls():
    """4 boys are protected; 26 girls are hidden with them, since hiding all 30 would cost more."""
    family = LinkedTable((cell("all", 30, 20), cell("boys", 4, 1, protected=True), cell("girls", 26, 19)), ((0, 1, 2),))
    assert Intruder(family, WANTED).exposed({1}) == [(0, 1)]
    assert names(SuppressionCache().suppress(family, WANTED)) == {"boys", "girls"}


def test_three_and_two_pupils_are_still_too_few_together():
    """3 and 2 pupils would be known as 5 together, all less the 30 others; so all three groups are hidden."""
    groups = (cell("ehcp", 3, 1, protected=True), cell("support", 2, 1, protected=True), cell("none", 30, 20))
    family = LinkedTable((cell("all", 35, 22), *groups), ((0, 1, 2, 3),))
    assert names(SuppressionCache().suppress(family, WANTED)) == {"ehcp", "support", "none"}


def test_the_smallest_second_school_is_hidden():
    schools = (cell("a", 5, 2, protected=True), cell("b", 40, 30), cell("c", 12, 7), cell("d", 60, 33))
    cluster = LinkedTable((cell("cluster", 117, 72), *schools), ((0, 1, 2, 3, 4),))
    assert names(SuppressionCache().suppress(cluster, WANTED)) == {"a", "c"}


def test_where_the_schools_are_published_elsewhere_the_cluster_is_withheld():
    schools = (cell("a", 5, 2, protected=True), cell("b", 40, 30, known=True), cell("c", 12, 7, known=True))
    cluster = LinkedTable((cell("cluster", 57, 39), *schools), ((0, 1, 2, 3),))
    assert names(SuppressionCache().suppress(cluster, WANTED)) == {"a", "cluster"}


def test_two_small_schools_in_which_nobody_met_it_do_not_hide_each_other():
    """5 and 4 pupils, none of whom met it: their sum is 0, so both would be known; a third school is hidden."""
    schools = (cell("a", 5, 0, protected=True), cell("b", 4, 0, protected=True), cell("c", 12, 7))
    cluster = LinkedTable((cell("cluster", 21, 7), *schools), ((0, 1, 2, 3),))
    assert Intruder(cluster, WANTED).exposed({1, 2}) == [(0, 1), (0, 2)]
    assert names(SuppressionCache().suppress(cluster, WANTED)) == {"a", "b", "c"}


def test_what_others_have_published_already_is_given_away_and_nothing_is_hidden_for_it():
    cluster = LinkedTable(
        (cell("cluster", 45, 32, known=True), cell("a", 5, 2, protected=True), cell("b", 40, 30, known=True)),
        ((0, 1, 2),),
    )
    choice = SuppressionCache().suppress(cluster, WANTED)
    assert names(choice) == {"a"}
    assert choice.given_away == {("a", "all")}


def test_a_cell_that_is_given_away_in_part_keeps_what_is_attainable():
    """13 of 14 met it, as the school itself knows: of two who speak another language at least one did. "English 12 of 12" would
    disclose whether both did, so it is hidden too.
    """
    groups = (cell("other language", 2, 1, protected=True), cell("English", 12, 12))
    school = LinkedTable((cell("all", 14, 13, known=True), *groups), ((0, 1, 2),))
    choice = SuppressionCache().suppress(school, WANTED)
    assert names(choice) == {"other language", "English"}
    assert choice.given_away == {("other language", "all")}


def test_where_all_met_it_nothing_is_left_to_protect():
    groups = (cell("other language", 2, 2, protected=True), cell("English", 12, 12))
    school = LinkedTable((cell("all", 14, 14, known=True), *groups), ((0, 1, 2),))
    assert names(SuppressionCache().suppress(school, WANTED)) == {"other language"}


def head(name, at, met, pupils, *counting):
    """The head of one school: its own cell, and its part of the cells that count it."""
    return Insider((name,), tuple((i, OwnPart(pupils, met, met)) for i in (at, *counting)))


def test_the_head_of_the_only_other_school_reads_the_rest():
    """5 pupils of a and 30 of b are hidden in a printed 35: b's head takes the 20 of b away, and has a's."""
    cells = (cell("cluster", 35, 22, known=True), cell("a", 5, 2, protected=True), cell("b", 30, 20))
    alone, heads = (LinkedTable(cells, ((0, 1, 2),), h) for h in ((), (head("b", 2, 20, 30, 0),)))
    assert Intruder(alone, WANTED).exposed({1, 2}) == []
    assert Intruder(heads, WANTED).exposed({1, 2}) == [(1, 1)]


def test_nothing_is_protected_from_the_head_of_that_school():
    cells = (cell("cluster", 35, 22, known=True), cell("a", 5, 2, protected=True), cell("b", 30, 20))
    linked = LinkedTable(cells, ((0, 1, 2),), (head("a", 1, 2, 5, 0),))
    assert Intruder(linked, WANTED).exposed({1, 2}) == []


def test_two_heads_together_need_a_third_school_to_be_hidden():
    schools = (cell("a", 5, 2, protected=True), *(cell(n, 20, 11) for n in "bcde"))
    cells, sums = (cell("cluster", 85, 46), *schools), ((0, 1, 2, 3, 4, 5),)
    each = tuple(head(n, i, 11, 20, 0) for n, i in zip("bcde", range(2, 6), strict=True))
    pairs = tuple(
        Insider((a, b), ((i, OwnPart(20, 11, 11)), (j, OwnPart(20, 11, 11)), (0, OwnPart(40, 22, 22))))
        for (a, i), (b, j) in combinations(zip("bcde", range(2, 6), strict=True), 2)
    )
    hidden = [SuppressionCache().suppress(LinkedTable(cells, sums, i), WANTED).hidden for i in ((), each, pairs)]
    assert [len(h) for h in hidden] == [2, 3, 4]


def test_two_clusters_and_the_authority_are_one_linked_table():
    """Hiding cluster A is no help while the authority and cluster B are printed: B is withheld too, or the authority."""
    cells = (
        cell("authority", 150, 100), cell("A", 55, 40), cell("B", 95, 60),
        cell("small", 5, 2, protected=True), cell("a", 50, 38, known=True), cell("b", 95, 60, unprinted=True),
    )  # fmt: skip
    linked = LinkedTable(cells, ((0, 1, 2), (1, 3, 4), (2, 5)))
    assert Intruder(linked, WANTED).exposed(linked.always_hidden() | {1}) == [(0, 3)]
    assert {"A", "B"} <= names(SuppressionCache().suppress(linked, WANTED))
    assert "authority" not in names(SuppressionCache().suppress(linked, WANTED))


def random_table(seed, schools=4, groups=2):
    """Schools by groups with both totals: every cell a count, some small, some known, some 0."""
    dice = random.Random(seed)
    pupils = [[dice.choice([1, 2, 3, 5, 8, 14, 30]) for _ in range(groups)] for _ in range(schools)]
    met = [[dice.choice([0, n, dice.randint(0, n)]) for n in row] for row in pupils]
    cells, at = [], {}

    def add(place, group, n, m):
        at[place, group] = len(cells)
        known = n >= 6 and dice.random() < 0.15
        cells.append(Cell((place, group), n, m, m, protected=n < 6, known=known))

    for s, (ns, ms) in enumerate(zip(pupils, met, strict=True)):
        for g, (n, m) in enumerate(zip(ns, ms, strict=True)):
            add(f"s{s}", f"g{g}", n, m)
        add(f"s{s}", "all", sum(ns), sum(ms))
    for g in range(groups):
        add("area", f"g{g}", sum(r[g] for r in pupils), sum(r[g] for r in met))
    add("area", "all", sum(map(sum, pupils)), sum(map(sum, met)))
    named = [f"g{g}" for g in range(groups)]
    sums = [tuple(at[f"s{s}", g] for g in ("all", *named)) for s in range(schools)]
    sums += [tuple(at[p, g] for p in ("area", *(f"s{s}" for s in range(schools)))) for g in ("all", *named)]
    return LinkedTable(tuple(cells), tuple(sums))


def cost(linked, hidden):
    return sum(c.pupils + 1 for c in linked.cells if c.suppressible and c.key in hidden)


def every_table(linked, hidden):
    """All feasible tables, by brute force: for a few pupils."""
    ends = [
        range(0, c.pupils + 1) if i in hidden else range(int(c.low), int(c.high) + 1)
        for i, c in enumerate(linked.cells)
    ]
    loose = [i for i, e in enumerate(ends) if len(e) > 1 and not any(i == t[0] for t in linked.sums)]
    for values in product(*(ends[i] for i in loose)):
        table = {i: e[0] for i, e in enumerate(ends)} | dict(zip(loose, values, strict=True))
        for total in linked.sums:
            if total[0] in hidden:
                table[total[0]] = sum(table[i] for i in total[1:])
        if all(table[t[0]] == sum(table[i] for i in t[1:]) for t in linked.sums) and all(
            table[i] in e for i, e in enumerate(ends)
        ):
            yield table


@pytest.mark.property
@pytest.mark.parametrize("seed", range(12))
def test_a_feasible_interval_is_that_of_every_possible_table(seed):
    dice = random.Random(seed)
    pupils = [dice.randint(1, 3) for _ in range(4)]
    met = [dice.randint(0, n) for n in pupils]
    cells = [cell(f"s{i}", n, m) for i, (n, m) in enumerate(zip(pupils, met, strict=True))]
    cells += [
        cell("x", sum(pupils[:2]), sum(met[:2])),
        cell("y", sum(pupils[2:]), sum(met[2:])),
        cell("z", sum(pupils), sum(met)),
    ]
    linked = LinkedTable(tuple(cells), ((4, 0, 1), (5, 2, 3), (6, 4, 5), (6, 0, 1, 2, 3)))
    hidden = frozenset(i for i in range(7) if dice.random() < 0.6)
    tables = list(every_table(linked, hidden))
    assert hidden and tables
    for i in hidden:
        low, high = Intruder(linked, WANTED).feasible_interval(hidden, Threat(0, i))
        assert (round(low), round(high)) == (min(t[i] for t in tables), max(t[i] for t in tables))


@pytest.mark.property
@pytest.mark.parametrize("seed", range(20))
def test_both_ways_of_choosing_hide_as_little_as_can_be(seed, monkeypatch):
    """Trying every choice and programming find the same cost; and no cheaper choice is safe."""
    linked = random_table(seed, schools=2, groups=2)
    monkeypatch.setattr(secondary_suppression, "FEW", 12)
    tried = SuppressionCache().suppress(linked, WANTED)
    monkeypatch.setattr(secondary_suppression, "FEW", 0)
    programmed = SuppressionCache().suppress(linked, WANTED)
    assert cost(linked, tried.hidden) == cost(linked, programmed.hidden)
    free = [i for i, c in enumerate(linked.cells) if c.suppressible]
    if tried.given_away | programmed.given_away:
        return
    spent, always = cost(linked, tried.hidden), linked.always_hidden()
    for extra in (set(c) for n in range(len(free)) for c in combinations(free, n)):
        if sum(linked.cells[i].pupils + 1 for i in extra) < spent:
            assert Intruder(linked, WANTED).exposed(always | extra), "a cheaper choice would have done"


def test_the_same_table_always_has_the_same_answer():
    linked = random_table(5, schools=8, groups=3)
    assert SuppressionCache().suppress(linked, WANTED) == SuppressionCache().suppress(linked, WANTED)
