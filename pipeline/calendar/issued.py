"""What has gone out of what each row makes: by its own turn, or by hand."""

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.calendar.dates import Occasion
from pipeline.calendar.row_status import Issued
from pipeline.declared import Declarations
from pipeline.ledger.issues import Issue
from pipeline.ledger.timeline_runs import TimelineRun


class Record:
    """The ledger read for the timeline. `owed` is how many documents of a publication and results year the last plan names."""

    def __init__(
        self,
        declared: Declarations,
        turns: Iterable[TimelineRun],
        issues: Iterable[Issue],
        owed: Mapping[tuple[str, int], int],
    ) -> None:
        self.declared, self.owed = declared, owed
        taken = list(turns)
        self.last = {(t.row, t.year): t for t in taken}
        self.by_hand = [i for i in issues if not any(t.started <= i.issued <= t.ended for t in taken)]

    def issued(self, occasion: Occasion) -> Issued | None:
        """None where nothing of it has gone out."""
        turn = self.last.get(occasion.key)
        if turn:
            return Issued(turn.made + turn.unchanged, turn.held + turn.failed, date.fromisoformat(turn.day))
        return self._issued_by_hand(occasion)

    def _issued_by_hand(self, occasion: Occasion) -> Issued | None:
        found, lacking = [], 0
        for slug in occasion.row.makes:
            of_it = [i for i in self.by_hand if (i.publication, i.year) == (slug, occasion.year)]
            belong = [i for i in of_it if self._belongs(date.fromisoformat(i.issued[:10]), slug, occasion)]
            found += belong
            lacking += max(self.owed.get((slug, occasion.year), 0) - len({i.place for i in belong}), 0)
        if not found:
            return None
        day = date.fromisoformat(max(i.issued for i in found)[:10])
        return Issued(len({i.document for i in found}), lacking, day)

    def _belongs(self, day: date, slug: str, occasion: Occasion) -> bool:
        """An issue made by hand is that of the last row before it that makes the publication; an early one is the first's."""
        timeline, releases = self.declared.timeline, self.declared.releases
        rows = [r for r in timeline.rows if slug in r.makes]
        days = sorted(timeline.on(r, occasion.year, releases) for r in rows)
        return occasion.day == max((d for d in days if d <= day), default=days[0])
