"""Types of school: the kind and phase behind the performance tables' letters and the registers' words."""

from typing import NamedTuple


class SchoolType(NamedTuple):
    """A type of school in words, its kind, and whether it started as an academy of either sort."""

    words: str
    kind: str  # mainstream | special | alternative | nursery | independent | college
    start: str  # converter | sponsored | other


LETTERS = {  # NFTYPE of the performance tables; labels moved between years, the letters did not
    "CY": SchoolType("Community school", "mainstream", "other"),
    "VA": SchoolType("Voluntary aided school", "mainstream", "other"),
    "VC": SchoolType("Voluntary controlled school", "mainstream", "other"),
    "FD": SchoolType("Foundation school", "mainstream", "other"),
    "AC": SchoolType("Academy sponsor led", "mainstream", "sponsored"),
    "ACC": SchoolType("Academy converter", "mainstream", "converter"),
    "F": SchoolType("Free school", "mainstream", "other"),
    "CTC": SchoolType("City technology college", "mainstream", "other"),
    "UTC": SchoolType("University technical college", "mainstream", "other"),
    "FUTC": SchoolType("University technical college", "mainstream", "other"),
    "SS": SchoolType("Studio school", "mainstream", "other"),
    "FSS": SchoolType("Studio school", "mainstream", "other"),
    "CYS": SchoolType("Community special school", "special", "other"),
    "FDS": SchoolType("Foundation special school", "special", "other"),
    "ACS": SchoolType("Academy special sponsor led", "special", "sponsored"),
    "ACCS": SchoolType("Academy special converter", "special", "converter"),
    "FS": SchoolType("Free special school", "special", "other"),
    "NMSS": SchoolType("Non-maintained special school", "special", "other"),
    "PRU": SchoolType("Pupil referral unit", "alternative", "other"),
    "AP": SchoolType("Alternative provision", "alternative", "other"),
    "FAP": SchoolType("Free school alternative provision", "alternative", "other"),
    "ACAP": SchoolType("Academy alternative provision sponsor led", "alternative", "sponsored"),
    "ACCAP": SchoolType("Academy alternative provision converter", "alternative", "converter"),
    "CHS": SchoolType("Hospital school", "alternative", "other"),
    "FHS": SchoolType("Hospital school", "alternative", "other"),
    "IND": SchoolType("Independent school", "independent", "other"),
    "INDSPEC": SchoolType("Independent special school", "independent", "other"),
    "INDSPS": SchoolType("Independent special school", "independent", "other"),
}

KINDS = [  # the first word found decides: an independent special school is independent
    ("independent", "independent"),
    ("further education", "college"),
    ("sixth form", "college"),
    ("16 to 19", "college"),
    ("16-19", "college"),
    ("referral", "alternative"),
    ("alternative", "alternative"),
    ("hospital", "alternative"),
    ("special", "special"),
    ("nursery", "nursery"),
]


def read_type(text: str) -> SchoolType:
    """A type of school from the tables' letters or a register's words; an unknown or empty one is mainstream."""
    words = " ".join(text.split())
    if words.upper() in LETTERS:
        return LETTERS[words.upper()]
    low = words.casefold()
    kind = next((k for word, k in KINDS if word in low), "mainstream")
    start = "converter" if "convert" in low else "sponsored" if "sponsor" in low else "other"
    return SchoolType(words, kind, start)


PHASE_OF_KIND = {
    "special": "special",
    "nursery": "nursery",
    "independent": "independent",
    "college": "college",
    "alternative": "other",
}
PHASE_OF_WORDS = {
    "primary": "primary",
    "middle deemed primary": "primary",
    "secondary": "secondary",
    "middle deemed secondary": "secondary",
    "all-through": "all_through",
    "all through": "all_through",
    "nursery": "nursery",
    "16 plus": "college",
}


def phase_of(kind: str, words: str, ages: tuple[int | None, int | None], stages: set[str]) -> str:
    """The phase: by the kind of school, else the register's words, else the age range, else the key stages of the tables that list it.

    A middle school with key stage 2 results is deemed primary, as the Department does where pupils leave by 13.
    """
    if kind in PHASE_OF_KIND:
        return PHASE_OF_KIND[kind]
    if words.casefold() in PHASE_OF_WORDS:
        return PHASE_OF_WORDS[words.casefold()]
    youngest, oldest = ages
    if youngest is not None and oldest is not None:
        return "all_through" if youngest <= 7 and oldest >= 14 else "primary" if oldest <= 13 else "secondary"
    if {"ks2", "ks4"} <= stages:
        return "all_through"
    return "secondary" if "ks4" in stages else "primary" if "ks2" in stages else "other"
