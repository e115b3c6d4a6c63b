"""What a run came to, on one screen a person can forward: counts, what needs somebody and what to do, how long, what is stale."""

from collections.abc import Iterable
from datetime import datetime

from pipeline.ledger.runs import NOT_REACHED, ItemResult, Run
from pipeline.lock import Owner
from pipeline.runs.stale import OutOfDate

DOCUMENTS = ("made", "unchanged", "held", "failed")
DELIVERIES = ("kept", "known", "refused", "left alone")
TO_DO = {  # how a thing ended -> what helps, and the verb that then makes the documents of its year
    "failed": ("mend the cause, then: ", "retry-failed"),
    "held": ("a corrected file from the school, once received, lifts its hold; then: ", "build"),
    NOT_REACHED: ("", "retry-failed"),
    "refused": ("put the file right as its findings say; booklets receive FILE tells them again", ""),
}
LINES = 12  # of one kind on the screen; the log has them all
NAME = 22  # letters a name has room for at least, so that the tables of one run stand alike


def table(ends: Iterable[ItemResult]) -> list[str]:
    """How many ended how: a row for each publication, or each source of deliveries."""
    counts: dict[str, dict[str, int]] = {}
    for end in ends:
        row = counts.setdefault(end.what, {})
        row[end.ending] = row.get(end.ending, 0) + 1
    endings = {ending for row in counts.values() for ending in row}
    first, heads = ("source", DELIVERIES) if endings & set(DELIVERIES) else ("publication", DOCUMENTS)
    heads = [*heads, NOT_REACHED] if NOT_REACHED in endings else heads
    wide = max([NAME, *map(len, counts)])
    lines = [f"{first:<{wide}}" + "".join(f"{h:>13}" for h in heads)]
    return lines + [f"{what:<{wide}}" + "".join(f"{row.get(h, 0):>13}" for h in heads) for what, row in counts.items()]


def one_line(run: Run, owner: Owner | None) -> str:
    """One run of a list: when, what, by what, how long, how it ended."""
    counts = ", ".join(f"{run.counts[e]} {e}" for e in (*DOCUMENTS, NOT_REACHED, *DELIVERIES) if run.counts[e])
    asked = f"{run.verb} {run.year or ''}".strip()
    ended = f"{_state(run, owner)}{': ' if counts else ''}{counts}"
    return f"{_when(run.started)}  {run.started_by:<9} {asked:<18} {_long(run.seconds):>12}  {ended}"


def one_screen(run: Run, owner: Owner | None, stale: OutOfDate) -> str:
    """The summary of one run. `stale` is as things stand now, not as they stood at its end."""
    asked = f"{run.verb} of results year {run.year}" if run.year else run.verb
    lines = [f"{asked}, started by a {run.started_by}: {_state(run, owner)}", _times(run), ""]
    lines += table(run.ends) if run.ends else ["Nothing was done to any document or delivery."]
    for ending, (helps, verb) in TO_DO.items():
        ends = run.of(ending)
        commands = _commands(verb, (e.year for e in ends)) if verb else ""
        lines += _section(ending, [_told(e, run.year) for e in ends], helps + commands)
    if run.stopped or (run.ended is None and not _is_at_work(run, owner)):
        lines += ["", "What to do: run the same command again; it goes on from here."]
    lines += _out_of_date(stale)
    return "\n".join(lines)


def _out_of_date(stale: OutOfDate) -> list[str]:
    documents = [f"{what} of {d.name} ({place}), {year}: {d.why}" for (year, what, place), d in stale.documents.items()]
    years = [f"documents of results year {year}: {why}" for year, why in stale.years.items()]
    lines = _section("out of date now", documents, _commands("build", (year for year, _, _ in stale.documents)))
    return lines + _section("may be out of date", years, _commands("build", stale.years))


def _commands(verb: str, years: Iterable[int]) -> str:
    return "; ".join(f"booklets {verb} --year {year}" for year in sorted(set(years)))


def _section(title: str, told: list[str], to_do: str) -> list[str]:
    if not told:
        return []
    more = [f"  and {len(told) - LINES} more"] if len(told) > LINES else []
    return ["", f"{title} ({len(told)})", *(f"  {line}" for line in told[:LINES]), *more, f"  What to do: {to_do}"]


def _told(end: ItemResult, year: int | None) -> str:
    """One end; its results year is said where the run was not of that year alone."""
    of = f"{end.what} of {end.name} ({end.place})" if end.name else f"{end.what} {end.place}"
    of += f", {end.year}" if end.year not in (0, year) else ""
    return f"{of}{': ' if end.why else ''}{end.why}"


def _state(run: Run, owner: Owner | None) -> str:
    if run.stopped:
        return f"stopped, {run.stopped}"
    if run.ended is None:
        return "at work" if _is_at_work(run, owner) else "did not end: it was killed"
    needs = sum(run.counts[e] for e in TO_DO)
    return f"done, {needs} to look at" if needs else "done"


def _is_at_work(run: Run, owner: Owner | None) -> bool:
    return owner is not None and not owner.gone and owner.verb == run.verb and owner.since <= run.started


def _times(run: Run) -> str:
    took = f", took {_long(run.seconds)}" if run.seconds is not None else ""
    return f"began {_when(run.started)} UTC{took}"


def _when(time: str) -> str:
    return f"{datetime.fromisoformat(time):%d %B %Y %H:%M}"


def _long(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
