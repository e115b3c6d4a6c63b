"""An edition of the national tool as it would have been on a day: what was known, marked as the tool marks it."""

import io
from datetime import date

import pandas as pd
import pytest

from pipeline.invented.national import edition

pytestmark = pytest.mark.worked

ENGLAND = 970


@pytest.fixture
def tool(tmp_path, declared):
    file = tmp_path / "tool.parquet"
    item = declared.measures["ks2_rwm_exp"].long["lait"].items["all"]
    rows = [(item, "2022", ENGLAND, "59"), (item, "2023", ENGLAND, "60"), (item, "2023", 351, "61")]
    pd.DataFrame(rows, columns=["Short Desc", "Years", "LA Number", "Values"]).to_parquet(file)
    return file


@pytest.mark.parametrize(
    "day, years",
    [
        (date(2023, 9, 14), ["2022"]),
        (date(2023, 9, 15), ["2022", "2023 (prov)"]),
        (date(2023, 12, 14), ["2022", "2023 (prov)"]),
        (date(2023, 12, 15), ["2022", "2023 (Rev)"]),
        (date(2024, 4, 30), ["2022", "2023"]),
    ],
)
def test_a_year_is_marked_until_its_last_release_and_not_there_before_its_first(tool, declared, day, years):
    held = pd.read_parquet(io.BytesIO(edition(tool, declared, day)))
    assert held["Years"].tolist() == years
    assert set(held["LA Number"]) == {ENGLAND}, "the real authorities stay out"
