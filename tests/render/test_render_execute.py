import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from toy_pack import PUBLICATION, YEAR, keep_pack, notebook, toy_notebook, toy_pack

from pipeline.errors import NotebookFailed
from pipeline.render.execute import ENGINE, ForkedEngine, execute, notebook_bytes

ROOT = Path(__file__).resolve().parents[2]


def ran(*cells):
    return execute(notebook(*cells), "toy.ipynb", PUBLICATION, "3519001", YEAR)


def outputs(*cells):
    """The outputs of the last cell."""
    return ran(*cells).cells[-1].outputs


def test_a_heading_goes_with_its_section_where_no_cell_of_the_section_shows_anything():
    kept = [c.source for c in ran("## Kept", "None", "1", "## Left out", "None", "pass", "## Last", "2").cells]
    assert [source for source in kept if source.startswith("##")] == ["## Kept", "## Last"]
    assert "pass" not in kept


def test_what_is_printed_is_kept_as_one_stream_until_another_begins():
    shown = outputs('import sys\nprint("a")\nprint("b")\nprint("c", file=sys.stderr)\nprint("d")')
    assert [(o.name, o.text) for o in shown] == [("stdout", "a\nb\n"), ("stderr", "c\n"), ("stdout", "d\n")]


def test_the_value_of_the_last_line_is_a_result_and_a_semicolon_hides_it():
    (result,) = outputs("6 * 7")
    assert (result.output_type, result.data) == ("execute_result", {"text/plain": "42"})
    assert outputs("6 * 7;") == []


def test_a_displayed_object_keeps_every_form_it_offers_in_its_place_among_the_prints():
    cell = "from IPython.display import display, HTML\nprint(1)\ndisplay(HTML('<b>x</b>'))\nprint(2)"
    first, second, third = outputs(cell)
    assert [first.output_type, second.output_type, third.output_type] == ["stream", "display_data", "stream"]
    assert second.data["text/html"] == "<b>x</b>"


def test_a_display_can_be_updated_and_cleared():
    cell = "from IPython.display import display, clear_output\nh = display(1, display_id=True)\nh.update(2)"
    assert [o.data["text/plain"] for o in outputs(cell)] == ["2"]
    assert [
        o.text for o in outputs("from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\nprint(2)")
    ] == ["2\n"]


def test_a_picture_is_kept_as_base64_text():
    cell = "class P:\n    def _repr_png_(self):\n        return b'\\x89PNG'\nP()"
    assert outputs(cell)[0].data["image/png"].startswith("iVBORw")


def test_a_pyplot_chart_shows_at_the_end_of_its_cell_as_in_a_kernel():
    shown = outputs("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert [o.output_type for o in shown] == ["display_data"] and "image/png" in shown[0].data


def test_names_do_not_travel_from_one_notebook_to_the_next():
    ran("left_behind = 1")
    assert outputs("'left_behind' in globals()")[0].data["text/plain"] == "False"


def test_standard_streams_are_put_back():
    before = sys.stdout, sys.stderr, sys.stdin, sys.modules["__main__"]
    ran("print(1)")
    assert before == (sys.stdout, sys.stderr, sys.stdin, sys.modules["__main__"])


def test_parameters_reach_the_notebook_and_are_written_into_it():
    issued = ran("publication, place, year")
    assert issued.cells[-1].outputs[0].data["text/plain"] == f"('{PUBLICATION}', '3519001', {YEAR})"
    assert issued.metadata.papermill.parameters == {"publication": PUBLICATION, "place": "3519001", "year": YEAR}


def test_a_failing_cell_is_told_by_its_printed_number_and_first_line_only():
    with pytest.raises(NotebookFailed) as failed:
        ran("# Heading", "a = 1", "raise ValueError('no such pupil H801200001001 in /srv/data/pupils.csv\\nA123 Jo')")
    assert failed.value.facts["cell"] == 3
    assert str(failed.value) == "Cell 3 of toy.ipynb stopped: ValueError: no such pupil <pupil number> in <path>"


@pytest.mark.parametrize(
    "cell, kind", [("1 +", "SyntaxError"), ("missing", "NameError"), ("import sys; sys.exit(3)", "SystemExit")]
)
def test_every_kind_of_failure_stops_the_notebook(cell, kind):
    with pytest.raises(NotebookFailed) as failed:
        ran(cell, "print('not reached')")
    assert failed.value.facts["kind"] == kind


def test_a_cell_that_waits_for_input_fails_instead_of_waiting():
    with pytest.raises(NotebookFailed):
        ran("input('name?')")


def test_the_issued_notebook_holds_no_time_path_or_random_id():
    issued = ran("print(1)")
    assert notebook_bytes(issued) == notebook_bytes(ran("print(1)"))
    text = notebook_bytes(issued).decode()
    assert not [word for word in ("duration", "start_time", "input_path", str(ROOT), "version") if word in text]
    nbformat.validate(issued)


def test_the_stock_engine_makes_the_same_outputs(tmp_path, data):
    """Nothing in a notebook may depend on the forked engine."""
    keep_pack(data, toy_pack())
    file, out = tmp_path / "toy.ipynb", tmp_path / "out.ipynb"
    nbformat.write(toy_notebook(), file)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent / "toy")])}
    # -r keeps the id text, where -p would make a number of it
    parameters = ["-r", "publication", PUBLICATION, "-r", "place", "3519001", "-p", "year", str(YEAR)]
    command = [sys.executable, "-m", "papermill", str(file), str(out), *parameters, "--no-progress-bar"]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=120)
    ours = execute(toy_notebook(), "toy.ipynb", PUBLICATION, "3519001", YEAR)
    ran_by_stock = nbformat.read(out, 4).cells[1:]  # without the defaults, which an issued notebook leaves out
    stock = [c for c in ran_by_stock if c.cell_type == "code"]
    forked = [c for c in ours.cells if c.cell_type == "code"]
    assert [as_text(c) for c in stock] == [as_text(c) for c in forked]


def as_text(cell):
    return json.dumps([cell.execution_count, cell.outputs], sort_keys=True)


def test_papermill_finds_the_engine_by_its_name():
    from papermill.engines import papermill_engines

    execute(notebook("1"), "toy.ipynb", PUBLICATION, "3519001", YEAR)
    assert papermill_engines.get_engine(ENGINE) is ForkedEngine
