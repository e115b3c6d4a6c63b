"""The checklist of a results year: what must be confirmed before a document of it is issued. A year without one is open."""

from collections.abc import Collection
from pathlib import Path

from pydantic import model_validator

from pipeline.declared.publications import read_publications
from pipeline.declared.strict import Problems, StrictModel, read_as
from pipeline.errors import YearNotConfirmed


class Item(StrictModel):
    """One thing to confirm: what, where it is decided, and why it cannot be taken for granted."""

    id: str
    what: str
    where: str
    why: str
    stages: list[str] = []  # only documents that show one of these wait for it; none: every document
    confirmed: bool = False
    said: str = ""  # by whom, by role, and how it was found out

    @model_validator(mode="after")
    def _says_by_whom(self) -> "Item":
        if self.confirmed and not self.said.strip():
            raise ValueError(f"{self.id} is confirmed: say under 'said' by whom (a role) and how it was found out")
        return self


class Checklist(StrictModel):
    """params/years/<year>.yml."""

    year: int
    opened_from: int
    why: str
    items: list[Item]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Checklist":
        ids = [i.id for i in self.items]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"lists {', '.join(twice)} more than once")
        return self

    def open_for(self, stages: set[str]) -> list[Item]:
        """The open items that documents showing these stages wait for."""
        return [i for i in self.items if not i.confirmed and (not i.stages or stages & set(i.stages))]


def checklist_file(params: Path, year: int) -> Path:
    return params / "years" / f"{year}.yml"


def read_years(params: Path, problems: Problems) -> dict[int, Checklist]:
    """Every checklist, by its results year; the file's name is the year."""
    found = {}
    for file in sorted((params / "years").glob("*.yml")):
        checklist = read_as(Checklist, file, problems)
        if checklist and file.stem != str(checklist.year):
            problems.append(f"years/{file.name} is the checklist of {checklist.year}: its name should be its year.")
        elif checklist:
            found[checklist.year] = checklist
    return found


def refuse_unconfirmed(params: Path, year: int, publications: Collection[str] = ()) -> None:
    """Raise YearNotConfirmed with every open item these publications (all by default) wait for; a year without a checklist is open."""
    problems = Problems()
    checklist = read_years(params, problems).get(year)
    specs = read_publications(params, problems) if checklist else {}
    problems.settle(params)
    shown = {stage for slug, spec in specs.items() if slug in publications or not publications for stage in spec.stages}
    waits = checklist.open_for(shown) if checklist else []
    if waits:
        raise YearNotConfirmed(year, checklist_file(params, year), [f"{i.id}: {i.what}" for i in waits])
