"""The year's plan: the list is always whole, and only the packs asked for are composed, each as if all had been."""

import shutil
from types import SimpleNamespace

import pytest

from pipeline.atomic import write_text
from pipeline.disclosure.suppression_cache import SuppressionCache
from pipeline.packs import compose, pupil_records, released
from pipeline.packs import plan as planning
from pipeline.packs.plan import is_stale, noted_plan, plan
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import Folders
from tests.alder import declare
from tests.validated import clean_authority as clean

PRIMARY, SECONDARY = "primary-booklet", "secondary-booklet"


@pytest.fixture
def composed(monkeypatch):
    """The documents composed, in order."""
    taken, made = [], compose.compose

    def note(publication, place, year, desk):
        taken.append((publication.slug, place.id))
        return made(publication, place, year, desk)

    monkeypatch.setattr(compose, "compose", note)
    return taken


def packs(where):
    return {f.relative_to(where.packs).as_posix(): f.read_bytes() for f in where.packs.glob("2018/*/*.json")}


def test_one_after_another_they_are_the_same_packs_as_all_at_once(little_authority, tmp_path, composed):
    declare(tmp_path / "params", {PRIMARY, SECONDARY})
    shutil.copytree(little_authority.data, tmp_path / "data", ignore=shutil.ignore_patterns("packs"))
    where = Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")
    plan(where, 2018, [SECONDARY])
    assert composed == [(SECONDARY, clean.HIGH)]
    plan(where, 2018, [PRIMARY])
    assert composed[1:] == [(PRIMARY, clean.NORTH), (PRIMARY, clean.SOUTH)]
    apart, listed = packs(where), noted_plan(where, 2018)
    shutil.rmtree(where.packs)
    assert plan(where, 2018) == listed
    assert packs(where) == apart and len(apart) == 3


class Register(dict):
    find = dict.__getitem__


@pytest.fixture
def three(house, monkeypatch):
    """Two publications for three schools, one of them held; a pack is its school's name. What was composed is told."""
    schools = {"1": PRIMARY, "2": PRIMARY, "3": SECONDARY}
    listed = [
        PlannedDocument(slug, p, f"School {p}", 2018, "n", held="asked" if p == "2" else "")
        for p, slug in schools.items()
    ]
    publications = {slug: SimpleNamespace(slug=slug, day=lambda year: None) for slug in (PRIMARY, SECONDARY)}
    register = Register({p: SimpleNamespace(id=p) for p in schools})
    declared = SimpleNamespace(publications=publications)
    at = SimpleNamespace(declared=declared, register=register, on=lambda day: at, suppressions=SuppressionCache())
    taken = []

    def make(publication, place, year, desk):
        taken.append(place.id)
        return SimpleNamespace(to_json=lambda: place.id, fingerprint=lambda: f"pack {place.id}, {len(taken)}")

    monkeypatch.setattr(released, "open_run_context", lambda where: at)
    monkeypatch.setattr(compose, "compose", make)
    monkeypatch.setattr(pupil_records, "rests_on_pupil_records", lambda *_: False)
    monkeypatch.setattr(
        planning, "planned_documents", lambda year, today: (listed, [(PRIMARY, "School 4", "no results")])
    )
    return taken


def told(made):
    return {o.place: o.pack or o.held for o in made.documents}


def test_the_list_is_of_the_whole_year_whatever_is_asked_for(house, three):
    made = plan(house, 2018, [PRIMARY])
    assert told(made) == {"1": "pack 1, 1", "2": "asked", "3": ""}
    assert made.without == ((PRIMARY, "School 4", "no results"),)


def test_what_has_not_changed_is_not_composed_again(house, three):
    for asked in ([PRIMARY], [PRIMARY], [], []):
        made = plan(house, 2018, asked)
    assert three == ["1", "3"]
    assert noted_plan(house, 2018) == made


def test_after_a_change_what_is_not_asked_for_keeps_its_pack_and_is_stale(house, three):
    assert is_stale(PRIMARY, 2018, house), "without a plan nothing says that a pack is of today"
    plan(house, 2018)
    assert not is_stale(SECONDARY, 2018, house)
    write_text(house.data / "corrections" / "ks2_pupils.yml", "why: x\n")
    assert is_stale(PRIMARY, 2018, house) and is_stale(SECONDARY, 2018, house)
    assert told(plan(house, 2018, [PRIMARY])) == {"1": "pack 1, 3", "2": "asked", "3": "pack 3, 2"}
    assert (is_stale(PRIMARY, 2018, house), is_stale(SECONDARY, 2018, house)) == (False, True)
    assert told(plan(house, 2018)) == {"1": "pack 1, 3", "2": "asked", "3": "pack 3, 4"}


def test_a_pack_composed_by_hand_that_is_not_the_planned_one_is_composed_again(house, three, monkeypatch):
    """A trial with other parameters, say: what it left must not go out as what was planned."""
    plan(house, 2018)
    monkeypatch.setattr(planning, "has_results", lambda *_: True)
    monkeypatch.setattr(planning, "is_for", lambda *_: True)
    planning.prepare(SECONDARY, "3", 2018, house)
    assert (is_stale(PRIMARY, 2018, house), is_stale(SECONDARY, 2018, house)) == (False, True)


def test_a_name_nobody_declares_composes_nothing(house, three):
    plan(house, 2018, ["primary-bookelt"])
    assert three == []


def test_a_plan_noted_in_an_earlier_form_is_made_anew(house, three):
    made = plan(house, 2018)
    write_text(house.packs / "2018" / "plan.json", '{"owed": [], "rests_on": {}, "without": [], "year": 2018}')
    assert noted_plan(house, 2018) is None
    assert told(plan(house, 2018)) == {**told(made), "1": "pack 1, 3", "3": "pack 3, 4"}
