"""From the year's plan to finished documents in the outputs folder. Nothing unchanged is made again, and a failure stops no other."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.declared.access import outputs_access
from pipeline.declared.years import refuse_unconfirmed
from pipeline.deliveries.originals import original_faults
from pipeline.file_hashes import FileHashes
from pipeline.ledger.issued import Numbering, issued_pack_faults, record_issues
from pipeline.ledger.issues import Issue, issues, last_issue
from pipeline.ledger.receipts import not_as_issued, read_receipt
from pipeline.ledger.runs import ItemResult
from pipeline.packs.plan import Plan, pack_file, plan
from pipeline.packs.planned import PlannedDocument
from pipeline.packs.resting import resting
from pipeline.paths import Folders
from pipeline.runs.sign_off import IssuePermission
from pipeline.runs.stale import difference, notebook_key, pages_key

if TYPE_CHECKING:  # heavy, and not needed where nothing is to be made
    from pipeline.render.booklet import Job
    from pipeline.render.pool import Done

# Errors with which a finished booklet is held instead of issued: it holds another place's figures, or a pupil number.
HELD_ERRORS = ("WrongPlace", "PupilNumberFound")
TIMEOUT = 120  # seconds for one booklet, tried twice; over ten times what the longest takes


@dataclass(frozen=True)
class SelectedDocument:
    """One document of the plan that a run was asked for, and why it must be made; without a reason it is unchanged."""

    item: PlannedDocument
    reason: str
    out: Path
    notebook_key: str
    code_key: str
    why_draft: str = ""  # why it is only made as a draft; "" where it may be issued

    @property
    def key(self) -> tuple[str, str]:
        return self.item.publication, self.item.place

    @property
    def receipt(self) -> dict | None:
        """The receipt of the issue now in the outputs folder; None where there is none, or none that can be read."""
        return read_receipt(self.out / "receipt.json")

    def ended(self, ending: str, why: str = "") -> ItemResult:
        """How this document ended in a run, for the ledger."""
        item = self.item
        return ItemResult(item.publication, item.place, item.name, ending, why, item.year)


OnDone = Callable[[SelectedDocument, str, str], None]  # called with a document, its ending and why


@dataclass
class BuildResult:
    """How a run ended; `ends` holds what was not left unchanged: (publication, place) -> (made, held or failed; why)."""

    plan: Plan
    wanted: list[SelectedDocument]
    ends: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @property
    def drafts(self) -> list[SelectedDocument]:
        """The documents that are in the outputs folder as drafts, whether made in this run or unchanged."""
        return [d for d in self.wanted if d.why_draft and self.ends.get(d.key, ("made",))[0] == "made"]

    @property
    def counts(self) -> Counter[str]:
        """How many documents ended how."""
        return Counter(end.ending for end in self.endings())

    def endings(self) -> list[ItemResult]:
        """How every selected document ended, in the plan's order."""
        return [document.ended(*self.ends.get(document.key, ("unchanged", ""))) for document in self.wanted]


def choose(
    where: Folders, year: int, publications: list[str], places: list[str], force: bool
) -> tuple[Plan, list[SelectedDocument]]:
    """The year's plan, and its documents of these publications and places (all where a list is empty), each with the reason
    why it must be made again, or none.

    Raises YearNotConfirmed while the year's checklist has an open item these publications wait for.
    """
    refuse_unconfirmed(where.params, year, publications)
    the_plan, hashes, permission = plan(where, year, publications), FileHashes(where.hashes), IssuePermission(where)
    because = resting(where, the_plan, original_faults(where, hashes), issued_pack_faults(where, hashes))
    entered = {(*issue.document, issue.number): issue for issue in issues(where.ledger, year=year)}
    selected = []
    for item in the_plan.documents:
        if (publications and item.publication not in publications) or (places and item.place not in places):
            continue
        out = where.booklet(item.year, item.publication, item.place)
        item = replace(item, held=item.held or because.get((item.publication, item.place), ""))
        document = SelectedDocument(item, "", out, notebook_key(where.notebooks, item.notebook), pages_key())
        document = replace(document, why_draft=permission.why_draft(item))
        selected.append(document if item.held else _with_reason(document, force, entered, hashes))
    hashes.save()
    return the_plan, selected


def _with_reason(
    document: SelectedDocument, force: bool, entered: Mapping[tuple[str, str, int, int], Issue], hashes: FileHashes
) -> SelectedDocument:
    """The document with the first reason found for making it, by comparing its files with what was issued and its receipt
    with what it would be made from now."""
    receipt, item = document.receipt, document.item
    issue = entered.get((item.publication, item.place, item.year, receipt.get("issue", 0))) if receipt else None
    if force:
        reason = "asked for again"
    elif receipt is None:
        reason = "its receipt cannot be read" if (document.out / "receipt.json").exists() else "never made"
    elif wrong := next(not_as_issued(document.out, receipt, issue, hashes), ""):
        reason = wrong
    else:
        made_from = (document.item.pack, document.notebook_key, document.code_key)
        reason = difference(receipt, *made_from, document.why_draft)
    return replace(document, reason=reason)


def build(where: Folders, wanted: list[SelectedDocument], the_plan: Plan, workers: int, on_done: OnDone) -> BuildResult:
    """Make every document that has a reason; `on_done` is called as each ends. A failed document stops no other."""
    result = BuildResult(the_plan, wanted, {w.key: ("held", w.item.held) for w in wanted if w.item.held})
    to_make = {w.key: w for w in wanted if w.reason}
    if not to_make:
        return result
    from pipeline.render import booklet, pool

    booklet.warm()
    for done in pool.run([_job(w, where) for w in to_make.values()], booklet.make, workers, TIMEOUT):
        document = to_make[done.job.publication, done.job.place_id]
        result.ends[document.key] = _ending(done, document)
        if done.ok and (receipt := document.receipt):
            record_issues(where, [receipt])
        on_done(document, *result.ends[document.key])
    return result


def _ending(done: "Done[Job]", document: SelectedDocument) -> tuple[str, str]:
    """made, held or failed, and why."""
    if not done.ok:
        return "held" if done.kind in HELD_ERRORS else "failed", done.error
    last = done.job.numbering.last if done.job.numbering else None
    receipt = document.receipt
    if document.why_draft:
        return "made", f"{document.reason}; a draft: {document.why_draft}"
    if last and receipt and receipt["issue"] == last.number:
        return "made", f"{document.reason}; made again, the same as issue {last.number}"
    return "made", document.reason


def _job(document: SelectedDocument, where: Folders) -> "Job":
    from pipeline.render.booklet import Job

    item = document.item
    numbering = None
    if not document.why_draft:
        last = last_issue(where.ledger, item.publication, item.place, item.year)
        numbering = Numbering(where.issued_packs(item.year, item.publication, item.place), last)
    return Job(
        notebook=where.notebooks / f"{item.notebook}.ipynb",
        publication=item.publication,
        place_id=item.place,
        year=item.year,
        pack=pack_file(where, item),
        pack_fingerprint=item.pack,
        out=document.out,
        receipt={"code": document.code_key, "notebook": document.notebook_key},
        numbering=numbering,
        draft=bool(document.why_draft),
        access=outputs_access(where.params),
    )
