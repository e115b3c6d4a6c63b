"""Publications: a document that is owed to somebody; one file each."""

from pathlib import Path
from typing import Literal

from pipeline.declared.strict import Declared, Problems, read_as


class Needs(Declared):
    """What must be held before a place gets this publication: at least one shown figure of these stages that year."""

    stages: list[str]


class PlacesOf(Declared):
    kind: Literal["school", "cluster", "trust", "authority"]
    phases: list[str] = []  # empty: every phase


class Publication(Declared):
    slug: str
    title: str
    readers: str
    audience: str
    notebook: str
    places: PlacesOf
    needs: Needs
    stages: list[str]  # the key stages it shows, in reading order
    years_shown: int
    scatters: list[tuple[str, str]] = []  # pairs of a progress and an attainment measure
    comparators: list[str]  # roles in printed order: england, region, authority, cluster, neighbours, groups
    formats: list[Literal["html", "pdf", "xlsx"]]
    why: str


def read_publications(params: Path, problems: Problems) -> dict[str, Publication]:
    """Every publication declared, by slug; the file's name is the slug."""
    files = sorted((params / "publications").glob("*.yml"))
    read = (read_as(Publication, f, problems, slug=f.stem) for f in files)
    return {p.slug: p for p in read if p}
