"""Which of the deliveries a row waits for have been received."""

from collections.abc import Mapping
from functools import cached_property

from pipeline.declared import Declarations
from pipeline.declared.timeline import Needed, TimelineRow
from pipeline.deliveries.delivery import Delivery, kept
from pipeline.paths import Folders

ONE_SCHOOL = 7  # digits of a LAESTAB, which is in the name of a file from one school


class ReceivedDeliveries:
    """The kept deliveries, searched by what a row of the timeline needs."""

    def __init__(self, where: Folders, declared: Declarations) -> None:
        self.where, self.declared = where, declared
        self._years: dict[tuple[str, str], set[int]] = {}  # opening a table for each row of the timeline would be slow

    @cached_property
    def _deliveries(self) -> list[Delivery]:
        return kept(self.where)

    def missing(self, row: TimelineRow, year: int) -> tuple[str, ...]:
        """What a row of a results year still waits for, in words; empty where everything has been received."""
        needs = [(need, year - need.years_before) for need in row.waits_for]
        return tuple(self._in_words(n, of) for n, of in needs if of >= n.since and not self.has(n, of))

    def has(self, need: Needed, year: int) -> bool:
        """Whether a file for the whole authority has what is needed for this results year; a file of one school is not enough."""
        return any(len(d.la) != ONE_SCHOOL and self._holds(d, need, year) for d in self._deliveries)

    def _in_words(self, need: Needed, year: int) -> str:
        schools = {d.la for d in self._deliveries if len(d.la) == ONE_SCHOOL and self._holds(d, need, year)}
        sent = f" ({len(schools)} school{'' if len(schools) == 1 else 's'} sent their own)" if schools else ""
        release = f", {need.release}" if need.release != "school" and need.release not in need.what else ""
        earlier = f" of {year}" if need.years_before else ""
        return f"{need.what}{earlier}{release}{sent}"

    def _holds(self, delivery: Delivery, need: Needed, year: int) -> bool:
        if delivery.source not in need.sources:
            return False
        ranks = self.declared.vocabulary.releases.ranks
        if ranks[delivery.release] < ranks[need.release]:
            return False
        # Only rows with these words count; in a long file, those with an item of the key stage as well.
        items = sorted(i for i, stage in self.declared.items_of(delivery.source).items() if stage == need.stage)
        rows = need.rows | ({"item": items} if items else {})
        if self.declared.sources[delivery.source].results_year != "column" and not rows:
            return delivery.results_year == year
        return year in self._years_of(delivery, rows)

    def _years_of(self, delivery: Delivery, rows: Mapping[str, list[str]]) -> set[int]:
        """The results years for which a file has rows with these words in these columns."""
        key = (delivery.fingerprint, repr(rows))
        if key not in self._years:
            from pipeline.validated.clean_tables import (
                table,  # slow to import, and most rows of the timeline need no table
            )

            kept_rows = table(self.where, delivery)
            for column, words in rows.items():
                kept_rows = kept_rows[kept_rows[column].isin(words)]
            self._years[key] = {int(y) for y in kept_rows["results_year"].dropna().unique()}
        return self._years[key]
