"""The same pupils as the Department would print them: performance tables, rounded and suppressed, to be received again."""

import csv
from fractions import Fraction
from math import floor
from pathlib import Path

from tests.recomputed.places import Places
from tests.recomputed.rules import Figure, Row
from tests.recomputed.work import Key

FEW = 5  # nothing is printed of so few pupils, nor of the group beside them
FAMILIES = {"boys": "girls", "girls": "boys", "disadvantaged": "other", "other": "disadvantaged"}
GROUPED = ("all", "boys", "girls", "disadvantaged", "other", "eal")
KS2 = {
    **{
        f"ks2_{ours}_{level}": (f"PT{theirs}_{level.upper()}", 0)
        for ours, theirs in (("reading", "READ"), ("gps", "GPS"), ("maths", "MAT"), ("writing", "WRITTA"))
        for level in ("exp", "high")
    },
    **{
        f"ks2_{ours}_score": (f"{theirs}_AVERAGE", 0)
        for ours, theirs in (("reading", "READ"), ("gps", "GPS"), ("maths", "MAT"))
    },
    "ks2_science_exp": ("PTSCITA_EXP", 0),
    "ks2_rwm_exp": ("PTRWM_EXP", 0),
    "ks2_rwm_high": ("PTRWM_HIGH", 0),
    "ks2_reading_progress": ("READPROG", 1),
    "ks2_writing_progress": ("WRITPROG", 1),
    "ks2_maths_progress": ("MATPROG", 1),
}
KS4 = {
    "ks4_attainment8": ("ATT8SCR", 1),
    "ks4_progress8": ("P8MEA", 2),
    "ks4_basics_94": ("PTL2BASICS_94", 0),
    "ks4_basics_95": ("PTL2BASICS_95", 0),
    "ks4_basics_c": ("PTL2BASICS_LL_PTQ_EE", 0),
    "ks4_ebacc_entry": ("PTEBACC_E_PTQ_EE", 0),
    "ks4_ebacc_94": ("PTEBACC_94", 0),
    "ks4_ebacc_95": ("PTEBACC_95", 0),
    "ks4_ebacc_aps": ("EBACCAPS", 2),
}
GROUP_COLUMNS = {
    "ks2_rwm_exp": "PTRWM_EXP_{}",
    "ks2_rwm_high": "PTRWM_HIGH_{}",
    "ks4_attainment8": "ATT8SCR_{}",
    "ks4_progress8": "P8MEA_{}",
}
SUFFIX = {
    "ks2": {"boys": "B", "girls": "G", "disadvantaged": "FSM6CLA1A", "other": "NotFSM6CLA1A", "eal": "EAL"},
    "ks4": {"boys": "BOYS", "girls": "GIRLS", "disadvantaged": "FSM6CLA1A", "other": "NFSM6CLA1A", "eal": "EAL"},
}
COHORT = {
    "ks2": (
        "ks2_writing_exp",
        dict(zip(GROUPED, ["TELIG", "BELIG", "GELIG", "TFSM6CLA1A", "TNotFSM6CLA1A", "TEALGRP2"], strict=True)),
    ),
    "ks4": (
        "ks4_attainment8",
        dict(zip(GROUPED, ["TPUP", "BPUP", "GPUP", "TFSM6CLA1A", "TNOTFSM6CLA1A", "TEALGRP2"], strict=True)),
    ),
}
OF_THE_COHORT = {heading for table in (KS2, KS4) for heading, _ in table.values()}
BOUNDS = {"READPROG": ("READPROG_LOWER", "READPROG_UPPER"), "WRITPROG": ("WRITPROG_LOWER", "WRITPROG_UPPER"),
          "MATPROG": ("MATPROG_LOWER", "MATPROG_UPPER"), "P8MEA": ("P8CILOW", "P8CIUPP")}  # fmt: skip
RECORDS = {"ks2": {"school": "1", "special": "2", "authority": "3", "england_all": "4", "england": "5"},
           "ks4": {"school": "1", "special": "2", "authority": "4", "england_all": "5", "england": "7"}}  # fmt: skip


def rounded(value: Fraction | float, decimals: int) -> str:
    """Half up: 12.5 is 13 and -2.5 is -2."""
    whole = floor(Fraction(value) * 10**decimals + Fraction(1, 2))
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{whole}"


