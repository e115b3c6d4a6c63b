"""Booklets with school figures of every stage: what is shown, what is left out, what is said of what is missing."""

import pytest

from pipeline.report import words
from pipeline.report.booklet import Booklet
from pipeline.report.pages.common.gaps import gap_table
from pipeline.report.pages.school.tracked import OWN_JUDGEMENTS
from pipeline.report.reading import Reading
from tests.report import sample_pack, sample_stages
from tests.report.gather import blocks_of

RWM = "ks2_rwm_exp"


@pytest.fixture(scope="module")
def made():
    return {n: blocks_of(Booklet(sample_stages.ALL[n]()), sample_stages.NOTEBOOKS[n]) for n in sample_stages.ALL}


def block(blocks, name):
    return next(b for b in blocks if b.id == name)


def rows(table):
    return {row[0]: row[1:] for row in table.rows()}


def test_the_front_page_has_a_row_and_a_paragraph_for_every_stage(made):
    stands, said = block(made["everything"], "t-standing"), block(made["everything"], "summary").lines
    figures = [r.cells[0].text for b in stands.bodies for r in b.rows]
    assert [f for f in figures if f in ("65%", "83%", "58%", "35%", "50%")] == ["65%", "83%", "58%", "35%", "50%"]
    assert len(said) == 5
    assert said[0].startswith("Early years foundation stage. In 2023, 65% of children")
    assert "(60 children, each worth 1.7 points)" in said[0]


def test_an_infant_school_has_no_page_of_stages_it_does_not_have(made):
    ids = " ".join(b.id for b in made["infant"] if not b.id.endswith("position"))
    assert "eyfs" in ids and "ks1" in ids
    assert "mtc" not in ids and "ks2" not in ids and "tracked" not in ids


def test_no_stage_is_told_twice_for_the_area_alone(made):
    assert made["everything"]
    assert not any(b.id == "t-eyfs-phonics-ks1-mtc" for b in made["everything"])


def test_areas_of_learning_stand_in_the_order_of_the_framework(made):
    names = list(rows(block(made["everything"], "t-eyfs-subjects")))
    areas = [r[1] for r in block(made["everything"], "t-eyfs-subjects").rows() if r[0].startswith("Areas")]
    assert len(names) == 2  # two sections: areas of learning, further measures
    assert areas[0] == "Communication and language" and areas[-1] == "Expressive arts and design" and len(areas) == 7


def test_a_gap_is_told_in_points_in_words_and_in_pupils(made):
    """45% of 8 disadvantaged children and 72% of the others: 27 points, two children."""
    reading = Reading(sample_stages.everything())
    (table,) = gap_table(reading, reading.measure("eyfs_gld"))
    gaps = rows(table)
    assert gaps["Disadvantaged pupils / other pupils"] == ["45", "72", "27 behind", "27 behind", "about 2 of 8"]
    assert gaps["Disadvantaged pupils / other pupils in England"][:2] == ["45", "72"]


@pytest.mark.parametrize(
    "ours, theirs, told", [(57, 78, "about 1 of 7"), (78, 57, "first group ahead"), (57, 57, "level")]
)
def test_where_no_pupil_could_close_a_gap_the_table_says_who_is_ahead_or_that_they_are_level(ours, theirs, told):
    """78% of disadvantaged pupils and 57% of the others: 21 points ahead, which "no gap" would deny."""
    cells = [sample_pack.figure("9992001", 2018, RWM, v, 7, g) for g, v in (("disadvantaged", ours), ("other", theirs))]
    cards = sample_pack.measures([RWM], (2018,))
    pack = sample_pack.pack("primary-booklet", sample_pack.OAK, [], cards, cells, 2018)
    (table,) = gap_table(Reading(pack), cards[0])
    assert table.rows()[0][-1] == told


@pytest.mark.parametrize("gap, said", [("-21", "21 behind"), ("+8", "8 ahead"), ("0", "level"), ("-0.4", "0.4 behind")])
def test_a_gap_has_its_word(gap, said):
    assert words.apart(gap) == said


def test_term_of_birth_is_told_for_the_youngest_only(made):
    table = block(made["everything"], "t-groups-every-stage")
    born = dict(zip(table.columns(), ["", *rows(table)["Summer-born pupils"]], strict=True))
    told = {stage.split(":")[0] for stage, figure in born.items() if "(" in figure}
    assert "Early years" in told and "Key stage 2" not in told


def test_a_group_at_every_stage_has_its_pupils_and_englands_figure_beside_it(made):
    """45% of 8 disadvantaged children reached a good level of development."""
    table = block(made["everything"], "t-groups-every-stage")
    assert rows(table)["Disadvantaged pupils"][0] == "45 (8)"
    assert len({h.label for h in table.heads}) == 5 and all(h.under[1] == "England" for h in table.heads)


def test_a_group_too_small_to_print_shows_neither_figure_nor_number(made):
    shown = Booklet(sample_stages.everything()).pupil_groups("ks2")
    row = rows(block(shown, "t-ks2-groups"))["Education, health and care plan"]
    assert row[:3] == ["suppressed: 5 or fewer pupils"] * 3
    page = block(made["everything"], "t-groups-every-stage")
    told = rows(page).get("Education, health and care plan", ["no row", ""])[-2]
    assert told in ("no row", "suppressed: 5 or fewer pupils")


def test_the_gaps_of_every_stage_stand_in_one_table(made):
    table = block(made["everything"], "t-gaps-overview")
    assert table.columns()[1:] == ["Early years", "Phonics", "Key stage 1", "Tables check", "Key stage 2"]


def test_teacher_assessment_is_the_schools_own_and_beside_nobody(made):
    table = block(made["everything"], "t-tracked")
    assert table.notes[0] == OWN_JUDGEMENTS
    assert table.places == ()
    assert not any("England" in c for c in table.columns())


def test_held_and_missing_records_are_said_on_the_page_and_nothing_is_claimed(made):
    said = " ".join(block(made["waiting"], "summary").lines)
    assert "there is no figure for 2023 (held until the school answers our questions)" in said
    assert "there is no figure for 2023 (no return received)" in said
    phonics = next(r for r in block(made["waiting"], "t-headlines").rows() if r[0].startswith("Phonics"))
    assert any("held until the school answers our questions" in cell for cell in phonics)


def test_a_cluster_names_the_members_whose_records_wait(made):
    table = block(made["together"], "t-eyfs-phonics-ks1-mtc-ks2-side")
    assert "Held until the school answers our questions: Millrace Primary School (phonics)." in table.notes
    assert "No return received: Millrace Primary School (tables check)." in table.notes
    assert table.notes[-1] == "Figures for all pupils are of the other schools."
    assert table.rows()[-1][0] == "Primary cluster A, all pupils"


def test_the_schools_stand_side_by_side_with_one_column_a_stage(made):
    table = block(made["together"], "t-eyfs-phonics-ks1-mtc-ks2-side")
    assert len(table.columns()) == 6
    assert rows(table)["Acorn Infant School"][3:] == ["no data", "no data"]


def test_a_trend_is_not_joined_across_the_new_profile(made):
    drawn = next(b for b in made["everything"] if b.id.endswith("-over-time"))
    assert any("ew series from 2022" in note for note in drawn.notes)


def test_no_table_has_more_columns_than_a_page_holds(made):
    assert made
    for name, blocks in made.items():
        wide = {b.id: len(b.columns()) for b in blocks if b.kind == "table"}
        assert max(wide.values()) <= 11, (name, wide)
