"""Every kind of fault, planted alone in a clean little authority, is found where it is and nowhere else, without a value.

After the last of them, everything that was written or said is searched for anything that identifies a pupil.
"""

import contextlib
import io
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from pipeline.deliveries.delivery import kept
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, findings, receive
from pipeline.validated.across import across
from pipeline.validated.receive import REFUSED
from pipeline.verbs.check import check_all
from pipeline.verbs.receive import receive_files
from tests.validated import clean_authority as clean
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
    as_csv,
    cohort,
    pupil,
)

CANARY = "Xylocanary"  # written into cells that should not hold it
Found = tuple[str, str, str | None, tuple[int, ...]]  # rule, school, column, lines


@dataclass(frozen=True)
class Fault:
    """One kind of fault: the file it is in, how it comes to be there, and every finding it must give."""

    kind: str
    file: str
    spoil: Callable[[list], object]
    found: list[Found]
    raw: Callable[[bytes], bytes] = field(default=lambda data: data)


def put(at: int, **cells: str):
    return lambda rows: rows[at].update(cells)


def one(kind: str, file: str, at: int, rule: str, column: str, school: str = NORTH, also=(), **cells: str) -> Fault:
    """A fault of some cells of one row; row 0 is line 2 of the file."""
    return Fault(kind, file, put(at, **cells), [(rule, school, column, (at + 2,)), *also])


def again(at: int, **cells: str):
    return lambda rows: rows.append(rows[at] | cells)


def out(*at: int):
    return lambda rows: [rows.pop(n) for n in sorted(at, reverse=True)]


def moved_birth(row: dict, years: int) -> str:
    return f"{int(row['DOB'][:4]) + years}{row['DOB'][4:]}"


def other_letter(upn: str) -> str:
    return ("B" if upn[0] != "B" else "C") + upn[1:]


SECOND = cohort(NORTH, "6", 2019)[1]
DUPLICATE_LINES = (2, 26)

