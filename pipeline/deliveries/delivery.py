"""A delivery: a file as it arrived, identified by its fingerprint, with what is known about its origin."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.declared.strict import did_you_mean
from pipeline.declared.vocabulary import read_release_stages
from pipeline.errors import DeliveryUnreadable, ParamsWrong
from pipeline.paths import Folders


@dataclass(frozen=True)
class Delivery:
    """One kept file. `edition` orders the deliveries of a source, then the release stage, then `arrival`."""

    fingerprint: str  # sha256 of the bytes; of a Common Transfer File's table see `ctf.delivery_fingerprint`
    source: str
    file: str  # the name it arrived under, without folders
    results_year: int | None
    release: str
    edition: str
    publisher: str
    licence: str
    origin: str
    arrival: int
    la: str = ""  # the authority's code in its name, or the LAESTAB of the one school it is from; "" without either

    @property
    def said(self) -> str:
        """Its source, results year and release stage, as messages name it: "ks2_performance 2018 final"."""
        return " ".join(filter(None, (self.source, str(self.results_year or ""), self.release)))

    def folder(self, folders: Folders) -> Path:
        """Where the delivery is kept: its original and delivery.json."""
        return folders.deliveries / self.fingerprint

    def original(self, folders: Folders) -> Path:
        """The bytes as they arrived."""
        return self.folder(folders) / self.file

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Withdrawal:
    """That a delivery was taken back: the day, by whom (a role) and why."""

    on: str  # ISO
    by: str
    because: str

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def withdrawal_of(folders: Folders, delivery: Delivery) -> Withdrawal | None:
    """That the delivery was withdrawn; None for one in force."""
    mark = delivery.folder(folders) / "withdrawn.json"
    return Withdrawal(**_recorded(mark)) if mark.is_file() else None


def fingerprint(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal: two files with the same one are the same file."""
    return hashlib.sha256(data).hexdigest()


def read_delivery(folder: Path) -> Delivery:
    """What is recorded of the delivery kept in a folder; DeliveryUnreadable where that is damaged."""
    return Delivery(**_recorded(folder / "delivery.json"))


def _recorded(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:  # cut short, or not text
        record = None
    if not isinstance(record, dict):
        raise DeliveryUnreadable(file=file)
    return record


def kept(folders: Folders, source: str | None = None, withdrawn: bool | None = False) -> list[Delivery]:
    """Every kept delivery (of one source), by source, edition, release stage and arrival, so that the latest comes last.

    Without those withdrawn; `withdrawn` asks for those alone, or with None for all. ParamsWrong where the vocabulary no longer has
    the release stage of one.
    """
    if not folders.deliveries.is_dir():
        return []
    files = folders.deliveries.glob("*/delivery.json")
    deliveries = [
        read_delivery(f.parent) for f in files if withdrawn in (None, f.with_name("withdrawn.json").is_file())
    ]
    ranks = read_release_stages(folders.params).ranks
    for delivery in (d for d in deliveries if d.release not in ranks):
        hint = did_you_mean(delivery.release, list(ranks))
        problem = (
            f"vocabulary/release_stages.yml lacks {delivery.release!r}, the release stage of {delivery.file}.{hint}"
        )
        raise ParamsWrong(folders.params, [problem])
    return sorted(
        (d for d in deliveries if source in (None, d.source)),
        key=lambda d: (d.source, d.edition, ranks[d.release], d.arrival, d.fingerprint),
    )
