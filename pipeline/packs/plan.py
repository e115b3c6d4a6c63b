"""The plan of a year: its documents, and their packs, which are composed only when something they depend on has changed."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.atomic import write_text
from pipeline.declared.strict import did_you_mean
from pipeline.errors import NoSuchPublication, NothingToPrint
from pipeline.packs.pack import Pack
from pipeline.packs.planned import (
    PlannedDocument,
    has_results,
    is_for,
    made_for,
    planned_documents,
    why_not,
    years_with,
)
from pipeline.paths import Folders, folders
from pipeline.stored import stored_json
from pipeline.workspace.inputs import input_keys

if TYPE_CHECKING:  # a plan is read where nothing is composed
    from pipeline.workspace.run_context import RunContext


@dataclass(frozen=True)
class Plan:
    """Every document of a year, the places that get none and why, and what lists and packs were made from.

    The list is always of the whole year. A document's pack is as it was composed last, which may be from earlier inputs.
    """

    year: int
    documents: tuple[PlannedDocument, ...]
    without: tuple[tuple[str, str, str], ...]  # (publication, place name, why not)
    inputs: dict[str, str] = field(default_factory=dict)  # what the list was made from: part -> its fingerprint
    composed: dict[str, dict[str, str]] = field(default_factory=dict)  # publication -> what its packs were made from

    def to_compose(self, publications: Collection[str] = ()) -> list[str]:
        """Of these publications (all by default), those whose packs were made from other inputs than the list."""
        listed = dict.fromkeys(document.publication for document in self.documents)
        wanted = (p for p in listed if p in publications or not publications)
        return [p for p in wanted if self.composed.get(p) != self.inputs]


def plan(folders: Folders, year: int, publications: Collection[str] = ()) -> Plan:
    """The year's plan, with the packs of these publications (all by default) composed.

    Each is composed again only when the deliveries, params or code it depends on have changed. Raises CorrectionsDoNotFit, and
    composes nothing, where a correction fits no delivery: what it should mend would be printed as delivered.
    """
    inputs, current = input_keys(folders), noted_plan(folders, year)
    is_current = current is not None and current.inputs == inputs
    if current is not None and is_current and not current.to_compose(publications):
        return current
    # Opening a run takes seconds: most plans are current and return before it.
    from pipeline.packs.released import open_run_context
    from pipeline.validated.unmatched_corrections import refuse_misfits
    from pipeline.workspace.run_context import save_suppressions

    refuse_misfits(folders)
    today = open_run_context(folders)
    if current is None or not is_current:
        current = _listed(today, year, inputs, current)
        _note(folders, current)
    for publication in current.to_compose(publications):
        # Noted after each publication, so that a run which is killed goes on from there; what was chosen for it is kept first.
        current = _composed(current, publication, today, folders)
        save_suppressions(today, folders)
        _note(folders, current)
    return current


def noted_plan(folders: Folders, year: int) -> Plan | None:
    """The year's plan as it was made last, whatever has changed since; None where none was made."""
    plain = stored_json(_file(folders, year))
    if plain is None or "documents" not in plain:
        return None  # damaged, or noted by an earlier version of this project: the list is made anew
    documents = tuple(PlannedDocument(**document) for document in plain["documents"])
    without = tuple((publication, place, why) for publication, place, why in plain["without"])
    return Plan(year, documents, without, plain.get("inputs", {}), plain.get("composed", {}))


def _note(folders: Folders, made: Plan) -> None:
    write_text(_file(folders, made.year), json.dumps(asdict(made), ensure_ascii=False, indent=1, sort_keys=True))


def _file(folders: Folders, year: int) -> Path:
    return folders.packs / str(year) / "plan.json"


def is_stale(publication: str, year: int, where: Folders | None = None) -> bool:
    """Whether a publication's packs of a year were made from other inputs than today's, or there is no plan of the year."""
    where = where or folders()
    noted = noted_plan(where, year)
    return noted is None or noted.composed.get(publication) != input_keys(where)


