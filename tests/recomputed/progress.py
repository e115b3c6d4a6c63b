"""Progress: each pupil's outcome against the mean outcome of pupils nationally who started from the same point."""

from fractions import Fraction
from typing import NamedTuple

from tests.recomputed.ks2 import IN_TEACHERS, IN_TEST, score
from tests.recomputed.rules import Progress, Row, number, years


class Group(NamedTuple):
    """One prior attainment group of the national estimates."""

    at_least: Fraction
    at_most: Fraction
    estimate: Fraction
    least: Fraction | None
    spread: Fraction


Estimates = dict[tuple[int, str, str], list[Group]]  # (year, KS2 | KS4, subject) -> groups


def estimates(rows: list[Row]) -> Estimates:
    found: Estimates = {}
    for row in rows:
        year = row["YEAR"].strip()
        year = int(year) if len(year) == 4 else 2000 + int(year[-2:])
        columns = (number(row[h]) for h in ("PRIORFROM", "PRIORTO", "ESTIMATE", "LEASTSCORE", "NATIONALSD"))
        found.setdefault((year, row["STAGE"].upper(), row["SUBJECT"].upper()), []).append(Group(*columns))
    return found


def against(groups: list[Group], prior: Fraction | None, outcome: Fraction | None, each: int = 1):
    """(the pupil's score, the national spread); True where there is no outcome, no prior attainment or no group for it."""
    group = next((g for g in groups if prior is not None and g.at_least <= prior <= g.at_most), None)
    if group is None or outcome is None:
        return True
    gained = (outcome - group.estimate) / each
    return (gained if group.least is None else max(gained, group.least)), group.spread


LEVELS = {"4": "27", "3": "21", "2A": "17", "2B": "15", "2C": "13", "1": "9", "W": "3"}  # key stage 1 to 2015
STANDARDS = {"GDS": "10", "EXS": "8", "WTS": "6", "PK4": "4", "PK3": "3.5", "PK2": "3", "PK1": "2.5"}  # from 2016
BELOW_OLD = {"PKG": 79, "PKE": 76, "PKF": 73, "BLW": 70}
BELOW_NEW = {"PK6": 79, "PK5": 76, "PK4": 73, "PK3": 70, "PK2": 70, "PK1": 70}
WRITING = {"GDS": 113, "EXS": 103, "WTS": 91}


def prior(row: Row, year: int) -> Fraction | None:
    """((reading + writing) / 2 + maths) / 2 of the key stage 1 points; None unless all three have points."""
    worth = LEVELS if year <= 2019 else STANDARDS
    points = [worth.get(row.get(h, "").upper()) for h in ("KS1READ", "KS1WRIT", "KS1MAT")]
    if None in points:
        return None
    reading, writing, maths = map(Fraction, points)
    return ((reading + writing) / 2 + maths) / 2


def below(year: int) -> dict[str, int]:
    """Nominal outcomes of pupils below the standard of the test or of writing."""
    return BELOW_OLD if year <= 2018 else {**BELOW_NEW, **({"EM": 70} if year >= 2022 else {})}


def test_outcome(row: Row, year: int, test: str) -> Fraction | None:
    got = score(row, test)
    if got is None and row[f"{test}OUTCOME"].upper() in ("B", "N"):
        worth = below(year).get(row.get(f"{test}TA", "").upper())
        got = None if worth is None else Fraction(worth)
    return got


def writing_outcome(row: Row, year: int) -> Fraction | None:
    worth = {**WRITING, **below(year)}.get(row["WRITTA"].upper())
    return None if worth is None else Fraction(worth)


def rules(held: Estimates) -> list[Progress]:
    """Progress in reading, writing and mathematics, for the years whose estimates are held."""

    def tested(test: str):
        def pupil(row: Row, year: int):
            if row[f"{test}OUTCOME"].upper() not in IN_TEST:
                return None
            return against(held[year, "KS2", test], prior(row, year), test_outcome(row, year, test))

        return pupil

    def written(row: Row, year: int):
        if row["WRITTA"].upper() not in IN_TEACHERS:
            return None
        return against(held[year, "KS2", "WRIT"], prior(row, year), writing_outcome(row, year))

    def there(subject: str) -> frozenset[int]:
        exists = years((2016, 2019), (2022, 2023), (2026, 2026))
        return exists & {year for year, stage, s in held if (stage, s) == ("KS2", subject)}

    return [
        Progress("ks2_reading_progress", there("READ"), tested("READ")),
        Progress("ks2_writing_progress", there("WRIT"), written),
        Progress("ks2_maths_progress", there("MAT"), tested("MAT")),
    ]
