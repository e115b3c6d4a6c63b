"""The summary of a run on one screen: results, what needs attention and what to do, how long it took, what is out of date."""

from collections.abc import Iterable
from datetime import datetime

from pipeline.ledger.runs import NOT_REACHED, ItemResult, Run
from pipeline.lock import Owner
from pipeline.runs.stale import OutOfDate

DOCUMENTS = ("made", "unchanged", "held", "failed")
DELIVERIES = ("kept", "known", "refused", "left alone")
TO_DO = {  # ending -> what to do first, and the verb that then makes the documents of the year
    "failed": ("remove the cause, then: ", "retry-failed"),
    "held": ("a corrected file from the school, once received, lifts its hold; then: ", "build"),
    NOT_REACHED: ("", "retry-failed"),
    "refused": ("correct the file as its findings say; booklets receive FILE lists them again", ""),
}
LINES = 12  # items of one kind on the screen; the log has them all
NAME = 22  # the least width of the name column, so that the tables of one run look alike


def table(ends: Iterable[ItemResult]) -> list[str]:
    """Counts by ending as lines of text: a row for each publication, or for each source of deliveries."""
    counts: dict[str, dict[str, int]] = {}
    for end in ends:
        row = counts.setdefault(end.what, {})
        row[end.ending] = row.get(end.ending, 0) + 1
    endings = {ending for row in counts.values() for ending in row}
    heads: tuple[str, ...] = DELIVERIES if endings & set(DELIVERIES) else DOCUMENTS
    first = "source" if heads == DELIVERIES else "publication"
    if NOT_REACHED in endings:
        heads = (*heads, NOT_REACHED)
    wide = max([NAME, *map(len, counts)])
    lines = [f"{first:<{wide}}" + "".join(f"{h:>13}" for h in heads)]
    return lines + [f"{what:<{wide}}" + "".join(f"{row.get(h, 0):>13}" for h in heads) for what, row in counts.items()]


def one_line(run: Run, owner: Owner | None) -> str:
    """One line of the list of runs: when, who started it, what, how long it took, how it ended."""
    counts = ", ".join(f"{run.counts[e]} {e}" for e in (*DOCUMENTS, NOT_REACHED, *DELIVERIES) if run.counts[e])
    command = f"{run.verb} {run.year or ''}".strip()
    ended = f"{_state(run, owner)}{': ' if counts else ''}{counts}"
    who = f"{run.started_by} {run.account}".strip()
    return f"{_when(run.started)}  {who:<20} {command:<18} {long(run.seconds):>12}  {ended}"


def one_screen(run: Run, owner: Owner | None, stale: OutOfDate) -> str:
    """The summary of one run. `stale` is what is out of date now, not at the end of the run."""
    title = f"{run.verb} of results year {run.year}" if run.year else run.verb
    account = f" ({run.account})" if run.account else ""
    took = f", took {long(run.seconds)}" if run.seconds is not None else ""
    lines = [
        f"{title}, started by a {run.started_by}{account}: {_state(run, owner)}",
        f"began {_when(run.started)} UTC{took}",
        "",
    ]
    lines += table(run.ends) if run.ends else ["Nothing was done to any document or delivery."]
    for ending, (first_step, verb) in TO_DO.items():
        ends = run.of(ending)
        commands = _commands(verb, (e.year for e in ends)) if verb else ""
        lines += _section(ending, [_item(e, run.year) for e in ends], first_step + commands)
    if run.stopped or (run.ended is None and not _is_at_work(run, owner)):
        lines += ["", "What to do: run the same command again; it goes on from here."]
    documents = [f"{what} of {d.name} ({place}), {year}: {d.why}" for (year, what, place), d in stale.documents.items()]
    lines += _section("out of date now", documents, _commands("build", (year for year, _, _ in stale.documents)))
    years = [f"documents of results year {year}: {why}" for year, why in stale.years.items()]
    lines += _section("may be out of date", years, _commands("build", stale.years))
    return "\n".join(lines)


def _commands(verb: str, years: Iterable[int]) -> str:
    return "; ".join(f"booklets {verb} --year {year}" for year in sorted(set(years)))


def _section(title: str, items: list[str], to_do: str) -> list[str]:
    """A titled list with what to do about it; nothing without items."""
    if not items:
        return []
    more = [f"  and {len(items) - LINES} more"] if len(items) > LINES else []
    return ["", f"{title} ({len(items)})", *(f"  {line}" for line in items[:LINES]), *more, f"  What to do: {to_do}"]


def _item(end: ItemResult, year: int | None) -> str:
    """One document or delivery with the reason for its ending; its results year is added where it is not the run's."""
    item = f"{end.what} of {end.name} ({end.place})" if end.name else f"{end.what} {end.place}"
    item += f", {end.year}" if end.year not in (0, year) else ""
    return f"{item}{': ' if end.why else ''}{end.why}"


def _state(run: Run, owner: Owner | None) -> str:
    if run.stopped:
        return f"stopped, {run.stopped}"
    if run.ended is None:
        return "at work" if _is_at_work(run, owner) else "did not end: it was killed"
    to_look_at = sum(run.counts[e] for e in TO_DO)
    return f"done, {to_look_at} to look at" if to_look_at else "done"


def _is_at_work(run: Run, owner: Owner | None) -> bool:
    """Whether the lock's owner is this run: it is alive, runs the same verb and took the lock before the run was entered."""
    return owner is not None and not owner.gone and owner.verb == run.verb and owner.since <= run.started


def _when(time: str) -> str:
    return f"{datetime.fromisoformat(time):%d %B %Y %H:%M}"


def long(seconds: float | None) -> str:
    """A length of time in words: 3 min 2 s."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
