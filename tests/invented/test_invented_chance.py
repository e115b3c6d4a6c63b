"""Chance is the same everywhere and for ever, whoever else is asked about."""

import numpy as np

from pipeline.invented import chance

PUPILS = np.array([1, 2, 3], dtype=np.uint64)


def test_the_numbers_are_these_on_every_machine():
    assert (
        chance.mixed(np.array([0], dtype=np.uint64))[0] == 0xE220A8397B1DCDAF
    )  # the published first value of SplitMix64
    assert int(chance.key("a", 1)) == int(chance.key("a", 1)) != int(chance.key("a", 2))


def test_a_pupil_draws_the_same_with_and_without_others():
    alone = chance.bell(PUPILS[1:2], "ability", 7)
    assert alone[0] == chance.bell(PUPILS, "ability", 7)[1]
    assert alone[0] != chance.bell(PUPILS[1:2], "ability", 8)[0]


def test_even_is_even_and_bell_is_bell_shaped():
    many = np.arange(50_000, dtype=np.uint64)
    even, bell = chance.even(many, "x"), chance.bell(many, "x")
    assert (even >= 0).all() and (even < 1).all() and abs(even.mean() - 0.5) < 0.01
    assert abs(bell.mean()) < 0.02 and abs(bell.std() - 1) < 0.02
    assert abs((bell > 1).mean() - 0.159) < 0.01
    assert abs(np.corrcoef(bell, chance.bell(many, "y"))[0, 1]) < 0.02
