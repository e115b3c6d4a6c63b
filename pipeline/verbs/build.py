"""`build` and `retry-failed`: make documents, summarise the run in one table, and bring the index up to date."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection

from pipeline.declared.strict import did_you_mean
from pipeline.errors import CommandWrong
from pipeline.ledger.issues import ALTERED
from pipeline.ledger.runs import NOT_REACHED, ItemResult, left_undone
from pipeline.packs.plan import Plan, no_such_publication, noted_plan
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.press import BuildResult, SelectedDocument, build, choose
from pipeline.runs.at_work import BY_A_PERSON, AtWork, Start, at_work
from pipeline.runs.summary import long, table
from pipeline.verbs.arguments import require_year
from pipeline.verbs.output import counted, print_lines
from pipeline.verbs.places_named import place_ids
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
    """Make the documents of these publications and places (all where the list is empty).

    Returns 0 when every one is there, 1 when one failed or was held. Raises NoSuchPublication for an unknown publication, and
    CommandWrong for a place that gets none of them, before anything is made.
    """
    require_year(year, BUILD)
    known = {f.stem for f in (where.params / "publications").glob("*.yml")}
    for slug in sorted(set(publications) - known):
        raise no_such_publication(slug, where)
    planned = noted_plan(where, year)
    places = place_ids(where, places, {document.place for document in planned.documents} if planned else ())
    with at_work(where, f"{BUILD} --dry-run" if dry_run else BUILD, year, start) as run:
        plan, wanted = choose(where, year, publications, places, force)
        _require_documents(plan, wanted, publications, places)
        if dry_run:
            _print_dry_run(wanted)
            return 0
        # Which places get no document is of interest to whoever made a whole publication, not to whoever named the places.
        return _exit_code(make(run, plan, wanted, jobs, None if places else publications))


def retry_failed(where: Folders, year: int, jobs: int, start: Start = BY_A_PERSON) -> int:
    """Make the documents of a year that failed or were not reached in the last run that included them, whatever its verb.

    Exit codes as those of a build.
    """
    require_year(year, RETRY)
    with at_work(where, RETRY, year, start) as run:
        undone = left_undone(where.ledger, year)
        if not undone:
            print_lines(f"no document of {year} failed or was left unmade")
            return 0
        publications = sorted({publication for publication, _ in undone})
        plan, wanted = choose(where, year, publications, [], force=False)
        wanted = [w for w in wanted if (w.item.publication, w.item.place) in undone]
        if not wanted:
            print_lines(f"the documents of {year} that failed are no longer planned")
            return 0
        return _exit_code(make(run, plan, wanted, jobs))


def make(
    run: AtWork, plan: Plan, wanted: list[SelectedDocument], jobs: int, publications: Collection[str] | None = None
) -> BuildResult:
    """Make every document that has a reason, update the index and print the closing summary.

    With `publications` (empty means all) the summary also lists the places that get none of them, and why.
    """
    began = time.monotonic()
    # Entered as not reached before the first page is made, so that the ledger of a killed run is complete.
    run.ended(_before_making(document) for document in wanted)
    with progress(sum(bool(document.reason) for document in wanted)) as show:

        def on_done(document: SelectedDocument, ending: str, why: str) -> None:
            run.ended([document.ended(ending, why)])  # into the ledger first, in case this run is killed
            show(document, ending, why)

        result = build(run.where, wanted, plan, jobs, on_done)
    index = write_index(run.where)
    took = f"{counted(result.counts['made'], 'document')} made in {long(time.monotonic() - began)}"
    print_lines(*closing(result, publications).split("\n"), f"{took}; open {index}")
    return result


def _before_making(document: SelectedDocument) -> ItemResult:
    if document.item.held:
        return document.ended("held", document.item.held)
    return document.ended(NOT_REACHED, document.reason) if document.reason else document.ended("unchanged")


def closing(result: BuildResult, publications: Collection[str] | None = None) -> str:
    """What a person reads at the end of a run: counts by publication, the places that get none of these publications (empty
    means all, None lists no places), and every document that was held, failed or had been altered, with the reason.
    """
    endings = result.endings()
    lines = table(endings)
    if publications is not None:
        lines += without(result.plan, publications)
    lines += drafts_in_words(result)
    # A document that somebody altered is made again, which is worth a line although nothing is to be done.
    to_see = (e for e in endings if e.ending in ("held", "failed") or (e.ending == "made" and ALTERED in e.why))
    lines += [f"{e.ending}: {e.what} of {e.name} ({e.place}): {e.why}" for e in to_see]
    return "\n".join(lines)


def drafts_in_words(result: BuildResult) -> list[str]:
    """How many of the documents are drafts, why, and what to do; nothing where none is."""
    reasons = Counter(document.why_draft for document in result.drafts)
    lines = [f"drafts: {counted(number, 'document')}, not issued: {why}" for why, number in reasons.items()]
    return [*lines, "  booklets sign-off prints what has to be signed off, and what to type then"] if lines else []


def without(plan: Plan, publications: Collection[str]) -> list[str]:
    """Why, and where, there is none of each of these publications; of all, only the places that get no document at all."""
    places: dict[str, list[str]] = defaultdict(list)  # reason -> the places it is true of
    listed = {document.name for document in plan.documents}
    for publication, name, why in plan.without:
        if publication in publications:
            places[f"{publication}: {why}"].append(name)
        elif not publications and name not in listed:
            listed.add(name)  # a place is listed once, under the first reason
            places[why].append(name)
    return [f"{why}: {'; '.join(sorted(names))}" for why, names in places.items()]


def _require_documents(plan: Plan, wanted: list[SelectedDocument], publications: list[str], places: list[str]) -> None:
    """Every place that was named gets a document, and there is at least one; else CommandWrong says why not."""
    planned = {o.place: o.name for o in plan.documents} | {o.name: o.name for o in plan.documents}
    for place in sorted(set(places) - {w.item.place for w in wanted}):
        what = f"none of the publications you named for {plan.year}" if publications else f"no document for {plan.year}"
        its_own = sorted({o.publication for o in plan.documents if place in (o.place, o.name)})
        hint = (
            f" It gets {', '.join(its_own)}."
            if its_own
            else did_you_mean(place, list(planned)) or " See booklets list."
        )
        raise CommandWrong(what=f"{place} gets {what}.{hint}")
    if not wanted:
        reasons = {why for publication, _, why in plan.without if not publications or publication in publications}
        raise CommandWrong(what=f"There is nothing to make for {plan.year}: {'; '.join(sorted(reasons)) or NO_PLACE}.")


def _print_dry_run(wanted: list[SelectedDocument]) -> None:
    to_make = [w for w in wanted if w.reason]
    held = [w for w in wanted if w.item.held]
    unchanged = len(wanted) - len(to_make) - len(held)
    print_lines(f"{len(to_make)} to make, {unchanged} unchanged, {len(held)} held")
    for document in to_make + held:
        item = document.item
        why = f"held, {item.held}" if item.held else document.reason
        why += f"; as a draft: {document.why_draft}" if document.why_draft else ""
        print_lines(f"  {item.publication}  {item.place}  {item.name}: {why}")


def _exit_code(result: BuildResult) -> int:
    return 1 if result.counts["failed"] or result.counts["held"] else 0
