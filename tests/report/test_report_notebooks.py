"""Notebooks: typed parameters, one cell to open, then headings and one-line cells; stored without outputs."""

import json

import pytest

from pipeline.paths import NOTEBOOKS
from pipeline.report.booklet import Booklet

BOOKLETS = [
    "primary_booklet",
    "secondary_booklet",
    "cluster_booklet",
    "authority_booklet",
    "scrutiny_report",
    "release_briefing",
    "results_overview",
    "monitoring_summary",
    "self_evaluation",
    "target_setting",
]


def notebook(name: str) -> dict:
    return json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BOOKLETS)
def test_a_notebook_opens_a_pack_by_three_parameters(name):
    first, second, *_ = notebook(name)["cells"]
    assert first["metadata"]["tags"] == ["parameters"]
    given: dict = {}
    exec("".join(first["source"]), given)
    assert {k: type(v) for k, v in given.items() if k != "__builtins__"} == {
        "publication": str,
        "place": str,
        "year": int,
    }
    assert "open_booklet(publication, place, year)" in "".join(second["source"])


@pytest.mark.parametrize("name", BOOKLETS)
def test_a_notebook_is_headings_and_one_line_cells_without_outputs(name):
    held = notebook(name)
    for cell in held["cells"][2:]:
        source = "".join(cell["source"])
        assert "\n" not in source
        if cell["cell_type"] == "code":
            assert source.startswith("booklet.") and cell["outputs"] == [] and cell["execution_count"] is None
            assert hasattr(Booklet, source.removeprefix("booklet.").split("(")[0])
        else:
            assert source.startswith("## ")
    assert held["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("name", BOOKLETS)
def test_every_heading_has_something_under_it(name):
    kinds = [c["cell_type"] for c in notebook(name)["cells"]]
    assert "markdown" in kinds
    assert all(kinds[i + 1] == "code" for i, k in enumerate(kinds) if k == "markdown")
