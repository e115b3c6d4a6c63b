"""Which published documents are out of date: made again today, they would differ.

This compares keys and composes nothing: a document is out of date where its receipt names another pack, notebook or code than
the year's plan and this code do, and where it is a draft that may be issued today, or an issue that today would be a draft. The
plan's packs depend on the deliveries, corrections, params and code of the day they were composed. Where those have changed since,
only the next build shows which documents differ, so the whole year is reported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline import keys
from pipeline.ledger.issues import is_draft
from pipeline.packs.plan import noted_plan
from pipeline.paths import Folders
from pipeline.runs.sign_off import IssuePermission
from pipeline.workspace.inputs import input_keys

CLEARED = "the store was cleared since"
NOT_DUE = "no longer due"
SIGNED_SINCE = "it is a draft, and the disclosure policy has been signed off since"
WORDS = {
    "pack": "figures or words changed",
    "notebook": "the notebook changed",
    "code": "the code or its libraries changed",
}


@dataclass(frozen=True)
class Stale:
    """One document that is out of date, by the name of its place, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class OutOfDate:
    """The stale documents by (year, publication, place), and for each year what changed since its packs were composed."""

    documents: Mapping[tuple[int, str, str], Stale] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)


def out_of_date(where: Folders, receipts: Iterable[Mapping]) -> OutOfDate:
    """Of the documents with these receipts, those that are out of date; and the years whose plan is out of date itself."""
    by_year: dict[int, list[Mapping]] = {}
    for receipt in receipts:
        by_year.setdefault(receipt["year"], []).append(receipt)
    if not by_year:
        return OutOfDate()
    documents: dict[tuple[int, str, str], Stale] = {}
    years: dict[int, str] = {}
    now, code, permission = input_keys(where), pages_key(), IssuePermission(where)
    for year, published in by_year.items():
        plan = noted_plan(where, year)
        if plan is None:
            years[year] = CLEARED
            continue
        planned = {(o.publication, o.place): o for o in plan.documents}
        items = [(r, planned.get((r["publication"], r["place"]))) for r in published]
        publications = {item.publication for _, item in items if item}
        made_from = [plan.inputs, *(plan.composed[p] for p in publications if p in plan.composed)]
        changed = [part for part in now if any(keys_then.get(part) != now[part] for keys_then in made_from)]
        if changed:
            *others, last = changed
            listed = f"{', '.join(others)} and {last}" if others else last
            years[year] = f"{listed} have changed since"
        for receipt, item in items:
            if item and not (item.held or item.pack):  # its pack is not in the store
                years.setdefault(year, CLEARED)
                continue
            why = NOT_DUE
            if item:
                notebook = notebook_key(where.notebooks, item.notebook)
                why = item.held or difference(receipt, item.pack, notebook, code, permission.why_draft(item))
            if why:
                documents[year, receipt["publication"], receipt["place"]] = Stale(receipt["place_name"], why)
    return OutOfDate(documents, years)


def difference(receipt: Mapping, pack: str, notebook: str, code: str, why_draft: str) -> str:
    """The first of sign-off, pack, notebook and code that has changed since a document's receipt, in words; "" where none has.

    `why_draft` is why the document may only be made as a draft today; "" where it may be issued.
    """
    if is_draft(receipt) != bool(why_draft):
        return why_draft or SIGNED_SINCE
    today = {"pack": pack, "notebook": notebook, "code": code}
    return next((WORDS[k] for k in WORDS if receipt.get(k) != today[k]), "")


def pages_key() -> str:
    """The code that turns a pack into pages, and the libraries it runs on."""
    return keys.of_code("pages")


@cache
def notebook_key(notebooks: Path, name: str) -> str:
    """The fingerprint of a publication's notebook; "" for one that is no longer there, which an earlier plan may name."""
    file = notebooks / f"{name}.ipynb"
    return keys.fingerprint(file.read_bytes()) if file.is_file() else ""
