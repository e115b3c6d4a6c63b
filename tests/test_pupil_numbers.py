"""Unique pupil numbers: their check letter and their form, worked by hand."""

import pytest

from pipeline.pupil_numbers import LETTERS, check_letter, holds_pupil_number, without_pupil_numbers


def test_the_alphabet_has_23_letters_and_none_that_looks_like_a_digit():
    assert len(LETTERS) == 23 and not set("IOS") & set(LETTERS)


@pytest.mark.parametrize(
    "rest, letter",
    [
        ("801200001001", "H"),  # 8*2 + 0*3 + 1*4 + 2*5 + 1*10 + 1*13 = 53; 53 - 2*23 = 7: A is 0, H is 7
        ("000000000000", "A"),
        ("00000000000B", "P"),  # a temporary number's letter counts as its place: 1*13 = 13
    ],
)
def test_the_check_letter_is_the_weighted_sum_modulo_23(rest, letter):
    assert check_letter(rest) == letter


def test_a_number_of_another_length_has_no_check_letter():
    with pytest.raises(ValueError):
        check_letter("80120000100")


def test_a_temporary_number_is_found_and_hidden():
    number = f"{check_letter('80120000100B')}80120000100B"
    assert holds_pupil_number(f"pupil {number}.")
    assert without_pupil_numbers(f"pupil {number}.") == "pupil <pupil number>."
