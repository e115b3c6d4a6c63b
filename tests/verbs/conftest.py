"""Shared by the tests of verbs."""

import sys

import pytest

from pipeline import cli


@pytest.fixture
def booklets(monkeypatch, capsys):
    """Run one command as installed: (exit code, what it printed, what it complained of). Without folders it finds its own."""

    def run(where, *words):
        at = ["--params", where.params, "--data", where.data, "--outputs", where.outputs] if where else []
        for name in ("PARAMS", "DATA", "OUTPUTS"):
            monkeypatch.setenv(f"BOOKLETS_{name}", "")  # what a command sets for its children ends with it
        monkeypatch.setattr(sys, "argv", ["booklets", *map(str, [*at, *words])])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return run
