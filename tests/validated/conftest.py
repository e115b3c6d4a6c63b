"""A store that already holds registers, and real files to break."""

import csv
import io
from pathlib import Path

import pytest

from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive

OPEN = ROOT / "data" / "open"


@pytest.fixture(scope="session")
def sources():
    return declared(ROOT / "params")


@pytest.fixture(scope="session")
def stocked(tmp_path_factory, sources) -> Folders:
    """A house that holds Bury's registers and links, as it would before results arrive."""
    home = tmp_path_factory.mktemp("stocked")
    folders = Folders(ROOT / "params", home / "data", home / "outputs")
    receive([OPEN / "bury" / "register"], folders, sources)
    return folders


@pytest.fixture(scope="session")
def for_hampshire(tmp_path_factory) -> Path:
    """The real params as Hampshire would have them: its files hold its own rows."""
    from pipeline.verbs.init import open_council

    home = tmp_path_factory.mktemp("for_hampshire")
    open_council(Folders(ROOT / "params", home / "data", home / "outputs"), "850", "Hampshire", home / "opened")
    return home / "opened" / "params"


@pytest.fixture
def hampshire_house(for_hampshire, tmp_path) -> Folders:
    """Hampshire's params with empty data and outputs of the test's own."""
    return Folders(for_hampshire, tmp_path / "data", tmp_path / "outputs")


@pytest.fixture(scope="session")
def stocked_for_hampshire(stocked, for_hampshire) -> Folders:
    """The same registers and links, in a store of Hampshire's."""
    return Folders(for_hampshire, stocked.data, stocked.outputs)


class Table:
    """A delivered CSV in the hand: change a cell by its line and column, and write it as the publisher does."""

    def __init__(self, file: Path, schools: int | None = None, last: int = 3) -> None:
        text = file.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.rows = rows if schools is None else rows[: schools + 1] + rows[-last:]
        self.short = min(len(r) for r in self.rows)

    def at(self, column: str) -> int:
        return self.rows[0].index(column)

    def get(self, line: int, column: str) -> str:
        return self.rows[line - 1][self.at(column)]

    def put(self, line: int, column: str, text: str) -> "Table":
        self.rows[line - 1][self.at(column)] = text
        return self

    def drop(self, column: str) -> "Table":
        place = self.at(column)
        self.rows = [r[:place] + r[place + 1 :] for r in self.rows]
        return self

    def heading(self, column: str, new: str) -> "Table":
        self.rows[0][self.at(column)] = new
        return self

    def bytes(self, delimiter: str = ",") -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(self.rows)
        return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


@pytest.fixture
def hampshire():
    """Forty real Hampshire schools of 2018 with the authority's and England's rows, every column as published."""
    return Table(OPEN / "hampshire" / "2017-2018" / "850_ks2final.csv", schools=40)


@pytest.fixture
def bury():
    """Bury's reduced key stage 2 extract of 2018."""
    return Table(OPEN / "bury" / "2017-2018" / "351_ks2final.csv")


@pytest.fixture(scope="session")
def table_of():
    return Table
