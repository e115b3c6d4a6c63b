"""What a booklet's notebook opens: one method for each section that a module of report/pages registers."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from inspect import Parameter, signature
from pkgutil import walk_packages
from typing import NoReturn

from pipeline.declared.strict import did_you_mean
from pipeline.errors import NoSuchSection
from pipeline.packs import prepare, stale
from pipeline.packs.given import given_pack
from pipeline.packs.pack import Pack
from pipeline.paths import folders
from pipeline.report import pages
from pipeline.report.notebook_year import results_year
from pipeline.report.reading import Reading
from pipeline.report.section import Section, Shown, registered
from pipeline.report.style import in_our_look


class Booklet:
    """One place's booklet. Every method is a section and returns what its cell shows; `booklet.name?` explains one.

    NoSuchSection for a section that is not there, also where the publication's declaration names it.
    """

    def __init__(self, pack: Pack) -> None:
        self._reading = Reading(pack)
        for name in dict.fromkeys(name for stage in pack.stages for name in stage.not_in):
            getattr(self, name)  # NoSuchSection for a name misspelt under `sections:` of the publication

    def __getattr__(self, name: str) -> Callable[..., Shown]:
        """Called only for a name that is no section: NoSuchSection names the nearest one that is."""
        if name.startswith("_"):  # names that Python and IPython look up themselves
            raise AttributeError(name)
        known = known_sections()
        raise NoSuchSection(name=name, nearest=did_you_mean(name, known), known=", ".join(known))


def known_sections() -> list[str]:
    """The names of all sections, sorted."""
    return sorted(registered())


def open_booklet(publication: str, place: str, year: int) -> Booklet:
    """The booklet of one place, from its pack.

    While a booklet is being issued that is the pack the press gave (see `packs.given`), and any other is refused. By hand it is
    the one in the store, which is composed first where it is missing or out of date.
    """
    place, year = str(place), results_year(year)  # papermill's own command reads 3512001 as a number
    given = given_pack()
    pack = given.open(publication, place, year) if given else _by_hand(publication, place, year)
    in_our_look()
    return Booklet(pack)


def _by_hand(publication: str, place: str, year: int) -> Pack:
    """The pack in the store of the environment's folders, composed again where deliveries, params or code have changed."""
    file = folders().pack(year, publication, place)
    if not file.exists() or stale(publication, year):
        return prepare(publication, place, year)
    return Pack.read(file)


def _import_pages() -> None:
    """Import every module below report/pages, which registers its sections."""

    def stop(name: str) -> NoReturn:
        raise  # walk_packages calls this while it handles the error, and would else pass over it

    for module in walk_packages(pages.__path__, f"{pages.__name__}.", onerror=stop):
        import_module(module.name)


def _method(section: Section) -> Callable[..., Shown]:
    """The section as a method of a booklet: its name, docstring, source and types, and its parameters without the reading."""

    @wraps(section.page)
    def show(self: Booklet, *given: str, **named: str) -> Shown:
        return section.show(self._reading, *given, **named)

    whole = signature(section.page)
    itself = Parameter("self", Parameter.POSITIONAL_ONLY)
    show.__signature__ = whole.replace(parameters=[itself, *section.parameters])  # type: ignore[attr-defined]
    show.__annotations__ = {k: v for k, v in section.page.__annotations__.items() if k != "reading"}
    show.__qualname__ = f"{Booklet.__name__}.{section.name}"
    return show


_import_pages()
for _section in registered().values():
    setattr(Booklet, _section.name, _method(_section))
