"""The press: from the year's plan to documents on the shelf; nothing unchanged is made again, one failure never stops the rest."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.declared.years import refuse_unconfirmed
from pipeline.ledger.issued import Numbering
from pipeline.ledger.issues import last_issue, record
from pipeline.ledger.runs import ItemResult
from pipeline.packs.plan import Plan, pack_file, plan
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import Folders
from pipeline.runs.stale import difference, notebook_key, pages_key

if TYPE_CHECKING:  # heavy, and not needed where nothing is to be made
    from pipeline.render.booklet import Job
    from pipeline.render.pool import Done

HELD = ("WrongPlace", "PupilNumberFound")  # the booklet was made and a guard kept it back
TIMEOUT = 120  # seconds for one booklet, tried twice; over ten times what the longest takes


@dataclass(frozen=True)
class Wanted:
    """One document of the plan, and why it must be made; no reason means it is unchanged."""

    item: PlannedDocument
    reason: str
    out: Path
    notebook_key: str
    code_key: str


@dataclass
class BuildResult:
    """What came of a run."""

    plan: Plan
    wanted: list[Wanted]
    ends: dict[tuple[str, str], tuple[str, str]] = field(
        default_factory=dict
    )  # (publication, place) -> (made|failed, why)

    @property
    def counts(self) -> Counter:
        return Counter(end.ending for end in self.told())

    def told(self) -> list[ItemResult]:
        """How every document asked for ended, in the plan's order, for the ledger and the closing table."""
        ended = ((w, self.ends.get((w.item.publication, w.item.place), ("unchanged", ""))) for w in self.wanted)
        return [end_of(w, *how) for w, how in ended]


def end_of(wanted: Wanted, ending: str, why: str) -> ItemResult:
    """How one document ended, for the ledger."""
    item = wanted.item
    return ItemResult(item.publication, item.place, item.name, ending, why, item.year)


def choose(
    where: Folders, year: int, publications: list[str], places: list[str], force: bool
) -> tuple[Plan, list[Wanted]]:
    """The year's documents asked for, each with the reason it must be made again, or none.

    Nothing is made while the year's checklist has an open item it waits for.
    """
    refuse_unconfirmed(where.params, year, publications)
    the_plan = plan(where, year, publications)
    items = [o for o in the_plan.owed if _asked(o, publications, places)]
    return the_plan, [_wanted(o, where, notebook_key(where.notebooks, o.notebook), pages_key(), force) for o in items]


def _asked(item: PlannedDocument, publications: list[str], places: list[str]) -> bool:
    return (not publications or item.publication in publications) and (not places or item.place in places)


def _wanted(item: PlannedDocument, where: Folders, notebook: str, code: str, force: bool) -> Wanted:
    out = where.booklet(item.year, item.publication, item.place)
    if item.held:
        return Wanted(item, "", out, notebook, code)
    reason = "asked for again" if force else _reason(out, item.pack, notebook, code)
    return Wanted(item, reason, out, notebook, code)


def _reason(out: Path, pack: str, notebook: str, code: str) -> str:
    receipt = out / "receipt.json"
    if not receipt.exists():
        return "never made"
    held = json.loads(receipt.read_text(encoding="utf-8"))
    missing = [name for name in held["files"] if not (out / name).exists()]
    return f"{missing[0]} is missing" if missing else difference(held, pack, notebook, code)


def build(
    where: Folders, wanted: list[Wanted], the_plan: Plan, workers: int, on_done: Callable[[Wanted, str, str], None]
) -> BuildResult:
    """Make every document that has a reason; each end is told to `on_done` as it comes."""
    outcome = BuildResult(the_plan, wanted)
    outcome.ends |= {(w.item.publication, w.item.place): ("held", w.item.held) for w in wanted if w.item.held}
    to_make = [w for w in wanted if w.reason]
    if to_make:
        _print(where, to_make, workers, outcome, on_done)
    return outcome


def _print(where: Folders, to_make: list[Wanted], workers: int, outcome: BuildResult, on_done: Callable) -> None:
    from pipeline.render import booklet, pool

    booklet.warm()
    by_key = {(w.item.publication, w.item.place): w for w in to_make}
    for done in pool.run([_job(w, where) for w in to_make], booklet.make, workers, TIMEOUT):
        key = (done.job.publication, done.job.place_id)
        wanted = by_key[key]
        outcome.ends[key] = _end(done, wanted)
        if done.ok:
            record(where.ledger, _shelved([wanted]))
        on_done(wanted, *outcome.ends[key])


def _shelved(wanted: list[Wanted]) -> list[dict]:
    """The receipts of those documents that stand on the shelf."""
    receipts = (w.out / "receipt.json" for w in wanted)
    return [json.loads(r.read_text(encoding="utf-8")) for r in receipts if r.exists()]


def _end(done: "Done[Job]", wanted: Wanted) -> tuple[str, str]:
    """made, held or failed, and why."""
    if done.ok:
        (receipt,), numbering = _shelved([wanted]), done.job.numbering
        last = numbering.last if numbering else None
        if last and receipt["issue"] == last.number:
            return "made", f"{wanted.reason}; made again, the same as issue {last.number}"
        return "made", wanted.reason
    return "held" if done.kind in HELD else "failed", done.error


def _job(wanted: Wanted, where: Folders) -> "Job":
    from pipeline.render.booklet import Job

    item = wanted.item
    last = last_issue(where.ledger, item.publication, item.place, item.year)
    return Job(
        notebook=where.notebooks / f"{item.notebook}.ipynb",
        publication=item.publication,
        place_id=item.place,
        year=item.year,
        pack=pack_file(where, item),
        pack_fingerprint=item.pack,
        out=wanted.out,
        receipt={"code": wanted.code_key, "notebook": wanted.notebook_key},
        numbering=Numbering(where.issued_packs(item.year, item.publication, item.place), last),
    )
