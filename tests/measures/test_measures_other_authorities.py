"""Where the figures of other places come from: the sources declared for comparators, whatever else is received."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from pipeline.measures.build import published_figures
from pipeline.packs.released import open_run_context
from pipeline.paths import ROOT, Folders
from pipeline.places import Place, Register
from pipeline.validated.clean_tables import declared
from pipeline.validated.intake import KEPT, receive
from tests.pupils.invented_tables import DECLARED, delivery, read_authority_999

SCHOOL, HAMPSHIRE = "9992001", ROOT / "data" / "open" / "hampshire"
KS2_2018 = HAMPSHIRE / "2017-2018" / "850_ks2final.csv"


def register(*sources: str) -> Register:
    """An authority of one school, which takes its comparators from these sources."""
    authority = read_authority_999()
    authority = authority.model_copy(
        update={"comparators_from": authority.comparators_from.model_copy(update={"sources": list(sources)})}
    )
    places = [
        Place("999", authority.name, "authority"),
        Place("england", "England", "england"),
        Place(SCHOOL, "School", "school", school_kind="mainstream"),
    ]
    return Register(authority, places, codes={"999": "999", "970": "england"})


def performance_table(percent: float, release: str = "final"):
    """One school at this percentage of reading at the expected standard, and all England one higher."""
    shown = {"results_year": 2018, "urn": None, "reading_exp__status": "shown", "eligible": None}
    rows = [
        {"row_kind": "school", "la": "999", "laestab": SCHOOL, "reading_exp": percent, **shown},
        {"row_kind": "england", "la": None, "laestab": None, "reading_exp": percent + 1, **shown},
    ]
    return delivery("ks2_performance", 2018, release), pd.DataFrame(rows)


def interactive_tool(percent: float):
    """England's percentage in the Local Authority Interactive Tool."""
    row = {"area_code": "970", "item": "KS2R_Expected_STD", "results_year": 2018, "release": "final", "value": percent}
    return delivery("lait", 2018, "final"), pd.DataFrame([row | {"value__status": "shown"}])


def figures(places: Register, **tables) -> dict[tuple[str, str], float]:
    """Place and release stage -> the percentage."""
    found = published_figures(DECLARED, places, tables)
    return {(f["place_id"], f["release"]): f["value"] for f in found if f["measure"] == "ks2_reading_exp"}


def test_a_national_row_of_a_performance_table_is_no_comparator_unless_it_is_declared():
    tables = {"lait": [interactive_tool(75)], "ks2_performance": [performance_table(60)]}
    assert figures(register("lait"), **tables) == {(SCHOOL, "final"): 60, ("england", "final"): 75}
    tables.pop("lait")
    assert figures(register("lait"), **tables) == {(SCHOOL, "final"): 60}


def test_the_first_declared_source_that_has_the_figure_gives_it():
    tables = {"lait": [interactive_tool(75)], "ks2_performance": [performance_table(60)]}
    assert figures(register("ks2_performance", "lait"), **tables)["england", "final"] == 61
    assert figures(register("lait", "ks2_performance"), **tables)["england", "final"] == 75
    tables.pop("lait")
    assert figures(register("lait", "ks2_performance"), **tables)["england", "final"] == 61


def test_each_release_stage_of_the_source_is_kept_and_the_later_edition_of_one():
    editions = [performance_table(60, "provisional"), performance_table(62), performance_table(64)]
    found = figures(register("ks2_performance"), ks2_performance=editions)
    assert {stage: value for (place, stage), value in found.items() if place == "england"} == {
        "provisional": 61,
        "final": 65,
    }


@pytest.fixture(scope="module")
def with_hampshire(bury, tmp_path_factory) -> tuple[Folders, list]:
    """Bury's store after Hampshire's file was received as well, and what receiving it said."""
    home = tmp_path_factory.mktemp("with_hampshire")
    folders = replace(bury, data=home / "data", outputs=home / "outputs")
    shutil.copytree(bury.data, folders.data)
    return folders, receive([KS2_2018], folders, declared(folders.params))


def test_another_authoritys_file_changes_no_figure_and_is_said_to_be_theirs(bury_run, with_hampshire):
    folders, outcomes = with_hampshire
    assert [o.what for o in outcomes] == [KEPT]
    assert any("of other authorities; they give no figure here" in f.problem for f in outcomes[0].findings)
    assert open_run_context(folders).figures.all() == bury_run.figures.all()


def test_a_doubtful_figure_waits_for_confirmation_and_no_other_does(bury_run):
    """99 per cent of plans within 20 weeks in 2024, after 74.1 in 2023: held back until the special needs team confirms it."""
    doubtful = bury_run.figures.get("351", 2024, "ehc_plans_in_time")
    assert (doubtful.status, doubtful.value) == ("unconfirmed", None)
    before = bury_run.figures.get("351", 2023, "ehc_plans_in_time")
    assert (before.status, round(before.value, 1)) == ("shown", 74.1)
    england = bury_run.figures.get("england", 2024, "ehc_plans_in_time")
    assert (england.status, round(england.value, 1)) == ("shown", 46.4)
