"""A notebook that is being issued opens the pack it was given, whole and unchanged; one run by hand finds or composes its own."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.errors import NotTheGivenPack, PackChanged, PackUnreadable
from pipeline.packs.given import GivenPack, given_pack, giving
from pipeline.paths import ROOT
from pipeline.report import booklet
from pipeline.report.booklet import open_booklet
from tests.report import sample_pack

PACK = sample_pack.primary()
ASKED = (PACK.publication, PACK.place.id, PACK.year)


@pytest.fixture
def given(tmp_path):
    file = tmp_path / "3512001.json"
    file.write_text(PACK.to_json(), encoding="utf-8")
    return GivenPack(file, PACK.fingerprint())


@pytest.fixture
def by_hand(monkeypatch):
    """What a notebook run by hand does to find its pack, told instead of done."""
    asked = []
    monkeypatch.setattr(booklet, "stale", lambda *_: True)
    monkeypatch.setattr(booklet, "prepare", lambda *what: asked.append(what) or PACK)
    return asked


def test_the_given_pack_is_opened_and_nothing_is_composed(given, by_hand):
    with giving(given):
        opened = open_booklet(*ASKED)
    assert opened._reading.pack == PACK and by_hand == []


def test_by_hand_a_stale_pack_is_composed(given, by_hand):
    with giving(given):
        pass
    assert given_pack() is None
    assert open_booklet(*ASKED)._reading.pack == PACK and by_hand == [ASKED]


def test_the_given_pack_is_forgotten_after_a_run_that_failed(given):
    with pytest.raises(ZeroDivisionError), giving(given):
        assert given_pack() == given
        raise ZeroDivisionError
    assert given_pack() is None


@pytest.mark.parametrize(
    "asked", [("cluster-booklet", *ASKED[1:]), (ASKED[0], "9992002", ASKED[2]), (*ASKED[:2], 2017)]
)
def test_another_document_than_the_given_one_is_refused(given, by_hand, asked):
    with giving(given), pytest.raises(NotTheGivenPack, match=" ".join(map(str, asked))):
        open_booklet(*asked)
    assert by_hand == []


def test_a_given_pack_that_changed_is_damaged_or_is_gone_is_refused(given, by_hand):
    changed = replace(PACK, contact="Somebody else.")
    for content, error in ((changed.to_json(), PackChanged), (PACK.to_json()[:99], PackUnreadable)):
        given.file.write_text(content, encoding="utf-8")
        with giving(given), pytest.raises(error):
            open_booklet(*ASKED)
    given.file.unlink()
    with giving(given), pytest.raises(PackUnreadable, match="the file does not exist"):
        open_booklet(*ASKED)
    assert by_hand == []


def test_a_place_that_papermill_read_as_a_number_is_the_same_place(given):
    with giving(given):
        assert open_booklet(ASKED[0], int(ASKED[1]), ASKED[2])._reading.pack == PACK


def test_a_process_that_opens_a_given_pack_never_imports_what_composes(given):
    code = f"""
import json, sys
from pathlib import Path
from pipeline.packs.given import GivenPack, giving
from pipeline.report import open_booklet
with giving(GivenPack(Path({str(given.file)!r}), {given.fingerprint!r})):
    open_booklet(*{ASKED!r}).cover()
print(json.dumps([name for name in sys.modules if name.startswith("pipeline.")]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    imported = json.loads(done.stdout)
    assert "pipeline.packs.given" in imported
    assert not {"pipeline.packs.compose", "pipeline.workspace.run_context", "pipeline.packs.plan"} & set(imported)
