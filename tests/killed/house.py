"""The little authority whose runs are killed: what there was before a run, what is whole at any moment, what a run leaves."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger.issues import issues
from pipeline.lock import NAME as LOCK
from pipeline.paths import Folders
from tests.alder import declare
from tests.validated import clean_authority as little

YEAR = 2018
FIRST, NEXT = (
    (little.REGISTER, little.PHONICS),
    (little.PHONICS_2017,),
)  # the second changes what every document says of trends


@dataclass(frozen=True)
class Start:
    """What there was before a run: a home with data and outputs, the params, and the folder of files that arrive."""

    name: str
    home: Path
    params: Path
    arriving: Path

    def copy(self, into: Path) -> Folders:
        shutil.copytree(self.home, into)
        return Folders(self.params, into / "data", into / "outputs")


def empty_house(home: Path) -> Start:
    """Its params, the files that arrive `first`, `next` and `all` of them, and an empty house."""
    params = home / "params"
    declare(params, {"primary-booklet"})  # two documents are enough to be killed between, and quick
    files = little.files()
    for folder, names in (("first", FIRST), ("next", NEXT), ("all", FIRST + NEXT)):
        (home / folder).mkdir()
        for name in names:
            (home / folder / name).write_bytes(little.as_csv(files[name]))
    (home / "empty").mkdir()
    return Start("nothing there", home / "empty", params, home / "all")


def whole(where: Folders) -> None:
    """Nothing half written stands under an issued name or among the deliveries, whenever this is asked."""
    for place in (p for p in where.outputs.glob("*/*/*") if not p.name.startswith(".")):
        told = json.loads((place / "receipt.json").read_text(encoding="utf-8"))["files"]
        held = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in place.iterdir() if f.name != "receipt.json"}
        assert held == told, f"{place.name} is not as its receipt says"
    for kept in deliveries(where):
        told = json.loads((kept / "delivery.json").read_text(encoding="utf-8"))
        assert hashlib.sha256((kept / told["file"]).read_bytes()).hexdigest() == kept.name, "a delivery is not itself"
    index = where.outputs / "index.html"
    assert not index.exists() or index.read_text(encoding="utf-8").endswith("</html>\n")
    if where.ledger.exists():
        with closing(sqlite3.connect(where.ledger)) as book:
            assert book.execute("pragma integrity_check").fetchall() == [("ok",)]


def deliveries(where: Folders) -> set[Path]:
    return {d for d in where.deliveries.glob("*") if not d.name.startswith(".")}


def state(where: Folders) -> dict[str, str]:
    """Everything a run leaves, but for times: each file by its content, and the issues entered."""
    seen = {}
    for folder in (where.deliveries, where.store, where.issued, where.outputs):
        for file in (f for f in folder.rglob("*") if f.is_file()):
            seen[str(file.relative_to(where.data.parent))] = hashlib.sha256(file.read_bytes()).hexdigest()
    entered = [(*i.document, i.number, i.pack, i.html, i.pdf, i.xlsx) for i in issues(where.ledger)]
    return seen | {"issues": repr(entered), "lock": str((where.data / LOCK).exists())}
