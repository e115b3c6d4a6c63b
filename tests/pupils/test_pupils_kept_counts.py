"""Counts that stand although their records were erased, worked by hand on two schools of an authority: 3 of 4 pupils and 1 of 2."""

import pytest

from pipeline.measures.frompupils import pupil_figures, school_counts
from pipeline.measures.kept_counts import KeptCounts, changed_units, read_kept_counts, write_kept_counts
from pipeline.paths import Folders
from tests.pupils.invented_tables import DECLARED, delivery, one_authority, typed

NORTH, SOUTH = "9992001", "9992002"
REGISTER = one_authority([NORTH, SOUTH])
MEASURE, YEAR = "phonics_y1", 2018


def checks(*wa, school=NORTH, first=0):
    return [
        {"laestab": school, "upn": f"A{first + n}", "year_group": "1", "phonics": "Wa" if met else "Wt", "mark": 40 if met else 20}
        for n, met in enumerate(wa)
    ]  # fmt: skip


ALL = [*checks(1, 1, 1, 0), *checks(1, 0, school=SOUTH, first=10)]


def held(*deliveries):
    """The school's deliveries of phonics checks, oldest first."""
    return {
        "phonics_pupils": [
            (delivery("phonics_pupils", YEAR, arrival=n), typed("phonics_pupils", rows, YEAR)) for n, rows in deliveries
        ]
    }


def counts(records, kept=None):
    return school_counts(DECLARED, REGISTER, records, [], kept or KeptCounts())


def figures(records, kept):
    rows = pupil_figures(DECLARED, REGISTER, records, (), kept)
    chosen = (r for r in rows if r["measure"] == MEASURE and r["group"] == "all")
    return {r["place_id"]: (r["numerator"], r["denominator"]) for r in chosen}


WHOLE = {NORTH: (3, 4), SOUTH: (1, 2), "999": (4, 6)}


def after_erasing(left):
    """What is kept when only these rows are left of all."""
    return KeptCounts(changed_units(counts(held((1, ALL))), counts(held((1, left)))))


def test_one_pupil_erased_leaves_every_figure_as_it_was_and_keeps_the_counts_of_that_school_alone():
    kept = after_erasing(ALL[1:])
    assert set(kept.counts["place"]) == {NORTH}
    assert figures(held((1, ALL[1:])), KeptCounts()) == {NORTH: (2, 3), SOUTH: (1, 2), "999": (3, 5)}  # without them
    assert figures(held((1, ALL[1:])), kept) == WHOLE


def test_a_whole_year_erased_leaves_every_figure_as_it_was():
    assert figures(held((1, [])), after_erasing([])) == WHOLE


def test_a_second_erasure_takes_nothing_from_what_is_kept():
    kept = after_erasing(ALL[1:])
    again = changed_units(counts(held((1, ALL[1:])), kept), counts(held((1, ALL[2:])), kept))
    assert again.empty
    assert figures(held((1, ALL[2:])), kept) == WHOLE


def test_records_that_a_school_delivers_again_replace_its_kept_counts_and_no_other_schools():
    left, again = ALL[1:], checks(1, 1, 1, 1, 1)
    south = [row for row in left if row["laestab"] == SOUTH]
    found = figures(held((1, south), (2, again)), after_erasing(left))
    assert found == {NORTH: (5, 5), SOUTH: (1, 2), "999": (6, 7)}


def test_an_earlier_delivery_does_not_come_back_over_kept_counts():
    kept = KeptCounts(changed_units(counts(held((1, []), (2, ALL))), counts(held((1, []), (2, [])))))
    assert figures(held((1, checks(0, 0)), (2, [])), kept) == WHOLE


def test_the_counts_of_a_withdrawn_delivery_do_not_stand():
    assert figures(held((2, [])), after_erasing([])) == {}


@pytest.mark.parametrize("left", [ALL[1:], []])
def test_the_same_counts_are_read_as_were_written(tmp_path, left):
    where, kept = Folders(tmp_path, tmp_path / "data", tmp_path), after_erasing(left)
    write_kept_counts(where, kept)
    assert figures(held((1, left)), read_kept_counts(where)) == WHOLE


def test_means_of_different_decimals_are_added_on_one_scale_and_a_spread_of_points_stays():
    goals = [c for c in DECLARED.sources["eyfs_pupils"].columns if c.startswith("g")]
    pupils = [{"laestab": NORTH, "upn": f"A{n}"} | dict.fromkeys(goals, "12"[n % 2]) for n in range(10)]

    def profile(rows):
        return {"eyfs_pupils": [(delivery("eyfs_pupils", YEAR), typed("eyfs_pupils", rows, YEAR))]}

    def every(records, kept):
        rows = pupil_figures(DECLARED, REGISTER, records, (), kept)
        return sorted(
            (r["measure"], r["place_id"], r["group"], r["value"], r["denominator"], r["status"])
            for r in rows
            if r["group"] == "all"
        )

    kept = KeptCounts(changed_units(counts(profile(pupils)), counts(profile(pupils[1:]))))
    whole = every(profile(pupils), KeptCounts())
    assert len(whole) > 10
    assert every(profile(pupils[1:]), kept) == whole != every(profile(pupils[1:]), KeptCounts())
