"""A run killed at any moment: a few moments here, a hundred by `python -m tests.killed --moments 100`."""

import sys

import pytest

from tests import killed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills forked runs with their workers")


def test_a_killed_run_leaves_nothing_half_and_the_next_ends_where_an_unkilled_one_does(tmp_path):
    assert killed.trials(6, seed=1, home=tmp_path).total() == 6
