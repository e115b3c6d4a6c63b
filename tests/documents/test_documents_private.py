"""Nothing that identifies a pupil leaves the deliveries: an authority of pupils whose names are canaries, played by every verb.

Only `data/deliveries` (what arrived), `data/chase` (each school's own list) and the validated tables may hold a pupil; what is
printed, issued, found, figured and noted may not.
"""

import contextlib
import io
import logging
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pikepdf
import pytest

from pipeline import cli
from pipeline.paths import ROOT, Folders
from pipeline.verbs.init import open_council
from tests.checks import pdf_checks
from tests.validated import clean_authority as clean
from tests.validated.clean_authority import HIGH, KS2, NORTH, SOUTH

ISSUED = {"booklet.html", "booklet.pdf", "tables.xlsx", "booklet.ipynb", "receipt.json"}


@pytest.fixture(scope="module")
def home(little_authority, tmp_path_factory) -> Path:
    """The clean authority as a council of its own, with a fault in a row of South."""
    home = tmp_path_factory.mktemp("private")
    open_council(Folders(ROOT / "params", home / "data", home / "outputs"), "999", "Alder", home)
    shutil.copytree(little_authority.data, home / "data", dirs_exist_ok=True)
    rows = clean.files()[KS2]
    rows[15] |= {"MATSCORE": ""}
    (home / "arriving").mkdir()
    (home / "arriving" / f"{SOUTH}_ks2_pupils_2017-2018.csv").write_bytes(clean.as_csv(rows[12:]))
    return home


@pytest.fixture(scope="module")
def said(home) -> str:
    """Everything every verb said or logged."""
    verbs = [
        f"receive {home / 'arriving'}", "check", "list", "chase --year 2018", "build --year 2018 --jobs 1",
        "reconcile --year 2018", f"explain ks2_rwm_exp {NORTH} 2018",
        f"export figures --out {home / 'outputs' / 'figures.csv'} --audience internal",
    ]  # fmt: skip
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
        for verb in verbs:
            _run(home, verb.split())
    logging.getLogger().removeHandler(handler)
    return heard.getvalue()


def _run(home: Path, words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit):
        for name in ("params", "data", "outputs"):
            patch.setenv(f"BOOKLETS_{name.upper()}", str(home / name))
        patch.setattr("sys.argv", ["booklets", *words])
        cli.main()


@pytest.fixture(scope="module")
def written(home, said) -> dict[str, str]:
    """Every file that may hold no pupil, as text: a workbook's parts, a table's cells, a database's bytes."""
    files = {f.relative_to(home).as_posix(): f for f in home.rglob("*") if f.is_file()}
    return {name: _text(file) for name, file in files.items() if not _may_hold_pupils(name)}


def _may_hold_pupils(name: str) -> bool:
    table = name.startswith("data/store/validated/") and name.endswith(".parquet")
    return table or name.startswith(("arriving/", "data/deliveries/", "data/chase/"))


def _text(file: Path) -> str:
    """Of a PDF what is told of it and of its pictures: its pages are those of the HTML."""
    if file.suffix == ".parquet":
        return pd.read_parquet(file).to_csv()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            return "".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())
    if file.suffix == ".pdf":
        with pikepdf.open(file) as pdf:
            return " ".join([*map(str, pdf.docinfo.values()), *pdf_checks.alternative_texts(pdf)])
    return file.read_bytes().decode("utf-8", "replace")


def test_the_play_leaves_everything_that_is_to_be_searched(home, said, written):
    issued = {Path(name).name for name in written if name.startswith("outputs/2018/")}
    assert issued == ISSUED
    made = {Path(name).parent.name for name in written if name.endswith("/booklet.html")}
    assert {NORTH, HIGH, "999"} <= made
    for part in (
        "outputs/index.html",
        "data/ledger.sqlite",
        "data/store/figures.parquet",
        "data/store/across.json",
    ):
        assert part in written
    assert any(name.endswith(".findings.json") for name in written) and any(
        name.endswith("ledger.sqlite") for name in written
    )
    assert f"held: school {SOUTH}" in said and f"accepted: {SOUTH}_ks2_pupils" in said
    assert any((home / "data" / "chase").rglob("chase-list.html"))


def test_nothing_that_identifies_a_pupil_is_in_what_was_written_or_said(said, written):
    secrets = clean.secrets(clean.files())
    places = written | {"said": said, "names of files": " ".join(written)}
    assert {name: found for name, text in places.items() if (found := [s for s in secrets if s in text])} == {}


def test_a_pupil_in_any_of_them_would_be_found(home, tmp_path):
    """The search reads into a workbook and a table: what arrived is full of what must not be elsewhere."""
    secret = clean.files()[KS2][0]["UPN"]
    pd.DataFrame({"who": [secret]}).to_parquet(tmp_path / "table.parquet")
    pd.DataFrame({"who": [secret]}).to_excel(tmp_path / "book.xlsx")
    assert all(secret in _text(tmp_path / name) for name in ("table.parquet", "book.xlsx"))
