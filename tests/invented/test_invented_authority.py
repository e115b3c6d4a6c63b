"""The invented authority: the same bytes each time, nobody real, children who grow up, and every awkward case."""

import csv
import hashlib
from collections import Counter
from statistics import mean

import pytest

from pipeline.declared.scales import read_scales
from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.errors import CommandWrong
from pipeline.invented.life import RESULTS_YEARS
from pipeline.invented.names import LETTERS
from pipeline.invented.schools import national, read_cast
from pipeline.paths import ROOT, Folders
from pipeline.places.read import read_register
from pipeline.verbs.invent import invent_authority

PUPIL_SOURCES = ("pupil_roll", "eyfs_pupils", "phonics_pupils", "ks2_pupils", "ks4_pupils")
OUTCOMES = {
    "eyfs_pupils": {"eyfs_goal": ("COM_G01", "COM_E01")},
    "ks2_pupils": {
        "ks2_test": ("READOUTCOME", "GPSOUTCOME", "MATOUTCOME"),
        "ks2_writing": ("WRITTA",),
        "ks2_science": ("SCITA",),
        "ks2_below_test": ("READTA", "MATTA"),
        "ks1_prior": ("KS1READ", "KS1WRIT", "KS1MAT"),
    },
    "phonics_pupils": {"phonics": ("PhonicsOutcome",)},
    "mtc_pupils": {"mtc": ("NotTakenReason",)},
    "ks1_pupils": {"ks1_assessment": ("READTA", "WRITTA", "MATTA"), "ks1_science": ("SCIETA",)},
    "ks4_entries": {"ks4_grade": ("Grade",)},
    "tracked_pupils": {"tracked": ("Reading", "Writing", "Maths")},
}


def school(case):
    return read_cast().case(case)[-1].laestab


def percent(rows, met):
    return 100 * mean(bool(met(r)) for r in rows)


def test_every_file_has_the_same_bytes_again(alderbourne, tmp_path):
    """The second time the first results year of half the sources is enough to see."""
    again = tmp_path / "again"
    invent_authority(Folders(ROOT / "params", tmp_path / "d", tmp_path / "o"), again, 1)
    first = {f.relative_to(alderbourne.home): digest(f) for f in sorted(alderbourne.home.rglob("*")) if f.is_file()}
    assert {f.relative_to(again): digest(f) for f in sorted(again.rglob("*")) if f.is_file()} == first


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(CommandWrong):
        invent_authority(Folders(ROOT / "params", tmp_path / "d", tmp_path / "o"), tmp_path, 1)
    assert [f.name for f in tmp_path.iterdir()] == ["precious.txt"]


def test_every_number_has_its_letter_and_belongs_to_no_authority(alderbourne):
    numbers = {r["UPN"] for year in RESULTS_YEARS for r in alderbourne.rows("pupil_roll", year)}
    assert len(numbers) > 1000
    for upn in numbers:
        assert upn[1:4] == "999" and len(upn) == 13
        assert upn[0] == LETTERS[sum(int(d) * w for w, d in enumerate(upn[1:], start=2)) % 23]


def test_no_two_pupils_share_a_name_and_a_birthday(alderbourne):
    assert RESULTS_YEARS
    for year in RESULTS_YEARS:
        roll = [(r["Surname"], r["Forename"], r["DOB"]) for r in alderbourne.rows("pupil_roll", year)]
        assert len(set(roll)) == len(roll) > 0


def test_a_pupil_is_once_in_a_file_but_for_the_planted_one(alderbourne):
    assert RESULTS_YEARS and PUPIL_SOURCES
    for year in RESULTS_YEARS:
        for source in PUPIL_SOURCES:
            twice = [r for r, n in Counter(r["UPN"] for r in alderbourne.rows(source, year)).items() if n > 1]
            planted = source == "ks2_pupils" and year == 2025
            assert len(twice) == planted, (source, year)


def test_everybody_assessed_is_on_the_roll_of_that_school_and_year(alderbourne):
    assert RESULTS_YEARS and PUPIL_SOURCES[1:]
    for year in RESULTS_YEARS:
        roll = {(r["UPN"], r["LAESTAB"]) for r in alderbourne.rows("pupil_roll", year)}
        for source in PUPIL_SOURCES[1:]:
            assert {(r["UPN"], r["LAESTAB"]) for r in alderbourne.rows(source, year)} <= roll, (source, year)


def test_a_child_stays_the_same_child(alderbourne):
    """Phonics in 2017, key stage 1 in 2018, key stage 2 in 2022: one name and birthday for each number."""
    who = {}
    for source, year in (("phonics_pupils", 2017), ("ks1_pupils", 2018), ("ks2_pupils", 2022)):
        for r in alderbourne.rows(source, year):
            assert who.setdefault(r["UPN"], (r["Surname"], r["DOB"])) == (r["Surname"], r["DOB"])
    reached = {r["UPN"] for r in alderbourne.rows("ks2_pupils", 2022)}
    stayed = [r for r in alderbourne.rows("ks1_pupils", 2018) if r["UPN"] in reached]
    assert len(stayed) > 0.8 * len(reached)


