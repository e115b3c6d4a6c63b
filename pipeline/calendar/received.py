"""Which deliveries a row waits for have come."""

from collections.abc import Mapping
from functools import cached_property

from pipeline.declared import Declarations
from pipeline.declared.timeline import Needed, TimelineRow
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.paths import Folders

ONE_SCHOOL = 7  # digits of a LAESTAB, which a school's own file is named by


class ReceivedDeliveries:
    """The deliveries held, asked by what is needed of them."""

    def __init__(self, where: Folders, declared: Declarations) -> None:
        self.where, self.declared = where, declared
        self._years: dict[tuple, set[int]] = {}

    @cached_property
    def _deliveries(self) -> list[Delivery]:
        return kept(self.where)

    def missing(self, row: TimelineRow, year: int) -> tuple[str, ...]:
        """What a row of a results year still waits for, in words; nothing where everything has come."""
        asked = [(need, year - need.years_before) for need in row.waits_for]
        return tuple(self._said(n, of) for n, of in asked if of >= n.since and not self.has(n, of))

    def has(self, need: Needed, year: int) -> bool:
        """Whether a file for the whole authority holds what is needed, of this results year."""
        return any(len(d.la) != ONE_SCHOOL and self._holds(d, need, year) for d in self._deliveries)

    def _said(self, need: Needed, year: int) -> str:
        schools = {d.la for d in self._deliveries if len(d.la) == ONE_SCHOOL and self._holds(d, need, year)}
        sent = f" ({len(schools)} school{'' if len(schools) == 1 else 's'} sent their own)" if schools else ""
        ripe = f", {need.release}" if need.release != "school" and need.release not in need.what else ""
        earlier = f" of {year}" if need.years_before else ""
        return f"{need.what}{earlier}{ripe}{sent}"

    def _holds(self, delivery: Delivery, need: Needed, year: int) -> bool:
        if delivery.source not in need.sources:
            return False
        ranks = self.declared.vocabulary.releases.ranks
        if ranks[delivery.release] < ranks[need.release]:
            return False
        rows = self._rows(delivery.source, need)
        if self.declared.sources[delivery.source].results_year != "column" and not rows:
            return delivery.results_year == year
        return year in self._years_of(delivery, rows)

    def _rows(self, source: str, need: Needed) -> dict[str, list[str]]:
        """The rows that make a file hold what is needed; of a long file, those with an item of the stage."""
        items = sorted(i for i, stage in self.declared.items_of(source).items() if stage == need.stage)
        return need.rows | ({"item": items} if items else {})

    def _years_of(self, delivery: Delivery, rows: Mapping[str, list[str]]) -> set[int]:
        """The results years of which a file holds such rows."""
        key = (delivery.fingerprint, repr(rows))
        if key not in self._years:
            from pipeline.validated.clean_tables import table

            held = table(self.where, delivery)
            for column, words in rows.items():
                held = held[held[column].isin(words)]
            self._years[key] = {int(y) for y in held["results_year"].dropna().unique()}
        return self._years[key]
