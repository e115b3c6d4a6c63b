"""Publications: kinds of document, each for its readers and places; one file each."""

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import field_validator

from pipeline.declared.releases import YearDay
from pipeline.declared.sources import Release
from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as

Comparator = Literal["england", "region", "authority", "cluster", "neighbours", "neighbours_median", "groups"]


Phase = Literal["nursery", "primary", "secondary", "special", "all_through", "independent", "college", "other"]


class Needs(StrictModel):
    """What must have been received before a place gets this publication: a shown figure of one of these stages that year."""

    stages: list[str]
    releases: list[Release] = []  # of one of these release stages; without any, of whichever

    def met_by(self, release: str) -> bool:
        """Whether the publication can be made from a figure of this release stage."""
        return not self.releases or release in self.releases


class PlacesOf(StrictModel):
    """The places a publication is made for."""

    kind: Literal["school", "cluster", "trust", "authority"]
    phases: list[Phase] = []  # empty: every phase


class Publication(StrictModel):
    """One kind of document: for whom it is made, of which places and key stages, and what it shows."""

    slug: str
    title: str
    readers: str
    audience: str
    notebook: str  # its notebook's file name without .ipynb
    places: PlacesOf
    needs: Needs
    stages: list[str]  # the key stages it shows, in reading order
    sections: dict[str, list[str]] = {}  # section -> the only stages it shows where the notebook names none
    years_shown: int
    scatters: list[tuple[str, str]] = []  # pairs of a progress and an attainment measure
    comparators: list[Comparator]  # in printed order
    lists_schools: bool = (
        True  # whether an authority's document shows each of its schools; if not, no school enters its pack
    )
    account: bool = False  # whether it is the yearly account against the strategy
    left_out: list[str] = []  # what it does not show though a reader would ask, each with its reason
    as_at: YearDay | None = None  # it shows what was known on this day; without one, everything received
    alone: bool = False  # it shows the place beside its comparators only, and names no school and no cluster in it
    layout: Literal["booklet", "sheet"] = "booklet"  # sheet: a page or two, set small, without a list of contents
    grid: str = ""  # the self-evaluation matrix it prints, by its name in policy/self_evaluation.yml
    targets: str = ""  # the stage whose next results it estimates, by its name in policy/targets.yml
    marking: str = ""  # printed at the foot of every page, after who may read it
    why: str

    @field_validator("slug", "notebook")
    @classmethod
    def _names_a_file_in_its_folder(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_. -]{0,79}", name) or ".." in name:
            raise ValueError("write the name of a file in its folder: letters, digits, hyphens, no path")
        return name

    def day(self, year: int) -> date | None:
        """The day on which everything a year's document shows was known; None where it shows everything received."""
        return self.as_at.on(year) if self.as_at else None


def read_publications(params: Path, problems: Problems) -> dict[str, Publication]:
    """Every publication declared, by slug; the file's name is the slug."""
    files = sorted((params / "publications").glob("*.yml"))
    read = (read_as(Publication, f, problems, slug=f.stem) for f in files)
    return {p.slug: p for p in read if p}


def notebooks_exist(publications: dict[str, Publication], notebooks: Path, problems: Problems) -> None:
    """Note every publication whose notebook is missing from the folder of notebooks."""
    known = sorted(file.stem for file in notebooks.glob("*.ipynb"))
    for publication in publications.values():
        name = publication.notebook
        if name not in known:
            near = did_you_mean(name.removesuffix(".ipynb"), known)
            hint = near or f" Notebooks there: {', '.join(known) or 'none'}."
            problems.append(
                f"publications/{publication.slug}.yml: notebook: {name!r} is missing: "
                f"there is no file {notebooks / name}.ipynb.{hint}"
            )
