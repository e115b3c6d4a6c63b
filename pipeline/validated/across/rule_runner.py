"""Every rule across files put to every batch of pupil records held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.declared.pupilchecks import Across
from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.validated.across import entries, moderated, on_roll, schools, years
from pipeline.validated.across.crossed import Batch, Crossed
from pipeline.validated.across.rows import ripest

ROLL, MODERATION = "pupil_roll", "moderation"


@dataclass(frozen=True)
class HeldRecords:
    """Every batch of pupil records held, by source, and the schools the registers know."""

    batches: dict[str, list[Batch]]
    sources: dict[str, Source]
    scales: dict[str, Scale]
    ranks: Mapping[str, int]  # release stage -> its place in the order
    schools: set[str] = field(default_factory=set)
    newest_register: int = 0

    def rows(self, source: str, year: int) -> pd.DataFrame | None:
        """A source's rows of a year, each school's of its ripest release; None where none are held."""
        return ripest([b for b in self.batches.get(source, []) if b.year == year], self.ranks)


def run_rules(cabinet: HeldRecords, across: Across) -> list[Crossed]:
    """Every finding across files, source by source, oldest year first."""
    out = []
    for source, found in sorted(cabinet.batches.items()):
        for batch in found:
            out += _of_schools(batch, cabinet, across)
            if source not in (ROLL, MODERATION):
                out += _of_results(batch, cabinet, across)
        for year in sorted({b.year for b in found}):
            out += _of_year([b for b in found if b.year == year], cabinet)
    return out


def _of_schools(batch: Batch, cabinet: HeldRecords, across: Across) -> list[Crossed]:
    roll = cabinet.rows(ROLL, batch.year) if batch.source.id != ROLL else None
    return [
        *schools.unknown_schools(batch, cabinet.schools, cabinet.newest_register),
        *(schools.in_two_schools(batch, roll) if batch.source.id != MODERATION else []),
        *schools.lost_since(batch),
        *schools.two_numbers(batch),
    ]


def _of_results(batch: Batch, cabinet: HeldRecords, across: Across) -> list[Crossed]:
    """Results against the roll, the year before, earlier stages, entries and moderation."""
    name, year = batch.source.id, batch.year
    roll, before = cabinet.rows(ROLL, year), cabinet.rows(name, year - 1)
    out = [
        *schools.cohort_changed(batch, before, across),
        *schools.one_outcome(batch, across),
        *years.again(batch, before),
        *years.met_before(batch, before, cabinet.scales),
        *years.prior_differs(batch, cabinet.rows("ks1_pupils", year - years.KS1_TO_KS2), cabinet.scales),
    ]
    if roll is not None and "born" in batch.source.columns:
        out += on_roll.against_roll(batch, roll, across)
    if name == "ks4_entries":
        out += entries.of_nobody(batch, cabinet.rows("ks4_pupils", year))
    if name == "ks4_pupils":
        out += entries.without_entries(batch, cabinet.rows("ks4_entries", year), across)
    if batch.source.stage in moderated.COLUMNS:
        for agreed in (b for b in cabinet.batches.get(MODERATION, []) if b.year == year):
            out += moderated.not_applied(batch, agreed, cabinet.scales)
    return out


def _of_year(found: list[Batch], cabinet: HeldRecords) -> list[Crossed]:
    """What is asked of a source and year once, whatever its releases: who sent nothing; it is told of the newest release."""
    newest = found[-1]
    out = []
    if newest.source.id == MODERATION:
        out += moderated.unknown_codes(newest, cabinet.sources, cabinet.scales)
    roll = cabinet.rows(ROLL, newest.year)
    if newest.source.year_group and roll is not None:
        sent = set().union(*(b.rows["laestab"] for b in found))
        out += schools.without_return(newest, sent, roll)
    return out
