"""Counts by band behind a printed estimate, beside every table that fits, tried one by one."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure.band_estimates import BandEstimates, given_away
from pipeline.disclosure.linked_table import ProtectionLevel

WANTED, BELOW = ProtectionLevel(3, 6), 6
TENTHS = (100, 450, 900)  # of a per cent


def family(*counts):
    return BandEstimates(tuple(counts), tuple(t / 1000 for t in TENTHS), tuple(map(printed, counts)))


def printed(row):
    """Whole pupils, half up, calculated in thousandths of a pupil."""
    return (sum(n * t for n, t in zip(row, TENTHS, strict=True)) + 500) // 1000


def fitting(known):
    """Every table of two rows, the second what the first leaves, that has the printed totals and estimates."""
    totals = list(map(sum, known.counts))
    whole = [sum(band) for band in zip(*known.counts, strict=True)]
    for row in product(*(range(n + 1) for n in whole)):
        rows = (row, tuple(n - m for n, m in zip(whole, row, strict=True)))
        if list(map(sum, rows)) == totals and tuple(map(printed, rows)) == known.printed:
            yield rows


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_what_is_given_away_is_what_all_fitting_tables_agree_on(numbers):
    known = family(tuple(numbers[:3]), tuple(numbers[3:]))
    tables = list(fitting(known))
    assert known.counts in tables
    expected = False
    for row, band in product(range(2), range(3)):
        true = known.counts[row][band]
        reach = {table[row][band] for table in tables}
        expected |= 0 < true < BELOW and max(reach) - min(reach) < min(WANTED.interval, true)
    assert given_away(known, WANTED, BELOW) == expected


def test_a_cell_of_many_pupils_is_not_protected():
    assert not given_away(family((6, 0, 0), (0, 0, 9)), WANTED, BELOW)
    assert given_away(family((5, 0, 0), (0, 0, 9)), WANTED, BELOW)
