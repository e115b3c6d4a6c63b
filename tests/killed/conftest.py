"""The little authority whose runs are killed, prepared once: forked runs need Linux."""

import sys

import pytest

from tests.killed.run import adopting
from tests.killed.trials import prepared


@pytest.fixture(scope="session")
def prepared_starts(tmp_path_factory):
    """Two starts, each with what an unkilled run makes of it."""
    if sys.platform != "linux":
        pytest.skip("runs are forked and their workers adopted")
    with adopting():
        yield prepared(tmp_path_factory.mktemp("killed"))
