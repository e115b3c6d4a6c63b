"""What a new results year may not take for granted from the last: definitions, files, comparators, thresholds, dates."""

from pipeline.declared.newyear.definition_items import codes, definitions, estimates, not_held
from pipeline.declared.newyear.surroundings import comparators, dates, files, policies
from pipeline.declared.newyear.year_change import YearChange
from pipeline.declared.years import Checklist

__all__ = ["YearChange", "checklist"]

PARTS = (definitions, not_held, codes, estimates, files, comparators, policies, dates)
WHY = (
    "A new year looks like the last until it does not: definitions, codes, column names and comparators change without "
    "notice. Nothing of the year is made until somebody has looked at each of these."
)


def checklist(turn: YearChange) -> Checklist:
    """Everything to confirm, in the order of the road: definitions, codes, files, comparators, policy, dates."""
    items = [item for part in PARTS for item in part(turn)]
    return Checklist(year=turn.new, opened_from=turn.last, why=WHY, items=items)
