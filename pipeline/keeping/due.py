"""Which records are due for erasure: their retention rule's time has passed."""

from dataclasses import dataclass
from datetime import date

from pipeline.declared import Declarations
from pipeline.declared.retention import RetentionRule
from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.tombstone import is_emptied
from pipeline.keeping.erase import of_pupils
from pipeline.paths import Folders


@dataclass(frozen=True)
class HeldYear:
    """The deliveries of one source and results year that still hold records; `due` is the first day they are to be erased."""

    source: str
    year: int
    rule: RetentionRule
    due: date
    ended: date  # the last day of the results year
    deliveries: tuple[Delivery, ...]

    def is_due(self, on: date) -> bool:
        """Whether they are to be erased on a day."""
        return self.due <= on


def held_records(where: Folders, declared: Declarations) -> list[HeldYear]:
    """Every source and results year of pupil records held, withdrawn deliveries too, by the day they are due."""
    held: dict[tuple[str, int], list[Delivery]] = {}
    for delivery in of_pupils(where):
        if delivery.results_year is not None and not is_emptied(where, delivery):
            held.setdefault((delivery.source, delivery.results_year), []).append(delivery)
    found = []
    for (source, year), deliveries in held.items():
        due = declared.retention.due_on(source, year)
        if due is not None:
            rule, ended = declared.retention.rule_of(source), declared.retention.year_ended(year)
            found.append(HeldYear(source, year, rule, due, ended, tuple(deliveries)))
    return sorted(found, key=lambda h: (h.due, h.source, h.year))
