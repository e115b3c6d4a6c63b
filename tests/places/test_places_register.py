"""The register of the shipped Bury data: every school resolves, lines hold, groups obey dates."""

import pytest

from pipeline.errors import CommandWrong, NoSuchPlace
from pipeline.paths import ROOT
from pipeline.places.matching import by_part_of_name

RESULTS = ("ks2_performance", "ks4_performance")


def rows(tables, *sources):
    return [row for s in sources for _, table in tables[s] for row in table.to_dict("records")]


def test_every_urn_in_the_results_and_inspections_belongs_to_a_line(bury, bury_tables):
    urns = {r["urn"] for r in rows(bury_tables, *RESULTS, "ofsted") if isinstance(r["urn"], str)}
    assert len(urns) > 120
    assert [u for u in sorted(urns) if bury.by_urn(u) is None] == []


def test_a_row_without_a_urn_is_nobodys(bury, bury_tables):
    lost = {r["school_name"] for r in rows(bury_tables, *RESULTS) if bury.place_of_row(r) is None}
    assert lost == {"Bury Grammar Schools"}  # an independent school its publisher listed without a number


def test_lines_agree_with_every_establishment_number_delivered(bury, bury_tables):
    said = {(r["urn"], r["laestab"]) for r in rows(bury_tables, "register", "census") if isinstance(r["laestab"], str)}
    wrong = [(u, n) for u, n in sorted(said, key=str) if bury.by_urn(u) and bury.by_urn(u).id != n]
    assert wrong == []


def test_a_converter_continues_its_predecessors_line(bury):
    assert bury.by_urn("105315") is bury.by_urn("144572")
    school = bury.by_urn("144572")
    assert (school.id, school.urns, school.opened) == ("3512047", ("105315", "144572"), None)
    assert school.listed_in(2016) and school.listed_in(2025)
    note = "Academy converter since July 2017: results before then are its predecessor's."
    assert bury.lineage_note("3512047", 2018) == note
    assert bury.lineage_note("3512047", 2017) == ""


def test_a_conversion_after_the_newest_register_is_known_from_the_reviewed_lineage(bury):
    school = bury.by_urn("150416")
    assert (school.id, school.type) == ("3512014", "Academy converter")
    assert "by the 2024 tables" in bury.lineage_note("3512014", 2025)


def test_a_school_is_named_as_the_newest_register_names_it(bury):
    assert bury["3513335"].name == "St Joseph's Roman Catholic Primary School, Ramsbottom"  # later tables add a suffix
    assert bury["3514032"].name == "Broad Oak Sports College"
    assert bury["3512016"].name == "Yesoiday Hatorah Girls Academy"  # "Girls School" in the register before


def test_a_sponsored_academy_starts_a_line_and_ends_another(bury):
    old, new = bury.by_urn("105331"), bury.by_urn("146308")
    assert (old.id, old.last_year, new.id, new.first_year) == ("3513302", 2018, "3512010", 2019)
    assert bury.lineage_note(new.id, 2019) == "Sponsored academy since September 2018: its own results start then."
    assert "starts a line of its own" in bury.lineage_note(old.id, 2018)
    assert bury.lineage_note(old.id, 2016) == ""


def test_a_new_establishment_number_after_2022_starts_a_line(bury):
    assert bury.by_urn("150754").id != bury.by_urn("105293").id
    assert bury.by_urn("150754").first_year == 2025


def test_schools_of_a_year_are_those_its_tables_list(bury):
    ids = {s.id for s in bury.schools(2018)}
    assert {"3513302", "3513344", "3514000"} <= ids
    assert not {"3512010", "3512008", "urn105363"} & ids
    assert {s.phase for s in bury.schools(2018, "secondary")} == {"secondary"}


def test_kinds_of_school(bury):
    millwood, derby, grammar = (bury.find(n) for n in ("3517010", "The Derby High School", "3516008"))
    assert (millwood.school_kind, millwood.phase, millwood.mainstream) == ("special", "special", False)
    assert (derby.phase, derby.mainstream) == ("secondary", True)
    assert (grammar.phase, grammar.mainstream) == ("independent", False)


def test_clusters_have_the_schools_their_lists_say(bury):
    counted = {c.id: len(bury.members(c.id, 2018)) for c in bury.clusters(2018)}
    assert counted == {
        "351-primary-a": 17, "351-primary-b": 18, "351-primary-c": 17, "351-primary-d": 13,
        "351-secondary-a": 5, "351-secondary-b": 5, "351-secondary-c": 6,
    }  # fmt: skip
    assert "heading" in bury.lineage_note("351-primary-c", 2018)


def test_every_primary_school_is_in_exactly_one_primary_cluster(bury):
    for year in (2016, 2018, 2025):
        schools = bury.schools(year, "primary")
        assert schools
        for school in schools:
            assert len(bury.clusters_of(school.id, year)) == 1, school.name


def test_cluster_membership_obeys_dates(bury):
    assert "3514000" in [m.id for m in bury.members("351-secondary-b", 2018)]
    assert "urn105363" in [m.id for m in bury.members("351-secondary-b", 2017)]
    assert bury.members("351-primary-a", 2013) == []
    assert bury.clusters(2013) == []


