"""Runs every rule across files on every batch of pupil records kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.validated.across import entries, expected_cohort, moderated, on_roll, schools, unplaced, years
from pipeline.validated.across.cross_file import Batch, CrossFileFinding
from pipeline.validated.across.rows import latest_release

ROLL, MODERATION = "pupil_roll", "moderation"


@dataclass(frozen=True)
class HeldRecords:
    """Every batch of pupil records kept, by source, and the schools the registers know."""

    batches: dict[str, list[Batch]]
    sources: dict[str, Source]
    scales: dict[str, Scale]
    ranks: Mapping[str, int]  # release stage -> its place in the order
    schools: set[str] = field(default_factory=set)
    newest_register: int = 0

    def rows(self, source: str, year: int) -> pd.DataFrame | None:
        """A source's rows of a year, each school's of its latest release; None where none are kept."""
        return latest_release([b for b in self.batches.get(source, []) if b.year == year], self.ranks)


def run_rules(records: HeldRecords, across: Across) -> list[CrossFileFinding]:
    """Every finding across files, source by source, oldest year first."""
    out: list[CrossFileFinding] = []
    for source, of_source in sorted(records.batches.items()):
        for batch in of_source:
            roll = records.rows(ROLL, batch.year) if source != ROLL else None
            out += schools.unknown_schools(batch, records.schools, records.newest_register)
            if source != MODERATION:  # moderated pupils are in their schools' returns as well
                out += schools.in_two_schools(batch, roll)
            out += unplaced.on_a_roll(batch, roll)
            out += schools.lost_since(batch)
            out += schools.two_numbers(batch)
            if source not in (ROLL, MODERATION):
                out += _results_rules(batch, records, across)
        for year in sorted({b.year for b in of_source}):
            out += _year_rules([b for b in of_source if b.year == year], records)
    return out


def _results_rules(batch: Batch, records: HeldRecords, across: Across) -> list[CrossFileFinding]:
    """Results against the roll, the year before, earlier key stages, entries and moderation."""
    name, year = batch.source.id, batch.year
    roll, before = records.rows(ROLL, year), records.rows(name, year - 1)
    out = [
        *schools.cohort_changed(batch, before, across),
        *schools.one_outcome(batch, across),
        *years.again(batch, before),
        *years.met_before(batch, before, records.scales),
        *years.prior_differs(batch, records.rows("ks1_pupils", year - years.KS1_TO_KS2), records.scales),
    ]
    out += expected_cohort.short_of_expected(batch, roll, records.rows(ROLL, year - 1))
    if roll is not None and "born" in batch.source.columns:
        out += on_roll.against_roll(batch, roll, across)
    if name == "ks4_entries":
        out += entries.of_nobody(batch, records.rows("ks4_pupils", year))
    if name == "ks4_pupils":
        out += entries.without_entries(batch, records.rows("ks4_entries", year), across)
    if batch.source.stage in moderated.COLUMNS:
        for agreed in (b for b in records.batches.get(MODERATION, []) if b.year == year):
            out += moderated.not_applied(batch, agreed, records.scales)
    return out


def _year_rules(batches: list[Batch], records: HeldRecords) -> list[CrossFileFinding]:
    """Rules that run once for a source and year, whatever its releases: who sent nothing. Findings name the newest release."""
    newest = batches[-1]
    out = []
    if newest.source.id == MODERATION:
        out += moderated.unknown_codes(newest, records.sources, records.scales)
    roll = records.rows(ROLL, newest.year)
    if newest.source.year_group and roll is not None:
        returned: set[str] = set().union(*(b.rows["laestab"] for b in batches))
        out += schools.without_return(newest, returned, roll)
    return out
