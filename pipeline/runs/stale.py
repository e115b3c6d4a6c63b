"""What stands on the shelf and would be made otherwise today.

Told by comparing keys, never by composing: a document is out of date where its receipt names another pack, notebook or code
than the year's plan and this code do. The plan's packs rest on the deliveries, corrections, params and code of the day they were
composed on; where those have changed since, which documents would differ is only known after the next build of their publication,
so that is told of the year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline import keys
from pipeline.packs.plan import Plan, noted_plan
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import Folders
from pipeline.workspace.inputs import input_keys

CLEARED = "the store was cleared since"
WORDS = {
    "pack": "figures or words changed",
    "notebook": "the notebook changed",
    "code": "the code or its libraries changed",
}


@dataclass(frozen=True)
class Stale:
    """One document that would be made otherwise today, by the name of its place, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class OutOfDate:
    """The stale documents (year, publication, place), and what changed since the packs of a year were composed."""

    documents: Mapping[tuple[int, str, str], Stale] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)


def out_of_date(where: Folders, receipts: Iterable[Mapping]) -> OutOfDate:
    """Of the documents with these receipts, those to be made again; and the years whose plan has to be made again first."""
    by_year: dict[int, list[Mapping]] = {}
    for receipt in receipts:
        by_year.setdefault(receipt["year"], []).append(receipt)
    if not by_year:
        return OutOfDate()
    documents, years, now = {}, {}, input_keys(where)
    for year, shelved in by_year.items():
        plan = noted_plan(where, year)
        if plan is None:
            years[year] = CLEARED
            continue
        owed = {(o.publication, o.place): o for o in plan.owed}
        items = [(r, owed.get((r["publication"], r["place"]))) for r in shelved]
        changed = _changed(plan, {o.publication for _, o in items if o}, now)
        if changed:
            years[year] = f"{_listed(changed)} have changed since"
        for r, item in items:
            if item and not (item.held or item.pack):
                years.setdefault(year, CLEARED)
            elif why := _why(r, item, where.notebooks):
                documents[year, r["publication"], r["place"]] = Stale(r["place_name"], why)
    return OutOfDate(documents, years)


def difference(receipt: Mapping, pack: str, notebook: str, code: str) -> str:
    """Which of the things a document is made from has changed since its receipt, in words; "" where none has."""
    today = {"pack": pack, "notebook": notebook, "code": code}
    return next((WORDS[k] for k in WORDS if receipt.get(k) != today[k]), "")


def pages_key() -> str:
    """The code that turns a pack into pages, and the libraries it runs on."""
    return keys.of_code("pages")


@cache
def notebook_key(notebooks: Path, name: str) -> str:
    """A publication's notebook, as it stands; "" for one that is no longer there, which a plan made earlier may name."""
    file = notebooks / f"{name}.ipynb"
    return keys.fingerprint(file.read_bytes()) if file.is_file() else ""


def _changed(plan: Plan, publications: set[str], now: Mapping[str, str]) -> list[str]:
    """The parts that are no longer those the year was listed from, or the packs of these publications composed from."""
    made_from = [plan.rests_on, *(plan.composed[p] for p in publications if p in plan.composed)]
    return [part for part in now if any(made.get(part) != now[part] for made in made_from)]


def _why(receipt: Mapping, owed: PlannedDocument | None, notebooks: Path) -> str:
    if owed is None:
        return "no longer owed"
    return owed.held or difference(receipt, owed.pack, notebook_key(notebooks, owed.notebook), pages_key())


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
