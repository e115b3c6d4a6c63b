"""Which two states of each document are set side by side: its last two issues, two that are named, or the last and today's."""

from dataclasses import dataclass
from itertools import groupby

from pipeline.changes.change import PrintedChange
from pipeline.changes.compare import compare
from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.ledger.issued import issued_pack
from pipeline.ledger.issues import Issue, issues
from pipeline.packs.pack import Pack
from pipeline.packs.plan import pack_file, plan
from pipeline.paths import Folders

TODAY = "as it would be made now"
ONCE = "issued once only"
NEVER = "never issued"
NAMED = 3  # so many documents that could not be compared are named; more are counted


@dataclass(frozen=True)
class DocumentSelection:
    """Which documents of a results year are meant, and which of their issues; by default all, and the last two."""

    year: int
    publication: str = ""
    place: str = ""
    first: int = 0  # issue numbers; 0 for the last but one and the last
    second: int = 0

    def takes(self, publication: str, place: str) -> bool:
        return self.publication in ("", publication) and self.place in ("", place)


@dataclass(frozen=True)
class Compared:
    """One document in two states; without changes they print the same."""

    publication: str
    title: str
    place: str
    place_name: str
    year: int
    before: str  # "issue 1 of 2026-11-25"
    after: str
    changes: tuple[PrintedChange, ...]


@dataclass(frozen=True)
class Comparison:
    """Every document asked for: those compared, and why the others were not (document, reason)."""

    asked: DocumentSelection
    compared: tuple[Compared, ...]
    apart: tuple[tuple[str, str], ...]
    nothing: str = ""  # why there is nothing to compare

    @property
    def changed(self) -> list[Compared]:
        """The documents with changes, those that touch most pupils first."""
        return sorted((c for c in self.compared if c.changes), key=lambda c: -max(x.pupils or 0 for x in c.changes))

    def told(self) -> list[str]:
        """How many documents changed and how many did not, then a sentence for each reason others could not be compared."""
        lines = [
            f"{_counted(len(self.changed))} of {self.asked.year} changed, {len(self.compared) - len(self.changed)} print the same"
        ]
        for reason in dict.fromkeys(why for _, why in self.apart):
            names = [name for name, why in self.apart if why == reason]
            lines.append(f"not compared, {reason}: {'; '.join(names) if len(names) <= NAMED else _counted(len(names))}")
        return lines


def between_issues(where: Folders, asked: DocumentSelection) -> Comparison:
    """Each document's two issues side by side; from kept packs only."""
    compared, apart = [], []
    held = issues(where.ledger, year=asked.year)
    for document in _documents(held, asked):
        old, new = _pair(document, asked)
        why = ONCE if old is None else _lost(where, old) or _lost(where, new)
        if old is None or why:
            apart.append((_named(document[-1]), why))
        else:
            changes = compare(_pack(where, old), _pack(where, new))
            compared.append(_compared(new, old, _issue(new), changes))
    nothing = "" if compared or apart else f"No document of {asked.year} asked for was issued.{_hint(held, asked)}"
    return Comparison(asked, tuple(compared), tuple(apart), nothing)


def since_issue(where: Folders, asked: DocumentSelection) -> Comparison:
    """Each document as it would be made now beside its last issue: what a build would tell its readers anew."""
    last = {d[-1].document: d[-1] for d in _documents(issues(where.ledger, year=asked.year), asked)}
    compared, apart = [], []
    for item in plan(where, asked.year, [asked.publication] if asked.publication else []).owed:
        if not asked.takes(item.publication, item.place):
            continue
        issue = last.get((item.publication, item.place, item.year))
        why = item.held or (NEVER if issue is None else _lost(where, issue))
        if issue is None or why:
            apart.append((f"{item.publication} of {item.name} ({item.place})", why))
        else:
            now = Pack.read(pack_file(where, item))
            compared.append(_compared(issue, issue, TODAY, compare(_pack(where, issue), now)))
    nothing = "" if compared or apart else f"No document of {asked.year} asked for is owed. See booklets list."
    return Comparison(asked, tuple(compared), tuple(apart), nothing)


def _documents(held: list[Issue], asked: DocumentSelection) -> list[list[Issue]]:
    """The documents asked for, each as its issues in order."""
    mine = [i for i in held if asked.takes(i.publication, i.place)]
    return [list(same) for _, same in groupby(mine, key=lambda i: i.document)]


def _hint(held: list[Issue], asked: DocumentSelection) -> str:
    for word, known in ((asked.publication, {i.publication for i in held}), (asked.place, {i.place for i in held})):
        if word and word not in known:
            return did_you_mean(word, sorted(known))
    return ""


def _pair(document: list[Issue], asked: DocumentSelection) -> tuple[Issue | None, Issue]:
    """The two issues to compare; the older is None where there is only one."""
    by_number = {i.number: i for i in document}
    for number in (n for n in (asked.first, asked.second) if n and n not in by_number):
        known = ", ".join(map(str, by_number))
        raise CommandWrong(what=f"{_named(document[-1])} has no issue {number}; it has {known}.")
    new = by_number.get(asked.second, document[-1])
    earlier = [i for i in document if i.number < new.number]
    return by_number.get(asked.first, earlier[-1] if earlier else None), new


def _lost(where: Folders, issue: Issue) -> str:
    return "" if issued_pack(where, issue).file.exists() else f"the pack of issue {issue.number} was not kept"


def _pack(where: Folders, issue: Issue) -> Pack:
    """What one issue told its audience."""
    return Pack.read(issued_pack(where, issue).file)


def _compared(about: Issue, old: Issue, after: str, changes: list[PrintedChange]) -> Compared:
    return Compared(*_document(about), _issue(old), after, tuple(changes))


def _document(issue: Issue) -> tuple[str, str, str, str, int]:
    return issue.publication, issue.title, issue.place, issue.place_name, issue.year


def _issue(issue: Issue) -> str:
    return f"issue {issue.number} of {issue.issued[:10]}"


def _counted(documents: int) -> str:
    return f"{documents} document{'' if documents == 1 else 's'}"


def _named(issue: Issue) -> str:
    return f"{issue.publication} of {issue.place_name} ({issue.place})"
