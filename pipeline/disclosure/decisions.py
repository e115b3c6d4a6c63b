"""Four questions about one measure and year, each with the answers before it settled; see `tables`."""

from dataclasses import dataclass

from pipeline.declared.policy import Disclosure
from pipeline.disclosure.known_figures import KnownFigures
from pipeline.disclosure.linked_table import Key, ProtectionLevel, Suppression
from pipeline.disclosure.measure_tables import Family, MeasureTables
from pipeline.disclosure.suppression_cache import SuppressionCache


@dataclass(frozen=True)
class SuppressionDecisions:
    """What an audience may be told of one measure and year; an answer once found is kept in `answers`."""

    known: KnownFigures
    choices: SuppressionCache
    answers: dict[tuple, Suppression]
    audience: str
    measure: str
    year: int

    def areas(self) -> frozenset[Key]:
        return self._of_areas(self._answer("areas", self._as_for_areas))

    def areas_groups(self, families: tuple[Family, ...]) -> frozenset[Key]:
        """One family after another, and then all together: what each keeps back may still be had from two."""
        if not families:
            return self.areas()
        hidden = self.areas()
        for family in families if len(families) > 1 else ():
            hidden |= self._of_areas(self._answer("areas_groups", self._as_for_areas, (family,), self.areas()))
        return hidden | self._of_areas(self._answer("areas_groups", self._as_for_areas, families, hidden))

    def schools(self, listed: tuple[str, ...], families: tuple[Family, ...]) -> frozenset[Key]:
        hidden = self._answer("schools", self.audience, listed, (), self.areas()).hidden
        if families:
            hidden |= self._answer(
                "schools", self.audience, listed, families, hidden | self.areas_groups(families)
            ).hidden
        return hidden

    def school_groups(self, school: str, families: tuple[Family, ...]) -> frozenset[Key]:
        """One family after another, and then all together: the boys and the girls tell how many of all pupils they are."""
        hidden: frozenset[Key] = frozenset()
        for family in families if len(families) > 1 else ():
            hidden |= self._answer("school_groups", self.audience, school, (family,), frozenset()).hidden
        return hidden | self._answer("school_groups", self.audience, school, families, hidden).hidden

    def _of_areas(self, choice: Suppression) -> frozenset[Key]:
        areas = self.known.areas(self.year)
        return frozenset(key for key in choice.hidden if key[0] in areas)

    @property
    def _as_for_areas(self) -> str:
        return self._policy.audiences[self.audience].areas_as or self.audience

    @property
    def _policy(self) -> Disclosure:
        return self.known.declared.policy.disclosure

    def _answer(self, what: str, audience: str, *settled: object) -> Suppression:
        policy, measure = self._policy, self.known.declared.measures[self.measure]
        told = audience if self.known.released.get(audience) else ""
        question = (what, policy.audiences[audience].limits, told, self.measure, self.year, *settled)
        if question not in self.answers:
            linked = getattr(MeasureTables(measure, self.year, audience, self.known), what)(*settled)
            self.answers[question] = self.choices.choose(
                linked, ProtectionLevel(policy.interval, policy.protects_below)
            )
        return self.answers[question]
