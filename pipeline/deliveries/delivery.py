"""A delivery: a file as it arrived, by its fingerprint, with what is known of where it came from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.declared.strict import did_you_mean
from pipeline.declared.vocabulary import read_release_stages
from pipeline.errors import ParamsWrong
from pipeline.paths import Folders


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
    ranks = read_release_stages(folders.params).ranks
    for delivery in (d for d in found if d.release not in ranks):
        hint = did_you_mean(delivery.release, list(ranks))
        said = f"vocabulary/release_stages.yml lacks {delivery.release!r}, the release stage of {delivery.file}.{hint}"
        raise ParamsWrong(folders.params, [said])
    return sorted((d for d in found if source in (None, d.source)), key=lambda d: _order(d, ranks))


def _order(delivery: Delivery, ranks: Mapping[str, int]) -> tuple:
    return delivery.source, delivery.edition, ranks[delivery.release], delivery.arrival, delivery.fingerprint
