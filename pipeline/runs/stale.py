"""What stands on the shelf and would be made otherwise today.

Told by comparing keys, never by composing: a document is out of date where its receipt names another pack, notebook or layout
than the year's plan and this code do. The plan itself rests on the deliveries, corrections, params and code of its day; where
those have changed since, which documents would differ is only known after the next build, so that is told of the year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from pipeline import keys
from pipeline.packs.plan import Owed, noted_plan
from pipeline.packs.rests import rests_on
from pipeline.paths import NOTEBOOKS, Folders

LAYOUT = ("report", "render")  # the rooms that turn a pack into pages
WORDS = {"pack": "figures or words changed", "notebook": "the notebook changed", "code": "the layout code changed"}


@dataclass(frozen=True)
class Stale:
    """One document that would be made otherwise today, by the name of its place, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class OutOfDate:
    """The stale documents (year, publication, place), and what changed since a year was planned."""

    documents: Mapping[tuple[int, str, str], Stale] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)


def out_of_date(where: Folders, receipts: Iterable[Mapping]) -> OutOfDate:
    """Of the documents with these receipts, those to be made again; and the years whose plan has to be made again first."""
    by_year: dict[int, list[Mapping]] = {}
    for receipt in receipts:
        by_year.setdefault(receipt["year"], []).append(receipt)
    if not by_year:
        return OutOfDate()
    documents, years, now = {}, {}, rests_on(where)
    for year, shelved in by_year.items():
        plan = noted_plan(where, year)
        if plan is None:
            years[year] = "the store was cleared since"
            continue
        changed = [part for part in now if plan.rests_on.get(part) != now[part]]
        if changed:
            years[year] = f"{_listed(changed)} have changed since"
        owed = {(o.publication, o.place): o for o in plan.owed}
        for r in shelved:
            why = _why(r, owed.get((r["publication"], r["place"])))
            if why:
                documents[year, r["publication"], r["place"]] = Stale(r["place_name"], why)
    return OutOfDate(documents, years)


def difference(receipt: Mapping, pack: str, notebook: str, code: str) -> str:
    """Which of the things a document is made from has changed since its receipt, in words; "" where none has."""
    today = {"pack": pack, "notebook": notebook, "code": code}
    return next((WORDS[k] for k in WORDS if receipt.get(k) != today[k]), "")


def layout_key() -> str:
    """The code that turns a pack into pages."""
    return keys.of_code(*LAYOUT)


@cache
def notebook_key(name: str) -> str:
    """A publication's notebook, as it stands."""
    return keys.fingerprint((NOTEBOOKS / f"{name}.ipynb").read_bytes())


def _why(receipt: Mapping, owed: Owed | None) -> str:
    if owed is None:
        return "no longer owed"
    return owed.held or difference(receipt, owed.pack, notebook_key(owed.notebook), layout_key())


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
