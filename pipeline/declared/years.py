"""The checklist of a results year: what must be confirmed before a document of it is issued. A year without one waits for nothing."""

from collections.abc import Collection
from pathlib import Path

from pydantic import model_validator

from pipeline.declared.publications import read_publications
from pipeline.declared.strict import Problems, StrictModel, read_as, repeated
from pipeline.errors import YearNotConfirmed


class Item(StrictModel):
    """One thing to confirm: what, where it is decided, and why it cannot be taken for granted."""

    id: str
    what: str
    where: str
    why: str
    stages: list[str] = []  # only documents that show one of these key stages wait for it; without any, every document
    confirmed: bool = False
    said: str = ""  # who confirmed it, by role, and how it was found out

    @model_validator(mode="after")
    def _says_by_whom(self) -> "Item":
        if self.confirmed and not self.said.strip():
            raise ValueError(f"{self.id} is confirmed: write under 'said' by whom (a role) and how it was found out")
        return self


class Checklist(StrictModel):
    """params/years/<year>.yml."""

    year: int
    opened_from: int
    why: str
    items: list[Item]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Checklist":
        if twice := repeated(i.id for i in self.items):
            raise ValueError(f"lists {', '.join(twice)} more than once: give each item an id of its own")
        return self

    def open_for(self, stages: set[str]) -> list[Item]:
        """The open items that documents showing these stages wait for."""
        return [i for i in self.items if not i.confirmed and (not i.stages or stages & set(i.stages))]


def checklist_file(params: Path, year: int) -> Path:
    """Where the checklist of a results year is."""
    return params / "years" / f"{year}.yml"


def read_years(params: Path, problems: Problems) -> dict[int, Checklist]:
    """Every checklist, by its results year; the file's name is the year."""
    found: dict[int, Checklist] = {}
    for file in sorted((params / "years").glob("*.yml")):
        checklist = read_as(Checklist, file, problems)
        if checklist and file.stem != str(checklist.year):
            problems.append(
                f"years/{file.name} is the checklist of {checklist.year}: call the file {checklist.year}.yml."
            )
        elif checklist:
            found[checklist.year] = checklist
    return found


def refuse_unconfirmed(params: Path, year: int, publications: Collection[str] = ()) -> None:
    """Raise YearNotConfirmed with every open item that these publications (all by default) wait for.

    A year without a checklist waits for nothing.
    """
    problems = Problems()
    checklist = read_years(params, problems).get(year)
    specs = read_publications(params, problems) if checklist else {}
    problems.settle(params)
    wanted = [spec for slug, spec in specs.items() if slug in publications or not publications]
    shown = {stage for spec in wanted for stage in spec.stages}
    open_items = checklist.open_for(shown) if checklist else []
    if open_items:
        raise YearNotConfirmed(year, checklist_file(params, year), [f"{i.id}: {i.what}" for i in open_items])
