"""The whole of an invented authority worked out a second time, in plain Python, and set beside what is stored."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from pipeline.paths import ROOT, Folders
from pipeline.report.reconciliation import reconciled
from pipeline.validated.clean_tables import declared
from pipeline.validated.intake import KEPT, receive
from tests.recomputed.__main__ import arrived, held_of, worked_out
from tests.recomputed.compare import compare, stored
from tests.recomputed.conftest import YEARS
from tests.recomputed.published import write_table
from tests.recomputed.rules import Figure
from tests.recomputed.work import Key

pytestmark = pytest.mark.system

FINAL = "final"
UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-Z]\b")


@pytest.fixture(scope="session")
def again(invented) -> dict[Key, Figure]:
    """Every figure of the years received, worked out from the files as they arrived."""
    return worked_out(invented.data, invented.params, held_of(invented.data, invented.params), YEARS)


@pytest.fixture(scope="session")
def round_trip(invented, again, tmp_path_factory) -> Folders:
    """The same pupils' performance tables, as the Department would print them, received beside their records."""
    home = tmp_path_factory.mktemp("round_trip")
    shutil.copytree(invented.data, home / "data")
    found, places = arrived(invented.data, invented.params, YEARS)
    register = [r.rows for r in found if r.source == "register"][-1]
    tables = [
        write_table(stage, year, FINAL, again, places, register, home / "printed")
        for year in sorted(YEARS)
        for stage in ("ks2", "ks4")
    ]
    where = Folders(invented.params, home / "data", home / "outputs")
    outcomes = receive(tables, where, declared(where.params))
    assert [o.what for o in outcomes] == [KEPT] * len(tables), [f for o in outcomes for f in o.findings]
    return where


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


def test_every_stored_figure_is_the_one_worked_out_from_the_files(invented, again, capsys):
    result = compare(again, stored(invented.data, YEARS))
    with capsys.disabled():
        print(f"\nrecomputed: {result.said().splitlines()[0]}")
    assert result.agree, result.said()
    assert result.compared > 100_000


def test_the_comparison_sees_a_single_pupil(invented):
    """One pupil more in one place, and the counts are not the same."""
    there = stored(invented.data, {2019})
    key = "999", 2019, FINAL, "ks2_rwm_exp", "all"
    changed = there | {key: there[key]._replace(numerator=there[key].numerator + 1)}
    assert [k for k, *_ in compare(changed, there).different] == [key]


def test_every_cell_the_department_prints_is_the_pupils_own(round_trip, capsys):
    verdicts: Counter[str] = Counter()
    for year in sorted(YEARS):
        cells = reconciled(year, where=round_trip).cells
        verdicts.update(cells["verdict"])
        apart = cells[cells["verdict"].isin(["differs", "release"])]
        assert apart.empty, apart.head(10).to_string()
    with capsys.disabled():
        print(f"\nround trip: {sum(verdicts.values())} cells, {dict(verdicts)}")
    assert verdicts["equal"] > 1_500 and verdicts["rounding"] > 500 and verdicts["hidden"] > 50


def test_what_differs_is_listed_by_place_and_no_pupil_is_named(round_trip, tmp_path):
    outputs = executed(round_trip, tmp_path, "-p", "year", "2023")
    said = html_of(outputs)
    assert said.count("<caption>") == 2  # all agree, so the list of differences is a sentence
    assert "No cell differs." in said
    assert "Published only" in said or "published only" in said
    assert "data team only" in said
    assert not UPN.search(said)
