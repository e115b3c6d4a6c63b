"""Early years foundation stage profile: seventeen goals, each 1, 2 or (to 2019) 3; anything else is no result."""

from fractions import Fraction

from tests.recomputed.rules import Gap, Mean, Percent, Row, words, years

OLD, NEW = years((2013, 2019)), years((2022, 2026))
HEADINGS = {
    "old": words(
        "COM_G01 COM_G02 COM_G03 PHY_G04 PHY_G05 PSE_G06 PSE_G07 PSE_G08 LIT_G09 LIT_G10 MAT_G11 MAT_G12"
        " UTW_G13 UTW_G14 UTW_G15 EXP_G16 EXP_G17"
    ),
    "new": words(
        "COM_E01 COM_E02 PSE_E03 PSE_E04 PSE_E05 PHY_E06 PHY_E07 LIT_E08 LIT_E09 LIT_E10 MAT_E11 MAT_E12"
        " UTW_E13 UTW_E14 UTW_E15 EXP_E16 EXP_E17"
    ),
}
AREAS = {
    "communication": "COM",
    "personal": "PSE",
    "physical": "PHY",
    "literacy": "LIT",
    "maths": "MAT",
    "world": "UTW",
    "arts": "EXP",
}


def results(row: Row, year: int) -> dict[str, int] | None:
    """Heading -> 1, 2 or 3; None for a child without a result in every goal."""
    headings = HEADINGS["old" if year <= 2019 else "new"]
    found = {h: int(row[h]) for h in headings if row[h] in ("1", "2", "3")}
    return found if len(found) == 17 else None


def good_level(row: Row, year: int) -> bool | None:
    """Expected or better in the first twelve goals."""
    goals = results(row, year)
    return None if goals is None else all(v >= 2 for v in list(goals.values())[:12])


def all_goals(row: Row, year: int) -> bool | None:
    goals = results(row, year)
    return None if goals is None else min(goals.values()) >= 2


def area(letters: str):
    def met(row: Row, year: int) -> bool | None:
        goals = results(row, year)
        return None if goals is None else all(v >= 2 for h, v in goals.items() if h.startswith(letters))

    return met


def points(row: Row, year: int) -> Fraction | None:
    goals = results(row, year)
    return None if goals is None else Fraction(sum(goals.values()))


def goals_met(row: Row, year: int) -> Fraction | None:
    goals = results(row, year)
    return None if goals is None else Fraction(sum(v >= 2 for v in goals.values()))


RULES = [
    Percent("eyfs_gld", OLD | NEW, good_level),
    Percent("eyfs_all_goals", OLD | NEW, all_goals),
    *(Percent(f"eyfs_{name}", OLD | NEW, area(letters)) for name, letters in AREAS.items()),
    Mean("eyfs_goals_mean", NEW, goals_met),
    Mean("eyfs_points_mean", OLD, points),
    Gap("eyfs_lowest_gap", OLD, points),
]
