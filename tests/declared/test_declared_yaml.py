"""A fault in a YAML file is told with its line and what to write; no message shows a pattern or an object of Python."""

import re

import pytest

from pipeline.declared.strict import Problems, read_yaml
from pipeline.declared.yaml_text import load_yaml
from pipeline.paths import ROOT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("why: a\n\tname: b\n", "line 2 is indented with a tab. Indent with spaces."),
        ("why:\n\tname: b\n", "line 2 begins with a character that means something else in YAML, such as a tab"),
        ("list: - a\n", "begins a list on the line of its key"),
        ("why: a\nwords: every school: its own\n", "line 2 has a second colon"),
        ("why: a\nname\nunit: percent\n", "is a key without a colon"),
        ('why: "a\nname: b\n', "quotes that is never closed"),
        ("why: a\nlist: [a, b\nname: c\n", "has a bracket that is not closed"),
        ("why: a\nname: *other\n", "names a part of the file with * at line 2"),
        ("why: &a b\nname: c\n", "names a part of the file with & at line 1"),
        ("why: a\nrules: {<<: {a: 1}, b: 2}\n", "puts one mapping into another with << at line 2"),
        ("least: {1: a, 0x1: b}\n", "has the key '0x1' at line 1 and again at line 1"),
        ("? [a, b]\n: c\n", "has a list or a mapping for a key at line 1"),
        ("day: 2025-02-31\n", "has a date or a number that does not exist"),
        (f"a: {'[' * 100_000}\n", "has more than 50 lists or mappings inside each other"),
        ("why: a\nname: @b\n", "begins with a character that means something else"),
        ("why: a\nleast: 6\nwhy: b\n", "has the key 'why' at line 1 and again at line 3. Take one of the two out."),
        ("rules:\n  a: {band: 3, how: gap, band: 4}\n", "has the key 'band' at line 2 and again at line 2"),
        ('why: "a\\d"\n', "has a backslash in double quotes"),
    ],
)
def test_a_fault_is_told_in_words(tmp_path, text, said):
    file = tmp_path / "params" / "policy" / "rag.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    problems = Problems()
    assert read_yaml(file, problems) is None
    assert len(problems) == 1
    assert problems[0].startswith("policy/rag.yml ")
    assert said in problems[0]
    assert "<" not in problems[0].replace("<<", "")


def test_nothing_else_loads_yaml():
    """Another loader would take a key that stands twice, or a part that is repeated by name."""
    callers = [
        f
        for f in sorted((ROOT / "pipeline").rglob("*.py"))
        if re.search(r"yaml\.(safe_|full_)?load", f.read_text("utf-8"))
    ]
    assert [f.name for f in callers] == ["yaml_text.py"]


def test_no_declaration_repeats_a_part_of_itself():
    files = sorted((ROOT / "params").rglob("*.yml"))
    assert files
    assert [file for file in files if not load_yaml(file.read_text(encoding="utf-8"))] == []
