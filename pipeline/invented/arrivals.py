"""Which file arrives when in a data year of the invented authority; one is late, one never comes and one is too early."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.declared import Declarations
from pipeline.invented import faults
from pipeline.invented.national import edition
from pipeline.invented.schools import read_cast
from pipeline.invented.transitions import MADE_OF
from pipeline.invented.write import file_name

EARLY, LATE = timedelta(days=7), timedelta(days=20)


@dataclass(frozen=True)
class Planted:
    """What is unusual about the deliveries of a row: how late they come, that they never come, or how many documents are held."""

    said: str
    late: timedelta = timedelta()
    never: bool = False
    held: int = 0  # documents that wait for their schools' answers


PLANTED = {
    "ks4-provisional": Planted("sent a week early as well, and refused then"),
    "ks2-revised": Planted(f"comes {LATE.days} days late", late=LATE),
    "nursery-collection": Planted("never comes", never=True),
}
QUESTIONS = Planted("two schools' files hold planted faults, and theirs are held", held=2)
TARGETS = {"target-setting-primary": "ks2", "target-setting-secondary": "ks4"}  # row -> the stage it sets targets for
BEFORE = (  # sources collected in the summer before
    "pupil_roll", "eyfs_pupils", "phonics_pupils", "ks1_pupils", "mtc_pupils", "ks2_pupils", "tracked_pupils", "moderation",
)  # fmt: skip
THIS_YEAR = {  # row -> what arrives for it: source, release in its name
    "ks2-provisional": (("ks2_pupils", "provisional"),),
    "phonics-ks1-national": (("phonics_pupils", "revised"), ("ks1_pupils", "revised")),
    "eyfs-national": (("eyfs_pupils", "revised"),),
    "ks4-provisional": (("ks4_pupils", "provisional"), ("ks4_entries", "provisional")),
    "mtc-national": (("mtc_pupils", "revised"),),
    "gcse-unamended": (("ks4_pupils", ""), ("ks4_entries", "")),
    "ks2-revised": (("ks2_pupils", "revised"),),
    "ks4-revised": (("ks4_pupils", "revised"), ("ks4_entries", "revised")),
}
NEXT_YEAR = {  # the same of the summer in which the data year ends
    "eyfs-collection": (("eyfs_pupils", ""),),
    "pupil-roll": (("pupil_roll", ""),),
    "phonics-collection": (("phonics_pupils", ""),),
    "mtc-collection": (("mtc_pupils", ""),),
    "ks2-download": (("ks2_pupils", ""),),
}
COLLECTED = {  # the file of the authority's own collections grows through the year
    "on-entry-collection": ("ENTRY",),
    "nursery-mid-year": ("ENTRY", "MID"),
    "between-stages-collection": ("ENTRY", "MID", "END", "PREDICTED"),
}
EDITIONS = ("", "provisional", "revised")  # of one file: the same pupils, each in another order and so another file
HEADLINE = "eyfsp_headline_2022-23_to_2024-25.csv"


@dataclass(frozen=True)
class PlannedDelivery:
    """One file on the day it arrives."""

    day: date
    name: str
    content: bytes


def planted(begun: int) -> dict[str, Planted]:
    """What is unusual in a data year, by row.

    For a summer whose pupils sat no earlier assessment, as after 2020 and 2021, no transition rates can come.
    """
    never = Planted(f"no rates can come: the pupils of {begun + 1} have no earlier results", never=True)
    found = PLANTED | {row: never for row, stage in TARGETS.items() if begun + 1 not in MADE_OF[stage]}
    return found | ({"results-overview": QUESTIONS} if begun + 1 == faults.YEAR else {})


def arrivals(
    deliveries: Path, real: Path, declared: Declarations, days: Mapping[str, date], begun: int
) -> Iterator[PlannedDelivery]:
    """Every file of the data year begun in September of a year.

    `deliveries` are the invented authority's files, `real` the folder of shipped open data; `days` says when each row is.
    """
    yield from _at_the_start(deliveries, declared, begun)
    for rows, year in ((THIS_YEAR, begun), (NEXT_YEAR, begun + 1)):
        for row, sent in rows.items():
            late = PLANTED[row].late if row in PLANTED else timedelta()
            here = [(s, r) for s, r in sent if row in days and _is_there(deliveries, s, year)]
            yield from (_sent(deliveries, s, year, release, days[row] + late) for s, release in here)
    for row, collections in COLLECTED.items():
        if row in days:
            whole = _sent(deliveries, "tracked_pupils", begun + 1, "", days[row])
            yield PlannedDelivery(whole.day, whole.name, _only(whole.content, "Collection", collections))
    yield from _national(real, declared, days, begun)


def _at_the_start(deliveries: Path, declared: Declarations, begun: int) -> Iterator[PlannedDelivery]:
    """On the first of September: registers, everything of the year before, the summer's collections, and the earlier key stage
    results of next summer's pupils.
    """
    day = date(begun, 9, 1)
    kinds = ("register", "*links", "progress_estimates", "transition_rates")
    files = {f for kind in kinds for f in deliveries.glob(f"*_{kind}*.csv")}
    files |= set(deliveries.glob(f"*_{begun - 2}-{begun - 1}*.csv"))
    for stage in declared.policy.targets.stages.values():
        files |= set(deliveries.glob(_named(stage.prior_source, begun - stage.years_before)))
    yield from (PlannedDelivery(day, f.name, f.read_bytes()) for f in sorted(files))
    yield from (_sent(deliveries, s, begun, "", day) for s in BEFORE if _is_there(deliveries, s, begun))


def _is_there(deliveries: Path, source: str, year: int) -> bool:
    """Whether a source was assessed in a year, as key stage 1 until 2023."""
    return any(deliveries.glob(_named(source, year)))


def _named(source: str, year: int) -> str:
    return f"{read_cast().code}_{source}_{year - 1}-{year}*.csv"


def _sent(deliveries: Path, source: str, year: int, release: str, day: date) -> PlannedDelivery:
    (file,) = deliveries.glob(_named(source, year))
    head, *rows = file.read_bytes().splitlines(keepends=True)
    at = EDITIONS.index(release)
    return PlannedDelivery(
        day, f"{file_name(read_cast().code, source, year, release)}.csv", b"".join([head, *rows[at:], *rows[:at]])
    )


def _national(real: Path, declared: Declarations, days: Mapping[str, date], begun: int) -> Iterator[PlannedDelivery]:
    """A new edition of the real tool on each day a national release makes it grow; and the profile's own release."""
    tool = max((real / "authorities").glob("lait_*.parquet"))
    national = [r for r in declared.timeline.rows if r.published and r.published.release != "school"]
    for day in sorted({date(begun, 9, 1), *(days[r.id] for r in national if r.id in days)}):
        yield PlannedDelivery(day, f"lait_{day:%Y-%m-%d}.parquet", edition(tool, declared, day))
    if "ks4-provisional" in days:
        day = days["ks4-provisional"]
        yield PlannedDelivery(day - EARLY, f"lait_{day:%Y-%m-%d}.parquet", edition(tool, declared, day))
    if "eyfs-additional" in days:
        headline = (real / "bury" / HEADLINE).read_bytes()
        periods = [f"{y - 1}{y % 100:02d}" for y in range(2000, begun + 1)]
        yield PlannedDelivery(
            days["eyfs-additional"],
            f"eyfsp_headline_to_{begun - 1}-{begun}.csv",
            _only(headline, "time_period", periods),
        )


def _only(data: bytes, column: str, words: Iterable[str]) -> bytes:
    """The rows of a CSV file with one of these words in a column."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    at, out = head.index(column), io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([head, *(r for r in rows if r[at] in words)])
    return out.getvalue().encode("utf-8")
