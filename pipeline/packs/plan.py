"""Packs for a year: those of the publications asked for are composed, and written only when something in them changed."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.atomic import write_text
from pipeline.declared.strict import did_you_mean
from pipeline.errors import NoSuchPublication, NothingToPrint
from pipeline.packs.pack import Pack
from pipeline.packs.planned import PlannedDocument, has_results, planned_documents, why_not
from pipeline.paths import Folders, folders
from pipeline.workspace.inputs import input_keys

if TYPE_CHECKING:  # a plan is read where nothing is composed
    from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class Plan:
    """Every document owed for a year, and the places that get none with the reason; and which packs were composed from what.

    The list is always of the whole year. A document's pack is as it was composed last, which may be from earlier parts.
    """

    year: int
    owed: tuple[PlannedDocument, ...]
    without: tuple[tuple[str, str, str], ...]  # (publication, place name, why not)
    rests_on: dict[str, str] = field(default_factory=dict)  # what the list was made from, part by part
    composed: dict[str, dict[str, str]] = field(default_factory=dict)  # publication -> what its packs were made from

    def to_compose(self, publications: Collection[str] = ()) -> list[str]:
        """Of these publications (all by default), those whose packs are not of what the list was made from."""
        due = dict.fromkeys(o.publication for o in self.owed)
        return [p for p in due if self.composed.get(p) != self.rests_on and (p in publications or not publications)]


def plan(folders: Folders, year: int, publications: Collection[str] = ()) -> Plan:
    """The year's plan, the packs of these publications (all by default) composed.

    Each is composed again only when the deliveries, params or code it rests on have changed.
    """
    parts, made = input_keys(folders), noted_plan(folders, year)
    listed = made is not None and made.rests_on == parts
    if listed and not made.to_compose(publications):
        return made
    from pipeline.packs.released import open_run_context
    from pipeline.workspace.run_context import save_suppressions

    today = open_run_context(folders)
    if not listed:
        made = _listed(today, year, parts, made)
        _keep(folders, made)
    for publication in made.to_compose(publications):
        made = _composed(made, publication, today, folders)
        _keep(folders, made)
        save_suppressions(today, folders)
    return made


def noted_plan(folders: Folders, year: int) -> Plan | None:
    """The year's plan as it was made last, whatever has changed since; None where none was."""
    file = _note(folders, year)
    if not file.exists():
        return None
    held = json.loads(file.read_text(encoding="utf-8"))
    documents, without = tuple(PlannedDocument(**o) for o in held["owed"]), tuple(map(tuple, held["without"]))
    return Plan(year, documents, without, held.get("rests_on", {}), held.get("composed", {}))


def _keep(folders: Folders, made: Plan) -> None:
    write_text(_note(folders, made.year), json.dumps(asdict(made), ensure_ascii=False, indent=1, sort_keys=True))


def _note(folders: Folders, year: int) -> Path:
    return folders.packs / str(year) / "plan.json"


def is_stale(publication: str, year: int, where: Folders | None = None) -> bool:
    """Whether a publication's packs of a year are not of what they would rest on today, or nothing says that they are."""
    where = where or folders()
    noted = noted_plan(where, year)
    return noted is None or noted.composed.get(publication) != input_keys(where)


def prepare(publication: str, place: str, year: int, where: Folders | None = None) -> Pack:
    """The pack of one booklet, made on the spot: for a notebook opened by hand before any build."""
    from pipeline.packs.compose import compose
    from pipeline.packs.released import open_run_context

    where = where or folders()
    run = open_run_context(where)
    spec = run.declared.publications.get(publication)
    if spec is None:
        raise no_such_publication(publication, where)
    run, found = run.on(spec.day(year)), run.register.find(place)
    if not has_results(spec, found.id, year, run):
        raise NothingToPrint(place=found.name, year=year, publication=spec.title, why=why_not(spec, year))
    pack = compose(spec, found, year, run)
    _forget_unlike(
        where, year, publication, found.id, pack
    )  # first: killed between the two, it is only composed once more
    write_text(where.pack(year, publication, found.id), pack.to_json())
    return pack


def _forget_unlike(where: Folders, year: int, publication: str, place: str, pack: Pack) -> None:
    """Where a pack composed by hand is not the one the plan names, the plan must compose its publication again."""
    noted = noted_plan(where, year)
    planned = (
        next((o.pack for o in noted.owed if (o.publication, o.place) == (publication, place)), "") if noted else ""
    )
    if planned and planned != pack.fingerprint():
        composed = {slug: parts for slug, parts in noted.composed.items() if slug != publication}
        _keep(where, replace(noted, composed=composed))


def no_such_publication(slug: str, where: Folders) -> NoSuchPublication:
    """The error for a publication nobody declared, with the nearest one that is."""
    folder = where.params / "publications"
    known = sorted(f.stem for f in folder.glob("*.yml"))
    return NoSuchPublication(slug=slug, folder=folder, nearest=did_you_mean(slug, known), known=", ".join(known))


def _listed(today: "RunContext", year: int, parts: dict[str, str], noted: Plan | None) -> Plan:
    """The year's list anew; a document that was composed before keeps that pack until it is composed again."""
    found, without = planned_documents(year, today)
    packs = {(o.publication, o.place): o.pack for o in noted.owed} if noted else {}
    kept = (o if o.held else replace(o, pack=packs.get((o.publication, o.place), "")) for o in found)
    return Plan(year, tuple(kept), tuple(without), parts, noted.composed if noted else {})


def _composed(made: Plan, publication: str, today: "RunContext", where: Folders) -> Plan:
    """The plan with one publication's packs composed from what its list was made from."""
    from pipeline.packs.compose import compose

    spec = today.declared.publications[publication]
    run, documents = today.on(spec.day(made.year)), []
    for item in made.owed:
        if item.publication == publication and not item.held:
            pack = compose(spec, run.register[item.place], made.year, run)
            text, file = pack.to_json(), pack_file(where, item)
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                write_text(file, text)
            item = replace(item, pack=pack.fingerprint())
        documents.append(item)
    return replace(made, owed=tuple(documents), composed=made.composed | {publication: made.rests_on})


def pack_file(where: Folders, item: PlannedDocument) -> Path:
    return where.pack(item.year, item.publication, item.place)
