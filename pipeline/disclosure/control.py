"""Which figures one audience may see; decided before any word of a document is written.

A figure of too few pupils is not printed (primary suppression), nor are those from which it could be derived (secondary suppression,
of as few pupils as possible). The share of a group so close to 0% or 100% that it discloses every pupil in the group is printed as an
end ("under 10%").
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.declared.policy import AudienceRule, Disclosure
from pipeline.disclosure.decisions import SuppressionDecisions
from pipeline.disclosure.known_figures import ALL, KnownFigures
from pipeline.disclosure.linked_table import Key, Suppression
from pipeline.disclosure.measure_tables import Family
from pipeline.disclosure.suppression_cache import SuppressionCache
from pipeline.measures.figure_index import Fig


@dataclass(frozen=True)
class DisclosureControl:
    """Decides for every document of a run; `decided` keeps each decision, so that all documents get the same one."""

    known: KnownFigures
    cache: SuppressionCache = field(default_factory=SuppressionCache, repr=False, compare=False)
    decided: dict[tuple, Suppression] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _own_places(self) -> frozenset[str]:
        """The places whose figures are protected: those of England, regions and other authorities are published."""
        register = self.known.register
        areas = (p for p in register if register[p].kind in ("cluster", "trust"))
        return frozenset([register.authority.id, *areas, *register.school_ids()])

    @property
    def _policy(self) -> Disclosure:
        return self.known.declared.policy.disclosure

    def protect(self, figs: list[Fig], audience: str) -> list[Fig]:
        """The same figures in the same order; one the audience may not see has no numbers, and the status that says why."""
        rule = self._policy.audiences[audience]
        if not rule.protect:
            return figs
        keys: dict[tuple[str, int], list[Key]] = {}
        for fig in figs:
            if fig.place_id in self._own_places and fig.printable:
                keys.setdefault((fig.measure, fig.year), []).append((fig.place_id, fig.group))
        hidden: set[tuple[str, int, str, str]] = set()
        for (measure, year), wanted in keys.items():
            hidden |= {(measure, year, *key) for key in self.hidden(audience, measure, year, wanted)}
        return [
            self._hide(f, rule) if (f.measure, f.year, f.place_id, f.group) in hidden else self._blur(f, rule)
            for f in figs
        ]

    def hidden(self, audience: str, measure: str, year: int, keys: Iterable[Key]) -> set[Key]:
        """Which places and groups, among those one document would print of a measure and year, the audience may not see.

        A school hidden in one document of an audience is hidden in all: a head may read a cluster's and a trust's document.
        """
        areas, keys = self.known.areas(year), list(keys)
        decisions = SuppressionDecisions(self.known, self.cache, self.decided, audience, measure, year)
        families = self._families(measure, areas) if any(group != ALL for _, group in keys) else ()
        listed = {place for place, group in keys if place not in areas and group == ALL}
        hidden = set(decisions.area_totals() | decisions.area_groups(families))
        # A document about one school alone may print its own figure, unless the audience has a minimum cohort.
        if listed and (len(listed) > 1 or self._policy.audiences[audience].minimum_cohort > 1):
            hidden |= decisions.school_totals(self._schools_shown(measure, year), families)
        for school in dict.fromkeys(place for place, group in keys if place not in areas and group != ALL):
            hidden |= decisions.school_groups(school, self._families(measure, [school]))
        return hidden & set(keys)

    def nameless(self, measure: str, year: int) -> frozenset[str]:
        """The schools to be left out of a spread of unnamed dots as well: those that any protected audience may not see.

        A reader who sees the dots beside a list of schools could tell whose the dots are that the list leaves out.
        """
        areas = self.known.areas(year) if measure in self.known.grouped else ()
        groups = [(area, g) for area in areas for g in self.known.figures.groups(area, measure)]
        wanted = [*((school, ALL) for school in self._schools_shown(measure, year)), *groups]
        listing = (a for a, rule in self._policy.audiences.items() if rule.protect and not rule.areas_as)
        hidden = {place for audience in listing for place, _ in self.hidden(audience, measure, year, wanted)}
        return frozenset(hidden) & set(self.known.register.school_ids())

    def _schools_shown(self, measure: str, year: int) -> tuple[str, ...]:
        figs = (self.known.fig(s, year, measure) for s in self.known.register.school_ids())
        return tuple(f.place_id for f in figs if f is not None and f.shown)

    def _families(self, measure: str, places: Iterable[str]) -> tuple[Family, ...]:
        """The families of all groups that the places have of the measure, whichever of them a document prints.

        So every document gets the same decision. A group of no declared family is a family by itself.
        """
        groups = {g for place in places for g in self.known.figures.groups(place, measure)} - {ALL}
        family_of = self.known.declared.vocabulary.groups.families
        families = {f: tuple(g for g in family_of if family_of[g] == f and g in groups) for f in family_of.values()}
        return (*(f for f in families.values() if f), *((g,) for g in sorted(groups - family_of.keys())))

    def _hide(self, fig: Fig, rule: AudienceRule) -> Fig:
        pupils = fig.denominator or 0
        least = rule.minimum_cohort if fig.group == ALL else rule.minimum_group
        status = "withheld"  # secondary suppression, unless too few pupils are behind the figure itself
        if 0 < pupils < self._policy.protects_below:
            status = "suppressed"
        elif 0 < pupils < least:
            status = "few"
        return _without_numbers(fig, status)

    def _blur(self, fig: Fig, rule: AudienceRule) -> Fig:
        """The figure, or only "under" or "over" so many per cent where its share is too close to 0% or 100%."""
        ends = rule.ends_of(fig.group, fig.denominator)
        percent = self.known.declared.measures[fig.measure].unit == "percent"
        if not (percent and ends and fig.shown) or fig.place_id not in self._own_places or self.known.published(fig):
            return fig
        if ends <= fig.number <= 100 - ends:
            return fig
        low, high = (0.0, float(ends)) if fig.number < ends else (100.0 - ends, 100.0)
        return replace(_without_numbers(fig, "end"), denominator=fig.denominator, lower=low, upper=high)


def _without_numbers(fig: Fig, status: str) -> Fig:
    return replace(fig, numerator=None, denominator=None, value=None, lower=None, upper=None, status=status)
