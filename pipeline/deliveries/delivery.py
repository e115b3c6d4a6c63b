"""A delivery: a file as it arrived, by its fingerprint, with what is known of where it came from."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.paths import Folders

RELEASES = ("school", "early", "provisional", "revised", "final")


@dataclass(frozen=True)
class Delivery:
    """One kept file. `edition` orders deliveries of a source; `arrival` orders those of the same edition."""

    fingerprint: str  # sha256 of the bytes
    source: str
    file: str  # the name it arrived under, without folders
    results_year: int | None
    release: str
    edition: str
    publisher: str
    licence: str
    origin: str
    arrival: int
    la: str = ""  # the authority its name begins with, where it does; a LAESTAB where it is one school's own file

    def folder(self, folders: Folders) -> Path:
        return folders.deliveries / self.fingerprint

    def original(self, folders: Folders) -> Path:
        """The bytes as they arrived."""
        return self.folder(folders) / self.file

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_delivery(folder: Path) -> Delivery:
    return Delivery(**json.loads((folder / "delivery.json").read_text(encoding="utf-8")))


def kept(folders: Folders, source: str | None = None) -> list[Delivery]:
    """Every delivery kept (of one source), so ordered that a later edition or release, or a later arrival, comes last."""
    if not folders.deliveries.is_dir():
        return []
    found = [read_delivery(f.parent) for f in folders.deliveries.glob("*/delivery.json")]
    return sorted((d for d in found if source in (None, d.source)), key=_order)


def _order(delivery: Delivery) -> tuple:
    return delivery.source, delivery.edition, RELEASES.index(delivery.release), delivery.arrival, delivery.fingerprint
