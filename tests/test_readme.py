"""The README is true: its paths exist, its verbs are the program's, its example is a real file."""

import re

import yaml
from typer.main import get_command

from pipeline.cli import app
from pipeline.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_IN_GIT = {"outputs"}


def drawn_tree():
    block = next(b for b in re.findall(r"```text\n(.*?)```", README, re.S) if "params/" in b)
    parents = ""
    for line in block.splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            parents = name
        yield parents + name if line.startswith(" ") else name


def test_every_path_in_the_tree_is_there():
    missing = [p for p in drawn_tree() if p.rstrip("/") not in NOT_IN_GIT and not (ROOT / p).exists()]
    assert missing == []


def test_every_room_of_the_pipeline_is_in_the_tree():
    rooms = {f"pipeline/{d.name}/" for d in (ROOT / "pipeline").iterdir() if (d / "__init__.py").exists()}
    assert rooms <= set(drawn_tree())


def test_every_verb_is_named_and_has_help():
    command = get_command(app)
    assert command.commands
    for name, verb in command.commands.items():
        assert f"booklets {name}" in README
        assert verb.help, f"{name} has no help"


def test_the_example_measure_is_the_real_one():
    example = yaml.safe_load(re.search(r"```yaml\n# params/(\S+)\n(.*?)```", README, re.S).group(2))
    real = yaml.safe_load((ROOT / "params/measures/ks2/ks2_science_exp.yml").read_text(encoding="utf-8"))
    assert {k: real[k] for k in example if k != "tables"} == {k: v for k, v in example.items() if k != "tables"}


def test_every_picture_and_link_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [x for x in links if not (ROOT / x).exists()] == []
