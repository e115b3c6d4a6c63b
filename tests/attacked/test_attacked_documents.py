"""Every document of a little authority is attacked by whoever may hold it."""

import shutil
from dataclasses import replace

import pytest

from pipeline.paths import Folders
from tests.alder import declare
from tests.attacked.attacker import NOTHING
from tests.attacked.documents import Town, attack, attack_by_heads, attack_everybody, attack_school
from tests.validated import clean_authority as clean

DOCUMENTS = {"primary-booklet", "secondary-booklet", "cluster-booklet", "authority-booklet", "scrutiny-report"}
YEAR = 2018


@pytest.fixture(scope="module")
def alder(little_authority, tmp_path_factory):
    """Alder, its two primary schools a cluster."""
    home = tmp_path_factory.mktemp("alder")
    declare(home / "params", DOCUMENTS)
    (home / "params" / "places").mkdir()
    rows = "".join(f"{s},primary,a,{clean.NAMES[s]},2014,,matched,invented\n" for s in (clean.NORTH, clean.SOUTH))
    head = "laestab,phase,cluster,printed_name,from,to,status,reason\n"
    (home / "params" / "places" / "clusters.csv").write_text(head + rows, encoding="utf-8")
    shutil.copytree(little_authority.data, home / "data", ignore=shutil.ignore_patterns("packs"))
    return Folders(home / "params", home / "data", home / "outputs")


def test_no_document_of_an_authority_gives_a_small_group_away(alder):
    outcome = sum(attack_everybody(alder, [YEAR]).values(), NOTHING)
    assert outcome.attacked > 100 and outcome.secondary > 0
    assert outcome.worked_out == []


def test_no_document_of_an_authority_gives_a_small_group_away_to_a_head(alder):
    outcome = sum(attack_by_heads(alder, YEAR).values(), NOTHING)
    assert outcome.attacked > 100
    assert outcome.worked_out == []


def test_were_the_withheld_figures_printed_the_public_would_work_others_out(alder):
    town = Town(alder)
    packs = [_with_withheld_printed(pack, town) for pack in town.documents(YEAR, "public").values()]
    assert attack(town, packs, "public").worked_out


def test_were_the_withheld_groups_of_a_school_printed_its_readers_would_work_others_out(alder):
    town = Town(alder)
    told = {
        place: attack_school(town, [_with_withheld_printed(pack, town)], place).worked_out
        for (_, place, _), pack in town.documents(YEAR, "school").items()
    }
    assert any(told.values())


def _with_withheld_printed(pack, town):
    cells = (replace(c, status="shown", text=_printed(town, c)) if c.status == "withheld" else c for c in pack.figures)
    return replace(pack, figures=tuple(cells))


def _printed(town, cell):
    value = town.run.figures.get(cell.place, cell.year, cell.measure, cell.group).value
    return f"{value:.0f}%" if town.run.declared.measures[cell.measure].unit == "percent" else f"{value:.1f}"
