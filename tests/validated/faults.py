"""Every kind of fault of pupil records: in a cell, between cells, in a file, across files."""

from tests.validated.clean_authority import (
    COHORT,
    ENTRIES,
    EYFS,
    GOALS,
    HIGH,
    KS1,
    KS2,
    KS2_2017,
    KS2_2019,
    KS2_2022,
    KS4,
    MODERATION,
    MTC,
    NORTH,
    PHONICS,
    PHONICS_2017,
    ROLL,
    SOUTH,
    TRACKED,
    cohort,
    pupil,
)
from tests.validated.fault import CANARY, Fault, again, moved_birth, one, other_letter, out, put

NORTH_2019 = cohort(NORTH, "6", 2019)
DUPLICATE_LINES = (2, 26)

CELLS = [
    one("number missing", KS2_2019, 3, "empty_cell", "UPN", UPN=""),
    one("number misshapen", KS2_2019, 4, "not_a_upn", "UPN", UPN=CANARY),
    one("number with a wrong letter", KS2_2019, 5, "upn_letter", "UPN", UPN=other_letter(NORTH_2019[5]["UPN"])),
    one("temporary number", KS2_2019, 6, "upn_temporary", "UPN", UPN=NORTH_2019[6]["UPN"][:-1] + "A"),
    Fault(
        "school not a LAESTAB",
        KS2,
        put(7, LAESTAB=CANARY),
        [("not_a_laestab", "", "LAESTAB", (9,)), ("row_unplaced", NORTH, "LAESTAB", (9,))],
    ),
    Fault(
        "school missing",
        KS2,
        put(8, LAESTAB=""),
        [("empty_cell", "", "LAESTAB", (10,)), ("row_unplaced", NORTH, "LAESTAB", (10,))],
    ),
    one("date of birth unreadable", KS2_2019, 9, "not_a_date_of_birth", "DOB", DOB=CANARY),
    one("date of birth missing", KS2_2019, 10, "empty_cell", "DOB", DOB=""),
    one("born after the year", KS2_2019, 11, "born_after_the_year", "DOB", DOB="2019-09-01"),
    one("a year old for the group", KS2_2019, 1, "age_a_year_out", "DOB", DOB=moved_birth(NORTH_2019[1], -1)),
    one("far too young for the group", KS2_2019, 2, "age_far_out", "DOB", DOB=moved_birth(NORTH_2019[2], 3)),
    one("sex unknown", KS2_2019, 15, "unknown_code", "Gender", SOUTH, Gender=CANARY),
    one("outcome unknown", KS2_2019, 13, "unknown_code", "READOUTCOME", SOUTH, READOUTCOME=CANARY),
    one("outcome of another year", KS2_2019, 14, "code_of_another_year", "READTA", SOUTH, READTA="GDS"),
    one("score outside the scale", KS2_2019, 16, "scaled score out of range", "READSCORE", SOUTH, READSCORE="121"),
    one("score not a number", KS2_2019, 17, "unreadable", "READSCORE", SOUTH, READSCORE=CANARY),
    one("name like a formula", KS2_2019, 18, "formula", "Surname", SOUTH, Surname=f"={CANARY}()"),
]
KEY_STAGE_2 = [
    one("achieved below 100", KS2_2019, 19, "reading_achieved_below_100", "READSCORE", SOUTH, READSCORE="99"),
    one("not achieved at 100", KS2_2019, 0, "maths_not_achieved_at_100", "MATSCORE", MATSCORE="100"),
    one("marked without a score", KS2_2019, 20, "gps_score_missing", "GPSSCORE", SOUTH, GPSSCORE=""),
    one("absent with a score", KS2_2019, 21, "reading_score_without_test", "READSCORE", SOUTH, READOUTCOME="A"),
    one("test and teacher", KS2_2019, 22, "maths_test_and_teacher", "MATOUTCOME", SOUTH, MATTA="PK3"),
    one("teacher far below the test", KS2, 5, "reading_teacher_far_below", "READTA", READTA="PKF"),
    one("teacher far above the test", KS2, 0, "maths_teacher_far_above", "MATTA", MATTA="GDS"),
    one("below the test, no teacher", KS2_2019, 12, "reading_below_without_teacher", "READTA", SOUTH,
        READOUTCOME="B", READSCORE=""),
    one("no prior attainment", KS2_2019, 1, "prior_attainment_missing", "KS1READ", KS1READ="", KS1WRIT="", KS1MAT=""),
    one("science below, writing deep", KS2_2019, 23, "science_below_depth", "WRITTA", SOUTH, SCITA="HNM"),
]  # fmt: skip
OTHER_STAGES = [
    one("met below 32", PHONICS, 6, "met_below_threshold", "PhonicsMark", PhonicsMark="31"),
    one("not met at 32", PHONICS, 2, "not_met_at_threshold", "PhonicsMark", PhonicsMark="32"),
    one("took the check, no mark", PHONICS, 1, "mark_missing", "PhonicsMark", PhonicsMark=""),
    one("absent with a mark", PHONICS, 3, "mark_without_check", "PhonicsMark", PhonicsOutcome="A"),
    one("mark without an outcome", PHONICS_2017, 5, "mark_without_outcome", "PhonicsMark", PhonicsOutcome="",
        also=[("no_record", NORTH, "PhonicsOutcome", (7,))]),
    one("no record", PHONICS_2017, 8, "no_record", "PhonicsOutcome", PhonicsOutcome="", PhonicsMark=""),
    one("mark above 40", PHONICS, 4, "count out of range", "PhonicsMark", PhonicsMark="41"),
    one("year group unknown", PHONICS_2017, 6, "unknown_code", "YearGroup", YearGroup="9"),
    one("science below, subjects deep", KS1, 2, "science_below_depth", "READTA", SCIETA="HNM",
        also=[("science_below_depth", NORTH, c, (4,)) for c in ("WRITTA", "MATTA")]),
    one("judgement missing", KS1, 1, "empty_cell", "MATTA", MATTA=""),
    one("every goal exceeding", EYFS, 1, "all_exceeding", "COM_G01", **dict.fromkeys(GOALS, "3")),
    one("no goal judged", EYFS, 2, "no_goal_judged", "COM_G01", **dict.fromkeys(GOALS, "")),
    one("goal unknown", EYFS, 3, "unknown_code", "LIT_G09", LIT_G09="4"),
    one("mark and a reason", MTC, 1, "mark_with_reason", "MTCMark", NotTakenReason="A"),
    one("neither mark nor reason", MTC, 2, "no_mark_no_reason", "MTCMark", MTCMark=""),
    one("code of the check not confirmed", MTC, 4, "code_not_confirmed", "NotTakenReason", MTCMark="", NotTakenReason="X"),
    one("code of the test not confirmed", KS2_2022, 5, "code_not_confirmed", "READOUTCOME", READOUTCOME="CA", READSCORE=""),
    one("mark above 25", MTC, 3, "count out of range", "MTCMark", MTCMark="26"),
    one("no key stage 2 average", KS4, 1, "prior_attainment_missing", "KS2Average", HIGH, KS2Average=""),
    one("average of another scale", KS4, 2, "average_not_a_fine_level", "KS2Average", HIGH, KS2Average="104"),
    one("points not the grade's", ENTRIES, 16, "points_not_of_grade", "Points", HIGH, Points="5"),
    one("grade unknown", ENTRIES, 20, "unknown_code", "Grade", HIGH, Grade=CANARY),
    one("grade of another year", ENTRIES, 24, "unknown_code", "CountsAs", HIGH, CountsAs=CANARY),
    Fault("subject entered twice", ENTRIES, again(0, EntryNo="9"), [("subject_entered_twice", HIGH, "CountsAs", (2, 50))]),
    Fault("one award of two", ENTRIES, out(3), [("combined_science_not_two", HIGH, "CountsAs", (4,))]),
    Fault("entry numbered twice", ENTRIES, put(1, EntryNo="1"), [("grain", HIGH, "EntryNo", (2, 3))]),
    one("prediction of year 1", TRACKED, 1, "prediction_not_year_6", "YearGroup", Collection="PREDICTED"),
    one("nothing judged", TRACKED, 2, "nothing_judged", "Reading", Reading="", Writing="", Maths=""),
    Fault("one collection twice", TRACKED, again(0), [("grain", NORTH, "Collection", (2, 50))]),
    one("meals and not disadvantaged", ROLL, 0, "meals_not_disadvantaged", "FSM6CLA1A", FSM6CLA1A="N"),
    one("group unknown", ROLL, 1, "group_unknown", "SENprovision", SENprovision=""),
    one("characteristic unknown", ROLL, 2, "unknown_code", "LanguageGroup", LanguageGroup=CANARY),
]  # fmt: skip
FILES = [
    Fault("pupil twice in a file", KS2_2019, again(0), [("grain", NORTH, "UPN", DUPLICATE_LINES)]),
    Fault("column missing", KS2_2019, lambda rows: [r.pop("WRITTA") for r in rows], [("required_column", "", "WRITTA", ())]),
    Fault("column not promised", KS2_2019, lambda rows: [r.update({CANARY: "x"}) for r in rows],
          [("unpromised_column", "", "number 21", ())]),
    Fault("column twice", KS2_2019, lambda rows: None, [("repeated_column", "", "SCITA", ())],
          raw=lambda d: d.replace(b"MATTA", b"scita", 1)),
    Fault("two files in one", MTC, lambda rows: None, [("second_heading", "", None, ())],
          raw=lambda d: d + d.split(b"\r\n")[0].removeprefix(b"\xef\xbb\xbf") + b"\r\n"),
    Fault("nothing under the headings", TRACKED, lambda rows: None, [("header_only", "", None, ())],
          raw=lambda d: d.split(b"\r\n")[0] + b"\r\n"),
    Fault("not a table", MODERATION, lambda rows: None, [("web_page", "", None, ())],
          raw=lambda d: b"<!DOCTYPE html><p>" + CANARY.encode()),
]  # fmt: skip
ROLL_LINE_6 = {NORTH: 38, SOUTH: 86}  # the first of year 6 on the roll
STRANGERS = [cohort(NORTH, "6", 2018, 500 + n)[0] for n in range(4)]


