"""The built wheel is all a council needs: installed into an empty environment, far from any checkout, it does the whole job.

Slow (one to four minutes): it builds the wheel, receives the shipped open data and makes a booklet. Nothing is downloaded. The
packages the project runs on are those of this environment, linked into the new one: what requirements.in names and what that asks
for in turn, and no other. So neither this checkout nor a package of development can be imported there.
"""

import email
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from pipeline.paths import ROOT

pytestmark = pytest.mark.system

SOURCES = ("pipeline", "params", "notebooks")
BUILT_FROM = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "requirements.in",
    "requirements-dev.in",
    "requirements-bench.in",
)
NOT_SHIPPED = ("__pycache__", ".ipynb_checkpoints")
TIMEOUT = 900  # seconds for one command, on a busy machine


def wanted(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of what it is built from, by the environment's own setuptools."""
    home = tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        shutil.copytree(ROOT / name, home / "from" / name, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, home / "from")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet", "-w", home, home / "from"]
    subprocess.run([sys.executable, "-m", "pip", *map(str, build)], check=True, timeout=TIMEOUT)
    (built,) = home.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of an environment that holds the wheel and the packages it runs on."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    there = ["--python", str(python(home)), "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *there], check=True, timeout=TIMEOUT)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    ours = Path(sysconfig.get_path("purelib"))
    for name in run_time_files():
        (site / name).symlink_to(ours / name)
    (home / "share").symlink_to(Path(sys.prefix) / "share")  # the templates nbconvert installs beside its package
    return home


def run_time_files():
    """Top-level names in this environment's folder of packages: of what requirements.in names and all that it asks for in turn."""
    waiting, seen, names = [Requirement(line) for line in wanted("requirements.in")], set(), set()
    while waiting:
        asked = waiting.pop()
        if (asked.name, *asked.extras) in seen:
            continue
        seen.add((asked.name, *asked.extras))
        found = distribution(asked.name)
        names |= {f.parts[0] for f in found.files or [] if f.parts[0] not in ("..", "__pycache__")}
        further = map(Requirement, found.requires or [])
        given = ("", *asked.extras)
        waiting += [r for r in further if not r.marker or any(r.marker.evaluate({"extra": extra}) for extra in given)]
    return names


def python(home):
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(home, folder, *words):
    """One command of the environment in a folder: (exit code, what it printed, what it complained of)."""
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" and not k.startswith("BOOKLETS_")}
    done = subprocess.run(
        [str(python(home)), *map(str, words)], cwd=folder, env=clean, capture_output=True, text=True, timeout=TIMEOUT
    )
    return done.returncode, done.stdout, done.stderr


def booklets(home, folder, *words):
    return run(home, folder, python(home).with_name("booklets"), *words)


def test_it_asks_for_what_it_runs_on_and_development_is_an_extra(wheel):
    with zipfile.ZipFile(wheel) as held:
        name = next(n for n in held.namelist() if n.endswith(".dist-info/METADATA"))
        said = email.message_from_bytes(held.read(name))
    asked = said.get_all("Requires-Dist")
    assert {a for a in asked if "extra" not in a} == wanted("requirements.in")
    for extra, listed in (("dev", "requirements-dev.in"), ("bench", "requirements-bench.in")):
        of_it = {a.partition(";")[0] for a in asked if a.endswith(f'extra == "{extra}"')}
        assert of_it == wanted(listed)
    assert all(re.search(r'extra == "(dev|bench)"$', a) for a in asked if ";" in a)
    assert (said["License-Expression"], said["License-File"]) == ("MIT", "LICENSE")


def test_it_carries_every_file_of_the_program_and_the_starting_params_and_notebooks(wheel):
    with zipfile.ZipFile(wheel) as held:
        names = {n for n in held.namelist() if n.startswith("pipeline/")}
    there = set()
    for name in SOURCES:
        below = "" if name == "pipeline" else "pipeline/starting/"
        files = (f for f in (ROOT / name).rglob("*") if f.is_file() and not {*NOT_SHIPPED} & {*f.parts})
        there |= {below + f.relative_to(ROOT).as_posix() for f in files}
    assert names == there


def test_every_module_can_be_imported_without_a_package_of_development_and_none_is_the_checkouts(installed, tmp_path):
    code, out, err = run(
        installed,
        tmp_path,
        "-c",
        "import importlib, pkgutil, pipeline\nfrom importlib.util import find_spec\n"
        "names = [m.name for m in pkgutil.walk_packages(pipeline.__path__, 'pipeline.') if not m.name.endswith('__main__')]\n"
        "for name in names:\n    importlib.import_module(name)\n"
        "print(len(names), pipeline.__file__, *(n for n in ('pytest', 'mypy', 'ruff', 'playwright') if find_spec(n)))",
    )
    assert code == 0, err
    count, file, *of_development = out.split()
    assert int(count) > 200
    assert Path(file).is_relative_to(installed)
    assert of_development == []


def test_outside_a_working_folder_it_says_how_to_open_one_and_writes_nothing(installed, tmp_path):
    assert booklets(installed, tmp_path, "build", "--help")[0] == 0
    code, out, err = booklets(installed, tmp_path, "check")
    assert (code, out, "booklets init --into FOLDER" in err) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_a_working_folder_is_opened_and_a_booklet_made_in_it_with_its_own_notebook(installed, tmp_path):
    home = tmp_path / "W"
    code, out, err = booklets(installed, tmp_path, "init", "--into", "W", "--authority", "351", "--name", "Bury")
    assert (code, f"cd {home}" in out) == (0, True), err

    notebook = home / "notebooks" / "primary_booklet.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert "How are we doing?" in text
    notebook.write_text(text.replace("How are we doing?", "How is our school doing?"), encoding="utf-8")
    packages = {f for f in (installed / "lib").rglob("*") if f.suffix != ".pyc" and f.name != "__pycache__"}

    delivered = [ROOT / "data" / "open" / name for name in ("authorities", "england", "bury")]
    for words in (
        ["receive", *delivered],
        ["build", "primary-booklet", "--year", "2018", "--place", "3512019"],
        ["calendar"],
        ["check"],
    ):
        code, out, err = booklets(installed, home, *words)
        assert code == 0, f"{words}: {out}{err}"

    made = home / "outputs" / "2018" / "primary-booklet" / "3512019"
    page = (made / "booklet.html").read_text(encoding="utf-8")
    assert "How is our school doing?" in page and "Old Hall Primary School" in page
    receipt = json.loads((made / "receipt.json").read_text(encoding="utf-8"))
    assert set(receipt["files"]) == {f.name for f in made.iterdir()} - {"receipt.json"}
    assert (home / "outputs" / "calendar.html").is_file() and (home / "outputs" / "index.html").is_file()
    assert {f.name for f in home.iterdir()} == {"params", "notebooks", "data", "outputs"}
    after = {f for f in (installed / "lib").rglob("*") if f.suffix != ".pyc" and f.name != "__pycache__"}
    assert after == packages
