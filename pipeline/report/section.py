"""Sections: the functions a notebook can call on a booklet, each registered by a decorator where it is defined.

A section is a function of a Reading, and of a key stage or of several where it is about stages. Its name is what a notebook
calls, its docstring what `booklet.name?` answers, so it says what is shown, from which figures, and when nothing is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from types import MappingProxyType
from typing import TypeVar, overload

from pipeline.declared.strict import did_you_mean
from pipeline.errors import SectionTwice, StageNotDeclared
from pipeline.report.block import Block, Blocks
from pipeline.report.reading import Reading

Shown = Block | Blocks | None  # what a cell shows; a heading with nothing shown below it is not printed
StageRule = Callable[[Reading], list[str]]  # the stages a section is about where the notebook names none
Page = TypeVar("Page", bound=Callable[..., Shown])

_registered: dict[str, "Section"] = {}


@dataclass(frozen=True)
class Section:
    """A registered page function. `stages` chooses the stages where a notebook names none; None for no stages at all."""

    page: Callable[..., Shown]
    stages: StageRule | None

    @property
    def name(self) -> str:
        return self.page.__name__

    @property
    def parameters(self) -> list[Parameter]:
        """What a notebook may pass: the page function's parameters after the reading."""
        return list(signature(self.page).parameters.values())[1:]

    def show(self, reading: Reading, *given: str, **named: str) -> Shown:
        """What the section shows of a reading; StageNotDeclared for a stage its publication does not declare."""
        if named:
            given = signature(self.page).bind(reading, *given, **named).args[1:]
        if any(p.name in ("stage", "stages") for p in self.parameters):
            for stage in given:
                declared = reading.declared_stages()
                if stage not in declared:
                    slug, listed = reading.pack.publication, ", ".join(declared) or "none"
                    raise StageNotDeclared(
                        stage=stage, publication=slug, nearest=did_you_mean(stage, declared), declared=listed
                    )
        if self.stages is not None and not given:
            given = tuple(s for s in self.stages(reading) if self.name not in reading.left_out_of(s))
        return self.page(reading, *given)


@overload
def section(page: Page) -> Page: ...


@overload
def section(*, stages: StageRule) -> Callable[[Page], Page]: ...


def section(page: Page | None = None, *, stages: StageRule | None = None) -> Page | Callable[[Page], Page]:
    """Register a page function as a section under its own name; SectionTwice if another has that name.

    A function of `*stages` gets every stage its publication declares where a notebook names none, or those that the rule
    given as `stages` chooses.
    """

    def register(page: Page) -> Page:
        several = any(p.kind is Parameter.VAR_POSITIONAL for p in signature(page).parameters.values())
        made = Section(page, (stages or Reading.declared_stages) if several else None)
        other = _registered.get(made.name)
        if other is not None and _home(other.page) != _home(page):  # the same function again: its module was reloaded
            raise SectionTwice(name=made.name, first=other.page.__module__, second=page.__module__)
        _registered[made.name] = made
        return page

    return register if page is None else register(page)


def registered() -> Mapping[str, Section]:
    """Every section registered so far, by name."""
    return MappingProxyType(_registered)


def _home(page: Callable[..., Shown]) -> tuple[str, str]:
    return page.__module__, page.__qualname__
