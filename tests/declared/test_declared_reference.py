"""docs/params.md is what the declarations say, and has every key that the files of params/ use."""

import shutil
import subprocess
import sys

import pytest
import yaml

from pipeline.declared import read_declared
from pipeline.declared.files import FILES
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT


def test_the_reference_of_params_is_up_to_date():
    """Written anew and compared; `make reference` mends it."""
    script = "import runpy; print(runpy.run_path('tools/params_reference.py')['reference'](), end='')"
    written = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert written == (ROOT / "docs" / "params.md").read_text(encoding="utf-8"), "make reference"


def test_every_key_in_use_is_in_the_reference_under_its_file():
    sections = (ROOT / "docs" / "params.md").read_text(encoding="utf-8").split("\n## ")[1:]
    told = {section.partition("\n")[0]: section for section in sections}
    checked = 0
    for pattern in FILES:
        for file in (ROOT / "params").glob(pattern):
            if file.suffix != ".yml":
                continue
            for key in yaml.safe_load(file.read_text(encoding="utf-8")):
                assert f"| `{key}` |" in told[pattern], (file.name, key)
                checked += 1
    assert checked > 1000


@pytest.mark.parametrize(
    "name, said",
    [
        (
            "measures/ks2/ks2_new.yaml",
            "is not read: no declaration has this name, folder and ending. Write 'ks2_new.yml'.",
        ),
        ("policy/disclosures.yml", "Did you mean 'policy/disclosure'?"),
        ("measure/ks2/ks2_new.yml", "is not read"),
        ("measures/ks2_new.yml", "is not read"),
        ("sources/census.yml.txt", "is not read"),
        ("vocabulary/term.yml", "Did you mean 'vocabulary/terms'?"),
    ],
)
def test_a_file_that_nothing_is_read_from_is_refused(name, said, tmp_path):
    params = tmp_path / "params"
    shutil.copytree(ROOT / "params", params)
    (params / name).parent.mkdir(parents=True, exist_ok=True)
    (params / name).write_text("name: anything\n", encoding="utf-8")
    with pytest.raises(ParamsWrong) as wrong:
        read_declared(params)
    assert any(name in problem and said in problem for problem in wrong.value.problems)
