"""A copy of the real params, to be edited."""

import shutil
from pathlib import Path

import pytest

from pipeline.paths import ROOT


@pytest.fixture
def params(tmp_path) -> Path:
    copy = tmp_path / "params"
    shutil.copytree(ROOT / "params", copy)
    return copy
