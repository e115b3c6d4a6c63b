"""Every notebook runs as it stands by a stock tool: some by papermill from the root, the others by nbconvert from inside notebooks/."""

import json
import os
import subprocess
import sys

import pytest

from pipeline.paths import NOTEBOOKS, ROOT

FROM_THE_ROOT = ["primary_booklet", "authority_booklet", "validation"]
NOT_OWED = ["results_overview", "target_setting"]  # the shipped data holds no pupil records
FROM_INSIDE = sorted({n.stem for n in NOTEBOOKS.glob("*.ipynb")} - {*FROM_THE_ROOT, *NOT_OWED})


def run(command, folder, house, code=0):
    environment = {**os.environ, **house.as_environment()}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == code, done.stderr[-2000:]
    return done.stderr


def outputs_of(file):
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [o for c in cells for o in c.get("outputs", [])]


@pytest.mark.parametrize("name", FROM_THE_ROOT)
def test_stock_papermill_runs_it_from_the_root(bury, tmp_path, name):
    out = tmp_path / "out.ipynb"
    run(["papermill", f"notebooks/{name}.ipynb", str(out), "--no-progress-bar"], ROOT, bury)
    assert len(outputs_of(out)) >= 3
    assert not [o for o in outputs_of(out) if o["output_type"] == "error"]


def test_stock_nbconvert_executes_them_from_their_own_folder(bury, tmp_path):
    files = [f"{name}.ipynb" for name in FROM_INSIDE]
    assert files
    run(
        ["jupyter", "nbconvert", "--execute", "--to", "notebook", *files, "--output-dir", str(tmp_path)],
        NOTEBOOKS,
        bury,
    )
    for file in files:
        assert len(outputs_of(tmp_path / file)) >= 3
        assert not [o for o in outputs_of(tmp_path / file) if o["output_type"] == "error"]


@pytest.mark.parametrize("name", NOT_OWED)
def test_a_notebook_opened_for_a_document_nobody_is_owed_says_why(bury, tmp_path, name):
    command = ["papermill", f"notebooks/{name}.ipynb", str(tmp_path / "out.ipynb"), "--no-progress-bar"]
    said = run(command, ROOT, bury, code=1)
    assert {"results_overview": "no results for 2018", "target_setting": "needs the roll of 2018"}[name] in said


@pytest.mark.parametrize("file", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda f: f.stem)
def test_a_notebook_is_stored_without_outputs_and_starts_with_its_parameters(file):
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    assert not any(c.get("outputs") or c.get("execution_count") for c in cells)
    assert sum("parameters" in c["metadata"].get("tags", []) for c in cells) == 1
    assert max(len(c["source"]) if isinstance(c["source"], list) else c["source"].count("\n") + 1 for c in cells) <= 8
