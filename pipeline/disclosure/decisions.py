"""The suppression of one measure and year, decided table by table; see `measure_tables`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.declared.policy import Disclosure
from pipeline.disclosure.known_figures import KnownFigures
from pipeline.disclosure.linked_table import Key, LinkedTable, ProtectionLevel, Suppression
from pipeline.disclosure.measure_tables import Family, MeasureTables
from pipeline.disclosure.suppression_cache import SuppressionCache


@dataclass(frozen=True)
class SuppressionDecisions:
    """What an audience may not see of one measure and year; each table's suppression is kept in `decided`, for the whole run."""

    known: KnownFigures
    cache: SuppressionCache
    decided: dict[tuple, Suppression]
    audience: str
    measure: str
    year: int

    def area_totals(self) -> frozenset[Key]:
        """The areas whose figure of all pupils is hidden."""
        within = self._within
        hidden = within.area_totals() if within else frozenset()
        return hidden | self._of_areas(self._decide(MeasureTables.area_totals, self._audience_for_areas, hidden))

    def area_groups(self, families: tuple[Family, ...]) -> frozenset[Key]:
        """Areas' figures to hide when groups are printed: family by family, and then of all families together, school by school.

        What is hidden for each family alone may still be derivable from two, since both add up to all pupils. No school is merged there:
        its cells are those of a document that lists schools, which can hide schools and no area any more.
        """
        totals, within = self.area_totals(), self._within
        if not families:
            return totals
        if within:
            totals |= within.area_groups(families)
        build, audience, hidden = MeasureTables.area_groups, self._audience_for_areas, totals
        for family in families if len(families) > 1 else ():
            hidden |= self._of_areas(self._decide(build, audience, (family,), totals))
        return hidden | self._of_areas(self._decide(build, audience, families, hidden, len(families) > 1))

    def school_totals(self, listed: tuple[str, ...], families: tuple[Family, ...]) -> frozenset[Key]:
        """The schools of a list whose figure of all pupils is hidden, and the areas decided before them."""
        build, within = MeasureTables.school_totals, self._within
        before = self.area_totals() | (within.school_totals(listed, families) if within else frozenset())
        hidden = self._decide(build, self.audience, listed, (), before).hidden
        if families:
            before |= hidden | self.area_groups(families)
            hidden |= self._decide(build, self.audience, listed, families, before).hidden
        return hidden

    def school_groups(self, school: str, families: tuple[Family, ...]) -> frozenset[Key]:
        """A school's groups to hide: family by family, and then of all families together.

        The boys and the girls between them give away how many of all pupils met it, and so one family can disclose another.
        """
        build, hidden = MeasureTables.school_groups, frozenset[Key]()
        for family in families if len(families) > 1 else ():
            hidden |= self._decide(build, self.audience, school, (family,), frozenset()).hidden
        return hidden | self._decide(build, self.audience, school, families, hidden).hidden

    def _of_areas(self, suppression: Suppression) -> frozenset[Key]:
        areas = self.known.areas(self.year)
        return frozenset(key for key in suppression.hidden if key[0] in areas)

    @property
    def _audience_for_areas(self) -> str:
        """The audience whose decisions about areas apply: several audiences share them, so that their documents agree."""
        return self._policy.audiences[self.audience].areas_as or self.audience

    @property
    def _within(self) -> "SuppressionDecisions | None":
        """The decisions within which this audience's are made, because some of its readers read that audience's documents too."""
        within = self._policy.audiences[self._audience_for_areas].areas_within
        return replace(self, audience=within) if within else None

    @property
    def _policy(self) -> Disclosure:
        return self.known.declared.policy.disclosure

    def _decide(self, build: Callable[..., LinkedTable], audience: str, *arguments: object) -> Suppression:
        """The suppression of the table that `build` makes of these arguments; each is decided once.

        Audiences with the same limits share a decision unless documents were issued to one of them.
        """
        policy, measure = self._policy, self.known.declared.measures[self.measure]
        own = audience if self.known.anything_issued(audience) else ""
        limits = policy.audiences[audience].limits
        question = (build.__name__, limits, own, self.measure, self.year, *arguments)
        if question not in self.decided:
            linked = build(MeasureTables(measure, self.year, audience, self.known), *arguments)
            level = ProtectionLevel(policy.interval, policy.protects_below)
            self.decided[question] = self.cache.suppress(linked, level)
        return self.decided[question]
