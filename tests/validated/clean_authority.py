"""A little authority that does not exist, without a fault: two primary schools and a secondary one, written by the test.

Every pupil's name is made of canary words that occur nowhere else, so that a leak is found by searching for them. A file
is a list of rows (heading -> text), kept by its name; a test spoils one and has the rest stay as it is.
"""

import csv
import io

from pipeline.pupil_numbers import check_letter
from pipeline.validated.pupilchecks import STEPS

Row = dict[str, str]
Files = dict[str, list[Row]]
NORTH, SOUTH, HIGH = "9992001", "9992002", "9994001"
NAMES = {NORTH: "Alder North", SOUTH: "Alder South", HIGH: "Alder High"}
SURNAME, FORENAME = "Quabblewick", "Zorbette"
COHORT = 12
YEAR = "_2017-2018.csv"
ROLL, EYFS, PHONICS = f"999_pupil_roll{YEAR}", f"999_eyfs_pupils{YEAR}", f"999_phonics_pupils{YEAR}"
KS1, KS2, KS4 = f"999_ks1_pupils{YEAR}", f"999_ks2_pupils{YEAR}", f"999_ks4_pupils{YEAR}"
ENTRIES, TRACKED, MODERATION = f"999_ks4_entries{YEAR}", f"999_tracked_pupils{YEAR}", f"999_moderation{YEAR}"
PHONICS_2017, KS2_2017 = "999_phonics_pupils_2016-2017.csv", "999_ks2_pupils_2016-2017.csv"
KS2_2019, KS2_2022, MTC = "999_ks2_pupils_2018-2019.csv", "999_ks2_pupils_2021-2022.csv", "999_mtc_pupils_2021-2022.csv"
REGISTER = "999_school_information_2024-2025.csv"
AREAS = {"COM": 3, "PHY": 2, "PSE": 3, "LIT": 2, "MAT": 2, "UTW": 3, "EXP": 2}
GOALS = [f"{area}_G{n:02d}" for n, area in enumerate((a for a, goals in AREAS.items() for _ in range(goals)), start=1)]


def pupil(school: str, group: str, year: int, number: int) -> Row:
    """Who a pupil is: the same for every file of any year, since the number holds the September of birth."""
    started = year - 6 - STEPS[group]
    digits = f"999{school[3:]}{started % 100:02d}{number:03d}"
    month = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)[number % 12]
    born = f"{started + (month < 9)}-{month:02d}-{number % 27 + 1:02d}"
    tag = f"{school[4:]}{started % 100:02d}{number:03d}"
    return {
        "LAESTAB": school, "UPN": check_letter(digits) + digits, "Surname": f"{SURNAME}{tag}",
        "Forename": f"{FORENAME}{tag}", "DOB": born, "Gender": "MF"[number % 2],
    }  # fmt: skip


def cohort(school: str, group: str, year: int, first: int = 0) -> list[Row]:
    return [pupil(school, group, year, n) for n in range(first, first + COHORT)]


def files() -> Files:
    """Every file of the authority, fresh."""
    return {
        REGISTER: [_registered(s, n) for n, s in enumerate(NAMES)],
        ROLL: [
            p | {"YearGroup": g} | _characteristics(n)
            for school, groups in ((NORTH, ("R", "1", "2", "6")), (SOUTH, ("R", "1", "2", "6")), (HIGH, ("11",)))
            for g in groups for n, p in enumerate(cohort(school, g, 2018))
        ],
        EYFS: [p | dict.fromkeys(GOALS, "123"[n % 3]) | {GOALS[16]: "2"} for p, n in _each("R", 2018)],
        PHONICS: [p | {"YearGroup": "1"} | _checked(n) for p, n in _each("1", 2018)]
        + [p | {"YearGroup": "2"} | _checked(n) for p, n in _each("2", 2018) if n % 3 == 2],
        PHONICS_2017: [p | {"YearGroup": "1"} | _checked(n) for p, n in _each("2", 2018)],
        KS1: [p | _judged(n) for p, n in _each("2", 2018)],
        KS2_2017: [p | _tested(n) for p, n in _each("6", 2017)],
        KS2: [p | _tested(n) for p, n in _each("6", 2018)],
        KS2_2019: [p | _tested(n) for p, n in _each("6", 2019)],
        KS2_2022: [p | _tested(n) | _prior(n) for p, n in _each("6", 2022)],
        MTC: [p | {"MTCMark": str(25 - n), "NotTakenReason": ""} for p, n in _each("4", 2022)],
        KS4: [p | {"KS2Average": f"4.{n % 10}", "Discounted": "N"} for n, p in enumerate(cohort(HIGH, "11", 2018))],
        ENTRIES: [e for n, p in enumerate(cohort(HIGH, "11", 2018)) for e in _entered(p, n)],
        TRACKED: [p | {"YearGroup": "1", "Collection": "END"} | _tracked(n) for p, n in _each("1", 2018)]
        + [p | {"YearGroup": "6", "Collection": "PREDICTED"} | _tracked(n) for p, n in _each("6", 2018)],
        MODERATION: [
            p | {"Stage": s, "Subject": "WRIT", "SchoolJudgement": j, "ModeratedJudgement": j} for p, s, j in _moderated()
        ],
    }  # fmt: skip


