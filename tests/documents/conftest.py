"""Real documents, made once for a run of the tests: what people open."""

from pathlib import Path

import pytest

from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.press import build, choose

MADE = {
    2018: ["3512019", "3513019", "3517010", "3514004", "351-primary-a", "351-secondary-a", "tr03713", "351"],
    2025: ["3512019", "3514004", "351-primary-b"],
}

ACCOUNT = ["scrutiny-report"]  # of every year made


@pytest.fixture(scope="session")
def issued(bury, tmp_path_factory) -> dict[tuple[int, str, str], Path]:
    """(year, publication, place) -> the folder it was issued into; made once a test process, in folders of its own."""
    where = Folders(bury.params, bury.data, tmp_path_factory.mktemp("outputs"))
    folders = {}
    for year, places in MADE.items():
        plan, wanted = choose(where, year, [], places, force=False)
        wanted += [w for w in choose(where, year, ACCOUNT, [], force=False)[1] if w not in wanted]
        outcome = build(where, wanted, plan, 2, lambda *_: None)
        failed = {k: why for k, (end, why) in outcome.ends.items() if end == "failed"}
        assert not failed
        folders |= {(year, w.item.publication, w.item.place): w.out for w in wanted}
    write_index(where)
    return folders
