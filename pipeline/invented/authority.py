"""The whole invented authority: its declarations and every file its schools would have sent since 2016."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.declared.scales import read_scales
from pipeline.declared.sources import Source, read_sources
from pipeline.declared.strict import Problems
from pipeline.invented import faults, register
from pipeline.invented.children import Population
from pipeline.invented.life import RESULTS_YEARS, Delivered, Life
from pipeline.invented.rare_codes import with_rare_codes
from pipeline.invented.schools import InventedSchools, read_cast
from pipeline.invented.write import delivered, file_name, write_csv, write_xlsx

LATER = "later"  # received after the rest: a folder of its own, so that the order of names is the order of arrival
UNPUBLISHED = ("pupil_roll", "tracked_pupils", "moderation")  # their files' names give no release stage


def invent(params: Path, deliveries: Path, seed: int) -> Counter:
    """Write every delivery as the declarations in `params` describe it; returns the number of rows by source."""
    problems = Problems()
    sources, scales = read_sources(params, problems), read_scales(params, problems)
    problems.settle(params)
    cast = read_cast()
    rows: Counter[str] = Counter()
    years = range(RESULTS_YEARS[0] - 1, RESULTS_YEARS[-1] + 1)
    life = Life(Population(cast, seed, years), scales, seed)
    for source, year, table in (*_registers(cast), *life.deliveries()):
        table = with_rare_codes(sources[source], year, faults.planted(source, year, table))
        name = file_name(cast.code, source, year, release_of(sources[source], year))
        write_csv(deliveries / f"{name}.csv", delivered(table, sources[source], year))
        rows[source] += len(table)
        if (source, year) == ("ks2_pupils", faults.YEAR):
            late = faults.corrected(table)
            name = file_name(late["laestab"].iloc[0], source, year)
            write_xlsx(deliveries / LATER / f"{name}.xlsx", delivered(late, sources[source], year))
    return rows


def _registers(cast: InventedSchools) -> Iterator[Delivered]:
    yield from (("register", edition, register.register(cast, edition)) for edition in register.EDITIONS)
    yield "school_links", register.EDITIONS[-1], register.links(cast)
    yield "trust_links", register.EDITIONS[-1], register.trust_links(cast)


def release_of(source: Source, year: int | None) -> str:
    """The release stage in a file's name: older results have been checked further."""
    if source.about != "pupils" or source.id in UNPUBLISHED or year is None or year >= 2025:
        return ""
    return "revised" if year == 2024 else "final"
