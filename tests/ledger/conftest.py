"""A ledger that does not exist yet."""

from pathlib import Path

import pytest


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "data" / "ledger.sqlite"
