import nbformat
import pytest
from toy_pack import notebook, toy_pack

from pipeline.errors import PupilNumberFound, WrongPlace
from pipeline.pupil_numbers import holds_pupil_number, without_pupil_numbers
from pipeline.render.blocks import BLOCK, blocks
from pipeline.render.last_checks import refuse_other_places, refuse_pupil_numbers

pytestmark = pytest.mark.rule

OURS, STRANGER = "3519001", "3519999"


def shown(*contents):
    book = notebook("x")
    book.cells[-1].outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": "<p>x</p>", **c}) for c in contents
    ]
    return book


def block(place=OURS, places=(OURS, "england"), **more):
    return {BLOCK: {"id": "t-1", "kind": "table", "place": place, "places": list(places), **more}}


def test_a_booklet_of_its_own_place_and_named_comparators_passes():
    assert refuse_other_places(shown(block(), block(places=[])), toy_pack()) is None


def test_a_block_made_for_another_place_is_refused():
    with pytest.raises(WrongPlace) as refused:
        refuse_other_places(shown(block(), block(place=STRANGER)), toy_pack())
    assert refused.value.facts == {"place": OURS, "stranger": STRANGER, "block": "t-1"}


def test_a_block_that_names_a_stranger_is_refused():
    with pytest.raises(WrongPlace, match=STRANGER):
        refuse_other_places(shown(block(places=[OURS, STRANGER])), toy_pack())


def test_a_picture_or_table_that_is_no_block_is_refused():
    with pytest.raises(WrongPlace, match="an output of cell 2"):
        refuse_other_places(shown(block(), {}), toy_pack())


def test_blocks_are_read_back_in_order_with_their_tables():
    (read,) = blocks(shown(block(columns=["A"], rows=[["1"]])))
    assert (read.id, read.columns, read.rows) == ("t-1", ("A",), (("1",),))


@pytest.mark.parametrize(
    "text, found",
    [
        ("UPN H801200001001.", True),
        ("H801200001002", False),  # the check letter does not fit
        ("AH801200001001", False),  # part of a longer word
        ("3519001 and 2018", False),
    ],
)
def test_a_pupil_number_is_known_by_its_form_and_check_letter(text, found):
    assert holds_pupil_number(text) is found


def test_what_reads_like_a_pupil_number_inside_a_picture_is_none():
    refuse_pupil_numbers(OURS, {"booklet.html": 'src="data:image/png;base64,H801200001001+"'})


def test_a_refusal_does_not_repeat_the_number():
    with pytest.raises(PupilNumberFound) as refused:
        refuse_pupil_numbers(OURS, {"booklet.html": "H801200001001"})
    assert "H8012" not in str(refused.value) and "booklet.html" in str(refused.value)
    assert without_pupil_numbers("x H801200001002 y") == "x <pupil number> y"
