"""Which two states of each document are compared: its last two issues, two that are named, or the last issue and today's pack."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from pipeline.changes.change import FIGURE, STANDING, PrintedChange
from pipeline.changes.compare import compare
from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.ledger.issued import issued_pack
from pipeline.ledger.issues import Issue, issues
from pipeline.packs.pack import Pack
from pipeline.packs.plan import pack_file, plan
from pipeline.paths import Folders
from pipeline.places.matching import by_part_of_name

TODAY = "as it would be made now"
ONCE = "issued once only"
NEVER = "never issued"
NAMED = 3  # up to so many documents that could not be compared are named; more are counted


OWN, COMPARATORS, WORDS = CONCERNS = (  # what a change is about, what matters most first
    "own figures or standings", "figures it is compared with", "wording and dots only",
)  # fmt: skip


@dataclass(frozen=True)
class DocumentSelection:
    """Which documents of a results year are meant, and which of their issues; by default all, and the last two."""

    year: int
    publication: str = ""
    place: str = ""
    first: int = 0  # issue numbers; 0 for the last but one and the last
    second: int = 0

    def takes(self, publication: str, place: str) -> bool:
        """Whether a document is among those meant."""
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

    @property
    def concern(self) -> str:
        """What about: the place's own figures or standings, those it is compared with, or no figure at all (words and dots)."""
        judged = [c for c in self.changes if c.kind in (FIGURE, STANDING)]
        if any(c.place == self.place_name for c in judged):
            return OWN
        return COMPARATORS if judged else WORDS


@dataclass(frozen=True)
class Comparison:
    """Every document of a selection: those compared, and why the others were not (document, reason)."""

    selection: DocumentSelection
    compared: tuple[Compared, ...]
    not_compared: tuple[tuple[str, str], ...]
    nothing: str = ""  # why there is nothing to compare

    @property
    def changed(self) -> list[Compared]:
        """The documents with changes: of own figures first, then of comparators, then of words; most pupils first in each."""
        changed = (c for c in self.compared if c.changes)
        return sorted(changed, key=lambda c: (CONCERNS.index(c.concern), -max(x.pupils or 0 for x in c.changes)))

    def summary(self) -> list[str]:
        """How many documents changed and how many did not, then one line for each reason why others were not compared."""
        unchanged = len(self.compared) - len(self.changed)
        lines = [f"{_counted(len(self.changed))} of {self.selection.year} changed, {unchanged} print the same"]
        by_concern = Counter(c.concern for c in self.changed)
        if len(self.changed) > 1:
            lines += [f"  {_counted(by_concern[concern])}: {concern}" for concern in CONCERNS if by_concern[concern]]
        for reason in dict.fromkeys(why for _, why in self.not_compared):
            names = [name for name, why in self.not_compared if why == reason]
            lines.append(f"not compared, {reason}: {'; '.join(names) if len(names) <= NAMED else _counted(len(names))}")
        return lines


def between_issues(where: Folders, selection: DocumentSelection) -> Comparison:
    """Two issues of each document compared, from the packs kept of them."""
    compared: list[Compared] = []
    not_compared: list[tuple[str, str]] = []
    of_year = issues(where.ledger, year=selection.year)
    for document in _documents(of_year, selection):
        old, new = _pair(document, selection)
        why = ONCE if old is None else _why_not(where, old, new)
        if old is None or why:
            not_compared.append((_named(document[-1]), why))
        else:
            changes = compare(_pack(where, old), _pack(where, new))
            compared.append(_compared(new, old, _issue(new), changes))
    nothing = ""
    if not compared and not not_compared:
        nothing = (
            f"No document of {selection.year} that you selected was issued."
            f"{_hint(of_year, selection) if of_year else _years_issued(where)}"
        )
    return Comparison(selection, tuple(compared), tuple(not_compared), nothing)