def _each(group: str, year: int):
    return [(p, n) for school in (NORTH, SOUTH) for n, p in enumerate(cohort(school, group, year))]


def _registered(school: str, number: int) -> Row:
    return {
        "URN": f"99000{number}", "LA": "999", "ESTAB": school[3:], "LAESTAB": school, "SCHNAME": NAMES[school],
        "ICLOSE": "0", "MINORGROUP": "Maintained school",
        "ISPRIMARY": str(int(school != HIGH)), "ISSECONDARY": str(int(school == HIGH)),
    }  # fmt: skip


def _characteristics(n: int) -> Row:
    meals = "Y" if n % 4 == 0 else "N"
    return {
        "FSM6CLA1A": meals, "FSM": meals, "LanguageGroup": "EO"[n % 2], "SENprovision": "NKE"[n % 3], "NonMobile": "Y",
    }  # fmt: skip


def _checked(n: int) -> Row:
    """A third of the pupils, those whose number leaves two, do not meet the standard."""
    mark = 20 + n % 12 if n % 3 == 2 else 32 + n % 9
    return {"PhonicsMark": str(mark), "PhonicsOutcome": "Wa" if mark >= 32 else "Wt"}


def _judged(n: int) -> Row:
    word = ("WTS", "EXS", "GDS")[n % 3]
    return {"READTA": word, "WRITTA": word, "MATTA": word, "SCIETA": "HNM" if n % 3 == 0 else "EXS"}


def _prior(n: int) -> Row:
    word = ("WTS", "EXS", "GDS")[n % 3]
    return {"KS1READ": word, "KS1WRIT": word, "KS1MAT": word}


def _tested(n: int) -> Row:
    score = 94 + n * 2
    out = {}
    for subject in ("READ", "GPS", "MAT"):
        out |= {f"{subject}SCORE": str(score), f"{subject}OUTCOME": "AS" if score >= 100 else "NS"}
    word = ("WTS", "EXS", "GDS")[n % 3]
    out |= {"WRITTA": word, "SCITA": "EXS" if n % 3 else "HNM", "READTA": "", "MATTA": ""}
    return out | {"KS1READ": "2B", "KS1WRIT": "2C", "KS1MAT": "2A", "Discounted": "N"}


def _entered(p: Row, n: int) -> list[Row]:
    grade = 4 + n % 5
    subjects = (("English Language", "ENGLANG"), ("Mathematics", "MAT"), ("Combined", "COMSCI"), ("Combined", "COMSCI"))
    return [
        {"LAESTAB": p["LAESTAB"], "UPN": p["UPN"], "EntryNo": str(i), "SubjectName": name, "CountsAs": code,
         "Grade": str(grade), "Points": str(grade)}
        for i, (name, code) in enumerate(subjects, start=1)
    ]  # fmt: skip


def _tracked(n: int) -> Row:
    return dict.fromkeys(("Reading", "Writing", "Maths"), ("WTS", "EXS", "GDS")[n % 3])


def _moderated():
    """The first pupil of North in each moderated assessment, whose judgement stood."""
    who = {k: cohort(NORTH, g, 2018)[0] for k, g in (("EYFS", "R"), ("KS1", "2"), ("KS2", "6"))}
    for stage, judged in (("EYFS", "1"), ("KS1", "WTS"), ("KS2", "WTS")):
        yield {k: who[stage][k] for k in ("LAESTAB", "UPN", "DOB")}, stage, judged


def as_csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    headings = list(dict.fromkeys(h for row in rows for h in row))
    writer = csv.DictWriter(out, headings, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def secrets(of: Files) -> set[str]:
    """Everything in the files that identifies a pupil: numbers, names, dates of birth."""
    columns = ("UPN", "Surname", "Forename", "DOB")
    return {row[c] for rows in of.values() for row in rows for c in columns if len(row.get(c, "")) > 5}
