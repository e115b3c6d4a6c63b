"""The authority's own collections: every code but L and an empty cell is in; EXS and GDS are at the expectation."""

from tests.recomputed.rules import Percent, Row, years

ANY = years((2012, 2026))
IN = {"GDS", "EXS", "WTS", "BLW", "A", "D"}
SUBJECTS = ("READING", "WRITING", "MATHS")


def at_expected(*headings: str):
    def pupil(row: Row, year: int) -> bool | None:
        codes = [row[h].upper() for h in headings]
        return all(c in ("EXS", "GDS") for c in codes) if all(c in IN for c in codes) else None

    return pupil


def rows_of(year_group: str, collection: str):
    return lambda row: (row["YEARGROUP"], row["COLLECTION"].upper()) == (year_group, collection)


RULES = [
    *(Percent(f"tracked_y{g}_{s.lower()}", ANY, at_expected(s), rows_of(g, "END")) for g in "1345" for s in SUBJECTS),
    *(
        Percent(f"tracked_{name}_{when}", ANY, at_expected(*SUBJECTS), rows_of(g, collection))
        for name, g in (("nursery", "N2"), ("reception", "R"))
        for when, collection in (("entry", "ENTRY"), ("mid", "MID"))
    ),
    Percent("tracked_predicted_rwm", ANY, at_expected(*SUBJECTS), rows_of("6", "PREDICTED")),
]
