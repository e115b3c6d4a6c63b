"""Two years of the invented authority, received and worked out once: each has its own early years framework."""

import re

import pytest

from pipeline.packs.released import open_run_context
from pipeline.paths import Folders
from pipeline.validated.clean_tables import declared
from pipeline.validated.intake import REFUSED, receive

YEARS = {2019, 2023}
YEAR_BEFORE = "phonics_pupils_2021-2022"  # the end of year 2 in phonics looks a year back
SPAN = re.compile(r"_(20\d\d)-(20\d\d)")


@pytest.fixture(scope="session")
def invented(written_authority, tmp_path_factory) -> Folders:
    """Read only. Every year is compared by `python -m tests.recomputed DATA PARAMS`."""
    home = tmp_path_factory.mktemp("invented")
    where = Folders(written_authority / "params", home / "data", home / "outputs")
    files = [f for f in sorted((written_authority / "deliveries").rglob("*")) if f.is_file() and _wanted(f.name)]
    refused = [o.path.name for o in receive(files, where, declared(where.params)) if o.what == REFUSED]
    assert not refused
    open_run_context(where)
    return where


def _wanted(name: str) -> bool:
    span = SPAN.search(name)
    always = span is None or "register" in name or "links" in name or YEAR_BEFORE in name
    return always or int(span[2]) in YEARS
