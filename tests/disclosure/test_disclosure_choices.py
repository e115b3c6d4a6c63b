"""An answer once found is given again without working it out, and only to the very same question."""

import pytest

from pipeline.disclosure import suppression_cache as remembering
from pipeline.disclosure.linked_table import Cell, LinkedTable, ProtectionLevel
from pipeline.disclosure.suppression_cache import SuppressionCache

pytestmark = pytest.mark.rule

WANTED = ProtectionLevel(interval=3, together=6)


def family(boys=4, met=1):
    """A school's boys, too few to be told of, its girls and all its pupils."""
    cells = [("all", 30, 20, False), ("boys", boys, met, True), ("girls", 30 - boys, 20 - met, False)]
    made = (Cell(("a school", g), n, m, m, protected=few) for g, n, m, few in cells)
    return LinkedTable(tuple(made), ((0, 1, 2),))


@pytest.fixture
def remembered(monkeypatch):
    """The choices of a run before, from their text; from here on nothing may be worked out."""
    before = SuppressionCache()
    answer = before.choose(family(), WANTED)

    def refuse(part, wanted):
        raise AssertionError("worked out again")

    monkeypatch.setattr(remembering, "_work_out", refuse)
    return answer, before.as_text()


def test_the_same_part_has_the_same_answer_without_being_worked_out(remembered):
    answer, text = remembered
    assert SuppressionCache.from_text(text).choose(family(), WANTED) == answer


@pytest.mark.parametrize(
    ("linked", "wanted"),
    [(family(boys=5), WANTED), (family(met=2), WANTED), (family(), ProtectionLevel(interval=4, together=6))],
    ids=["another cohort", "another count", "another policy"],
)
def test_anything_else_is_worked_out(remembered, linked, wanted):
    with pytest.raises(AssertionError, match="worked out again"):
        SuppressionCache.from_text(remembered[1]).choose(linked, wanted)


def test_other_code_starts_without_memory(remembered, monkeypatch):
    monkeypatch.setattr(remembering, "of_code", lambda room: "other code")
    with pytest.raises(AssertionError, match="worked out again"):
        SuppressionCache.from_text(remembered[1]).choose(family(), WANTED)
