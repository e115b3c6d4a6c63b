"""A new results year: what it may not take for granted is listed, and nothing of it is made until each is confirmed."""

import shutil
from dataclasses import replace

import pytest
import yaml

from pipeline.declared import read_declared
from pipeline.declared.authority import read_authority
from pipeline.declared.newyear import YearChange, checklist
from pipeline.declared.publications import read_publications
from pipeline.declared.strict import Problems
from pipeline.declared.years import checklist_file, read_years, refuse_unconfirmed
from pipeline.errors import CommandWrong, ParamsWrong, YearNotConfirmed
from pipeline.paths import ROOT, Folders
from pipeline.press import choose
from pipeline.verbs.newyear import open_year

DECLARED, AUTHORITY = read_declared(ROOT / "params"), read_authority(ROOT / "params", Problems())


def turn(last=2025, new=2026, **other) -> dict:
    """Item id -> item, of the real declarations with some of them put otherwise."""
    return {i.id: i for i in checklist(YearChange(last, new, replace(DECLARED, **other), AUTHORITY)).items}


def measures(name, **other):
    """The real measures with one put otherwise."""
    return DECLARED.measures | {name: DECLARED.measures[name].model_copy(update=other)}


@pytest.fixture
def ours(tmp_path) -> Folders:
    """Declarations of the test's own, without any checklist."""
    shutil.copytree(ROOT / "params", tmp_path / "params", ignore=shutil.ignore_patterns("years"))
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


def test_what_is_not_known_of_2026_is_listed():
    """Codes that are not certain, whether there is progress in key stage 2, England's figures, the names of files."""
    items = turn()
    assert "J, CA, CN, M, F, P" in items["codes-ks2_test"].why
    assert (
        "whether there are any in 2026: Maths progress; Reading progress" in items["ks2-back-ks2_maths_progress"].what
    )
    assert "no figures in 2026: Progress 8" in items["ks4-not-held-ks4_progress8"].what
    assert {"england", "neighbours", "group-greater-manchester", "clusters", "lineage", "release-days"} <= set(items)
    assert {f"file-{name}" for name, s in DECLARED.sources.items() if s.results_year != "none"} <= set(items)
    assert "points_from_england_ks4" in items["policy-rag"].what
    assert not any(i.confirmed for i in items.values())


def test_each_item_names_a_file_or_folder_that_is_there():
    assert [i.where for i in turn().values() if not (ROOT / i.where).exists()] == []


def test_the_checklists_held_list_all_that_is_declared_today():
    """What was declared since is not to be taken for granted either: made again by `new-year`, or added by hand."""
    held = read_years(ROOT / "params", Problems())
    unlisted = {y: turn(c.opened_from, y).keys() - {i.id for i in c.items} for y, c in held.items()}
    assert unlisted == {year: set() for year in held}


def test_a_measure_whose_series_ends_with_the_last_year_stops_and_no_longer_goes_on():
    science = DECLARED.measures["ks2_science_exp"]
    ended = [s.model_copy(update={"end": 2025}) if s.end is None else s for s in science.series]
    before, after = turn(), turn(measures=measures("ks2_science_exp", series=ended))
    assert set(after) - set(before) == {"ks2_science_exp-stops"}
    assert (before["ks2-definitions"].what[:11], after["ks2-definitions"].what[:11]) == ("14 measures", "13 measures")


def test_records_that_give_a_measure_until_the_last_year_are_listed():
    gld = DECLARED.measures["eyfs_gld"]
    pupils = gld.pupils.model_copy(update={"years": (2013, 2025)})
    assert "eyfs_gld-stops" in turn(measures=measures("eyfs_gld", pupils=pupils))
    assert "eyfs_gld-stops" not in turn(measures=measures("eyfs_gld", pupils=gld.pupils))


def test_a_column_that_stops_with_the_last_year_is_named():
    source = DECLARED.sources["ks2_performance"]
    columns = source.columns | {"boys": source.columns["boys"].model_copy(update={"until": 2025})}
    sources = type(DECLARED.sources)({**DECLARED.sources, source.id: source.model_copy(update={"columns": columns})})
    assert turn(sources=sources)["file-ks2_performance"].why == "Columns that stop with 2025: boys."


def test_documents_wait_only_for_items_of_the_stages_they_show(ours):
    open_year(ours, 2025, 2026)
    slugs = read_publications(ours.params, Problems())
    with pytest.raises(YearNotConfirmed) as told:
        refuse_unconfirmed(ours.params, 2026, ["secondary-booklet"])
    said = str(told.value)
    assert "2026.yml" in said and "ks4-definitions" in said and "clusters: " in said
    assert "ks2-definitions" not in said and slugs["secondary-booklet"].stages == ["ks4"]


def test_nothing_is_made_until_every_item_is_confirmed_and_other_years_are_open(ours, monkeypatch):
    def plan(*_):
        raise LookupError("planned")

    monkeypatch.setattr("pipeline.press.plan", plan)
    open_year(ours, 2025, 2026)
    file = checklist_file(ours.params, 2026)
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    *most, last = listed["items"]
    for item in most:
        item.update(confirmed=True, said="Data manager, by the collection's guide")
    file.write_text(yaml.safe_dump(listed), encoding="utf-8")
    with pytest.raises(YearNotConfirmed) as told:
        choose(ours, 2026, [], [], False)
    assert told.value.facts["items"] == [f"{last['id']}: {last['what']}"]
    last.update(confirmed=True, said="Data manager, by the collection's guide")
    file.write_text(yaml.safe_dump(listed), encoding="utf-8")
    for year in (2025, 2026):
        with pytest.raises(LookupError, match="planned"):
            choose(ours, year, [], [], False)


@pytest.mark.parametrize(
    "item, said",
    [
        ({"confirmed": True}, "codes-x is confirmed: write under 'said' by whom"),
        ({"stages": ["ks3"]}, "codes-x.stages: there is no key stage 'ks3'. Did you mean 'ks"),
        ({"konfirmed": True}, "Did you mean 'confirmed'?"),
    ],
)
def test_a_checklist_is_read_strictly(ours, item, said):
    file = checklist_file(ours.params, 2026)
    file.parent.mkdir()
    base = {"id": "codes-x", "what": "x", "where": "params", "why": "x"}
    told = {"year": 2026, "opened_from": 2025, "why": "x", "items": [base | item]}
    file.write_text(yaml.safe_dump(told), encoding="utf-8")
    with pytest.raises(ParamsWrong) as error:
        read_declared(ours.params)
    assert said in str(error.value)


def test_a_checklist_under_another_years_name_is_a_mistake(ours):
    open_year(ours, 2025, 2026)
    checklist_file(ours.params, 2026).rename(checklist_file(ours.params, 2027))
    problems = Problems()
    assert read_years(ours.params, problems) == {}
    assert problems == ["years/2027.yml is the checklist of 2026: call the file 2026.yml."]


def test_a_year_that_is_open_already_keeps_its_confirmations(ours):
    open_year(ours, 2025, 2026)
    before = checklist_file(ours.params, 2026).read_bytes()
    with pytest.raises(CommandWrong, match="is there already"):
        open_year(ours, 2025, 2026)
    assert checklist_file(ours.params, 2026).read_bytes() == before
    with pytest.raises(CommandWrong, match="comes after"):
        open_year(ours, 2026, 2026)
