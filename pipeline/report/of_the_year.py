"""The sections of the data year's shorter documents, as a notebook calls them: briefing, overview, monitoring, matrix, targets."""

from pipeline.report.pages import briefing, matrix, monitoring, overview, targets
from pipeline.report.reading import Reading


class OfTheYear:
    """One method a section; each returns what its cell shows."""

    _reading: Reading

    def briefing_cover(self):
        return briefing.cover(self._reading)

    def briefing(self):
        return briefing.says(self._reading)

    def briefing_figures(self):
        return briefing.figures(self._reading)

    def briefing_next(self):
        return briefing.next_steps(self._reading)

    def early_warning(self):
        return overview.warning(self._reading)

    def glance(self):
        return overview.glance(self._reading)

    def groups_at_a_glance(self):
        return overview.groups(self._reading)

    def still_to_come(self):
        return overview.still_to_come(self._reading)

    def monitoring_headlines(self):
        return monitoring.headlines(self._reading)

    def monitoring_moved(self):
        return monitoring.moved(self._reading)

    def monitoring_clusters(self):
        return monitoring.clusters(self._reading)

    def monitoring_not_known(self):
        return monitoring.not_known(self._reading)

    def matrix(self):
        return matrix.matrix(self._reading)

    def matrix_evidence(self):
        return matrix.evidence(self._reading)

    def coming_cohort(self):
        return targets.cohort(self._reading)

    def estimates(self):
        return targets.estimates(self._reading)

    def what_if(self):
        return targets.what_if(self._reading)

    def target_groups(self):
        return targets.groups(self._reading)

    def commitments(self):
        return targets.commitments(self._reading)
