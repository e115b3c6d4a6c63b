"""Another council with nothing but published performance tables: the register is made from their school rows."""


def test_every_school_row_belongs_to_a_place(hampshire, hampshire_tables):
    assert hampshire_tables["ks2_performance"]
    for _, table in hampshire_tables["ks2_performance"]:
        lost = [r["urn"] for r in table.to_dict("records") if hampshire.place_of_row(r) is None]
        assert len(lost) == 1  # England, all schools: never a comparator


def test_kinds_and_phases_come_from_type_and_age_range(hampshire):
    schools = hampshire.schools(2019)
    assert len(schools) > 320
    assert {s.phase for s in schools} == {"primary", "special", "all_through"}
    assert {s.school_kind for s in schools} == {"mainstream", "special"}
    assert all(s.id.startswith("850") and len(s.id) == 7 for s in schools)


def test_a_converter_keeps_its_number_and_so_its_line(hampshire):
    gomer = hampshire.by_urn("144093")
    assert gomer is hampshire.by_urn("116181")
    assert hampshire.lineage_note(gomer.id, 2018).startswith("Academy converter since April 2017")


def test_a_school_only_in_later_tables_starts_there(hampshire):
    free, special = hampshire["8502050"], hampshire["8507073"]
    assert (free.type, free.first_year, special.first_year) == ("Free school", 2019, 2018)
    assert free not in hampshire.schools(2018)


def test_a_school_missing_from_later_tables_ends_there(hampshire):
    assert hampshire["8502146"].last_year == 2017
    assert hampshire.by_urn("116240").last_year is None


def test_there_are_no_clusters_trusts_or_region_and_nothing_breaks(hampshire):
    assert hampshire.clusters(2018) == hampshire.trusts(2018) == hampshire.neighbours() == hampshire.groups() == []
    assert hampshire.comparator("region") is None
    assert hampshire.clusters_of(hampshire.schools(2018)[0].id, 2018) == []
    assert [m.id for m in hampshire.members("850", 2018)] == [s.id for s in hampshire.schools(2018)]


def test_the_region_is_read_from_the_authorities_file_where_delivered(hampshire_tables, tmp_path):
    import pandas as pd

    from pipeline.places import read_register

    (tmp_path / "authority.yml").write_text('code: "850"\nname: Hampshire\n')
    lait = pd.DataFrame(
        {
            "area_code": ["850", "989", "970"],
            "area_name": ["Hampshire", "South East", "England"],
            "region": ["South East", None, None],
        }
    )
    register = read_register(tmp_path, dict(hampshire_tables) | {"lait": [(None, lait)]})
    assert register.comparator("region").id == "south-east"
    assert register.areas()["989"] == "south-east"