CELLS = [
    one("number missing", KS2_2019, 1, "empty_cell", "UPN", UPN=""),
    one("number misshapen", KS2_2019, 1, "not_a_upn", "UPN", UPN=CANARY),
    one("number with a wrong letter", KS2_2019, 1, "upn_letter", "UPN", UPN=other_letter(SECOND["UPN"])),
    one("temporary number", KS2_2019, 1, "upn_temporary", "UPN", UPN=SECOND["UPN"][:-1] + "A"),
    one("school not a LAESTAB", KS2_2019, 1, "not_a_laestab", "LAESTAB", "", LAESTAB=CANARY),
    one("school missing", KS2_2019, 1, "empty_cell", "LAESTAB", "", LAESTAB=""),
    one("date of birth unreadable", KS2_2019, 1, "not_a_date_of_birth", "DOB", DOB=CANARY),
    one("date of birth missing", KS2_2019, 1, "empty_cell", "DOB", DOB=""),
    one("born after the year", KS2_2019, 1, "born_after_the_year", "DOB", DOB="2019-09-01"),
    one("a year old for the group", KS2_2019, 1, "age_a_year_out", "DOB", DOB=moved_birth(SECOND, -1)),
    one("far too young for the group", KS2_2019, 1, "age_far_out", "DOB", DOB=moved_birth(SECOND, 3)),
    one("sex unknown", KS2_2019, 1, "unknown_code", "Gender", Gender=CANARY),
    one("outcome unknown", KS2_2019, 1, "unknown_code", "READOUTCOME", READOUTCOME=CANARY),
    one("outcome of another year", KS2_2019, 1, "code_of_another_year", "READTA", READTA="GDS"),
    one("score outside the scale", KS2_2019, 5, "scaled score out of range", "READSCORE", READSCORE="121"),
    one("score not a number", KS2_2019, 5, "unreadable", "READSCORE", READSCORE=CANARY),
    one("name like a formula", KS2_2019, 1, "formula", "Surname", Surname=f"={CANARY}()"),
]
KEY_STAGE_2 = [
    one("achieved below 100", KS2_2019, 5, "reading_achieved_below_100", "READSCORE", READSCORE="99"),
    one("not achieved at 100", KS2_2019, 0, "maths_not_achieved_at_100", "MATSCORE", MATSCORE="100"),
    one("marked without a score", KS2_2019, 5, "gps_score_missing", "GPSSCORE", GPSSCORE=""),
    one("absent with a score", KS2_2019, 5, "reading_score_without_test", "READSCORE", READOUTCOME="A"),
    one("test and teacher", KS2_2019, 5, "maths_test_and_teacher", "MATOUTCOME", MATTA="PK3"),
    one("teacher far below the test", KS2, 5, "reading_teacher_far_below", "READTA", READTA="PKF"),
    one("teacher far above the test", KS2, 0, "maths_teacher_far_above", "MATTA", MATTA="GDS"),
    one(
        "below the test, no teacher",
        KS2_2019,
        1,
        "reading_below_without_teacher",
        "READTA",
        READOUTCOME="B",
        READSCORE="",
    ),
    one("no prior attainment", KS2_2019, 1, "prior_attainment_missing", "KS1READ", KS1READ="", KS1WRIT="", KS1MAT=""),
    one("science below, writing deep", KS2_2019, 2, "science_below_depth", "WRITTA", SCITA="HNM"),
]
OTHER_STAGES = [
    one("met below 32", PHONICS, 0, "met_below_threshold", "PhonicsMark", PhonicsMark="31"),
    one("not met at 32", PHONICS, 2, "not_met_at_threshold", "PhonicsMark", PhonicsMark="32"),
    one("took the check, no mark", PHONICS, 0, "mark_missing", "PhonicsMark", PhonicsMark=""),
    one("absent with a mark", PHONICS, 0, "mark_without_check", "PhonicsMark", PhonicsOutcome="A"),
    one("mark without an outcome", PHONICS_2017, 5, "mark_without_outcome", "PhonicsMark", PhonicsOutcome="",
        also=[("no_record", NORTH, "PhonicsOutcome", (7,))]),
    one("no record", PHONICS_2017, 5, "no_record", "PhonicsOutcome", PhonicsOutcome="", PhonicsMark=""),
    one("mark above 40", PHONICS, 0, "count out of range", "PhonicsMark", PhonicsMark="41"),
    one("year group unknown", PHONICS_2017, 0, "unknown_code", "YearGroup", YearGroup="9"),
    one("science below, subjects deep", KS1, 2, "science_below_depth", "READTA", SCIETA="HNM",
        also=[("science_below_depth", NORTH, c, (4,)) for c in ("WRITTA", "MATTA")]),
    one("judgement missing", KS1, 1, "empty_cell", "MATTA", MATTA=""),
    one("every goal exceeding", EYFS, 1, "all_exceeding", "COM_G01", **dict.fromkeys(GOALS, "3")),
    one("no goal judged", EYFS, 1, "no_goal_judged", "COM_G01", **dict.fromkeys(GOALS, "")),
    one("goal unknown", EYFS, 1, "unknown_code", "LIT_G09", LIT_G09="4"),
    one("mark and a reason", MTC, 1, "mark_with_reason", "MTCMark", NotTakenReason="A"),
    one("neither mark nor reason", MTC, 1, "no_mark_no_reason", "MTCMark", MTCMark=""),
    one("mark above 25", MTC, 1, "count out of range", "MTCMark", MTCMark="26"),
    one("no key stage 2 average", KS4, 1, "prior_attainment_missing", "KS2Average", HIGH, KS2Average=""),
    one("average of another scale", KS4, 1, "average_not_a_fine_level", "KS2Average", HIGH, KS2Average="104"),
    one("points not the grade's", ENTRIES, 0, "points_not_of_grade", "Points", HIGH, Points="5"),
    one("grade unknown", ENTRIES, 0, "unknown_code", "Grade", HIGH, Grade=CANARY),
    one("grade of another year", ENTRIES, 0, "unknown_code", "CountsAs", HIGH, CountsAs=CANARY),
    Fault("subject entered twice", ENTRIES, again(0, EntryNo="9"), [("subject_entered_twice", HIGH, "CountsAs", (2, 50))]),
    Fault("one award of two", ENTRIES, out(3), [("combined_science_not_two", HIGH, "CountsAs", (4,))]),
    Fault("entry numbered twice", ENTRIES, put(1, EntryNo="1"), [("grain", HIGH, "EntryNo", (2, 3))]),
    one("prediction of year 1", TRACKED, 1, "prediction_not_year_6", "YearGroup", Collection="PREDICTED"),
    one("nothing judged", TRACKED, 1, "nothing_judged", "Reading", Reading="", Writing="", Maths=""),
    Fault("one collection twice", TRACKED, again(0), [("grain", NORTH, "Collection", (2, 50))]),
    one("meals and not disadvantaged", ROLL, 0, "meals_not_disadvantaged", "FSM6CLA1A", FSM6CLA1A="N"),
    one("group unknown", ROLL, 1, "group_unknown", "SENprovision", SENprovision=""),
    one("characteristic unknown", ROLL, 1, "unknown_code", "LanguageGroup", LanguageGroup=CANARY),
]  # fmt: skip
FILES = [
    Fault("pupil twice in a file", KS2_2019, again(0), [("grain", NORTH, "UPN", DUPLICATE_LINES)]),
    Fault("column missing", KS2_2019, lambda rows: [r.pop("WRITTA") for r in rows], [("required_column", "", "WRITTA", ())]),
    Fault("column not promised", KS2_2019, lambda rows: [r.update({CANARY: "x"}) for r in rows],
          [("unpromised_column", "", "number 21", ())]),
    Fault("column twice", KS2_2019, lambda rows: None, [("repeated_column", "", "SCITA", ())],
          raw=lambda d: d.replace(b"MATTA", b"scita", 1)),
    Fault("two files in one", KS2_2019, lambda rows: None, [("second_heading", "", None, ())],
          raw=lambda d: d + d.split(b"\r\n")[0].removeprefix(b"\xef\xbb\xbf") + b"\r\n"),
    Fault("nothing under the headings", KS2_2019, lambda rows: None, [("header_only", "", None, ())],
          raw=lambda d: d.split(b"\r\n")[0] + b"\r\n"),
    Fault("not a table", KS2_2019, lambda rows: None, [("web_page", "", None, ())],
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
    one("another sex on the roll", KS1, 1, "roll_sex", "Gender", Gender="M"),
    one("another birthday on the roll", KS1, 1, "roll_born", "DOB", DOB="2010-10-28"),
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
SAID = io.StringIO()  # everything said while the faults were found


def everything(folders: Folders) -> set[tuple]:
    """Every finding in a store: of each delivery, and across them."""
    found = [f for d in kept(folders) for f in findings(folders, d)]
    found += [c.finding for c in across(folders)]
    return {(f.rule, f.school, f.column, f.lines) for f in found}


def spoilt(fault: Fault) -> list:
    rows = clean.files()[fault.file]
    fault.spoil(rows)
    return rows


@pytest.fixture(scope="module")
def listening():
    """What is said and logged while the module runs."""
    handler = logging.StreamHandler(SAID)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(SAID), contextlib.redirect_stderr(SAID):
        yield SAID
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def before(little_authority):
    return everything(little_authority)


def test_a_clean_authority_has_no_finding_but_what_its_register_lacks(before):
    assert before == {("not_delivered", "", None, ())}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.kind)
def test_a_planted_fault_is_found_where_it_is_and_nothing_else(
    fault, little_authority, before, listening, tmp_path, searched
):
    data = tmp_path / "data"
    shutil.copytree(little_authority.data, data)
    folders = Folders(ROOT / "params", data, tmp_path / "outputs")
    for delivery in (d for d in kept(folders) if d.file == fault.file):
        shutil.rmtree(delivery.folder(folders))
    (tmp_path / fault.file).write_bytes(fault.raw(as_csv(spoilt(fault))))
    (outcome,) = receive([tmp_path / fault.file], folders, declared(folders.params))
    if outcome.what == REFUSED:
        receive_files(folders, [tmp_path / fault.file], None)
        found = {(f.rule, f.school, f.column, f.lines) for f in outcome.findings}
    else:
        found = everything(folders) - before
    searched.append((folders, fault.file, clean.secrets({"spoilt": spoilt(fault)})))
    assert found == set(fault.found)


@pytest.fixture(scope="module")
def searched():
    """Every store a fault was found in, with what identifies the pupils of the spoilt file."""
    return []


def test_nothing_that_identifies_a_pupil_was_written_or_said(searched, listening, little_authority):
    """Stores share the files nobody spoilt, so those are read once, and `check` is asked once for each file spoilt."""
    secrets = clean.secrets(clean.files()) | {CANARY}
    names, texts, checked = set(), set(), set()
    for folders, file, more in searched:
        secrets |= {s for s in more if CANARY not in s}
        if file not in checked:
            checked.add(file)
            check_all(folders)
        for path in folders.data.rglob("*"):
            names.add(path.name)
            if path.suffix == ".json" and path.is_file():
                texts.add(path.read_text(encoding="utf-8"))
    text = "\n".join([SAID.getvalue(), *sorted(names), *sorted(texts)])
    assert len(checked) > 10 and len(text) > 100_000
    assert [s for s in secrets if s in text] == []


def test_the_kinds_of_fault_are_many():
    kinds = {(f.kind) for f in FAULTS}
    rules = {rule for f in FAULTS for rule, *_ in f.found}
    print(f"{len(kinds)} kinds of fault, {len(rules)} rules")
    assert len(kinds) == len(FAULTS) and len(rules) >= 40
