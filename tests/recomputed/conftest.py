"""Three years of the invented authority, received and worked out once: both early years frameworks, and 2019 and 2023."""

import re

import pytest

from pipeline.packs.desk import open_desk
from pipeline.paths import ROOT, Folders
from pipeline.validated.receive import REFUSED, receive
from pipeline.validated.tables import declared
from pipeline.verbs.invent import invent_authority

YEARS = {2019, 2022, 2023}
SPAN = re.compile(r"_(20\d\d)-(20\d\d)")


@pytest.fixture(scope="session")
def invented(tmp_path_factory) -> Folders:
    """Read only. Every year is compared by `python -m tests.recomputed DATA PARAMS`."""
    home = tmp_path_factory.mktemp("invented")
    invent_authority(Folders(ROOT / "params", home / "none", home / "outputs"), home / "made", 1)
    where = Folders(home / "made" / "params", home / "data", home / "outputs")
    files = [f for f in sorted((home / "made" / "deliveries").rglob("*")) if f.is_file() and _wanted(f.name)]
    refused = [o.path.name for o in receive(files, where, declared(where.params)) if o.what == REFUSED]
    assert not refused
    open_desk(where)
    return where


def _wanted(name: str) -> bool:
    span = SPAN.search(name)
    return span is None or int(span[2]) in YEARS or "register" in name or "links" in name
