"""Key stage 4: each pupil at the end of it with the pupil's entries; the points are those delivered with each entry."""

from collections import defaultdict
from fractions import Fraction

from tests.recomputed.progress import Estimates, against
from tests.recomputed.rules import Mean, Percent, Progress, Row, number, words, years

EVERY = years((2015, 2026))
GRADED = years((2017, 2026))  # 9 to 1 in English and mathematics
STANDARD = set(words("9 8 7 6 5 4 A* A B C"))
STRONG = set(words("9 8 7 6 5 A* A B C"))
EBACC = ("SCI", "COMSCI", "HUM", "LAN")
Entries = dict[str, list[tuple[Fraction, str]]]  # what it counts as -> (points, grade), best first


def with_entries(schools: dict[str, list[Row]], entries: list[Row]) -> dict[str, list[Row]]:
    """Each pupil's row, school by school, with the pupil's entries under "ENTRIES"."""
    of: dict[str, Entries] = defaultdict(lambda: defaultdict(list))
    for row in entries:
        of[row["UPN"]][row["COUNTSAS"].upper()].append((number(row["POINTS"]) or Fraction(0), row["GRADE"].upper()))
    for awards in of.values():
        for kind in awards:
            awards[kind].sort(reverse=True)
    return {s: [{**row, "ENTRIES": of.get(row["UPN"], {})} for row in pupils] for s, pupils in schools.items()}


def _points(awards: Entries, *kinds: str) -> list[Fraction]:
    """The points of every entry of these kinds, best first."""
    return sorted((p for kind in kinds for p, _ in awards.get(kind, [])), reverse=True)


def _best(awards: Entries, *kinds: str) -> Fraction:
    return max(_points(awards, *kinds), default=Fraction(0))


def attainment8(row: Row, year: int = 0) -> Fraction:
    awards = row["ENTRIES"]
    language, literature = _points(awards, "ENGLANG"), _points(awards, "ENGLIT")
    both = bool(language and literature)
    english = _best(awards, "ENGLANG", "ENGLIT") * (2 if both else 1)
    maths = _best(awards, "MAT") * 2
    ebacc = _points(awards, *EBACC)
    left = ebacc[3:] + _points(awards, "GCSE", "NONGCSE") + ([min(language[0], literature[0])] if both else [])
    return english + maths + sum(ebacc[:3]) + sum(sorted(left, reverse=True)[:3])


def _reached(awards: Entries, grades: set[str], *kinds: str) -> int:
    """How many entries of these kinds have one of the grades."""
    return sum(grade in grades for kind in kinds for _, grade in awards.get(kind, []))


def basics(grades: set[str]):
    def pupil(row: Row, year: int) -> bool:
        awards = row["ENTRIES"]
        return bool(_reached(awards, grades, "ENGLANG", "ENGLIT") and _reached(awards, grades, "MAT"))

    return pupil


def entered(row: Row, year: int = 0) -> bool:
    taken = {kind: len(awards) for kind, awards in row["ENTRIES"].items()}
    sciences = taken.get("COMSCI", 0) >= 2 or taken.get("SCI", 0) >= 3
    return sciences and all(taken.get(kind) for kind in ("ENGLANG", "ENGLIT", "MAT", "HUM", "LAN"))


def ebacc(grades: set[str]):
    def pupil(row: Row, year: int) -> bool:
        awards = row["ENTRIES"]
        sciences = _reached(awards, grades, "COMSCI") >= 2 or _reached(awards, grades, "SCI") >= 2
        others = all(_reached(awards, grades, kind) for kind in ("HUM", "LAN"))
        return entered(row) and sciences and others and basics(grades)(row, year)

    return pupil


def ebacc_points(row: Row, year: int) -> Fraction:
    awards = row["ENTRIES"]
    sciences = max(sum(_points(awards, "COMSCI")[:2]), sum(_points(awards, "SCI")[:2]))
    pillars = (("ENGLANG", "ENGLIT"), ("MAT",), ("HUM",), ("LAN",))
    return (sciences + sum(_best(awards, *p) for p in pillars)) / Fraction(6)


def rules(held: Estimates) -> list:
    there = {year for year, stage, subject in held if (stage, subject) == ("KS4", "ATT8")}

    def progress8(row: Row, year: int):
        return against(held[year, "KS4", "ATT8"], number(row["KS2AVERAGE"]), attainment8(row), each=10)

    return [
        Mean("ks4_attainment8", EVERY - {2015}, attainment8),
        Progress("ks4_progress8", years((2016, 2019), (2022, 2024)) & there, progress8),
        Percent("ks4_basics_c", years((2016, 2016)), basics(STANDARD)),
        Percent("ks4_basics_94", GRADED, basics(STANDARD)),
        Percent("ks4_basics_95", GRADED, basics(STRONG)),
        Percent("ks4_ebacc_entry", EVERY, entered),
        Percent("ks4_ebacc_94", GRADED, ebacc(STANDARD)),
        Percent("ks4_ebacc_95", GRADED, ebacc(STRONG)),
        Mean("ks4_ebacc_aps", GRADED - {2017}, ebacc_points),
    ]
