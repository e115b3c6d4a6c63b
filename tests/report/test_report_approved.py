"""The content of two invented schools' booklets, as a person accepted it.

When a change is meant, look at the difference and accept it: ACCEPT_APPROVED=1 python -m pytest tests/report
"""

import json
import os

import pytest

from pipeline.paths import ROOT
from pipeline.report.booklet import Booklet
from tests.report import sample_pack
from tests.report.gather import blocks_of

APPROVED = ROOT / "tests" / "approved"


@pytest.mark.parametrize("name", ["primary", "secondary"])
def test_a_booklets_words_and_numbers_are_those_a_person_accepted(name):
    content = [b.content() for b in blocks_of(Booklet(sample_pack.ALL[name]()), sample_pack.NOTEBOOKS[name])]
    made = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    file = APPROVED / f"{name}_booklet.json"
    if os.environ.get("ACCEPT_APPROVED"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")
