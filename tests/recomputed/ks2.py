"""Key stage 2: tests by scaled score (100 expected, 110 higher), writing and science by teacher assessment."""

from fractions import Fraction

from tests.recomputed.rules import Mean, Percent, Row, number, words, years

HELD = years((2016, 2019), (2022, 2026))
TESTS = {"reading": "READ", "gps": "GPS", "maths": "MAT"}
SCORED = {"AS", "NS", "CN"}
IN_TEST = SCORED | set(words("N A B U T J H Q CA"))
IN_TEACHERS = set(words("GDS EXS WTS PKG PKE PKF PK6 PK5 PK4 PK3 PK2 PK1 BLW EM A D HNM"))
WAITED_FOR = (
    "READOUTCOME",
    "GPSOUTCOME",
    "MATOUTCOME",
    "WRITTA",
    "SCITA",
)  # an empty cell: the result is still to come


def score(row: Row, test: str) -> Fraction | None:
    """The scaled score of a pupil who has one."""
    return number(row[f"{test}SCORE"]) if row[f"{test}OUTCOME"].upper() in SCORED else None


def tested(least: int, test: str):
    def pupil(row: Row, year: int) -> bool | None:
        if row[f"{test}OUTCOME"].upper() not in IN_TEST:
            return None
        return (score(row, test) or 0) >= least

    return pupil


def judged(enough: tuple[str, ...], heading: str):
    def pupil(row: Row, year: int) -> bool | None:
        code = row[heading].upper()
        return code in enough if code in IN_TEACHERS else None

    return pupil


def together(*subjects):
    """Met only where all are met; out where any is out."""

    def pupil(row: Row, year: int) -> bool | None:
        answers = [s(row, year) for s in subjects]
        return None if None in answers else all(answers)

    return pupil


def scored(test: str):
    return lambda row, year: score(row, test)


WRITING, WRITING_HIGH = judged(("EXS", "GDS"), "WRITTA"), judged(("GDS",), "WRITTA")
RULES = [
    *(Percent(f"ks2_{s}_exp", HELD, tested(100, t)) for s, t in TESTS.items()),
    *(Percent(f"ks2_{s}_high", HELD, tested(110, t)) for s, t in TESTS.items()),
    *(Mean(f"ks2_{s}_score", HELD, scored(t)) for s, t in TESTS.items()),
    Percent("ks2_writing_exp", HELD, WRITING),
    Percent("ks2_writing_high", HELD, WRITING_HIGH),
    Percent("ks2_science_exp", HELD, judged(("EXS",), "SCITA")),
    Percent("ks2_rwm_exp", HELD, together(tested(100, "READ"), WRITING, tested(100, "MAT"))),
    Percent("ks2_rwm_high", HELD, together(tested(110, "READ"), WRITING_HIGH, tested(110, "MAT"))),
]
