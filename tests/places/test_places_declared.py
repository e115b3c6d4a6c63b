"""params/places and params/authority.yml: read strictly, every name explained, every mistake told at once."""

import shutil

import pytest

from pipeline.declared.authority import read_authority
from pipeline.declared.places import read_declared_places
from pipeline.declared.strict import Problems
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT
from pipeline.places import read_register


@pytest.fixture(scope="module")
def declared():
    problems = Problems()
    places = read_declared_places(ROOT / "params", problems)
    assert problems == []
    return places


@pytest.fixture
def params(tmp_path):
    shutil.copytree(ROOT / "params" / "places", tmp_path / "places")
    shutil.copy(ROOT / "params" / "authority.yml", tmp_path)
    return tmp_path


def test_every_cluster_row_has_its_reason(declared):
    assert all(len(r.reason) > 30 for r in declared.clusters)
    nobody = [r.printed_name for r in declared.clusters if r.status == "unmatched"]
    assert nobody == ["The Ark Primary"]
    assert [r.cluster for r in declared.clusters if r.status == "heading"] == ["c"]


def test_every_printed_name_is_there_once(declared):
    printed = [(r.phase, r.cluster) for r in declared.clusters if r.printed_name and r.status != "successor"]
    counted = {k: printed.count(k) for k in printed}
    assert counted == {
        ("primary", "a"): 16, ("primary", "b"): 19, ("primary", "c"): 17, ("primary", "d"): 13,
        ("secondary", "a"): 5, ("secondary", "b"): 5, ("secondary", "c"): 6,
    }  # fmt: skip


def test_clusters_and_lineage_agree_when_a_line_ends(bury, declared):
    schools = [row for row in declared.clusters if row.laestab]
    assert schools
    for row in schools:
        place = bury[row.laestab]
        assert row.last == place.last_year, row.laestab
        assert (row.first or 0) >= (place.first_year or 0) or row.first == 2014, row.laestab


def test_every_event_says_why_and_every_line_it_names_exists(bury, declared):
    assert all(len(e.reason) > 20 for e in declared.events)
    assert [line for e in declared.events for line in (e.line, *e.from_lines) if line not in bury] == []


def test_the_authority_names_nobody(params):
    problems = Problems()
    authority = read_authority(params, problems)
    assert problems == [] and (authority.id, authority.contact) == ("351", "the pupil performance data team")
    assert "@" not in (params / "authority.yml").read_text()


def test_every_mistake_is_told_at_once(params):
    clusters = params / "places" / "clusters.csv"
    text = clusters.read_text().replace("3512015,primary,a", "351201,primary,a", 1)
    clusters.write_text(text + "3512047,primary,d,East Ward,2016,,matched,a second time\n")
    (params / "authority.yml").write_text('code: "351"\nname: Bury\nregoin: {}\n')
    with pytest.raises(ParamsWrong) as error:
        read_register(params, {})
    said = str(error.value)
    assert "clusters.csv line 2" in said
    assert "3512047 is already in primary cluster a" in said
    assert "Did you mean 'region'?" in said


def test_a_renamed_column_is_asked_about(params):
    clusters = params / "places" / "clusters.csv"
    clusters.write_text(clusters.read_text().replace("printed_name", "printed name", 1))
    with pytest.raises(ParamsWrong, match="Did you mean 'printed_name'"):
        read_register(params, {})


def test_an_event_is_dated_once(params):
    lineage = params / "places" / "lineage.yml"
    lineage.write_text(lineage.read_text().replace("    when: 2018-09-01\n", "", 1))
    with pytest.raises(ParamsWrong, match="give either `when`"):
        read_register(params, {})


def test_places_may_be_absent(tmp_path):
    (tmp_path / "authority.yml").write_text('code: "850"\nname: Hampshire\n')
    register = read_register(tmp_path, {})
    assert [p.id for p in register.values()] == ["england", "850"]
