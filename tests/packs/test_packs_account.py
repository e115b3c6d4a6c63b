"""The yearly account on the real data: what it knew on its day, against the strategy as the council wrote it."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from pipeline.declared.strategy import Report
from pipeline.packs.account.assemble import compared_places, since_last_year
from pipeline.packs.account.success_measures import AccountView, strategy_lines
from pipeline.packs.compose import compose
from pipeline.packs.pack import Pack
from pipeline.paths import ROOT

SLUG = "scrutiny-report"
DAYS = {2018: date(2019, 6, 30), 2025: date(2026, 6, 30)}


@pytest.fixture(scope="module")
def packs(bury_run):
    spec, bury = bury_run.declared.publications[SLUG], bury_run.register.find("351")
    return {year: compose(spec, bury, year, bury_run.on(spec.day(year))) for year in DAYS}


def lines(pack):
    return {line.id: line for line in pack.account.lines}


def cell(pack, place, year, measure):
    return next(f for f in pack.figures if (f.place, f.year, f.measure, f.group) == (place, year, measure, "all"))


def toolkit():
    with (ROOT / "tests" / "worked" / "toolkit_authority.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "row", [r for r in toolkit() if r["place"] == "351"], ids=lambda r: f"{r['measure']}-{r['year']}"
)
def test_burys_figures_are_those_the_toolkit_prints(packs, row):
    assert cell(packs[2018], "351", int(row["year"]), row["measure"]).text == f"{row['printed']}%"


def test_where_england_or_the_region_differs_the_definition_is_printed(packs):
    """The toolkit's England of 2016 and 2017 is a point under the tool's in reading, writing and mathematics."""
    beside = [r for r in toolkit() if r["place"] != "351"]
    texts = [(r, cell(packs[2018], r["place"], int(r["year"]), r["measure"]).text) for r in beside]
    differ = {(r["measure"], r["place"]) for r, text in texts if text != f"{r['printed']}%"}
    assert differ == {("ks2_rwm_exp", "england"), ("ks2_rwm_exp", "north-west")}
    meaning = next(g.meaning for g in packs[2018].glossary if g.term == "England")
    assert "State-funded" in meaning and "can be a point lower" in meaning


@pytest.mark.parametrize("year", DAYS)
def test_nothing_published_after_the_day_is_in_the_account(packs, bury_run, year):
    releases, measures = bury_run.declared.releases, bury_run.declared.measures
    assert packs[year].as_at == DAYS[year].isoformat()
    late = [f for f in packs[year].figures if releases.on(measures[f.measure].stage, f.release, f.year) > DAYS[year]]
    assert late == []
    assert len(packs[year].figures) > 500


def test_exclusions_of_2018_came_out_a_month_too_late(packs, bury_run):
    """Published in July 2019, so the account of June 2019 prints 2017's."""
    assert bury_run.figures.get("351", 2018, "permanent_all").shown
    line = lines(packs[2018])["1c-i"]
    assert (line.latest.text, line.latest.year) == ("0.28 per 100", 2017)
    assert line.state == "not assessable" and "published on 25 July 2019" in line.why


def test_every_success_measure_has_a_line_and_a_placeholder_is_never_a_number(packs, bury_run):
    (strategy,) = bury_run.declared.strategies
    assert list(lines(packs[2018])) == [m.id for m in strategy.measures]
    states = Counter(line.state for line in packs[2018].account.lines)
    assert states == {"not set": 6, "not reported": 9, "not assessable": 4, "on track": 3}
    for m in (m for m in strategy.measures if m.not_set):
        line = lines(packs[2018])[m.id]
        assert (line.ambition, line.verdict) == ("not set", "not known")
    given = {f.words: f.baseline for f in packs[2018].account.facts}
    assert given["Childcare settings"] == "not given" and given["Schools"] == "86"


def test_an_ambition_that_only_rounds_to_its_target_is_on_track_not_met(packs):
    """70.9 in 2018 prints as 71; from 69 in 2017 it has come more than half the way to 71 in 2019."""
    line = lines(packs[2018])["1b-i"]
    assert (line.latest.text, line.before.text, line.england) == ("71%", "69%", "72%")
    assert (line.state, line.verdict) == ("on track", "on track")
    assert "prints as 71 but is not quite there" in line.why


