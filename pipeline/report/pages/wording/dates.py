"""The next release of each stage, with the day it is expected."""

from datetime import date

from pipeline.declared.releases import long_day
from pipeline.report import words
from pipeline.report.reading import Reading

EXPECTED = "Days are those of the Department's yearly pattern, to be confirmed in its release calendar."


def next_releases(reading: Reading) -> list[str]:
    """ "15 December 2018: key stage 2, revised figures of 2018.", the nearest first, stages of one day together."""
    by_day: dict[tuple[str, str, int], list[str]] = {}
    for row in sorted(reading.pack.next_releases, key=lambda r: r.day):
        key = (row.day, row.release, row.year)
        by_day.setdefault(key, []).append(reading.small_stage(row.stage))
    return [
        f"{long_day(date.fromisoformat(day))}: {words.listed(stages)}, {reading.vocabulary.release(release).name} of {year}."
        for (day, release, year), stages in by_day.items()
    ]
