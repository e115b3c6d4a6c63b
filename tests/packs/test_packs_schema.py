"""A pack's file: every version that was ever written is read, and what cannot be read is refused in words."""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import PackTooNew, PackUnreadable
from pipeline.packs.pack import Pack, adapter
from pipeline.packs.pack_parts import MatrixArea
from pipeline.packs.schema import SCHEMA, UPGRADES
from tests.packs.test_packs_targets import held
from tests.report import sample_pack

KEPT = Path(__file__).parent / "kept"
VERSION_1 = (
    KEPT / "primary_2018_schema_1.json"
)  # a school's pack of 2018 as it was written without a version, shortened
FIELDS = KEPT / f"fields_schema_{SCHEMA}.json"


@pytest.fixture(scope="module")
def old():
    return json.loads(VERSION_1.read_text(encoding="utf-8"))


def rewritten(plain: dict) -> Pack:
    return Pack.from_json(json.dumps(plain))


def test_a_pack_of_version_1_is_read_into_todays_types(old):
    pack = Pack.read(VERSION_1)
    assert "schema" not in old and pack.schema == SCHEMA
    assert (pack.place.id, pack.year, pack.targets, pack.account) == ("3512001", 2018, None, None)
    assert [vars(f) for f in pack.figures] == old["figures"] and len(pack.figures) > 20
    assert pack.policy.rag == old["policy"]["rag"] and pack.policy.comparator == "england"
    assert [vars(s) for s in pack.sources] == old["sources"] and pack.sources
    assert [(n.kind, n.text) for n in pack.notes] == [(n["kind"], n["text"]) for n in old["notes"]] and pack.notes
    assert [c.text for c in pack.context] == [c["text"] for c in old["context"]] and pack.context
    assert Pack.from_json(pack.to_json()) == pack


def test_what_changed_while_there_was_no_version_is_read_too(old):
    """A sentence where kinds of school are now listed, a stage's name alone, and a field of an account's lines."""
    changed = json.loads(json.dumps(old))
    changed["policy"] |= {"not_compared": "Special schools are not compared.", "stages": {"ks2": "Key stage 2"}}
    read = rewritten(changed)
    assert read.policy.not_compared == () and read.vocabulary.key_stage("ks2").name == "Key stage 2"

    told = {"text": "63%", "year": 2018}
    words = dict.fromkeys(("id", "priority", "words", "ambition", "england", "region", "neighbours"), "x")
    line = words | {"latest": told, "before": told, "state": "met", "verdict": "on track", "why": "", "at_deadline": ""}
    blank = dict.fromkeys(("title", "vision", "mission", "who", "inspected_as_at", "last_day"), "")
    empty = {name: [] for name in ("priorities", "facts", "inspections", "owing", "changed", "unknown")}
    changed["account"] = {**blank, **empty, "ended": None, "deadline": 2019, "lines": [line]}
    account = rewritten(changed).account
    assert account is not None and account.lines[0].latest.text == "63%"


def test_expected_results_of_version_1_are_read(old):
    expected = held(all=(12, 13, 2), girls=(6, 7, 1), boys=(6, 6, 1))
    assert rewritten(old | {"targets": json.loads(json.dumps(expected, default=vars))}).targets == expected


def test_every_earlier_version_has_its_step():
    assert set(UPGRADES) == set(range(1, SCHEMA))


def test_a_newer_pack_is_refused_with_what_to_do(old, tmp_path):
    file = tmp_path / "1.json"
    file.write_text(json.dumps(old | {"schema": SCHEMA + 1, "unheard_of": 1}), encoding="utf-8")
    with pytest.raises(PackTooNew) as refused:
        Pack.read(file)
    assert f"its schema is {SCHEMA + 1}, and this version knows schemas up to {SCHEMA}" in str(refused.value)
    assert str(file) in str(refused.value) and "Update this program" in str(refused.value)