def strangers(many: int):
    """The first pupils of year 6 returned under numbers nobody has."""
    return lambda rows: [rows[n].update(UPN=STRANGERS[n]["UPN"]) for n in range(many)]


def year_6_missing(*numbers: int) -> tuple[int, ...]:
    return tuple(ROLL_LINE_6[NORTH] + n for n in numbers)


ACROSS = [
    Fault("one pupil in two schools", KS2_2019, lambda rows: rows.append(rows[0] | {"LAESTAB": SOUTH}),
          [("grain", NORTH, "UPN", (2,)), ("grain", SOUTH, "UPN", (26,)),
           ("two_schools", NORTH, "UPN", (2,)), ("two_schools", SOUTH, "UPN", (26,))]),
    Fault("on no roll", KS2, strangers(1),
          [("not_on_roll", NORTH, "UPN", (2,)), ("missing_from_return", NORTH, "UPN", year_6_missing(0)),
           ("moderated_not_sent", NORTH, "UPN", (4,))]),
    Fault("many on no roll", KS2, strangers(3),
          [("many_not_on_roll", NORTH, "UPN", (2, 3, 4)), ("missing_from_return", NORTH, "UPN", year_6_missing(0, 1, 2)),
           ("moderated_not_sent", NORTH, "UPN", (4,))]),
    one("on another school's roll", KS2, 14, "on_another_roll", "LAESTAB", LAESTAB=NORTH),
    Fault("another year group on the roll", ROLL, put(38, YearGroup="5", DOB=moved_birth(cohort(NORTH, "6", 2018)[2], 1)),
          [("roll_year_group", NORTH, "UPN", (4,)), ("roll_born", NORTH, "DOB", (4,)),
           ("roll_year_group", NORTH, "UPN", (28,)), ("roll_born", NORTH, "DOB", (28,))]),
    one("another sex on the roll", KS1, 3, "roll_sex", "Gender", Gender="M"),
    one("another birthday on the roll", KS1, 13, "roll_born", "DOB", SOUTH, DOB="2010-10-28"),
    Fault("two missing", KS2, out(4, 5), [("missing_from_return", NORTH, "UPN", year_6_missing(4, 5))]),
    Fault("many missing", KS2, out(4, 5, 6), [("missing_from_return", NORTH, "UPN", year_6_missing(4, 5, 6))]),
    Fault("one pupil, two numbers", KS2_2019, again(0, UPN=STRANGERS[0]["UPN"]), [("two_numbers", NORTH, "UPN", (2, 26))]),
    Fault("school nobody knows", KS2_2019, lambda rows: [r.update(LAESTAB="9992999") for r in rows[:COHORT]],
          [("school_unknown", "9992999", "LAESTAB", tuple(range(2, 14)))]),
    Fault("no return", KS2, out(*range(12)), [("no_return", NORTH, None, ()), ]),
    Fault("cohort changed", KS2_2017, out(*range(1, 12)), [("cohort_changed", NORTH, None, ())]),
    Fault("filled down", MTC, lambda rows: [r.update(MTCMark="20") for r in rows[:COHORT]], [("one_outcome", NORTH, None, ())]),
    Fault("two years running", KS2_2017, lambda rows: rows.append(rows[3] | pupil(NORTH, "6", 2018, 3)),
          [("age_a_year_out", NORTH, "DOB", (26,)), ("two_years_running", NORTH, "UPN", (5,))]),
    Fault("met in year 1 already", PHONICS, lambda rows: rows.append(rows[0] | pupil(NORTH, "2", 2018, 0) | {"YearGroup": "2"}),
          [("met_in_year_1", NORTH, "UPN", (34,))]),
    one("prior attainment not as sent", KS2_2022, 0, "prior_differs", "KS1MAT", KS1MAT="GDS"),
    Fault("entry of nobody", ENTRIES, lambda rows: rows.append(rows[0] | {"UPN": STRANGERS[0]["UPN"]}),
          [("entry_of_nobody", HIGH, "UPN", (50,))]),
    Fault("pupil without entries", ENTRIES, out(0, 1, 2, 3), [("pupil_without_entries", HIGH, "UPN", (2,))]),
    one("moderation not applied", EYFS, 0, "moderation_not_applied", "LIT_G10", LIT_G10="2"),
    one("moderated and not sent", MODERATION, 1, "moderated_not_sent", "UPN", UPN=STRANGERS[0]["UPN"]),
    one("moderated to no code", MODERATION, 0, "moderation_code", "ModeratedJudgement", ModeratedJudgement=CANARY),
    Fault("on two rolls", ROLL, lambda rows: rows.append(rows[36] | {"LAESTAB": SOUTH}),
          [("grain", NORTH, "UPN", (38,)), ("grain", SOUTH, "UPN", (110,)),
           ("two_rolls", NORTH, "UPN", (38,)), ("two_rolls", SOUTH, "UPN", (110,))]),
]  # fmt: skip
FAULTS = [*CELLS, *KEY_STAGE_2, *OTHER_STAGES, *FILES, *ACROSS]
