"""Every kind of fault, planted in a clean little authority, is found where it is and nothing else is, without a value.

After the last of them, everything that was written or said is searched for anything that identifies a pupil.
"""

import contextlib
import io
import logging
import shutil
from functools import cache

import pytest

from pipeline.deliveries.delivery import kept
from pipeline.ledger.book import ledger
from pipeline.ledger.originals import TABLES
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, findings, receive
from pipeline.validated.across import across
from pipeline.validated.intake import REFUSED
from pipeline.validated.receipt import NOTHING_GIVEN
from pipeline.verbs.check import check_all
from pipeline.verbs.receive import receive_files
from tests.validated import clean_authority as clean
from tests.validated.fault import CANARY, CLEAN, rounds, spoilt
from tests.validated.faults import FAULTS

ROUNDS = rounds(FAULTS)
ROUND_OF = {fault: number for number, faults in enumerate(ROUNDS) for fault in faults}
SAID = io.StringIO()  # everything said while the faults were found


def everything(folders: Folders) -> set[tuple]:
    """Every finding in a store: of each delivery, and across them."""
    found = [f for d in kept(folders) for f in findings(folders, d)]
    found += [c.finding for c in across(folders)]
    return _placed(found)


def _placed(found) -> set[tuple]:
    return {(f.rule, f.school, f.column, f.lines) for f in found}


@pytest.fixture(scope="module")
def listening():
    """What is said and logged while the module runs."""
    handler = logging.StreamHandler(SAID)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(SAID), contextlib.redirect_stderr(SAID):
        yield SAID
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def before(little_authority):
    return everything(little_authority)


@pytest.fixture(scope="module")
def planted(little_authority, before, listening, tmp_path_factory):
    """A round's number -> its store and everything found in it that was not there before; each is received once."""

    @cache
    def plant(number: int) -> tuple[Folders, set[tuple]]:
        home, files = tmp_path_factory.mktemp("planted"), spoilt(ROUNDS[number])
        folders = Folders(ROOT / "params", home / "data", home / "outputs")
        shutil.copytree(little_authority.data, folders.data)
        with ledger(folders.ledger, TABLES) as book:
            for delivery in (d for d in kept(folders) if d.file in files):  # as if it had never been received
                shutil.rmtree(delivery.folder(folders))
                book.execute("delete from originals where delivery = ?", [delivery.fingerprint])
        for name, rows in files.items():
            (home / name).write_bytes(clean.as_csv(rows))
        for fault in (f for f in ROUNDS[number] if f.raw):
            (home / fault.file).write_bytes(fault.raw((home / fault.file).read_bytes()))
        outcomes = receive([home / name for name in files], folders, declared(folders.params))
        refused = [o for o in outcomes if o.what == REFUSED]
        receive_files(folders, [o.path for o in refused], NOTHING_GIVEN)
        return folders, everything(folders) - before | _placed(f for o in refused for f in o.findings)

    return plant


def test_a_clean_authority_has_no_finding_but_what_its_register_lacks(before):
    assert before == {("not_delivered", "", None, ()), ("other_authorities", "", None, ())}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.kind)
def test_a_planted_fault_is_found_where_it_is(fault, planted):
    assert set(fault.found) - planted(ROUND_OF[fault])[1] == set()


@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_nothing_else_is_found(number, planted):
    assert planted(number)[1] - {place for fault in ROUNDS[number] for place in fault.found} == set()


def test_nothing_that_identifies_a_pupil_was_written_or_said(planted, listening):
    """Every file of every round; `check` is asked of rounds that have a file no round before had."""
    secrets = clean.secrets(CLEAN) | {CANARY}
    names, texts, checked = set(), set(), set()
    for number, faults in enumerate(ROUNDS):
        folders, files = planted(number)[0], spoilt(faults)
        secrets |= {s for s in clean.secrets(files) if CANARY not in s}
        if not files.keys() <= checked:
            checked |= files.keys()
            check_all(folders)
        for path in folders.data.rglob("*"):
            names.add(path.name)
            if path.suffix == ".json" and path.is_file():
                texts.add(path.read_text(encoding="utf-8"))
    text = "\n".join([SAID.getvalue(), *sorted(names), *sorted(texts)])
    assert len(checked) > 10 and len(text) > 50_000
    assert [s for s in secrets if s in text] == []


def test_the_kinds_of_fault_are_many():
    kinds = {f.kind for f in FAULTS}
    rules = {rule for f in FAULTS for rule, *_ in f.found}
    print(f"{len(kinds)} kinds of fault, {len(rules)} rules")
    assert len(kinds) == len(FAULTS) == len(ROUND_OF) and len(rules) >= 40
