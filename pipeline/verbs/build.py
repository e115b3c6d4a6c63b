"""`build` and `retry-failed`: make booklets, say how it went in one table, and bring the index up to date."""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection

from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.ledger.runs import NOT_REACHED, left_undone
from pipeline.packs.plan import Plan, no_such_publication
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.press import BuildResult, Wanted, build, choose, end_of
from pipeline.runs.at_work import BY_A_PERSON, AtWork, Start, at_work
from pipeline.runs.summary import table
from pipeline.verbs.progress import progress

BUILD, RETRY = "build", "retry-failed"
NO_PLACE = "there is no place of that kind"


def build_booklets(
    where: Folders,
    year: int,
    publications: list[str],
    places: list[str],
    jobs: int,
    force: bool,
    dry_run: bool,
    start: Start = BY_A_PERSON,
) -> int:
    """The exit code: 0 when every document asked for is there, 1 when one failed or was held."""
    _year_is_said(year, BUILD)
    _publications_exist(where, publications)
    with at_work(where, BUILD, year, start) as run:
        plan, wanted = choose(where, year, publications, places, force)
        _asked_for_something(plan, wanted, publications, places)
        if dry_run:
            _say(_planned(wanted))
            return 0
        return _code(make(run, plan, wanted, jobs, None if places else publications))


def retry_failed(where: Folders, year: int, jobs: int, start: Start = BY_A_PERSON) -> int:
    """Make only what of the year was left failed or undone when last asked for, by whatever verb; exit codes as those of a build."""
    _year_is_said(year, RETRY)
    with at_work(where, RETRY, year, start) as run:
        undone = left_undone(where.ledger, year)
        if not undone:
            _say(f"nothing of {year} was left failed")
            return 0
        publications = sorted({publication for publication, _ in undone})
        plan, wanted = choose(where, year, publications, [], force=False)
        wanted = [w for w in wanted if (w.item.publication, w.item.place) in undone]
        if not wanted:
            _say(f"nothing of {year} that was left failed is owed any more")
            return 0
        return _code(make(run, plan, wanted, jobs))


def _year_is_said(year: int, verb: str) -> None:
    if not year:
        raise CommandWrong(what=f"Say which results year: booklets {verb} --year 2018")


def make(run: AtWork, plan: Plan, wanted: list[Wanted], jobs: int, asked: Collection[str] | None = None) -> BuildResult:
    """Make what has a reason, bring the index up to date and say how it went; of the publications asked for also who gets none.

    What is known before the first page is entered first, so that a killed run tells what it did not come to.
    """
    run.ended(end_of(w, *_before(w)) for w in wanted)
    with progress(sum(bool(w.reason) for w in wanted)) as tell:
        outcome = build(run.where, wanted, plan, jobs, _both(run, tell))
    write_index(run.where)
    _say(closing(outcome, asked))
    return outcome


def _code(outcome: BuildResult) -> int:
    return 1 if outcome.counts["failed"] or outcome.counts["held"] else 0


def _before(wanted: Wanted) -> tuple[str, str]:
    if wanted.item.held:
        return "held", wanted.item.held
    return (NOT_REACHED, wanted.reason) if wanted.reason else ("unchanged", "")


def _both(run: AtWork, tell: Callable) -> Callable:
    """Each end goes into the ledger first and to the person second."""

    def done(wanted: Wanted, ending: str, why: str) -> None:
        run.ended([end_of(wanted, ending, why)])
        tell(wanted, ending, why)

    return done


def _publications_exist(where: Folders, publications: list[str]) -> None:
    known = {f.stem for f in (where.params / "publications").glob("*.yml")}
    for slug in sorted(set(publications) - known):
        raise no_such_publication(slug, where)


def _asked_for_something(plan: Plan, wanted: list[Wanted], publications: list[str], places: list[str]) -> None:
    owed_to = {o.place: o.name for o in plan.owed} | {o.name: o.name for o in plan.owed}
    for place in sorted(set(places) - {w.item.place for w in wanted}):
        hint = did_you_mean(place, list(owed_to)) or " See booklets list."
        raise CommandWrong(what=f"No document of {plan.year} asked for is owed to {place}.{hint}")
    if not wanted:
        whys = {why for publication, _, why in plan.without if not publications or publication in publications}
        raise CommandWrong(what=f"Nothing asked for is owed for {plan.year}: {'; '.join(sorted(whys)) or NO_PLACE}.")


def _planned(wanted: list[Wanted]) -> str:
    lines = [f"  {w.item.publication}  {w.item.place}  {w.item.name}: {w.reason}" for w in wanted if w.reason]
    held = [
        f"  {w.item.publication}  {w.item.place}  {w.item.name}: held, {w.item.held}" for w in wanted if w.item.held
    ]
    unchanged = len(wanted) - len(lines) - len(held)
    return "\n".join([f"{len(lines)} to make, {unchanged} unchanged, {len(held)} held", *lines, *held])


def closing(outcome: BuildResult, asked: Collection[str] | None = None) -> str:
    """The table a person reads at the end of a run: counts by publication, then who gets none of those asked for (empty is all),
    then what was held or failed and why.
    """
    ends = outcome.told()
    lines = [*table(ends), *([] if asked is None else without(outcome.plan, asked))]
    lines += [f"{e.ending}: {e.what} of {e.name} ({e.place}): {e.why}" for e in ends if e.ending in ("held", "failed")]
    return "\n".join(lines)


def without(plan: Plan, publications: Collection[str]) -> list[str]:
    """Why, and where, there is none of each of these publications; of all, only the places that get nothing at all."""
    found, served = defaultdict(list), {o.name for o in plan.owed}
    for publication, name, why in plan.without:
        if publication in publications:
            found[f"{publication}: {why}"].append(name)
        elif not publications and name not in served:
            served.add(name)  # told once, by the reason of the first
            found[why].append(name)
    return [f"{why}: {'; '.join(sorted(names))}" for why, names in found.items()]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
