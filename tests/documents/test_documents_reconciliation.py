"""The reconciliation notebook runs as it stands: with nothing to compare it says so, with both sides it lists what differs."""

import json
import os
import subprocess
import sys

from pipeline.paths import NOTEBOOKS, ROOT


def executed(house, folder, *parameters):
    """The notebook's outputs, run by the stock tool from the project's root."""
    out = folder / "out.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        "notebooks/reconciliation.ipynb",
        str(out),
        "--no-progress-bar",
        *parameters,
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **house.as_environment()}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(out.read_text(encoding="utf-8"))["cells"]
    return [o["data"] for c in cells for o in c.get("outputs", []) if "data" in o]


def html_of(outputs):
    return "".join("".join(o.get("text/html", "")) for o in outputs)


def test_a_store_without_pupil_records_gets_a_sentence(bury, tmp_path):
    said = html_of(executed(bury, tmp_path))
    assert said.count("No pupil records have been received") == 3
    assert "<table" not in said


def test_by_hand_it_runs_from_its_own_folder(bury, tmp_path):
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "notebook", "reconciliation.ipynb"]
    environment = {**os.environ, **bury.as_environment()}
    done = subprocess.run(
        [*command, "--output-dir", str(tmp_path)],
        cwd=NOTEBOOKS,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_its_first_cell_says_who_may_read_it():
    cells = json.loads((NOTEBOOKS / "reconciliation.ipynb").read_text(encoding="utf-8"))["cells"]
    assert "For the authority's data team only" in "".join(cells[0]["source"])
