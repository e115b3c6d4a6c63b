"""The recomputation's own rules by examples worked on paper: what judges the pipeline is judged too."""

import csv
from fractions import Fraction

import pytest

from pipeline.paths import ROOT
from tests.recomputed import eyfs, ks2, ks4, mtc, phonics, progress
from tests.recomputed.groups import groups_of
from tests.recomputed.published import rounded
from tests.recomputed.rules import NOBODY, Gap, Mean, Percent, Progress

OLD = eyfs.HEADINGS["old"]


def child(*codes):
    return dict(zip(OLD, codes, strict=True))


def test_a_good_level_needs_the_first_twelve_goals_and_a_result_in_all_seventeen():
    twelve = child(*["2"] * 12, *["1"] * 5)
    assert eyfs.good_level(twelve, 2019) is True
    assert eyfs.all_goals(twelve, 2019) is False
    assert eyfs.points(twelve, 2019) == 29
    assert eyfs.good_level({**twelve, "EXP_G17": "A"}, 2019) is None


def test_the_lowest_fifth_against_the_median():
    """Totals 17, 20, 34, 34, 34, 34: two of six are the lowest fifth, rounded up; 100 * (34 - 18.5) / 34."""
    gap = Gap("gap", frozenset(), lambda row, year: row)
    assert gap.figure([34, 17, 34, 20, 34, 34]).value == Fraction(100 * 31, 68)
    assert gap.figure([17, 34]).value == Fraction(100 * 17, 51)  # the median of two is the middle of them


def test_nobody_in_the_measure_is_not_applicable():
    assert Percent("p", frozenset(), lambda row, year: None).figure([]) == NOBODY
    assert Mean("m", frozenset(), lambda row, year: None).figure([]) == NOBODY


def pupil(reading, maths, writing, **more):
    (r, r_code), (m, m_code) = reading, maths
    return {"READSCORE": r, "READOUTCOME": r_code, "MATSCORE": m, "MATOUTCOME": m_code, "WRITTA": writing, **more}


@pytest.mark.parametrize(
    "who, met",
    [
        (pupil(("100", "AS"), ("100", "AS"), "EXS"), True),
        (pupil(("100", "AS"), ("99", "NS"), "GDS"), False),
        (pupil(("", "A"), ("110", "AS"), "GDS"), False),
        (pupil(("", "M"), ("110", "AS"), "GDS"), None),
        (pupil(("120", "AS"), ("110", "AS"), "L"), None),
    ],
)
def test_reading_writing_and_mathematics_together(who, met):
    rule = next(r for r in ks2.RULES if r.measure == "ks2_rwm_exp")
    assert rule.pupil(who, 2019) is met


def test_progress_starts_from_key_stage_one_and_is_not_taken_below_the_least():
    """2B, 2C and 2A are 15, 13 and 17 points: ((15 + 13) / 2 + 17) / 2 = 15.5."""
    start = {"KS1READ": "2B", "KS1WRIT": "2C", "KS1MAT": "2A"}
    assert progress.prior(start, 2019) == Fraction(31, 2)
    groups = [progress.Group(Fraction(15), Fraction(16), Fraction(103), Fraction(-10), Fraction(6))]
    assert progress.against(groups, Fraction(31, 2), Fraction(101)) == (-2, 6)
    assert progress.against(groups, Fraction(31, 2), Fraction(80)) == (-10, 6)
    assert progress.against(groups, None, Fraction(101)) is True


def test_progress_of_fewer_than_half_the_cohort_is_not_shown():
    rule = Progress("p", frozenset(), lambda row, year: row)
    assert rule.figure([(Fraction(1), Fraction(6)), True, True]).status == "low_coverage"
    shown = rule.figure([(Fraction(1), Fraction(6)), True])
    assert (shown.denominator, shown.value) == (1, 1)
    assert shown.lower == pytest.approx(1 - 1.96 * 6)


def test_a_pupil_below_the_test_brings_the_teachers_judgement():
    assert progress.test_outcome(pupil(("", "B"), ("", "A"), "PK6", READTA="PK5"), 2019, "READ") == 76
    assert progress.test_outcome(pupil(("", "B"), ("", "A"), "PK6", MATTA="PK5"), 2019, "MAT") is None


