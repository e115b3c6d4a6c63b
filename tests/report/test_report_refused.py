"""No picture draws what the words refuse to say: a special school's trend, or the trend of fewer than 11 pupils."""

from dataclasses import replace

from pipeline.report.booklet import Booklet
from pipeline.report.charts.canvas import styles
from pipeline.report.pages.wording.cells import line_cell
from pipeline.report.reading import Reading
from tests.report import sample_pack, sample_stages
from tests.report.sample_pack import OAK, TINY

RWM = "ks2_rwm_exp"
DIAMOND = f'Z" fill="{styles()["subject"].colour}"'  # the mark of our own place among the dots
BECAUSE = sample_pack.DECLARED.policy.rag.not_compared["special"]


def special():
    """Oakfield with its 28 to 31 pupils a year, were it a special school."""
    pack = sample_pack.primary()
    judged = [
        replace(j, arrow="", change="", standing="", change_reason=BECAUSE, standing_reason=BECAUSE)
        if j.place == OAK.id
        else j
        for j in pack.judgements
    ]
    return replace(pack, place=special_school(pack), judgements=tuple(judged))


def special_school(pack):
    return replace(pack.place, phase="special", school_kind="special")


def lines(pack, place):
    reading = Reading(pack)
    return line_cell(reading, place, reading.measure(RWM), [2016, 2017, 2018]).text


def test_a_special_school_has_no_trend_and_its_table_says_why():
    assert Booklet(special()).over_time("ks2") is None
    assert lines(special(), OAK.id) == "none"
    assert any(
        "neither compared with England nor given a trend" in n for n in Booklet(special()).headline_table("ks2").notes
    )
    assert Booklet(sample_pack.primary()).over_time("ks2") is not None
    assert lines(sample_pack.primary(), OAK.id) == "trend"


def test_seven_and_eight_pupils_a_year_make_no_line():
    tiny = sample_pack.primary(TINY)
    assert Booklet(tiny).over_time("ks2") is None
    assert lines(tiny, TINY.id) == "none"
    assert lines(tiny, "england") == "trend"


def test_eight_pupils_are_not_placed_among_the_authoritys_schools():
    tiny = sample_pack.primary(TINY)
    stands = Booklet(tiny).where_we_stand("ks2")
    assert "A school is placed among the others from 11 pupils in a measure." in stands.notes
    assert "Place" not in [h.label for h in stands.heads]
    marks = [c.picture for b in stands.bodies for r in b.rows for c in r.cells if c.picture]
    assert marks and all(DIAMOND not in m for m in marks)
    assert DIAMOND in Booklet(sample_pack.primary()).where_we_stand("ks2").html()
    key = "ks2_reading_progress,ks2_rwm_exp"
    known = [replace(f, status="shown", value=0.5) if f.measure == "ks2_reading_progress" else f for f in tiny.figures]
    marked = replace(tiny, marks={key: [0.5, 63.0]}, figures=tuple(known))
    assert "from 11 pupils" in Booklet(marked).attainment_and_progress()[0].lines[0]


def test_a_special_schools_areas_of_learning_are_not_drawn_beside_englands():
    pack = sample_stages.everything()
    assert "<svg" in Booklet(pack).subjects("eyfs").html()
    assert "<svg" not in Booklet(replace(pack, place=special_school(pack))).subjects("eyfs").html()
