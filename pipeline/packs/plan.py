"""Packs for a year: which documents are owed, to whom, from what; written only when something in them changed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.declared.publications import Publication
from pipeline.declared.strict import did_you_mean
from pipeline.errors import NoSuchPublication, NothingToPrint
from pipeline.packs.pack import Pack
from pipeline.packs.rests import key_of, rests_on, store_key
from pipeline.paths import Folders, folders


@dataclass(frozen=True)
class Owed:
    """One document that is owed: its pack is written and this is its fingerprint; or it is held, and this is why."""

    publication: str
    place: str
    name: str
    year: int
    notebook: str
    pack: str
    held: str = ""


@dataclass(frozen=True)
class Plan:
    """Every document owed for a year, and the places that get none with the reason."""

    year: int
    key: str
    owed: tuple[Owed, ...]
    without: tuple[tuple[str, str, str], ...]  # (publication, place name, why not)
    rests_on: dict[str, str] = field(default_factory=dict)  # the parts of the key, so that what changed can be told


def plan(folders: Folders, year: int) -> Plan:
    """The year's plan; its packs are composed again only when the deliveries, params or code they rest on have changed."""
    parts = rests_on(folders)
    noted = noted_plan(folders, year)
    if noted and noted.key == key_of(parts):
        return noted
    made = _compose_all(folders, year, parts)
    write_text(_note(folders, year), json.dumps(asdict(made), ensure_ascii=False, indent=1, sort_keys=True))
    return made


def noted_plan(folders: Folders, year: int) -> Plan | None:
    """The year's plan as it was made last, whatever has changed since; None where none was."""
    file = _note(folders, year)
    if not file.exists():
        return None
    held = json.loads(file.read_text(encoding="utf-8"))
    owed, without = tuple(Owed(**o) for o in held["owed"]), tuple(map(tuple, held["without"]))
    return Plan(year, held["key"], owed, without, held.get("rests_on", {}))


def _note(folders: Folders, year: int) -> Path:
    return folders.packs / str(year) / "plan.json"


def is_stale(year: int, where: Folders | None = None) -> bool:
    """Whether a plan stands for the year and what it rests on has changed since; without a plan nothing can be stale."""
    where = where or folders()
    noted = noted_plan(where, year)
    return noted is not None and noted.key != store_key(where)


def prepare(publication: str, place: str, year: int, where: Folders | None = None) -> Pack:
    """The pack of one booklet, made on the spot: for a notebook opened by hand before any build."""
    from pipeline.packs.compose import compose
    from pipeline.packs.desk import open_desk

    where = where or folders()
    desk = open_desk(where)
    spec = desk.declared.publications.get(publication)
    if spec is None:
        raise no_such_publication(publication, where)
    desk, found = desk.on(spec.day(year)), desk.register.find(place)
    if not has_results(spec, found.id, year, desk):
        raise NothingToPrint(place=found.name, year=year, publication=spec.title)
    pack = compose(spec, found, year, desk)
    write_text(where.pack(year, publication, found.id), pack.to_json())
    return pack


def no_such_publication(slug: str, where: Folders) -> NoSuchPublication:
    """The error for a publication nobody declared, with the nearest one that is."""
    folder = where.params / "publications"
    known = sorted(f.stem for f in folder.glob("*.yml"))
    return NoSuchPublication(slug=slug, folder=folder, nearest=did_you_mean(slug, known), known=", ".join(known))


def _compose_all(where: Folders, year: int, parts: dict[str, str]) -> Plan:
    from pipeline.packs.compose import compose
    from pipeline.packs.desk import keep_choices, open_desk

    today = open_desk(where)
    owed, without = [], []
    for spec in today.declared.publications.values():
        desk = today.on(spec.day(year))
        for place in _places(spec, year, desk):
            if not has_results(spec, place.id, year, desk):
                without.append((spec.slug, place.name, _why_not(spec, year)))
                continue
            why = desk.waiting.because(spec, place, year)
            if why:
                owed.append(Owed(spec.slug, place.id, place.name, year, spec.notebook, "", why))
                continue
            pack = compose(spec, place, year, desk)
            text, file = pack.to_json(), where.pack(year, spec.slug, place.id)
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                write_text(file, text)
            owed.append(Owed(spec.slug, place.id, place.name, year, spec.notebook, pack.fingerprint()))
    keep_choices(today, where)
    return Plan(year, key_of(parts), tuple(owed), tuple(without), parts)


def _why_not(spec: Publication, year: int) -> str:
    if spec.targets:
        return (
            f"nothing to expect of {year + 1} from: that takes the roll of {year}, the earlier results of the pupils on it, "
            "and national transition rates"
        )
    ripe = f" of the release it is made from ({' or '.join(spec.needs.releases)})" if spec.needs.releases else ""
    return f"no results for {year}{ripe} in the deliveries received"


def _places(spec: Publication, year: int, desk) -> Iterator:
    kind, register = spec.places.kind, desk.register
    if kind == "authority":
        yield register.comparator("authority")
    elif kind == "cluster":
        yield from register.clusters(year)
    elif kind == "trust":
        yield from register.trusts(year)
    else:
        yield from (s for s in register.schools(year) if not spec.places.phases or s.phase in spec.places.phases)


def has_results(spec: Publication, place: str, year: int, desk) -> bool:
    """Whether a place (or one of its members) has a shown figure this year of a stage and release the publication needs."""
    if spec.targets:
        return desk.expectations.has(place, year, spec.targets)
    wanted = [m.id for m in desk.declared.measures.values() if m.stage in spec.needs.stages]
    members = (
        [place, *(m.id for m in desk.register.members(place, year))]
        if spec.places.kind in ("cluster", "trust")
        else [place]
    )
    held = (desk.shelf.get(p, year, m) for p in members for m in wanted)
    return any(f is not None and f.shown and spec.needs.met_by(f.stage) for f in held)


def pack_file(where: Folders, item: Owed) -> Path:
    return where.pack(item.year, item.publication, item.place)
