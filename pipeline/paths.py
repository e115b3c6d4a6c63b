"""Every folder, named once and anchored to the project, never to the folder a person happens to stand in."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Folders:
    """Where one authority's declarations, data and products live."""

    params: Path
    data: Path
    outputs: Path

    @property
    def deliveries(self) -> Path:
        """Originals as they arrived, one folder per fingerprint; nothing here is ever overwritten."""
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
        """What was found of linked tables, so that it need not be found again."""
        return self.store / "choices.json"

    @property
    def packs(self) -> Path:
        return self.store / "packs"

    @property
    def ledger(self) -> Path:
        """What was run and issued; not in the store, since it cannot be made again."""
        return self.data / "ledger.sqlite"

    @property
    def issued(self) -> Path:
        """The pack of every issue, kept for ever; nothing here is ever overwritten."""
        return self.data / "issued"

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
    """The folders asked for, else those of the environment (BOOKLETS_PARAMS, _DATA, _OUTPUTS), else the project's own."""

    def pick(given: Path | None, name: str) -> Path:
        return Path(given or os.environ.get(f"BOOKLETS_{name.upper()}") or ROOT / name).resolve()

    return Folders(pick(params, "params"), pick(data, "data"), pick(outputs, "outputs"))


NOTEBOOKS = ROOT / "notebooks"
STYLE = ROOT / "pipeline" / "report" / "style"