def entries(*awards):
    rows = [{"UPN": "p", "COUNTSAS": kind, "GRADE": grade, "POINTS": points} for kind, grade, points in awards]
    return ks4.with_entries({"s": [{"UPN": "p"}]}, rows)["s"][0]


FULL = entries(
    ("ENGLANG", "5", "5"), ("ENGLIT", "6", "6"), ("MAT", "7", "7"), ("COMSCI", "5", "5"), ("COMSCI", "4", "4"),
    ("HUM", "6", "6"), ("LAN", "4", "4"), ("GCSE", "8", "8"), ("NONGCSE", "PASS", "5.5"),
)  # fmt: skip


def test_attainment_8_slot_by_slot():
    """English 6 doubled, maths 7 doubled, EBacc 6 + 5 + 4, open 8 + 5.5 + the lower English 5."""
    assert ks4.attainment8(FULL) == 12 + 14 + 15 + Fraction("18.5")


def test_english_counts_once_where_only_one_was_taken():
    assert ks4.attainment8(entries(("ENGLANG", "5", "5"))) == 5
    assert ks4.attainment8(entries(("ENGLANG", "5", "5"), ("ENGLIT", "U", "0"))) == 10


def test_the_english_baccalaureate():
    assert ks4.entered(FULL)
    assert ks4.ebacc(ks4.STANDARD)(FULL, 2019) is True
    assert ks4.ebacc(ks4.STRONG)(FULL, 2019) is False
    assert ks4.ebacc_points(FULL, 2019) == Fraction(6 + 7 + 5 + 4 + 6 + 4, 6)
    assert not ks4.entered(entries(("ENGLANG", "5", "5"), ("MAT", "7", "7")))


def test_phonics_by_the_end_of_year_two():
    row = {"UPN": "a", "YEARGROUP": "1", "PHONICSOUTCOME": "Wa"}
    now = [
        {"UPN": "b", "YEARGROUP": "2", "PHONICSOUTCOME": "Wt"},
        {"UPN": "c", "YEARGROUP": "2", "PHONICSOUTCOME": "L"},
    ]
    assert phonics.by_the_end_of_year_two(now, [row]) == ({"a"}, {"c"})


# The scales with a code and a score or judgement of their own -> the row of one pupil, and the rule of each level.
CODED = {
    "ks2_test": (
        ("READOUTCOME", "READSCORE"),
        {"expected": ks2.tested(100, "READ"), "higher": ks2.tested(110, "READ")},
    ),
    "ks2_writing": (("WRITTA", ""), {"expected": ks2.WRITING, "higher": ks2.WRITING_HIGH}),
    "ks2_science": (("SCITA", ""), {"expected": ks2.judged(("EXS",), "SCITA")}),
    "mtc": (("NOTTAKENREASON", "MTCMARK"), {"full": mtc.full}),
    "phonics": (("PHONICSOUTCOME", "PHONICSMARK"), {"expected": phonics.met}),
}
with (ROOT / "tests" / "worked" / "pupil_codes.csv").open(encoding="utf-8", newline="") as lines:
    WORKED = [row for row in csv.DictReader(lines) if row["scale"] in CODED]


@pytest.mark.parametrize("worked", WORKED, ids=lambda r: f"{r['scale']}-{r['code'] or 'empty'}-{r['score']}")
def test_each_code_counts_here_as_the_worked_table_says_in_any_case(worked):
    (heading, beside), rules = CODED[worked["scale"]]
    counted = [level in worked["levels"].split() if worked["denominator"] == "in" else None for level in rules]
    for written in (worked["code"], worked["code"].lower()):
        row = {heading: written, beside: worked["score"]}
        assert [rule(row, int(worked["year"])) for rule in rules.values()] == counted


def test_groups_come_from_the_roll():
    row = {"SEX": "F", "FSM6CLA1A": "N", "LANGUAGEGROUP": "U", "SENPROVISION": "K", "DOB": "31/08/2012"}
    assert groups_of(row) == {"all", "girls", "other", "sen_support", "summer_born"}


def test_printed_numbers_go_half_up():
    assert [rounded(Fraction(25, 2), 0), rounded(Fraction(-5, 2), 0), rounded(Fraction("-0.35"), 1)] == [
        "13",
        "-2",
        "-0.3",
    ]
