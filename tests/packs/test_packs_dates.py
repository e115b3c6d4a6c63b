"""What is published next: the release after the place's own, or the next year's first."""

import pytest

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.dates import next_releases
from pipeline.paths import ROOT

pytestmark = pytest.mark.worked

DECLARED = read_declared(ROOT / "params")
RANKS = DECLARED.vocabulary.releases.ranks
BRIEFING = {s: DECLARED.publications[f"briefing-{s}"] for s in ("ks1", "ks2", "phonics")}


@pytest.mark.parametrize(
    "stage, measure, year, release, comes",
    [
        ("ks2", "ks2_rwm_exp", 2019, "school", ("provisional", 2019, "2019-09-15")),
        ("ks2", "ks2_rwm_exp", 2019, "provisional", ("revised", 2019, "2019-12-15")),
        ("ks2", "ks2_rwm_exp", 2018, "final", ("provisional", 2019, "2019-09-15")),
        ("phonics", "phonics_y1", 2018, "revised", ("provisional", 2019, "2019-09-28")),  # final comes the same day
        ("ks2", "ks2_rwm_exp", 2019, "final", None),  # no tests in 2020
        ("ks1", "ks1_reading_exp", 2023, "final", None),  # optional since
    ],
)
def test_the_next_release_is_told_with_its_day(stage, measure, year, release, comes):
    figures = FigureIndex([Fig("999", year, release, measure, "all", 12, 20, 60.0, None, None, "shown", "d")], RANKS)
    found = [(r.release, r.year, r.day) for r in next_releases(BRIEFING[stage], "999", year, DECLARED, figures)]
    assert found == ([comes] if comes else [])


def test_a_stage_without_a_figure_has_no_next_release():
    assert next_releases(BRIEFING["ks2"], "999", 2019, DECLARED, FigureIndex([], RANKS)) == []
