"""What there is to be told, and what is out already: the figures, who belongs to whom, and what was published or issued."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.pooledareas import pooled_areas
from pipeline.places import Register

ALL = "all"
Released = Collection[
    tuple[str, int, str, str]
]  # place, results year, measure, group of every figure an audience already holds


@dataclass(frozen=True)
class KnownFigures:
    """Every figure of one run, seen as something that might be told.

    `is_open` says of a figure's delivery whether anybody can have it; `released` is what issued documents have told each audience.
    A figure told at any release stage counts as held: a revised one differs by few pupils.
    """

    declared: Declarations
    register: Register
    figures: FigureIndex
    is_open: Callable[[str], bool]
    released: dict[str, Released] = field(default_factory=dict)
    grouped: Collection[str] = ()  # the measures whose pupil groups documents print
    _areas: dict[int, dict[str, frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)
    _crowds: dict[int, dict[tuple[str, ...], list[str]]] = field(default_factory=dict, repr=False, compare=False)

    def fig(self, place: str, year: int, measure: str, group: str = ALL) -> Fig | None:
        return self.figures.get(place, year, measure, group)

    def areas(self, year: int) -> dict[str, frozenset[str]]:
        """The pooled areas of a results year, each with the schools it counts."""
        if year not in self._areas:
            pooled = pooled_areas(self.declared, self.register, year)
            self._areas[year] = {area: frozenset(members) for area, members in pooled}
        return self._areas[year]

    def crowds(self, year: int) -> dict[tuple[str, ...], list[str]]:
        """The schools of a results year by the areas that count them."""
        if year not in self._crowds:
            found: dict[tuple[str, ...], list[str]] = {}
            areas = self.areas(year)
            for school in sorted({s for members in areas.values() for s in members}):
                found.setdefault(tuple(a for a, members in areas.items() if school in members), []).append(school)
            self._crowds[year] = found
        return self._crowds[year]

    def published(self, fig: Fig) -> bool:
        """Whether anybody can have the figure from its publisher."""
        return fig.shown and self.is_open(fig.delivery)

    def out(self, fig: Fig, audience: str) -> bool:
        """Whether the audience has the figure already, from its publisher or from a document issued to it."""
        key = (fig.place_id, fig.year, fig.measure, fig.group)
        return self.published(fig) or (fig.shown and key in self.released.get(audience, ()))


def range_of(fig: Fig, pupils: int, measure: Measure, ends: int = 0) -> tuple[float, float]:
    """The least and the most pupils a reader of the printed figure must think possible, on the scale of `Cell`.

    Shares so near nought or a hundred that they are printed as an end (`ends` per cent) are anywhere in it.
    """
    if measure.unit == "percent":
        return _range_of_percent(fig, pupils, measure.decimals, ends)
    if measure.per_pupil is None:
        return 0, pupils
    least, most = measure.per_pupil
    step = Fraction(5, 10 ** (measure.decimals + 1))
    printed = exact(half_up(fig.value, measure.decimals))
    low, high = (pupils * (printed + s - exact(least)) / exact(most - least) for s in (-step, step))
    return float(max(low, 0)), float(min(high, pupils))


def _range_of_percent(fig: Fig, pupils: int, decimals: int, ends: int) -> tuple[float, float]:
    if fig.status == "bounded":
        return floor(exact(fig.lower) * pupils / 100), ceil(exact(fig.upper) * pupils / 100)
    if ends and fig.value < ends:
        return 0, ceil(Fraction(ends * pupils, 100)) - 1
    if ends and fig.value > 100 - ends:
        return floor(Fraction((100 - ends) * pupils, 100)) + 1, pupils
    return counts_behind(half_up(fig.value, decimals), pupils, decimals) or (0, pupils)