def damaged() -> dict[str, str]:
    """A file's text, damaged in one way each."""
    whole = Pack.read(VERSION_1)
    text, plain = whole.to_json(), json.loads(whole.to_json())
    without_year = {k: v for k, v in plain.items() if k != "year"}
    return {
        "cut short": text[: len(text) // 2],
        "empty": "",
        "another kind of file": "[1, 2]",
        "no whole version": json.dumps(plain | {"schema": "two"}),
        "a part is missing": json.dumps(without_year),
        "a part is missing of version 1": json.dumps({k: v for k, v in plain.items() if k not in ("schema", "policy")}),
        "a part nobody knows": json.dumps(plain | {"unheard_of": 1}),
        "a part nobody knows inside": json.dumps(plain | {"policy": plain["policy"] | {"unheard_of": 1}}),
        "a word where a number is": json.dumps(plain | {"year": "2018"}),
    }


@pytest.mark.parametrize("how", damaged())
def test_a_damaged_pack_is_refused_with_its_name_and_what_to_do(how, tmp_path):
    file = tmp_path / "store" / "packs" / "3512001.json"
    file.parent.mkdir(parents=True)
    file.write_text(damaged()[how], encoding="utf-8")
    with pytest.raises(PackUnreadable) as refused:
        Pack.read(file)
    assert str(refused.value).startswith(f"{file} cannot be read as a pack: ")
    assert "delete the folder of its year in store/packs, then build again" in str(refused.value)


KEPT_WHOLE = gzip.compress(VERSION_1.read_bytes())
ALTERED = KEPT_WHOLE[:200] + bytes(100) + KEPT_WHOLE[300:]


@pytest.mark.parametrize(
    "content",
    [KEPT_WHOLE[:-20], ALTERED, b"no archive", gzip.compress(b"\xff")],
    ids=["cut short", "altered", "no archive", "no text"],  # an archive has the second it was made in
)
def test_a_damaged_pack_of_an_issue_is_to_be_restored(content, tmp_path):
    file = tmp_path / "1.json.gz"
    file.write_bytes(content)
    with pytest.raises(PackUnreadable, match="restore it from a backup"):
        Pack.read(file)


def test_a_pack_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(PackUnreadable, match="the file does not exist"):
        Pack.read(tmp_path / "1.json")


def test_an_error_shows_nothing_of_what_the_pack_holds(old):
    with pytest.raises(PackUnreadable) as refused:
        Pack.from_json(json.dumps(old | {"year": "Jo Bloggs"}))
    assert "Jo Bloggs" not in str(refused.value) and "its part year" in str(refused.value)


def test_the_fingerprint_is_of_what_can_be_printed():
    pack = sample_pack.primary()
    figure, source = replace(pack.figures[0], delivery="another"), replace(pack.sources[0], delivery="x", file="y")
    same = [
        replace(pack, figures=(figure, *pack.figures[1:])),
        replace(pack, sources=(*pack.sources, source)),  # another file of the same kind
        replace(pack, schema=SCHEMA + 1),
    ]
    assert {p.fingerprint() for p in same} == {pack.fingerprint()}
    other = [
        replace(pack, targets=held(all=(12, 13, 2))),
        replace(pack, policy=replace(pack.policy, grid=(MatrixArea("Reading", "How good?"),))),
        replace(pack, context=(replace(pack.context[0], text="213"), *pack.context[1:])),
        replace(pack, sources=(replace(pack.sources[0], licence="Another"),)),
        replace(pack, figures=(replace(pack.figures[0], release="early"), *pack.figures[1:])),
    ]
    assert len({p.fingerprint() for p in (pack, *other)}) == 1 + len(other)


def fields_of(part: dict, defs: dict, path: str) -> Iterator[str]:
    """Every value a pack can hold, with its type: "pack.figures[].value: number". Names of classes are left out."""
    if "$ref" in part:
        yield from fields_of(defs[part["$ref"].rpartition("/")[2]], defs, path)
    for inside in part.get("anyOf", ()):
        yield from fields_of(inside, defs, path)
    for name, inside in part.get("properties", {}).items():
        yield from fields_of(inside, defs, f"{path}.{name}")
    for inside in [part["items"]] if isinstance(part.get("items"), dict) else part.get("prefixItems", ()):
        yield from fields_of(inside, defs, f"{path}[]")
    if isinstance(part.get("additionalProperties"), dict):
        yield from fields_of(part["additionalProperties"], defs, f"{path}{{}}")
    if part.get("type") in ("string", "integer", "number", "boolean", "null"):
        yield f"{path}: {part['type']}"


def test_a_change_of_fields_raises_the_version():
    """Where this fails: raise SCHEMA and add the step to UPGRADES, then accept the new list with ACCEPT_APPROVED=1."""
    schema = adapter().json_schema()
    fields = sorted(fields_of(schema, schema["$defs"], "pack"))
    if os.environ.get("ACCEPT_APPROVED"):
        FIELDS.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
    assert json.loads(FIELDS.read_text(encoding="utf-8")) == fields