def test_the_gap_of_pupils_with_free_meals_is_taken_between_printed_figures(packs):
    """82% of all pupils in England and 72% of Bury's pupils with free meals: 10 points."""
    line = lines(packs[2018])["2c-ii"]
    assert (line.latest.text, line.before.text, line.ambition) == ("10 points", "12 points", "9 points or less by 2019")


def test_a_break_in_series_is_not_a_way_to_a_target(packs, bury_run):
    """Writing is judged otherwise from 2018, so 64% in reading, writing and maths has not come from 2017's 63%."""
    (strategy,) = bury_run.declared.strategies
    gld = next(m for m in strategy.measures if m.id == "1b-i")
    rwm = gld.model_copy(update={"figure": gld.figure.model_copy(update={"measure": "ks2_rwm_exp"}), "target": 66.0})
    seen = AccountView(2018, DAYS[2018], bury_run.figures, bury_run.declared)
    stand = compared_places(bury_run.register["351"], bury_run.register)
    (line,) = strategy_lines(strategy.model_copy(update={"measures": [rwm]}), stand, seen)
    assert (line.state, line.why) == ("not assessable", "There is no figure for 2017 that it can be set against.")


def test_after_its_last_day_a_strategy_is_not_on_track_but_told_how_it_ended(packs):
    found = lines(packs[2025])
    ends = {i: line.verdict for i, line in found.items() if line.verdict != "not known"}
    assert ends == {
        "1b-i": "reached", "1c-i": "reached", "1c-ii": "not reached", "1c-iii": "reached", "2c-i": "not reached",
        "2c-ii": "not reached",
    }  # fmt: skip
    assert "cannot be compared" in found["1b-i"].why


def of_year(bury_run, year, **measures):
    """The lines of a year's account with some measures of the strategy as given, by their ids."""
    (strategy,) = bury_run.declared.strategies
    told = [m.model_copy(update=measures.get(m.id, {})) for m in strategy.measures]
    day = bury_run.declared.publications[SLUG].day(year)
    seen = AccountView(year, day, bury_run.on(day).figures, bury_run.declared)
    stand = compared_places(bury_run.register["351"], bury_run.register)
    return {line.id: line for line in strategy_lines(strategy.model_copy(update={"measures": told}), stand, seen)}


def test_between_the_last_day_of_its_ambitions_and_its_own_end_a_strategy_is_told_the_same_way(bury_run):
    """The ambitions are for 2019 and the strategy runs to 2020."""
    verdicts = Counter(line.verdict for line in of_year(bury_run, 2020).values())
    assert verdicts == {"reached": 3, "not reached": 3, "not known": 16}


def test_an_ambition_in_tenths_is_written_in_the_unit_of_its_figure(bury_run):
    at_most = {"comparison": "at_most", "target": 0.2}
    line = of_year(bury_run, 2018, **{"1c-i": at_most})["1c-i"]
    assert line.ambition == "0.2 per 100 or less by 2019"


def test_a_figure_in_tenths_that_only_rounds_to_its_ambition_says_so(bury_run):
    """5.76 prints as 5.8."""
    fig = bury_run.on(DAYS[2018]).figures.get("351", 2018, "absence_secondary")
    short = replace(fig, value=5.76)
    figures = type(bury_run.figures)(
        [short, replace(fig, year=2017, value=5.9)], bury_run.declared.vocabulary.releases.ranks
    )
    (strategy,) = bury_run.declared.strategies
    gld = next(m for m in strategy.measures if m.id == "1b-i")
    figure = gld.figure.model_copy(update={"measure": "absence_secondary"})
    m = gld.model_copy(update={"figure": figure, "target": 5.8, "comparison": "at_least", "deadline": 2019})
    seen, stand = (
        AccountView(2018, DAYS[2018], figures, bury_run.declared),
        compared_places(bury_run.register["351"], bury_run.register),
    )
    (line,) = strategy_lines(strategy.model_copy(update={"measures": [m]}), stand, seen)
    assert line.latest.text == "5.8%" and "prints as 5.8 but is not quite there" in line.why


