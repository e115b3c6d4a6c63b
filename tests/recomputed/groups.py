"""Which groups a pupil is in, by the roll of the same results year; a pupil the roll does not know is in `all` only."""

from tests.recomputed.rules import Row

YES, NO = ("Y", "1"), ("N", "0")


def groups_of(row: Row) -> set[str]:
    """Every group of one row of the roll."""
    found = {"all"}
    for heading, wanted in (
        ("SEX", {"girls": ("F",), "boys": ("M",)}),
        ("FSM6CLA1A", {"disadvantaged": YES, "other": NO}),
        ("FSM", {"fsm": YES, "not_fsm": NO}),
        ("LANGUAGEGROUP", {"eal": ("O",), "not_eal": ("E",)}),
        ("SENPROVISION", {"sen_support": ("K",), "ehcp": ("E",), "no_sen": ("N",)}),
        ("NONMOBILE", {"non_mobile": YES, "mobile": NO}),
    ):
        found |= {group for group, values in wanted.items() if row.get(heading, "").upper() in values}
    month = month_of(row.get("DOB", ""))
    return found | ({term(month)} if month else set())


def month_of(text: str) -> int | None:
    """The month of a date written 2011-09-01, 20110901 or 01/09/2011."""
    digits = text.split(" ")[0].replace("/", "-").replace("-", "")
    if len(digits) != 8:
        return None
    return int(digits[4:6] if text[:4].isdigit() else digits[2:4])


def term(month: int) -> str:
    return "autumn_born" if month >= 9 else "spring_born" if month <= 4 else "summer_born"
