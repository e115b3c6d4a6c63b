"""Which of a row's documents were issued: by a run of the row itself, or by hand."""

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.calendar.dates import Occasion
from pipeline.calendar.row_status import Issued
from pipeline.declared import Declarations
from pipeline.ledger.issues import Issue
from pipeline.ledger.timeline_runs import TimelineRun


class Record:
    """The ledger read for the timeline.

    `due` is how many documents the last plan names for a (publication, results year).
    """

    def __init__(
        self,
        declared: Declarations,
        turns: Iterable[TimelineRun],
        issues: Iterable[Issue],
        due: Mapping[tuple[str, int], int],
    ) -> None:
        self.declared, self.due = declared, due
        runs = list(turns)
        self.last = {(r.row, r.year): r for r in runs}
        # An issue entered while a row was being carried out is that row's; every other one was made by hand.
        self.by_hand = [i for i in issues if not any(r.started <= i.issued <= r.ended for r in runs)]

    def issued(self, occasion: Occasion) -> Issued | None:
        """What was issued of an occasion's documents; None where nothing was."""
        run = self.last.get(occasion.key)
        if run:
            return Issued(run.made + run.unchanged, run.held + run.failed, date.fromisoformat(run.day))
        by_hand: list[Issue] = []
        lacking = 0
        for slug in occasion.row.makes:
            candidates = [i for i in self.by_hand if (i.publication, i.year) == (slug, occasion.year)]
            ours = [i for i in candidates if self._belongs(date.fromisoformat(i.issued[:10]), slug, occasion)]
            by_hand += ours
            lacking += max(self.due.get((slug, occasion.year), 0) - len({i.place for i in ours}), 0)
        if not by_hand:
            return None
        day = date.fromisoformat(max(i.issued for i in by_hand)[:10])
        return Issued(len({i.document for i in by_hand}), lacking, day)

    def _belongs(self, day: date, slug: str, occasion: Occasion) -> bool:
        """Whether an issue made by hand on a day belongs to this occasion.

        It belongs to the last row on or before that day which makes the publication; an issue before every such row belongs
        to the first of them.
        """
        timeline, releases = self.declared.timeline, self.declared.releases
        days = sorted(timeline.on(r, occasion.year, releases) for r in timeline.rows if slug in r.makes)
        return occasion.day == max((d for d in days if d <= day), default=days[0])
