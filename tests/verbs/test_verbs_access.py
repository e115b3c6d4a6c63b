"""A whole run, from the delivered file to the chase list and the booklet, leaves nothing in data/ that another account may open."""

import os
import re
import stat

import pytest

from pipeline.ledger.actions import last_actions
from pipeline.paths import Folders
from pipeline.processes import account
from tests.alder import begin_of_notebook, declare
from tests.edits import edit
from tests.validated import clean_authority as clean

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has access control lists instead")


@pytest.fixture
def alder(tmp_path) -> Folders:
    """A little authority with a fault in one school's records, so that it has questions and the other school a booklet."""
    declare(tmp_path / "params", {"primary-booklet"})
    begin_of_notebook(tmp_path, "primary_booklet")
    files = clean.files()
    files[clean.KS2][4] |= {"READSCORE": "99"}
    (tmp_path / "arriving").mkdir()
    for name in (clean.REGISTER, clean.KS2):
        (tmp_path / "arriving" / name).write_bytes(clean.as_csv(files[name]))
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


@pytest.fixture(params=[0o000, 0o022], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def bits(root):
    """The kind and the permission bits of a folder and of everything in it."""
    found = [root, *root.rglob("*")]
    return {("folder" if p.is_dir() else "file", oct(stat.S_IMODE(p.stat().st_mode))) for p in found}


def test_after_a_whole_run_data_is_closed_and_outputs_is_as_the_policy_says(alder, umask, booklets):
    assert booklets(alder, "receive", alder.data.parent / "arriving")[0] == 0
    assert booklets(alder, "chase", "--year", 2018)[0] == 0
    assert booklets(alder, "build", "--year", 2018, "--place", clean.SOUTH)[0] == 0
    made = {p.name for p in alder.data.rglob("*")} | {p.name for p in alder.outputs.rglob("*")}
    assert made >= {clean.KS2, "delivery.json", "figures.parquet", "plan.json", "chase-list.xlsx", "ledger.sqlite"}
    assert made >= {"booklets.log", "1.json.gz", "booklet.pdf", "receipt.json", "index.html"}
    assert bits(alder.data) == {("folder", "0o700"), ("file", "0o600")}
    assert bits(alder.outputs) == {("folder", "0o750"), ("file", "0o640")}
    told = [(a.did, a.what, a.account) for a in last_actions(alder.ledger, 4)]
    assert ("issued", f"primary-booklet {clean.SOUTH} 2018", account()) in told
    assert ("received", "ks2_pupils 2018 school", account()) in told


def test_a_data_folder_that_is_open_is_closed_at_the_next_run_which_says_so(alder, booklets):
    alder.data.mkdir()
    alder.data.chmod(0o755)
    (alder.data / "corrections").mkdir(0o755)
    (alder.data / "corrections" / "ks2_pupils.yml").write_text("why: none so far\ncorrections: []\n")
    first = booklets(alder, "receive", alder.data.parent / "arriving" / clean.REGISTER)
    assert f"Other accounts of this machine could open {alder.data}." in first[2]
    assert bits(alder.data) == {("folder", "0o700"), ("file", "0o600")}
    assert "Other accounts" not in booklets(alder, "receive", alder.data.parent / "arriving" / clean.REGISTER)[2]


def test_check_names_what_is_wider_than_it_should_be_and_what_to_type(alder, booklets):
    assert booklets(alder, "receive", alder.data.parent / "arriving" / clean.REGISTER)[0] == 0
    assert "open to others" not in booklets(alder, "check")[1]
    alder.ledger.chmod(0o644)
    (alder.outputs / "2018").mkdir(parents=True)
    alder.outputs.chmod(0o755), (alder.outputs / "2018").chmod(0o777)
    _, said, _ = booklets(alder, "check")
    assert re.findall(r"open to others: (\S+): more accounts than should may use (\d+) .*: (chmod .*)", said) == [
        (str(alder.data), "1", f"chmod -R u=rwX,go= {alder.data}"),
        (str(alder.outputs), "2", f"chmod -R u=rwX,g=rX,o= {alder.outputs}"),
    ]
    edit(alder.params / "policy" / "access.yml", "outputs: group", "outputs: everyone")
    assert "may use 1 of its folders" in booklets(alder, "check")[1].split(str(alder.outputs))[1]


def test_where_there_are_no_permission_bits_check_says_what_to_type_on_windows(alder, booklets, monkeypatch):
    monkeypatch.setattr("pipeline.verbs.check.HAS_BITS", False)
    said = booklets(alder, "check")[1]
    assert f'icacls "{alder.data}" /inheritance:r /grant:r "%USERNAME%:(OI)(CI)F"' in said