def test_officers_reports_stand_in_their_own_words(bury_run):
    told = Report(text="Six schools share a new base.", state="met")
    line = of_year(bury_run, 2018, **{"1e": {"reports": {2018: told}}})["1e"]
    assert (line.state, line.verdict, line.why) == ("met", "on track", "Six schools share a new base.")


def test_what_reads_otherwise_than_last_year_is_told(packs, bury_run):
    """Two accounts of which one had another verdict and an earlier figure."""
    now = list(packs[2018].account.lines)
    then = [replace(line, verdict="not yet") if line.id == "2c-i" else line for line in now]
    figures = bury_run.figures
    was = replace(figures.get("351", 2016, "ks2_rwm_exp"), value=53.2, release="provisional")
    earlier = type(figures)([was], bury_run.declared.vocabulary.releases.ranks)
    seen, last = (AccountView(2018, None, s, bury_run.declared) for s in (figures, earlier))
    told = since_last_year(now, then, "351", ["ks2"], seen, last)
    assert [(c.was, c.now) for c in told] == [("not yet", "on track"), ("53%", "55%")]
    assert told[1].why == "provisional then, final now"
    assert packs[2018].account.changed == ()


@pytest.mark.parametrize("year", DAYS)
def test_no_school_is_in_the_public_account(packs, bury_run, year):
    text = packs[year].to_json()
    schools = bury_run.register.schools(year)
    assert not [s.id for s in schools if s.id in text or s.name in text]
    assert {p.kind for p in packs[year].places} <= {"england", "region", "neighbours", "cluster"}
    assert (packs[year].positions, packs[year].scatters) == ({}, {})


def test_schools_are_counted_once_by_what_was_known_of_them(packs, bury_run):
    for year, pack in packs.items():
        state = [s for s in bury_run.register.schools(year) if s.school_kind not in ("independent", "college")]
        assert sum(i.schools for i in pack.account.inspections) == len(state)
    then, now = ({i.outcome: i.schools for i in packs[y].account.inspections} for y in DAYS)
    assert then["Not known: inspected again since"] == 40
    assert now["Good"] == 54 and now["No overall grade: a report card, since November 2025"] == 7


def test_report_cards_are_counted_by_area_and_have_no_overall_grade(packs):
    """The seven report cards of the shipped list; one is of a high school, which has no early years."""
    earlier, latest = (packs[year].account.inspected_areas for year in DAYS)
    assert earlier == ()  # of the account whose day was before the first report card
    assert {a.area: dict(a.grades) for a in latest} == {
        "Inclusion": {"Strong standard": 2, "Expected standard": 5},
        "Curriculum and teaching": {"Strong standard": 1, "Expected standard": 5, "Needs attention": 1},
        "Achievement": {"Expected standard": 6, "Needs attention": 1},
        "Attendance and behaviour": {"Expected standard": 6, "Needs attention": 1},
        "Personal development and wellbeing": {"Strong standard": 4, "Expected standard": 3},
        "Leadership and governance": {"Expected standard": 6, "Needs attention": 1},
        "Early years": {"Strong standard": 2, "Expected standard": 3, "Needs attention": 1},
        "Safeguarding": {"Met": 7},
    }


def test_the_sources_name_what_the_facts_rest_on_and_no_later_census(packs):
    named = {(s.title, s.year) for s in packs[2018].sources}
    assert {("School census", 2019), ("Ofsted inspections", 2026)} <= named
    assert [year for title, year in named if title == "School census"] == [2019]


def test_the_next_results_come_after_the_day(packs):
    assert packs
    for year, pack in packs.items():
        first, *others = sorted(pack.next_releases, key=lambda r: r.day)
        assert (first.stage, first.day) == ("exclusions", f"{year + 1}-07-25")
        assert first.day > DAYS[year].isoformat() and len(others) >= 7


def test_no_results_are_announced_of_a_check_that_is_not_held_yet(packs):
    """The multiplication tables check was first held in 2022."""
    announced = {year: {r.stage for r in pack.next_releases} for year, pack in packs.items()}
    assert "mtc" not in announced[2018] and "mtc" in announced[2025]


def test_an_account_goes_to_json_and_back_unchanged(packs):
    again = Pack.from_json(packs[2018].to_json())
    assert (again, again.to_json(), again.fingerprint()) == (
        packs[2018],
        packs[2018].to_json(),
        packs[2018].fingerprint(),
    )
