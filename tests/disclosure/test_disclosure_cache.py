"""A choice once made is given again without being calculated, and only for the very same component and policy."""

import pytest

from pipeline.disclosure import suppression_cache as cache_module
from pipeline.disclosure.linked_table import Cell, LinkedTable, ProtectionLevel
from pipeline.disclosure.suppression_cache import SuppressionCache

pytestmark = pytest.mark.rule

WANTED = ProtectionLevel(interval=3, minimum_hidden=6)


def family(boys=4, met=1):
    """A school's boys, too few to be printed, its girls and all its pupils."""
    cells = [("all", 30, 20, False), ("boys", boys, met, True), ("girls", 30 - boys, 20 - met, False)]
    table = (Cell(("a school", g), n, m, m, protected=few) for g, n, m, few in cells)
    return LinkedTable(tuple(table), ((0, 1, 2),))


@pytest.fixture
def cached(monkeypatch):
    """A suppression of an earlier run and the text of its cache; from here on nothing may be calculated."""
    before = SuppressionCache()
    answer = before.suppress(family(), WANTED)

    def refuse(part, wanted):
        raise AssertionError("calculated again")

    monkeypatch.setattr(cache_module, "_calculate", refuse)
    return answer, before.as_text()


def test_the_same_component_has_the_same_answer_without_a_calculation(cached):
    answer, text = cached
    assert SuppressionCache.from_text(text).suppress(family(), WANTED) == answer


@pytest.mark.parametrize(
    ("linked", "wanted"),
    [(family(boys=5), WANTED), (family(met=2), WANTED), (family(), ProtectionLevel(interval=4, minimum_hidden=6))],
    ids=["another cohort", "another count", "another policy"],
)
def test_anything_else_is_calculated(cached, linked, wanted):
    with pytest.raises(AssertionError, match="calculated again"):
        SuppressionCache.from_text(cached[1]).suppress(linked, wanted)


def test_other_code_starts_with_an_empty_cache(cached, monkeypatch):
    monkeypatch.setattr(cache_module, "of_code", lambda room: "other code")
    with pytest.raises(AssertionError, match="calculated again"):
        SuppressionCache.from_text(cached[1]).suppress(family(), WANTED)