def prepare(publication: str, place: str, year: int, where: Folders | None = None) -> Pack:
    """The pack of one booklet, composed at once: for a notebook opened by hand before any build.

    Raises NoSuchPublication, NoSuchPlace, CorrectionsDoNotFit, and NothingToPrint where the publication is made for other kinds
    of place, or the place has no results for it in that year.
    """
    from pipeline.packs.compose import compose
    from pipeline.packs.released import open_run_context
    from pipeline.validated.unmatched_corrections import refuse_misfits

    where = where or folders()
    refuse_misfits(where)
    today = open_run_context(where)
    spec = today.declared.publications.get(publication)
    if spec is None:
        raise no_such_publication(publication, where)
    run, subject = today.on(spec.day(year)), today.register.find(place)
    if not is_for(spec, subject, run.register):
        others = [p.slug for p in run.declared.publications.values() if is_for(p, subject, run.register)]
        instead = f" Made for it are: {', '.join(others)}." if others else ""
        raise NothingToPrint(
            place=subject.name,
            year=year,
            publication=spec.title,
            why=f"it is made for {made_for(spec)}",
            instead=instead,
        )
    if not has_results(spec, subject.id, year, run):
        years = ", ".join(map(str, years_with(spec, subject.id, today)))
        instead = f" It can be made for {years}." if years else ""
        raise NothingToPrint(
            place=subject.name, year=year, publication=spec.title, why=why_not(spec, year), instead=instead
        )
    pack = compose(spec, subject, year, run)
    # Where this pack is not the one the plan names (a trial with other params, say), the plan must compose its publication
    # again. Noted before the pack is written: killed between the two, the publication is only composed once more.
    noted = noted_plan(where, year)
    planned = {(document.publication, document.place): document.pack for document in noted.documents} if noted else {}
    if noted and planned.get((publication, subject.id), "") not in ("", pack.fingerprint()):
        composed = {slug: inputs for slug, inputs in noted.composed.items() if slug != publication}
        _note(where, replace(noted, composed=composed))
    write_text(where.pack(year, publication, subject.id), pack.to_json())
    return pack


def no_such_publication(slug: str, where: Folders) -> NoSuchPublication:
    """The error for a publication that is not declared, with the nearest one that is."""
    folder = where.params / "publications"
    known = sorted(f.stem for f in folder.glob("*.yml"))
    return NoSuchPublication(slug=slug, folder=folder, nearest=did_you_mean(slug, known), known=", ".join(known))


def _listed(today: "RunContext", year: int, inputs: dict[str, str], noted: Plan | None) -> Plan:
    """The year's list made anew; a document that was composed before keeps that pack until it is composed again."""
    documents, without = planned_documents(year, today)
    before = {(d.publication, d.place): d for d in noted.documents} if noted else {}
    with_packs = (d if d.held else _with_pack_of(d, before.get((d.publication, d.place))) for d in documents)
    return Plan(year, tuple(with_packs), tuple(without), inputs, noted.composed if noted else {})


def _with_pack_of(document: PlannedDocument, before: PlannedDocument | None) -> PlannedDocument:
    return replace(document, pack=before.pack, of_pupils=before.of_pupils) if before else document


def _composed(made: Plan, publication: str, today: "RunContext", where: Folders) -> Plan:
    """The plan with one publication's packs composed; a pack's file is written only where its text has changed."""
    from pipeline.packs.compose import compose
    from pipeline.packs.pupil_records import rests_on_pupil_records

    spec = today.declared.publications[publication]
    run, documents = today.on(spec.day(made.year)), []
    for item in made.documents:
        if item.publication == publication and not item.held:
            pack = compose(spec, run.register[item.place], made.year, run)
            text, file = pack.to_json(), pack_file(where, item)
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                write_text(file, text)
            of_pupils = rests_on_pupil_records(pack, spec, run.register[item.place], run)
            item = replace(item, pack=pack.fingerprint(), of_pupils=of_pupils)
        documents.append(item)
    return replace(made, documents=tuple(documents), composed=made.composed | {publication: made.inputs})


def pack_file(where: Folders, item: PlannedDocument) -> Path:
    """Where a planned document's pack is kept."""
    return where.pack(item.year, item.publication, item.place)
