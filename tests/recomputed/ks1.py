"""Key stage 1, teacher assessment to 2023: every code but L is in the denominator; GDS and EXS met, GDS alone is higher."""

from tests.recomputed.rules import Percent, Row, years

HELD = years((2016, 2019), (2022, 2023))
SUBJECTS = {"reading": "READTA", "writing": "WRITTA", "maths": "MATTA", "science": "SCIETA"}
IN = {"GDS", "EXS", "WTS", "PKF", "PK4", "PK3", "PK2", "PK1", "BLW", "EM", "A", "D", "Q", "HNM"}


def reached(enough: tuple[str, ...], *headings: str):
    """Whether every one of the subjects has one of these codes; None where one of them takes the pupil out."""

    def pupil(row: Row, year: int) -> bool | None:
        codes = [row[h].upper() for h in headings]
        return all(c in enough for c in codes) if all(c in IN for c in codes) else None

    return pupil


EXPECTED, HIGHER = ("EXS", "GDS"), ("GDS",)
RULES = [
    *(Percent(f"ks1_{s}_exp", HELD, reached(EXPECTED, h)) for s, h in SUBJECTS.items()),
    *(Percent(f"ks1_{s}_high", HELD, reached(HIGHER, h)) for s, h in SUBJECTS.items() if s != "science"),
    Percent("ks1_rwm_exp", HELD, reached(EXPECTED, "READTA", "WRITTA", "MATTA")),
]
