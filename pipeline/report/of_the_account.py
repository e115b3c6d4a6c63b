"""The sections of the yearly account against the strategy, as a notebook calls them."""

from pipeline.report.pages import account
from pipeline.report.reading import Reading


class OfTheAccount:
    """One method a section; each returns what its cell shows."""

    _reading: Reading

    def standing(self):
        return account.summary.standing(self._reading)

    def in_short(self):
        return account.summary.in_short(self._reading)

    def well_and_not(self, *stages: str):
        return account.summary.well_and_not(self._reading, *stages)

    def not_known(self):
        return account.summary.not_known(self._reading)

    def key_facts(self):
        return account.facts.key_facts(self._reading)

    def vision(self):
        return account.strategy.vision(self._reading)

    def priorities(self):
        return account.strategy.priorities(self._reading)

    def latest(self, *stages: str):
        return account.latest.latest(self._reading, *stages)

    def course(self, measure: str):
        return account.latest.course(self._reading, measure)

    def groups_apart(self, *stages: str):
        return account.groups.groups(self._reading, *stages)

    def inspections(self):
        return account.facts.inspections(self._reading)

    def support(self):
        return account.facts.support(self._reading)

    def changed(self):
        return account.ending.changed(self._reading)

    def unknown(self):
        return account.ending.unknown(self._reading)

    def rules(self):
        return account.ending.how_to_read(self._reading)

    def definitions(self, *stages: str):
        return account.ending.definitions(self._reading, *stages)

    def next_releases(self):
        return account.ending.next_releases(self._reading)