def write_table(
    stage: str, year: int, release: str, figures: dict[Key, Figure], places: Places, register: list[Row], to: Path
) -> Path:
    """The stage's performance table of a year; `register` lists the schools' names, numbers and types."""
    ours = {(k[0], k[3], k[4]): f for k, f in figures.items() if k[1:3] == (year, release)}
    rows = [_row(stage, kind, who, place, ours) for kind, who, place in _listed(stage, year, ours, places, register)]
    heads = list(dict.fromkeys(h for row in rows for h in row))
    file = to / f"{year - 1}-{year}" / f"{places.authority}_{stage}{release}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, heads, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def _listed(stage: str, year: int, ours: dict, places: Places, register: list[Row]):
    """(kind of row, the row's own columns, place): schools, special schools, the authority and England."""
    newest = {r["LAESTAB"]: r for r in sorted(register, key=lambda r: r["URN"])}
    measure = COHORT[stage][0]
    for laestab in sorted(places.members(year)[places.authority]):
        if (laestab, measure, "all") in ours:
            row = newest[laestab]
            who = {
                "LEA": laestab[:3],
                "ESTAB": laestab[3:],
                "URN": row["URN"],
                "SCHNAME": row["SCHNAME"],
            }
            yield ("special" if "special" in row["NFTYPE"].lower() else "school"), who, laestab
    blank = {"ESTAB": "", "URN": "", "SCHNAME": ""}
    yield "authority", {"LEA": places.authority, **blank}, places.authority
    for kind in ("england_all", "england"):  # one authority stands for all of England here
        yield kind, {"LEA": "", **blank}, places.authority


def _row(stage: str, kind: str, who: Row, place: str, ours: dict) -> Row:
    measure, cohorts = COHORT[stage]
    sizes = {g: (ours.get((place, measure, g)) or Figure(None, 0, None)).denominator or 0 for g in GROUPED}
    row = {"RECTYPE": RECORDS[stage][kind], **who, "TOTPUPS": ""}
    row |= {heading: str(sizes[g]) for g, heading in cohorts.items()}
    if (
        sizes["boys"] + sizes["girls"] != sizes["all"]
    ):  # a pupil of whom the roll knows nothing: the two are not printed
        row[cohorts["boys"]] = row[cohorts["girls"]] = ""
    for name, (heading, decimals) in {"ks2": KS2, "ks4": KS4}[stage].items():
        few = kind in ("school", "special") and sizes["all"] <= FEW
        row |= _cells(heading, name, decimals, few, ours.get((place, name, "all")))
        for g in GROUPED[1:] if name in GROUP_COLUMNS else ():
            few_here = few or (kind in ("school", "special") and any(sizes[x] <= FEW for x in (g, FAMILIES.get(g, g))))
            figure = ours.get((place, name, g))
            if figure is not None:
                row[GROUP_COLUMNS[name].format(SUFFIX[stage][g])] = _text(name, figure, decimals, few_here)
    return _unlikely_taken_out(row, sizes["all"])


def _unlikely_taken_out(row: Row, cohort: int) -> Row:
    """A lost script makes a subject's cohort smaller than the table's: what no count of that gives is not printed.

    Nor is all three subjects together above one of them, as a school with several lost scripts can have it.
    """
    percents = {h: int(text[:-1]) for h, text in row.items() if text.endswith("%") and h in OF_THE_COHORT}
    possible = {floor(Fraction(100 * met, cohort) + Fraction(1, 2)) for met in range(cohort + 1)} if cohort else set()
    out = {h for h, percent in percents.items() if percent not in possible}
    for level in ("EXP", "HIGH"):
        subjects = [percents.get(f"PT{s}_{level}", 100) for s in ("READ", "MAT", "WRITTA")]
        out |= {f"PTRWM_{level}"} if percents.get(f"PTRWM_{level}", 0) > min(subjects) else set()
    return {h: "RE" if h in out else text for h, text in row.items()}


def _cells(heading: str, name: str, decimals: int, few: bool, figure: Figure | None) -> Row:
    if figure is None:
        return {}
    cells = {heading: _text(name, figure, decimals, few)}
    if heading in BOUNDS:
        bounds = zip(BOUNDS[heading], (figure.lower, figure.upper), strict=True)
        cells |= {h: cells[heading] if v is None or few else rounded(v, decimals) for h, v in bounds}
    return cells


def _text(name: str, figure: Figure, decimals: int, few: bool) -> str:
    if few or ((figure.denominator or 0) <= FEW and figure.value is not None and "progress" in name):
        return "SUPP"
    if figure.value is None:
        return {"low_coverage": "LOWCOV"}.get(figure.status, "NA")
    return rounded(figure.value, decimals) + ("%" if figure.numerator is not None else "")
