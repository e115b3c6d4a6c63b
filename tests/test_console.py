"""No delivered text can forge a line of the terminal or of a log, and names of every script are printed as they are."""

import ast
import logging

import pytest

from pipeline.console import complain, complain_at_length, one_line, say
from pipeline.deliveries.findings import Finding
from pipeline.paths import ROOT
from pipeline.runs.log import logged
from pipeline.verbs.output import inert

FORGED = "Elton\nrefused: 351_ks4final.csv\r\x1b[2K\u202eloohcS"
PLAIN = "Elton<U+000A>refused: 351_ks4final.csv<U+000D><U+001B>[2K<U+202E>loohcS"


def test_what_cannot_be_seen_is_written_out_on_one_line(capsys):
    say(FORGED)
    complain(FORGED, "second")
    complain_at_length(f"{FORGED.replace(chr(10), ' ')}\n  - second")
    said = capsys.readouterr()
    assert said.out == f"{PLAIN}\n"
    assert said.err.splitlines()[:2] == [PLAIN, "second"]
    assert said.err.splitlines()[2:] == [PLAIN.replace("<U+000A>", " "), "  - second"]


@pytest.mark.parametrize(
    "name",
    ["St José's École", "مدرسة إلتون", "Ysgol y Bont – Bury", "नमूना क्‍ष", "O’Neill", "小学校"],
)
def test_names_of_every_script_are_printed_as_they_are(name):
    assert one_line(name) == name


def test_a_finding_and_a_line_of_the_log_stay_one_line(tmp_path):
    sentence = Finding(FORGED, 3, FORGED, "rule", f"sheet 2 ({FORGED}) is hidden.", "").sentence()
    assert sentence.splitlines() == [sentence]
    with logged(tmp_path, "build 2018") as log:
        log.info("made: %s", FORGED)
    assert len((tmp_path / "logs" / "booklets.log").read_text(encoding="utf-8").splitlines()) == 1
    assert isinstance(log, logging.Logger)


def test_one_place_writes_to_the_terminal():
    """Whatever else wrote to it could print a delivered name raw. The bar of progress is drawn by its library, names escaped."""
    doors = set()
    for file in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in ("print", "typer.echo") or called.startswith(("sys.stdout.write", "sys.stderr.write")):
                doors.add(file.name)
    assert doors == {"console.py"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_start_a_formula_stays_text_in_a_csv(start):
    assert inert(f"{start}1+1") == f"'{start}1+1"
