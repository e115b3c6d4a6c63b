"""Two doors, one room: conda and pip install the same versions, and the lock names no registry."""

import re

import yaml

from pipeline.paths import ROOT

RUN_TIME, DEVELOPMENT = "requirements.in", "requirements-dev.in"


def locked() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", text, re.M))


def wanted(*files: str) -> set[str]:
    lines = [line for f in files for line in (ROOT / f).read_text(encoding="utf-8").splitlines()]
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def conda() -> dict[str, str]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(d["pip"] for d in listed if isinstance(d, dict))
    pairs = [re.split("==?", d) for d in [*listed, *pip] if isinstance(d, str) and re.search(r"^[a-z0-9-]+==?\d", d)]
    return dict(pairs)


def test_the_conda_door_names_every_dependency_at_the_locked_version():
    assert conda() == {name: locked()[name] for name in wanted(RUN_TIME, DEVELOPMENT)}


def test_every_locked_package_carries_a_hash_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.M)[1:]
    assert entries
    assert all("--hash=sha256:" in e for e in entries)
    assert "://" not in text
    assert "--index-url" not in text