def test_prior_attainment_is_what_was_sent_four_years_before(alderbourne):
    sent = {r["UPN"]: r for r in alderbourne.rows("ks1_pupils", 2019)}
    rows = [r for r in alderbourne.rows("ks2_pupils", 2023) if r["UPN"] in sent and r["KS1READ"]]
    assert len(rows) > 1000
    assert all(r["KS1READ"] == sent[r["UPN"]]["READTA"] for r in rows)


def test_progress_8_starts_from_the_key_stage_2_file(alderbourne):
    scores = {r["UPN"]: r for r in alderbourne.rows("ks2_pupils", 2018)}
    both = [(r, scores[r["UPN"]]) for r in alderbourne.rows("ks4_pupils", 2023) if r["UPN"] in scores]
    scored = [(after, before) for after, before in both if before["READSCORE"] and before["MATSCORE"]]
    assert len(scored) > 100
    for after, before in scored:
        assert float(after["KS2Average"]) == (int(before["READSCORE"]) + int(before["MATSCORE"])) / 2


@pytest.mark.parametrize("year", RESULTS_YEARS)
def test_results_are_like_englands(alderbourne, year):
    ks2, phonics = alderbourne.rows("ks2_pupils", year), alderbourne.rows("phonics_pupils", year)
    for subject, column in (("reading", "READSCORE"), ("maths", "MATSCORE")):
        assert abs(percent(ks2, lambda r, c=column: r[c] and int(r[c]) >= 100) - national("ks2", subject, year)) < 6
    assert abs(percent(ks2, lambda r: r["WRITTA"] in ("EXS", "GDS")) - national("ks2", "writing", year)) < 5
    first = [r for r in phonics if r["YearGroup"] == "1"]
    assert abs(percent(first, lambda r: r["PhonicsOutcome"] == "Wa") - national("phonics", "year_1", year)) < 5


@pytest.mark.parametrize("year", RESULTS_YEARS)
def test_some_children_with_a_good_level_miss_a_goal_outside_it(alderbourne, year):
    """England, 2019: 71.8% with a good level of development, 70.7% with every goal."""
    rows = [list(r.values())[-17:] for r in alderbourne.rows("eyfs_pupils", year)]
    good, every = (percent(rows, lambda goals, n=n: set(goals[:n]) <= {"2", "3"}) for n in (12, 17))
    assert 0.5 < good - every < 3


def test_groups_are_like_englands(alderbourne):
    roll = {r["UPN"]: r for r in alderbourne.rows("pupil_roll", 2025)}
    rows = alderbourne.rows("ks2_pupils", 2025)
    assert 22 < percent(roll.values(), lambda r: r["FSM6CLA1A"] == "Y") < 30
    assert 11 < percent(roll.values(), lambda r: r["LanguageGroup"] == "O") < 19
    assert 11 < percent(roll.values(), lambda r: r["SENprovision"] == "K") < 17

    def combined(r):
        return r["READOUTCOME"] == "AS" and r["MATOUTCOME"] == "AS" and r["WRITTA"] in ("EXS", "GDS")

    poor, other = ([r for r in rows if roll[r["UPN"]]["FSM6CLA1A"] == answer] for answer in "YN")
    assert 12 < percent(other, combined) - percent(poor, combined) < 32


def test_every_code_of_every_scale_is_sent_by_somebody(alderbourne):
    problems = Problems()
    scales = read_scales(ROOT / "params", problems)
    assert OUTCOMES
    for source, by_scale in OUTCOMES.items():
        years = [
            y for y in RESULTS_YEARS if list((alderbourne.home / "deliveries").glob(f"999_{source}_{y - 1}-{y}*.csv"))
        ]
        assert years, source
        for scale, columns in by_scale.items():
            seen = {r[c] for y in years for r in alderbourne.rows(source, y) for c in columns if c in r}
            used = {c for c, code in scales[scale].codes.items() if any(code.used_in(y) for y in years)}
            assert used - seen == set(), scale


# The awkward cases


def of(alderbourne, source, year, case):
    return [r for r in alderbourne.rows(source, year) if r["LAESTAB"] == school(case)]


def test_three_pupils_a_year(alderbourne):
    assert {len(of(alderbourne, "ks2_pupils", y, "tiny")) for y in RESULTS_YEARS} == {3}


def test_one_to_five_disadvantaged_pupils_in_every_year(alderbourne):
    assert RESULTS_YEARS
    for year in RESULTS_YEARS:
        poor = {r["UPN"] for r in alderbourne.rows("pupil_roll", year) if r["FSM6CLA1A"] == "Y"}
        assert 1 <= sum(r["UPN"] in poor for r in of(alderbourne, "ks2_pupils", year, "few_disadvantaged")) <= 5