def test_a_member_without_a_cohort_is_still_a_member(bury):
    names = [m.name for m in bury.members("351-primary-b", 2018)]
    assert "Hoyle Nursery School" in names and "Millwood Primary Special School" in names


def test_trust_membership_is_by_the_date_joined(bury):
    vision = [m.id for m in bury.members("tr03713", 2018)]
    assert vision == ["3512047", "3512033", "3512009"]
    assert [m.id for m in bury.members("tr03880", 2018)] == []  # Roch Valley: both joined on 1 September 2018
    assert [m.id for m in bury.members("tr03880", 2019)] == ["3512010", "3513009"]
    assert "tr03880" not in [t.id for t in bury.trusts(2018)]


def test_only_multi_academy_trusts_are_trusts_and_their_names_are_tidy(bury):
    names = {t.id: t.name for t in bury.trusts(2022)}
    assert names["tr02143"] == "Forward as One Church of England Multi Academy Trust"
    assert names["tr02560"] == "Yesoiday Hatorah Multi Academy Trust, Manchester"
    assert all(i.startswith("tr") for i in names)


def test_a_trust_later_than_its_list_says_so(bury):
    assert bury.lineage_note("tr03713", 2018) == ""
    assert bury.lineage_note("tr03713", 2025) == "Its schools are those of the list of trusts of 2022."


def test_the_standing_comparators_are_one_place_each(bury):
    assert [bury.comparator(r).id for r in ("england", "region", "authority")] == ["england", "north-west", "351"]


def test_neighbours_come_from_the_delivered_list_nearest_first(bury):
    assert [p.name for p in bury.neighbours()][:3] == ["Lancashire", "Cornwall", "North Tyneside"]
    assert len(bury.neighbours()) == 10
    assert len(bury.members("greater-manchester", 2018)) == 10


def test_area_codes_lead_to_places(bury):
    areas = bury.areas()
    assert (areas["970"], areas["981"], areas["351"], areas["E08000002"]) == ("england", "north-west", "351", "351")
    assert areas["888"] == "888"


def test_rows_about_other_places_are_not_ours(bury):
    assert bury.place_of_row({"row_kind": "england", "urn": None}) == "england"
    assert bury.place_of_row({"row_kind": "england_all", "urn": None}) is None
    assert bury.place_of_row({"row_kind": "authority", "la": "350"}) is None
    assert bury.place_of_row({"row_kind": "authority", "la": "351"}) == "351"
    assert bury.place_of_row({"row_kind": "school", "urn": "999999", "la": None}) is None
    assert bury.place_of_row({"row_kind": "school", "urn": "105293", "la": "351"}) == "3512015"
    assert bury.place_of_row({"row_kind": "school", "urn": "105293", "la": "350"}) is None


@pytest.mark.parametrize(
    "typed",
    ["3512015", "351/2015", "351 2015", "351-2015", "2015", "105293", "chesham primary school", "Chesham  Primary School"],
)  # fmt: skip
def test_a_place_is_found_by_number_or_name(bury, typed):
    assert bury.find(typed).id == "3512015"


def test_a_misspelt_name_is_answered_with_the_nearest(bury):
    with pytest.raises(NoSuchPlace, match=r"Did you mean .*Greenmount Primary School \(3512032\)"):
        bury.find("Greenmont Primry School")


def test_a_name_two_lines_share_asks_for_the_number(bury):
    with pytest.raises(CommandWrong, match=r"3513302 \(results to 2018\) and 3512010 \(results from 2019\)"):
        bury.find("Holy Trinity Primary School")


def test_a_part_of_one_name_is_enough(bury):
    assert bury.find("greenm").id == "3512032"
    assert bury.find("derby high").name == "The Derby High School"


def test_a_part_of_several_names_asks_which_with_the_best_match_first(bury):
    with pytest.raises(CommandWrong, match=r"part of several names: .* Give the number of one"):
        bury.find("Primary School")
    with pytest.raises(CommandWrong, match=r"Chesham Primary School \(3512015\), Chesham Primary Academy \(3512022\)"):
        bury.find("chesham")


@pytest.mark.parametrize("typed", ["351/9999", "352/2015", "9999", "pr", ""])
def test_a_number_of_no_school_here_and_two_letters_are_nobodys(bury, typed):
    with pytest.raises(NoSuchPlace):
        bury.find(typed)


def test_parts_of_names_are_ranked():
    names = {"a": "Old Bury Church School", "b": "Church School", "c": "Churchill School", "d": "Highchurch School"}
    assert by_part_of_name("church", names) == ["b", "a", "c", "d"]
    assert by_part_of_name("church school", names) == ["b", "a", "c", "d"]
    assert by_part_of_name("St. Mary's", {"m": "St Mary’s RC Primary School"}) == ["m"]
    assert by_part_of_name("chapel", names) == []


def test_the_same_tables_make_the_same_register_in_any_order(bury, bury_tables):
    from pipeline.places import read_register

    turned = dict(reversed(list(bury_tables.items())))
    again = read_register(ROOT / "params", turned)
    assert list(again.values()) == list(bury.values())
