"""A little authority whose two documents are issued, made once; each test spoils a copy of its own."""

import pytest

from pipeline.paths import Folders
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.verbs.build import build_booklets
from pipeline.verbs.receive import receive_files
from tests.killed.house import YEAR, Start, empty_house


@pytest.fixture(scope="session")
def issued_house(tmp_path_factory) -> Start:
    """Its home, params and files, with everything received and both documents in their first issue. Read only."""
    empty = empty_house(tmp_path_factory.mktemp("kept"))
    where = empty.copy(empty.home.with_name("issued"))
    assert receive_files(where, [empty.arriving], NOTHING_GIVEN) == 0
    assert build_booklets(where, YEAR, [], [], 1, False, False) == 0
    return Start("issued", where.data.parent, empty.params, empty.arriving)


@pytest.fixture
def kept(issued_house, tmp_path) -> Folders:
    """A copy of that house, to be spoiled."""
    return issued_house.copy(tmp_path / "house")
