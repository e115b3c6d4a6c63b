"""Shared by every test: the project's own folders never receive what a test makes."""

import pytest

from pipeline.paths import ROOT, Folders


@pytest.fixture
def house(tmp_path) -> Folders:
    """The real params with empty data and outputs of the test's own."""
    return Folders(ROOT / "params", tmp_path / "data", tmp_path / "outputs")
