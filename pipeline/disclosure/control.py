"""What one audience may be told of a set of figures; runs before any word is written.

A figure resting on too few pupils is not printed (primary suppression), nor are those from which it could be worked out (secondary
suppression, as few pupils' as possible); the share of a group so near nought or a hundred that it tells of every pupil in it is
printed as an end ("under 10 %").
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

OFFICERS = "authority"  # the audience whose list of schools is the longest; dots without names follow it


@dataclass(frozen=True)
class DisclosureControl:
    """Decides for every document of a run; a question already answered is not asked again."""

    known: KnownFigures
    choices: SuppressionCache = field(default_factory=SuppressionCache, repr=False, compare=False)
    answers: dict[tuple, Suppression] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _ours(self) -> frozenset[str]:
        register = self.known.register
        areas = (p for p in register if register[p].kind in ("cluster", "trust"))
        return frozenset([register.authority.id, *areas, *register.school_ids()])

    @property
    def _policy(self) -> Disclosure:
        return self.known.declared.policy.disclosure

    def protect(self, figs: list[Fig], audience: str) -> list[Fig]:
        """The same figures in the same order, those the audience may not have replaced by the word for it.

        Only figures of our own schools and areas are protected: those of England, regions and other authorities are published.
        """
        rule = self._policy.audiences[audience]
        if not rule.protect:
            return figs
        asked: dict[tuple[str, int], list[Key]] = {}
        for fig in figs:
            if fig.place_id in self._ours and (fig.shown or fig.status == "bounded"):
                asked.setdefault((fig.measure, fig.year), []).append((fig.place_id, fig.group))
        hidden = {
            (*question, *key) for question, keys in asked.items() for key in self.hidden(audience, *question, keys)
        }
        return [self._told(f, rule, (f.measure, f.year, f.place_id, f.group) in hidden) for f in figs]

    def hidden(self, audience: str, measure: str, year: int, keys: Iterable[Key]) -> set[Key]:
        """The places and groups, among those one document would print of a measure and year, that the audience may not be told.

        A school kept back in one document of an audience is kept back in all: its trust's readers may be its cluster's.
        """
        areas, keys = self.known.areas(year), list(keys)
        asking = SuppressionDecisions(self.known, self.choices, self.answers, audience, measure, year)
        families = self._families(measure, areas) if any(group != ALL for _, group in keys) else ()
        listed = {place for place, group in keys if place not in areas and group == ALL}
        out = set(asking.areas() | asking.areas_groups(families))
        if listed and (len(listed) > 1 or self._policy.audiences[audience].minimum_cohort > 1):
            out |= asking.schools(self._everybody(measure, year), families)
        for school in dict.fromkeys(place for place, group in keys if place not in areas and group != ALL):
            out |= asking.school_groups(school, self._families(measure, [school]))
        return out & set(keys)

    def nameless(self, measure: str, year: int) -> frozenset[str]:
        """The schools that are not among the dots of a spread either."""
        areas = self.known.areas(year) if measure in self.known.grouped else ()
        groups = [(area, g) for area in areas for g in self.known.figures.groups(area, measure)]
        everybody = [(school, ALL) for school in self._everybody(measure, year)]
        return frozenset(place for place, _ in self.hidden(OFFICERS, measure, year, [*everybody, *groups])) & set(
            self.known.register.school_ids()
        )

    def _everybody(self, measure: str, year: int) -> tuple[str, ...]:
        figs = (self.known.fig(s, year, measure) for s in self.known.register.school_ids())
        return tuple(f.place_id for f in figs if f is not None and f.shown)

    def _families(self, measure: str, places: Iterable[str]) -> tuple[Family, ...]:
        """The families of every group there is of the measure, so that each document is given the same answer."""
        groups = {g for place in places for g in self.known.figures.groups(place, measure)} - {ALL}
        named = self.known.declared.vocabulary.groups.families
        families = {family: tuple(g for g in named if named[g] == family and g in groups) for family in named.values()}
        return (*(f for f in families.values() if f), *((g,) for g in sorted(groups - named.keys())))

    def _told(self, fig: Fig, rule: AudienceRule, hidden: bool) -> Fig:
        if hidden:
            return _without(fig, self._word(fig, rule))
        ends = rule.ends_of(fig.group, fig.denominator)
        percent = self.known.declared.measures[fig.measure].unit == "percent"
        plain = not (percent and ends and fig.shown) or fig.place_id not in self._ours or self.known.published(fig)
        if plain or ends <= fig.value <= 100 - ends:
            return fig
        low, high = (0.0, float(ends)) if fig.value < ends else (100.0 - ends, 100.0)
        return replace(_without(fig, "end"), denominator=fig.denominator, lower=low, upper=high)

    def _word(self, fig: Fig, rule: AudienceRule) -> str:
        pupils = fig.denominator
        if pupils and pupils < self._policy.protects_below:
            return "suppressed"
        least = rule.minimum_cohort if fig.group == ALL else rule.minimum_group
        return "few" if pupils and pupils < least else "withheld"


def _without(fig: Fig, status: str) -> Fig:
    return replace(fig, numerator=None, denominator=None, value=None, lower=None, upper=None, status=status)
