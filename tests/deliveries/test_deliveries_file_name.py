"""What a file's name and folder say: forms of a year, what only looks like one, release stages by whole words, schools."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.declared.vocabulary import read_release_stages
from pipeline.declared.year_evidence import read_year_evidence_policy
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.file_name import read_folder, read_name
from pipeline.deliveries.recognise import authority_of, stated_release, year_evidence_of
from pipeline.deliveries.results_year import decide_year
from pipeline.paths import ROOT

POLICY = read_year_evidence_policy(ROOT / "params")
RELEASES = read_release_stages(ROOT / "params")
LATEST = 2027


def years_read(name, of_pupils=False):
    return [(e.kind, e.year, e.certainty) for e in read_name(name, "name", POLICY, LATEST, of_pupils)]


@pytest.mark.parametrize(
    "name, found",
    [
        ("ks4final_2024-25", [("academic_year", 2025, "likely")]),
        ("ks4final 2024.25", [("academic_year", 2025, "likely")]),
        ("ks4final 24-25", [("academic_year", 2025, "likely")]),
        ("ks4final 24 to 25", [("academic_year", 2025, "likely")]),
        ("ks4final202425", [("academic_year", 2025, "likely")]),
        ("ks4final_2425", [("academic_year", 2025, "likely")]),
        ("2425 ks4final", [("academic_year", 2025, "possible")]),  # a school's number is what a name begins with
        ("ks4final_2425_2018", [("school_number", None, "possible"), ("year", 2018, "likely")]),
        ("ks4final 2025", [("year", 2025, "likely")]),
        ("ks4final summer 2025", [("year", 2025, "likely")]),
        ("ks4final 2025-09-14", [("date", 2026, "possible")]),
        ("ks4final 20250914_1516", [("date", 2026, "possible")]),  # sixteen minutes past three, not 2015/16
        ("ks4final 20250914_2024", [("date", 2026, "possible"), ("year", 2024, "possible")]),
        ("ks4final 14092025", [("date", 2026, "possible")]),
        ("ks4final 14.9.25", [("date", 2026, "possible")]),
        ("ks4final 9-14-2025", [("date", 2026, "possible")]),
        ("ks4final 14th Sept 2025", [("date", 2026, "possible")]),
        ("ks4final 2025-Sep-14", [("date", 2026, "possible")]),
        ("ks4final_2025_march_2026", [("year", 2025, "likely"), ("date", 2026, "possible")]),
        ("ks4final downloaded 2026", [("date", 2026, "possible")]),
        ("ks4final may have changed", []),
        ("ks4final (1)", []),
        ("ks4final (24)", []),
        ("ks4final 2023-25", [("unclear", None, "possible")]),
        ("ks4final 201618", [("unclear", None, "possible")]),
        ("ks4final ages 15-16", []),
        ("ks4final Year 10-11", []),
        ("ks4final 2030", [("school_number", None, "possible")]),
        ("351_2015_ks4final", [("laestab", None, "likely")]),
        ("999-2018 results", [("laestab", None, "likely")]),
        ("DfE No. 2018 results", [("school_number", None, "likely")]),
        ("ks4final 2024-25 Oct 2026", [("academic_year", 2025, "likely"), ("date", 2027, "possible")]),
        ("ks4final 2024 25 Oct 2026", [("year", 2024, "possible"), ("date", 2027, "possible")]),
        ("ks4final 24-25-2026", [("unclear", None, "possible"), ("year", 2026, "possible")]),
        ("ks4final 2024-5", [("year", 2024, "possible")]),
        ("ks4final 2024\u201125", [("academic_year", 2025, "likely")]),  # a hyphen that does not break
        ("ks4final 2024 + 25", [("year", 2024, "possible")]),
        ("ks4 2324 2425", [("academic_year", 2024, "possible"), ("academic_year", 2025, "possible")]),
        ("KS4_03_02_26", [("date", 2026, "possible")]),
        ("ks4final 02-2026", [("date", 2026, "possible")]),
        ("ks4final spring 2026", [("date", None, "possible")]),
        ("ks4final room 23-24", []),
        ("PHONICS_2025_24", [("school_number", None, "likely"), ("year", 2024, "likely")]),
        ("EYFSP_105287_25", [("school_number", None, "likely"), ("year", 2025, "likely")]),
        ("ks4final_2025_24", [("unclear", None, "possible")]),  # not a name of the collection services' form
    ],
)
def test_a_form_is_read_as_what_it_is(name, found):
    assert years_read(name) == found


def test_a_plain_year_in_a_file_of_pupils_may_be_the_school_unless_the_school_is_named():
    assert years_read("ks2_pupils_2018", of_pupils=True) == [("year", 2018, "possible")]
    assert years_read("ks2_pupils_2018", of_pupils=False) == [("year", 2018, "likely")]
    named = [("laestab", None, "likely"), ("year", 2018, "likely")]
    assert years_read("9992001_ks2_pupils_2018", of_pupils=True) == named


@pytest.mark.parametrize(
    "parents, year",
    [
        (("2024-2025", "home"), 2025), (("25", "2024", "home"), 2025), (("2025", "2024"), 2025),
        (("2025", "home"), 2025), (("downloads", "2025"), None), (("2026-11-03", "home"), None), ((), None),
    ],
)  # fmt: skip
def test_a_folder_says_its_year_by_itself_or_with_the_one_above_it(parents, year):
    found = read_folder(parents, POLICY, LATEST)
    assert decide_year("f", found).year == year
    assert all(e.where == "folder" for e in found)


@pytest.mark.parametrize(
    "name, release",
    [
        ("ks4final", "final"), ("KS4 Final Results", "final"), ("KS4FinalResults", "final"), ("ks4_FINAL", "final"),
        ("ks4finalised", None), ("ks4 semifinals", None), ("ks4 not final", None), ("ks4_pre-final", None),
        ("early years results", None), ("EarlyYears_2025", None), ("ks2 early results", "early"),
        ("early years final", "final"), ("ks2_provisional", "provisional"), ("ks2 unrevised", None),
        ("final_revised", None),
    ],
)  # fmt: skip
def test_a_release_stage_is_a_whole_word(name, release):
    assert stated_release(name, RELEASES) == release


def test_the_authority_is_read_where_the_schools_number_stands_apart():
    assert authority_of("999-2018 ks2_pupils July 2025.csv") == "999"
    assert authority_of("DfE 2018 ks2_pupils summer 2025.csv") == ""
    assert authority_of("2024-2025_351_ks4provisional.csv") == "351"


BORN = "the dates of birth of 28 of its 28 pupils are those of their year group in {}"


def born(year):
    return Evidence("content", "born", BORN.format(year), "certain", year, column="DOB")


def decided(path, content=(), asked=None):
    return decide_year(path, [*year_evidence_of(Path(path), POLICY, LATEST), *content], asked)


def test_what_the_content_says_stands_where_the_name_says_nothing_sure():
    outcome = decided("downloads/999-2018 ks2 July 2025.csv", [born(2025)])
    assert (outcome.year, outcome.question) == (2025, None)
    assert [e.kind for e in outcome.because] == ["born"]


@pytest.mark.parametrize(
    "path, content, asked, rule, words",
    [
        ("2024-25/351_ks2_2023-24.csv", [], None, "years_differ", ["2023-24", "2024-25", "--year 2024 or --year 2025"]),
        ("x/351_ks2_2023-24.csv", [born(2025)], None, "wrong_year", ["its name says 2024", "28 pupils", "--year 2025"]),
        ("x/351_ks2.csv", [born(2025)], 2024, "wrong_year", ["--year says 2024", "28 pupils", "--year 2025"]),
        ("x/351_ks2_2023-24.csv", [], 2025, "years_differ", ["--year says 2025", "2023-24", "without --year"]),
        ("x/351_ks2.csv", [], None, "year_unknown", ["--year"]),
        ("x/ks2 2026-11-03.csv", [], None, "year_unknown", ["2026-11-03", "date", "--year"]),
        ("x/351_2018 ks2.csv", [], None, "year_unknown", ["351_2018", "school's number", "--year"]),
        ("x/ks2.csv", [born(2024), born(2025)], None, "years_differ", ["2024", "2025", "whichever"]),
    ],
)  # fmt: skip
def test_there_is_one_question_that_names_what_was_seen_and_what_answers_it(path, content, asked, rule, words):
    outcome = decided(path, content, asked)
    assert (outcome.year, outcome.question.rule, outcome.question.severity) == (None, rule, "blocking")
    sentence = outcome.question.sentence()
    assert [w for w in words if w not in sentence] == [], sentence


def test_the_year_asked_for_answers_a_name_and_folder_that_differ_and_a_name_that_is_not_sure():
    assert decided("2024-25/351_ks2_2023-24.csv", asked=2024).year == 2024
    assert decided("x/351_2018 ks2.csv", asked=2025).year == 2025
    assert decided("x/351_ks2_2023-24.csv", [born(2025)], 2025).year == 2025


# The generator: every form of a name with every separator and year, whatever else the name holds.

YEARS = (2018, 2024, 2025, 2026)
SEPARATORS = ("_", " ", "-", ".", " - ", "\u2013", "\u2011", "  ")
PAIRS = {
    "long-short": lambda y, s: f"{y - 1}{s}{y % 100:02d}",
    "long-long": lambda y, s: f"{y - 1}{s}{y}",
    "short-short": lambda y, s: f"{y % 100 - 1:02d}{s}{y % 100:02d}",
    "to": lambda y, s: f"{y - 1}{s}to{s}{y}",
}
WHOLE = {"joined": lambda y: f"{y - 1}{y % 100:02d}", "plain": str, "summer": lambda y: f"summer {y}",
         "short joined": lambda y: f"{y % 100 - 1:02d}{y % 100:02d}"}  # fmt: skip
# What may surround a year without being one.
FRAMES = ("ks4final_{}", "351_ks4final_{}", "KS4 final results {} (1)", "ks4final {} downloaded 2026-11-03",
          "ks4final_{}_03.11.2026", "{} ks4final", "ks4final {} (downloaded 3 November 2026)", "ks4final {} Nov 2026",
          "ks4final {} 11-2026", "ks4final {} spring 2027", "ks4final {}_20261103_2024", "Page 15-16 of ks4final {}")  # fmt: skip
# Names of results of 2025 that say no year, or say it doubtfully.
NO_YEAR = ("ks4final", "ks4final 2026-11-03", "ks4final 03112026", "ks4final (2)", "ks4final - Copy", "351_2015_ks4final",
           "351-2024 ks4final", "DfE 2024 ks4final", "ks4final 3512024", "ks4final 2030", "ks4final Nov 2026",
           "ks4final downloaded 2026", "ks4final 2023-25", "ks4final_20261103_2024", "ks4final 20261103 1516")  # fmt: skip


def variants():
    """(name, the year it is of, whether it must be read rather than asked)."""
    for year in YEARS:
        forms = {f"{n} {s!r}": form(year, s) for n, form in PAIRS.items() for s in SEPARATORS}
        forms |= {n: form(year) for n, form in WHOLE.items()}
        for frame in FRAMES:
            for kind, form in forms.items():
                may_be_a_school = kind == "short joined" and frame.startswith("{}")
                may_be_a_day = kind not in WHOLE and frame.endswith("{} Nov 2026")  # 2024 25 Nov 2026
                yield frame.format(form), year, not (may_be_a_school or may_be_a_day)
    for name in NO_YEAR:
        yield name, 2025, False


def outcome_of(decision, year):
    if decision.question:
        return "refused" if decision.question.rule == "wrong_year" else "asked"
    return "read" if decision.year == year else "silently wrong"


@pytest.mark.parametrize("content", ["none", "its own", "another year's"])
def test_no_variant_of_a_name_is_silently_wrong(content, capsys):
    tally: dict[str, int] = dict.fromkeys(("read", "asked", "refused", "silently wrong"), 0)
    unexpected = []
    for name, year, must_be_read in variants():
        # With "another year's" content the truth is the content's: a name of an earlier year was given to its file.
        of = year - 1 if content == "another year's" else year
        held = [] if content == "none" else [born(of)]
        became = outcome_of(decided(f"downloads/{name}.csv", held), of)
        tally[became] += 1
        surely_named = must_be_read and content != "another year's"
        if became == "silently wrong" or (surely_named and became != "read"):
            unexpected.append((name, became))
        if content == "another year's" and must_be_read and became != "refused":
            unexpected.append((name, became))
    with capsys.disabled():
        print(f"\nnames x content ({content}): {sum(tally.values())} variants, {tally}")
    assert unexpected == []
    assert sum(tally.values()) >= 60
    assert {"none": tally["asked"], "its own": tally["read"], "another year's": tally["refused"]}[content] > 0


TRUE_YEARS = ("2024-25", "2024_25", "2024-2025", "202425", "24-25", "24_25", "2024.25", "2024 to 2025", "2425", "2025")
DATE_FORMS = (
    "%Y-%m-%d", "%Y%m%d", "%d%m%Y", "%d-%m-%Y", "%d.%m.%Y", "%d.%m.%y", "%d %B %Y", "%d-%b-%Y", "%B %Y", "%b %Y", "%m-%Y",
    "%Y%m%d_%H%M", "%Y%m%d%H%M%S", "%Y-%m-%d %H.%M.%S", "%Y_%m_%d", "downloaded %Y", "exported_%d_%m_%Y",
)  # fmt: skip
OTHER_PARTS = ("351_2024", "351-2018", "DfE 2024", "3512018", "999-2023", "school 2024", "105287", "(1)", "- Copy", "(24)",
               "v2", "v1.2", "final", "Year 6", "Y11", "ages 11-16", "KS2", "draft", "rev 3")  # fmt: skip
DAYS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31))


@st.composite
def names(draw):
    """A name with one date it was fetched on, up to two other things, and its year or none; in any order."""
    true = draw(st.sampled_from((*TRUE_YEARS, "")))
    fetched = draw(DAYS).strftime(draw(st.sampled_from(DATE_FORMS)))
    parts = ["ks4final", fetched, *draw(st.lists(st.sampled_from(OTHER_PARTS), max_size=2)), *([true] if true else [])]
    return draw(st.sampled_from(["_", " ", " - "])).join(draw(st.permutations(parts))), bool(true)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(names())
def test_no_order_of_a_year_a_date_and_other_parts_gives_another_year(made):
    name, has_year = made
    outcome = decided(f"downloads/{name}.csv")
    assert outcome.year in ((2025, None) if has_year else (None,)), name
