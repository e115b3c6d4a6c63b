"""Fingerprints: the same things have the same one, and no two different lists of things share one."""

import ast
from types import SimpleNamespace

import pytest

from pipeline import keys
from pipeline.keys import fingerprint, of_files, of_params


def test_parts_do_not_run_into_each_other():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab") != fingerprint("ab", "")


def test_text_and_its_bytes_are_the_same():
    assert fingerprint("é") == fingerprint("é".encode())


def test_files_count_by_content_and_place_and_not_by_order(tmp_path):
    one, two = tmp_path / "one.yml", tmp_path / "two.yml"
    one.write_text("1")
    two.write_text("2")
    before = of_files([one, two], tmp_path)
    assert of_files([two, one], tmp_path) == before
    one.write_text("2")
    two.write_text("1")
    assert of_files([one, two], tmp_path) != before


def test_params_are_their_declarations_and_not_what_an_editor_leaves(tmp_path):
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "rag.yml").write_text("band: 3")
    before = of_params(tmp_path)
    (tmp_path / "policy" / "rag.yml~").write_text("band: 2")
    assert of_params(tmp_path) == before
    (tmp_path / "policy" / "rag.yml").write_text("band: 2")
    assert of_params(tmp_path) != before


def test_params_can_be_those_of_some_patterns_only(tmp_path):
    (tmp_path / "scales").mkdir()
    (tmp_path / "scales" / "mtc.yml").write_text("why: x")
    (tmp_path / "rag.yml").write_text("band: 3")
    before = of_params(tmp_path, "scales/*.yml"), of_params(tmp_path)
    (tmp_path / "rag.yml").write_text("band: 2")
    assert of_params(tmp_path, "scales/*.yml") == before[0] and of_params(tmp_path) != before[1]


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("from pipeline.packs.pack import Pack", {"packs"}),
        ("import os\n\n\ndef f():\n    import pipeline.verbs.build as b\n", {"verbs"}),
        ("from pipeline import keys as k, paths  # and why", {"keys", "paths"}),
        ("from pipeline import (\n    keys,\n    paths,\n)\n", {"keys", "paths"}),
        ("from pipelines.packs import x\nfrom pandas import pipeline\n# from pipeline.verbs import a\n", set()),
    ],
)
def test_the_rooms_a_module_imports_are_read_from_its_text(source, rooms):
    assert set(keys._imports(source.encode())) == rooms


def parsed_imports(file):
    """The rooms a module imports, by the parsed tree."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_imports_found_by_pattern_are_those_of_the_parsed_code():
    found = {}
    for file in keys.PIPELINE.rglob("*.py"):
        named = (name.split(".") for name in parsed_imports(file))
        parsed = {parts[1] for parts in named if parts[0] == "pipeline" and len(parts) > 1}
        assert set(keys._imports(file.read_bytes())) == parsed, file
        found[file] = parsed
    assert sum(map(len, found.values())) > 500


def test_a_room_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LookupError, match=r"neither nowhere\.py nor a folder nowhere/"):
        keys._room("nowhere", tmp_path)


def test_without_a_lock_the_installed_versions_stand_for_it(tmp_path, monkeypatch):
    from importlib import metadata

    def installed(version):
        keys._of_libraries.cache_clear()
        monkeypatch.setattr(metadata, "distributions", lambda: [SimpleNamespace(name="pandas", version=version)])
        return keys._of_libraries(tmp_path / "requirements.lock")

    try:
        assert installed("2.3.0") == installed("2.3.0") != installed("2.3.1")
    finally:
        keys._of_libraries.cache_clear()
