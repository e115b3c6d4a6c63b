"""Whether a file is one that was issued, by the hash of its content; never by its name, its folder or the title inside it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.ledger.issues import DRAFT, FILES, Issue
from pipeline.ledger.titles import title_inside


@dataclass(frozen=True)
class Verdict:
    """What is known about one file."""

    word: Literal["genuine", "superseded", "altered", "draft", "unknown"]
    issue: Issue | None = None  # the issue it is; of an altered file the last issue of the document named in its title
    by: Issue | None = None  # of a superseded file, the current issue
    calls_itself: str = ""  # the title inside a file that is no issue


class IssuedFiles:
    """Every file that was ever issued, by its hash."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self._by_hash: dict[str, Issue] = {}
        self._last: dict[tuple[str, str, int], Issue] = {}
        # In order of number, so that a file that did not change belongs to the newest issue it is in.
        for issue in sorted(issues, key=lambda i: i.number):
            self._by_hash |= {getattr(issue, kind): issue for kind in FILES if getattr(issue, kind)}
            self._last[issue.document] = issue
        self._by_title = {i.heading: i for i in self._last.values()}

    def verdict(self, content: bytes) -> Verdict:
        """Genuine (the latest issue), superseded, altered (the title is a document's, the content is not), draft (by its
        title) or unknown; neither of the last two was issued."""
        issue = self._by_hash.get(hashlib.sha256(content).hexdigest())
        if issue is None:
            title = title_inside(content)
            if title.startswith(DRAFT):
                return Verdict("draft", calls_itself=title)
            named = self._by_title.get(title)
            return Verdict("altered" if named else "unknown", named, calls_itself=title)
        last = self._last[issue.document]
        return Verdict("genuine", issue) if last == issue else Verdict("superseded", issue, last)