def since_issue(where: Folders, selection: DocumentSelection) -> Comparison:
    """The last issue of each document compared with the document as it would be made now. Packs that are stale are composed."""
    documents = _documents(issues(where.ledger, year=selection.year), selection)
    last = {issued[-1].document: issued[-1] for issued in documents}
    compared: list[Compared] = []
    not_compared: list[tuple[str, str]] = []
    publications = [selection.publication] if selection.publication else []
    for item in plan(where, selection.year, publications).documents:
        if not selection.takes(item.publication, item.place):
            continue
        issue = last.get((item.publication, item.place, item.year))
        why = item.held or (NEVER if issue is None else _why_not(where, issue))
        if issue is None or why:
            not_compared.append((f"{item.publication} of {item.name} ({item.place})", why))
        else:
            changes = compare(_pack(where, issue), Pack.read(pack_file(where, item)))
            compared.append(_compared(issue, issue, TODAY, changes))
    nothing = ""
    if not compared and not not_compared:
        nothing = f"No document that you selected is planned for {selection.year}. See booklets list."
    return Comparison(selection, tuple(compared), tuple(not_compared), nothing)


def issued_place(where: Folders, named: str) -> str:
    """The id of the one issued document's place that has this number, name or part of a name; else what was given."""
    names = {issue.place: issue.place_name for issue in issues(where.ledger)}
    found = [] if not named or named in names else by_part_of_name(named, names)
    return found[0] if len(found) == 1 else named


def _documents(of_year: list[Issue], selection: DocumentSelection) -> list[list[Issue]]:
    """The documents of a selection, each as its issues in order."""
    selected = [i for i in of_year if selection.takes(i.publication, i.place)]
    return [list(of_one) for _, of_one in groupby(selected, key=lambda i: i.document)]


def _hint(of_year: list[Issue], selection: DocumentSelection) -> str:
    """Which publication or place was issued, where the one selected never was, or not of that place."""
    publications, places = {i.publication for i in of_year}, {i.place for i in of_year}
    if selection.publication and selection.publication not in publications:
        return (
            did_you_mean(selection.publication, sorted(publications))
            or f" Those issued: {', '.join(sorted(publications))}."
        )
    if selection.place and selection.place not in places:
        return did_you_mean(selection.place, sorted(places)) or " The places are listed by: booklets list --places"
    of_place = sorted({i.publication for i in of_year if i.place == selection.place})
    return f" Issued of {selection.place}: {', '.join(of_place)}." if of_place else ""


def _years_issued(where: Folders) -> str:
    """Of which years documents were issued."""
    years = sorted({issue.year for issue in issues(where.ledger)})
    return f" Documents of these years were: {', '.join(map(str, years))}." if years else " None was of any year."


def _pair(document: list[Issue], selection: DocumentSelection) -> tuple[Issue | None, Issue]:
    """The two issues to compare; the older is None where there is only one."""
    by_number = {i.number: i for i in document}
    for number in (n for n in (selection.first, selection.second) if n and n not in by_number):
        known = ", ".join(map(str, by_number))
        raise CommandWrong(what=f"{_named(document[-1])} has no issue {number}; it has {known}.")
    new = by_number.get(selection.second, document[-1])
    earlier = [i for i in document if i.number < new.number]
    return by_number.get(selection.first, earlier[-1] if earlier else None), new


def _why_not(where: Folders, *compared: Issue) -> str:
    """Which issue's pack is missing; "" where all are there. Issues from before packs were kept have none."""
    missing = (issue.number for issue in compared if not issued_pack(where, issue).file.exists())
    return next((f"the pack of issue {number} was not kept" for number in missing), "")


def _pack(where: Folders, issue: Issue) -> Pack:
    return Pack.read(issued_pack(where, issue).file)


def _compared(latest: Issue, old: Issue, after: str, changes: Iterable[PrintedChange]) -> Compared:
    """One document, by the names in its latest issue, with what changed since the old one."""
    names = (latest.publication, latest.title, latest.place, latest.place_name, latest.year)
    return Compared(*names, _issue(old), after, tuple(changes))


def _issue(issue: Issue) -> str:
    return f"issue {issue.number} of {issue.issued[:10]}"


def _counted(documents: int) -> str:
    return f"{documents} document{'' if documents == 1 else 's'}"


def _named(issue: Issue) -> str:
    return f"{issue.publication} of {issue.place_name} ({issue.place})"
