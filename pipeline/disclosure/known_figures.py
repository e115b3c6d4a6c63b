"""What an audience may know already, and from where: every figure of a run, who belongs to whom, what was published or issued."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import counts_behind, exact, half_up
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.pool import pooled_areas
from pipeline.places import Register

ALL = "all"
FigureKey = tuple[str, int, str, str]  # place, results year, measure, pupil group
Released = Collection[FigureKey]  # figures in documents issued to one audience
TOO_FEW = ("suppressed", "few")  # the statuses of figures not printed because too few pupils were behind them


@dataclass(frozen=True)
class IssuedFigures:
    """What issued documents have told of figures, by audience: which they printed, and which they kept back for too few pupils."""

    printed: Mapping[str, Released] = field(default_factory=dict)
    too_few: Mapping[str, Released] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownFigures:
    """Every figure of one run, and which of them somebody knows already.

    `is_open` says of a figure's delivery whether anybody can have it; `issued` is what documents have told already. A figure printed at
    any release stage counts as known: a revised one differs by few pupils.
    """

    declared: Declarations
    register: Register
    figures: FigureIndex
    is_open: Callable[[str], bool]
    issued: IssuedFigures = field(default_factory=IssuedFigures)
    grouped: Collection[str] = ()  # the measures that documents print by pupil group
    _told: dict[str, Released] = field(default_factory=dict, repr=False, compare=False)
    _areas: dict[int, dict[str, frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)
    _by_areas: dict[int, dict[tuple[str, ...], list[str]]] = field(default_factory=dict, repr=False, compare=False)

    def fig(self, place: str, year: int, measure: str, group: str = ALL) -> Fig | None:
        return self.figures.get(place, year, measure, group)

    def areas(self, year: int) -> dict[str, frozenset[str]]:
        """The pooled areas of a results year, each with the schools it counts."""
        if year not in self._areas:
            pooled = pooled_areas(self.declared, self.register, year)
            self._areas[year] = {area: frozenset(members) for area, members in pooled}
        return self._areas[year]

    def schools_by_areas(self, year: int) -> dict[tuple[str, ...], list[str]]:
        """The schools of a results year by the areas that count them: a school's cluster and trust, and the authority."""
        if year not in self._by_areas:
            by_areas: dict[tuple[str, ...], list[str]] = {}
            areas = self.areas(year)
            for school in sorted({s for members in areas.values() for s in members}):
                counting = tuple(area for area, members in areas.items() if school in members)
                by_areas.setdefault(counting, []).append(school)
            self._by_areas[year] = by_areas
        return self._by_areas[year]

    def published(self, fig: Fig) -> bool:
        """Whether anybody can have the figure from its publisher."""
        return fig.shown and self.is_open(fig.delivery)

    def is_known(self, fig: Fig, audience: str) -> bool:
        """Whether the audience has the figure already, from its publisher or from a document its readers hold."""
        key = (fig.place_id, fig.year, fig.measure, fig.group)
        return self.published(fig) or (fig.shown and key in self.told(audience))

    def anything_issued(self, audience: str) -> bool:
        """Whether issued documents have told the audience anything, of what they printed or of what they kept back."""
        return bool(self.told(audience) or self.issued.too_few.get(audience))

    def was_too_few(self, fig: Fig, audience: str) -> bool:
        """Whether a document of the audience has kept the figure back because too few pupils were behind it."""
        return (fig.place_id, fig.year, fig.measure, fig.group) in self.issued.too_few.get(audience, ())

    def told(self, audience: str) -> Released:
        """What documents have printed that the audience's readers hold: its own, and what other audiences' tell the same people.

        A school's document prints areas by its cluster's rule: of those figures every reader of the cluster's may hold one.
        """
        if audience not in self._told:
            told = set(self.issued.printed.get(audience, ()))
            for other, rule in self.declared.policy.disclosure.audiences.items():
                printed = self.issued.printed.get(other, ())
                if rule.areas_within == audience:
                    told.update(printed)
                elif rule.areas_as == audience:
                    told.update(key for key in printed if key[0] in self.areas(key[1]))
            self._told[audience] = told
        return self._told[audience]


def implied_range(fig: Fig, pupils: int, measure: Measure, ends: int = 0) -> tuple[float, float]:
    """The fewest and most pupils that fit the figure as it is printed, on the scale of `Cell`.

    Shares so close to 0% or 100% that they are printed as "under" or "over" `ends` per cent can be anything beyond that limit.
    """
    if measure.unit == "percent":
        if fig.status == "bounded":
            lower, upper = fig.bounds
            return floor(exact(lower) * pupils / 100), ceil(exact(upper) * pupils / 100)
        if ends and fig.number < ends:
            return 0, ceil(Fraction(ends * pupils, 100)) - 1
        if ends and fig.number > 100 - ends:
            return floor(Fraction((100 - ends) * pupils, 100)) + 1, pupils
        return counts_behind(half_up(fig.number, measure.decimals), pupils, measure.decimals) or (0, pupils)
    if measure.per_pupil is None:
        return 0, pupils
    # A mean is printed to within half a unit of its last digit; the sum of scores is put on a scale of 0 to 1 a pupil.
    least, most = map(exact, measure.per_pupil)
    half_unit = Fraction(5, 10 ** (measure.decimals + 1))
    printed = exact(half_up(fig.number, measure.decimals))
    low = pupils * (printed - half_unit - least) / (most - least)
    high = pupils * (printed + half_unit - least) / (most - least)
    return float(max(low, Fraction(0))), float(min(high, Fraction(pupils)))