def test_no_return_no_cohort_and_a_boycott(alderbourne):
    assert (
        of(alderbourne, "ks2_pupils", 2025, "no_return") == of(alderbourne, "phonics_pupils", 2025, "no_return") == []
    )
    assert of(alderbourne, "ks2_pupils", 2024, "no_return")
    assert of(alderbourne, "ks2_pupils", 2024, "no_year_6") == []
    assert of(alderbourne, "ks2_pupils", 2023, "no_year_6") and of(alderbourne, "ks2_pupils", 2025, "no_year_6")
    boycott = of(alderbourne, "ks2_pupils", 2018, "boycott")
    assert boycott and {r[c] for r in boycott for c in ("READOUTCOME", "GPSOUTCOME", "MATOUTCOME")} == {"A"}
    assert any(r["READOUTCOME"] == "" for r in of(alderbourne, "ks2_pupils", 2025, "pending"))


def test_schools_begin_and_end(alderbourne):
    def listed(year):
        return {r["LAESTAB"] for r in alderbourne.rows("ks2_pupils", year)}

    cast = read_cast()
    for case, first in (("amalgamation", 2018), ("sponsored", 2019)):
        *old, new = cast.case(case)
        for year in RESULTS_YEARS:
            assert (new.laestab in listed(year)) == (year >= first)
            assert ({s.laestab for s in old} <= listed(year)) == (year < first)
    assert school("closure") in listed(2022) and school("closure") not in listed(2023)
    infants = {s.laestab for s in cast.case("infant_and_junior") if s.juniors_to}
    assert not infants & listed(2025) and {s.juniors_to for s in cast.schools if s.laestab in infants} <= listed(2025)


def test_the_late_file_replaces_scores_of_its_own_school_alone(alderbourne):
    import pandas as pd

    (late,) = (alderbourne.home / "deliveries" / "later").glob("*.xlsx")
    assert late.name.startswith(school("late_file"))
    rows = pd.read_excel(late, dtype=str, keep_default_na=False).to_dict("records")
    sent = {r["UPN"]: r for r in of(alderbourne, "ks2_pupils", 2025, "late_file")}
    assert {r["UPN"] for r in rows} == set(sent)
    assert sum(r["READSCORE"] != sent[r["UPN"]]["READSCORE"] for r in rows) == 3


def test_three_faults_are_planted_and_no_more(alderbourne):
    rows = alderbourne.rows("ks2_pupils", 2025)
    wrong = [r for r in rows if r["READSCORE"] and (int(r["READSCORE"]) >= 100) != (r["READOUTCOME"] == "AS")]
    assert [r["LAESTAB"] for r in wrong] == [school("mark_and_outcome")]
    writing = {r["UPN"]: r["WRITTA"] for r in rows}
    changed = [
        r for r in alderbourne.rows("moderation", 2025)
        if r["Stage"] == "KS2" and writing.get(r["UPN"]) != r["ModeratedJudgement"]
    ]  # fmt: skip
    assert [r["LAESTAB"] for r in changed] == [school("moderation")]


def test_its_declarations_are_read_and_its_register_knows_the_lines(alderbourne):
    problems = Problems()
    assert read_sources(alderbourne.home / "params", problems) and problems == []
    register = read_register(alderbourne.home / "params", {})
    assert register.authority.code == "999" and register.authority.region.name == "North West"
    assert not (alderbourne.home / "params" / "corrections").exists()
    clusters = [c for c in register.values() if c.kind == "cluster"]
    assert sorted(c.phase for c in clusters) == ["primary"] * 4 + ["secondary"] * 3


def test_every_awkward_school_says_what_it_shows():
    cast = read_cast()
    assert all(bool(s.case) == bool(s.shows) for s in cast.schools)
    assert len(cast.schools) == 80 and len({s.laestab for s in cast.schools}) == 80
    assert all(s.laestab.startswith("999") and s.urn.startswith("99") for s in cast.schools)


@pytest.mark.parametrize(
    "summer, stage, measures", [(2023, "KS2", 4), (2026, "KS2", 4), (2023, "KS4", 2), (2024, "KS4", 2)]
)
def test_transition_rates_never_fall_as_children_start_higher(alderbourne, summer, stage, measures):
    file = alderbourne.home / "deliveries" / "999_transition_rates.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [r for r in csv.DictReader(opened) if (r["ForYear"], r["Stage"]) == (str(summer), stage)]
    by_measure = {}
    for row in rows:
        by_measure.setdefault(row["Measure"], []).append((float(row["PriorFrom"]), float(row["Rate"])))
    assert len(by_measure) == measures
    for bands in by_measure.values():
        rates = [rate for _, rate in sorted(bands)]
        assert len(rates) >= 4 and rates == sorted(rates) and rates[0] < 30 and rates[-1] > 85


def test_year_ten_are_the_children_of_next_years_year_eleven(alderbourne):
    def of(year, group):
        return {r["UPN"] for r in alderbourne.rows("pupil_roll", year) if r["YearGroup"] == group}

    assert of(2022, "10") == of(2023, "11") and len(of(2022, "10")) > 1000
