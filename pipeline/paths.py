"""The paths of all folders and files, each written once.

An authority's work is kept in a working folder: params/ and notebooks/, and beside them data/ and outputs/. A checkout of the
project is one; `init` opens others from the starting params and notebooks, which an installed copy carries with it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent  # the checkout; of an installed copy the folder it was installed into
INSTALLED = (PACKAGE / "starting").is_dir()  # only a built wheel has this folder (see setup.py)
STARTING = PACKAGE / "starting" if INSTALLED else ROOT  # holds the params/ and notebooks/ a working folder starts with

UNFINISHED = "restore-unfinished"  # in the data folder while a backup is put back, and after one that was stopped
ISSUED = "issued"  # below the data folder, where the packs of all issues are


@dataclass(frozen=True)
class Folders:
    """Where one authority's declarations, data and products live."""

    params: Path
    data: Path
    outputs: Path

    @property
    def notebooks(self) -> Path:
        """Where the publications' notebooks are."""
        return notebooks_of(self.params)

    @property
    def deliveries(self) -> Path:
        """Originals as they arrived, one folder for each fingerprint; nothing here is ever overwritten."""
        return self.data / "deliveries"

    @property
    def store(self) -> Path:
        """Validated tables, figures and packs: everything here can be made again from the deliveries."""
        return self.data / "store"

    @property
    def validated(self) -> Path:
        return self.store / "validated"

    @property
    def figures(self) -> Path:
        return self.store / "figures.parquet"

    @property
    def expected(self) -> Path:
        return self.store / "expected.parquet"

    @property
    def choices(self) -> Path:
        """Solved secondary suppression of linked tables, so that no table is solved twice."""
        return self.store / "choices.json"

    @property
    def packs(self) -> Path:
        return self.store / "packs"

    @property
    def ledger(self) -> Path:
        """The record of runs and issues; not in the store, since it cannot be made again."""
        return self.data / "ledger.sqlite"

    @property
    def hashes(self) -> Path:
        """Notes of the hashes of files, so that files nobody touched are not read again; it can be made again."""
        return self.data / "hashes.json"

    @property
    def kept_counts(self) -> tuple[Path, Path]:
        """Counts, and expected results, that stand although records behind them were erased; they cannot be made again."""
        return self.data / "kept" / "counts.parquet", self.data / "kept" / "expected.parquet"

    @property
    def issued(self) -> Path:
        """The pack of every issue, kept for ever; nothing here is ever overwritten."""
        return self.data / ISSUED

    def pack(self, year: int, publication: str, place_id: str) -> Path:
        return self.packs / str(year) / publication / f"{place_id}.json"

    def issued_packs(self, year: int, publication: str, place_id: str) -> Path:
        """The folder of one document's issued packs, each named by its issue's number."""
        return self.issued / str(year) / publication / place_id

    def booklet(self, year: int, publication: str, place_id: str) -> Path:
        """The folder one booklet is issued into; its name is made from ids, never from delivered text."""
        return self.outputs / str(year) / publication / place_id

    def as_environment(self) -> dict[str, str]:
        """What a child process needs to find the same folders."""
        return {f"BOOKLETS_{k.upper()}": str(getattr(self, k)) for k in ("params", "data", "outputs")}


def folders(params: Path | None = None, data: Path | None = None, outputs: Path | None = None) -> Folders:
    """The folders asked for, else those of the environment (BOOKLETS_PARAMS, _DATA, _OUTPUTS), else the working folder's.

    The working folder is the one a person is in, or the checkout. Where an installed copy is used outside a working folder, the
    folders named are those of the current folder, which holds no params (`trouble.check_folders` says so).
    """
    home = working_folder() or (Path() if INSTALLED else ROOT)

    def pick(given: Path | None, name: str) -> Path:
        return Path(given or os.environ.get(f"BOOKLETS_{name.upper()}") or home / name).resolve()

    return Folders(pick(params, "params"), pick(data, "data"), pick(outputs, "outputs"))


def working_folder() -> Path | None:
    """The nearest folder, from the current one upwards, that holds params/authority.yml and notebooks/; None without one.

    Looked for upwards because JupyterLab runs a notebook in the notebook's own folder.
    """
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the current folder was deleted
        return None
    within = (here, *here.parents)
    return next((f for f in within if (f / "params" / "authority.yml").is_file() and (f / "notebooks").is_dir()), None)


def notebooks_of(params: Path) -> Path:
    """The notebooks/ beside a folder of declarations; the starting notebooks where there is none."""
    own = params.parent / "notebooks"
    return own if own.is_dir() else NOTEBOOKS


NOTEBOOKS = STARTING / "notebooks"
STYLE = PACKAGE / "report" / "style"
