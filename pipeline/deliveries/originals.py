"""Whether every kept delivery is still what was received: its original by its hash, and what was recorded of it.

An original that was altered, replaced or lost is a fault: its bytes are never read again as if they were what arrived. What stands
beside it (delivery.json, withdrawn.json) is kept in the ledger too, and is put back from there.
"""

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.atomic import write_bytes, write_text
from pipeline.deliveries.ctf import is_ctf_name
from pipeline.deliveries.delivery import Delivery, fingerprint, read_delivery
from pipeline.errors import OriginalAltered
from pipeline.file_hashes import FileHashes
from pipeline.ledger.originals import KeptOriginal, enter_originals, kept_original, kept_originals
from pipeline.paths import Folders

RECORD, WITHDRAWN = "delivery.json", "withdrawn.json"
NAMED_BY = 12  # the first characters of a fingerprint, by which lists and messages name a delivery


@dataclass(frozen=True)
class OriginalFault:
    """A delivery whose original is not what was received."""

    delivery: str  # its fingerprint
    said: str  # "ks2_performance 2018 final"; "" where nothing is recorded of it
    what: str  # "was altered or replaced since it was received", "is missing"
    in_force: bool = True  # False for one that was withdrawn: nothing rests on it

    def sentence(self, folders: Folders) -> str:
        """What is wrong, what stands, and what to do; without the file's name, which may be a pupil's."""
        return str(self.error(folders))

    def error(self, folders: Folders) -> OriginalAltered:
        """The fault as the error of a step that needs the original."""
        folder = folders.deliveries / self.delivery
        return OriginalAltered(
            said=self.said or "a delivery", folder=folder, what=self.what, named=self.delivery[:NAMED_BY]
        )


def read_original(folders: Folders, delivery: Delivery) -> bytes:
    """A delivery's bytes as they arrived; OriginalAltered where they are not those any more, or are missing."""
    file = delivery.original(folders)
    data = None if file.is_symlink() or not file.is_file() else file.read_bytes()
    expected = _expected(folders, delivery)
    found = None if data is None else fingerprint(data)
    if data is None or (expected and found not in expected):
        raise OriginalFault(delivery.fingerprint, delivery.said, _what(found)).error(folders)
    return data


def original_faults(folders: Folders, hashes: FileHashes) -> list[OriginalFault]:
    """Every delivery whose original is not what was received, by fingerprint; those withdrawn too."""
    known = kept_originals(folders.ledger)
    expected = {d.fingerprint: (d, _named_bytes(d)) for d in _unknown(folders, known)}
    expected |= {name: (_recorded(kept), (kept.sha256,)) for name, kept in known.items()}
    faults = []
    for name, (delivery, accepted) in sorted(expected.items()):
        found = hashes.of(delivery.original(folders)) or ""
        if accepted and found not in accepted:
            in_force = not (delivery.folder(folders) / WITHDRAWN).exists()
            faults.append(OriginalFault(name, delivery.said, _what(found), in_force))
    return faults


def enter_new(folders: Folders, delivery: Delivery, data: bytes) -> None:
    """Enter a delivery that was kept, or what was newly recorded of one whose original stays."""
    known = kept_original(folders.ledger, delivery.fingerprint)
    if known is None:
        known = KeptOriginal(delivery.fingerprint, fingerprint(data), len(data), "", "")
    enter_originals(folders.ledger, [replace(known, record=delivery.to_json(), withdrawn="")])


def enter_withdrawal(folders: Folders, delivery: Delivery, mark: str) -> None:
    """Enter the text of a withdrawal, or "" for a delivery that is in force again. Before the disk: see `ledger.originals`."""
    known = kept_original(folders.ledger, delivery.fingerprint)
    if known:
        enter_originals(folders.ledger, [replace(known, withdrawn=mark)])


def put_back(folders: Folders, delivery: Delivery, data: bytes) -> bool:
    """Write an original again from the same file received again; whether that was needed.

    One from which records were erased stays as it is: what was erased by rule does not come back by another delivery of it.
    """
    known = kept_original(folders.ledger, delivery.fingerprint)
    if known and known.erased:
        return False
    try:
        read_original(folders, delivery)
    except OriginalAltered:
        write_bytes(delivery.original(folders), data)
        return True
    return False


def enter_erasure(folders: Folders, delivery: str, because: str) -> None:
    """Enter a delivery as it stands after records were erased from it by rule, its original whole, in part or gone.

    `delivery` is its fingerprint, which stays, so that what was made from it still names it; `because` says when, by which rule and on
    whose decision. Entered again it is the same, so that an erasure which was stopped can be completed from its beginning.
    """
    folder = folders.deliveries / delivery
    record, withdrawn = _text(folder / RECORD), _text(folder / WITHDRAWN)
    original = read_delivery(folder).original(folders)
    left = original.read_bytes() if original.is_file() else None
    found = "" if left is None else fingerprint(left)
    enter_originals(folders.ledger, [KeptOriginal(delivery, found, len(left or b""), record, withdrawn, because)])


def settle(folders: Folders, hashes: FileHashes) -> list[str]:
    """Bring ledger and disk together at the start of a run; what was done, in lines for whoever reads the run's output.

    What is recorded of a delivery and was lost or changed is written again; a delivery that the ledger does not know (kept by an
    earlier version, or by a run that was killed) is entered where its bytes are those its fingerprint names.
    """
    known = kept_originals(folders.ledger)
    done = [line for kept in known.values() for line in _record_put_back(folders, kept)]
    new = []
    for delivery in _unknown(folders, known):
        found = hashes.of(delivery.original(folders))
        if found and found in (_named_bytes(delivery) or (found,)):
            mark, size = _text(delivery.folder(folders) / WITHDRAWN), delivery.original(folders).stat().st_size
            new.append(KeptOriginal(delivery.fingerprint, found, size, delivery.to_json(), mark))
    if new:
        enter_originals(folders.ledger, new)
        done.append(f"deliveries that the ledger did not know yet and were entered: {len(new)}")
    return done


def _named_bytes(delivery: Delivery) -> tuple[str, ...]:
    """The hash a delivery's fingerprint names; none of a Common Transfer File, whose fingerprint is of one of its tables."""
    return () if is_ctf_name(delivery.file) else (delivery.fingerprint,)


def _expected(folders: Folders, delivery: Delivery) -> tuple[str, ...]:
    """The hashes its original may have; none where nothing is known of it."""
    known = kept_original(folders.ledger, delivery.fingerprint) if folders.ledger.is_file() else None
    return (known.sha256,) if known else _named_bytes(delivery)


def _what(found: str | None) -> str:
    return "was altered or replaced since it was received" if found else "is missing"


def _recorded(kept: KeptOriginal) -> Delivery:
    return Delivery(**json.loads(kept.record))


def _record_put_back(folders: Folders, kept: KeptOriginal) -> Iterator[str]:
    """Write what was recorded of a delivery again where it is not as recorded, and say so."""
    folder = folders.deliveries / kept.delivery
    said = f"{_recorded(kept).said} (deliveries/{kept.delivery[:NAMED_BY]}…)"
    for name, text in ((RECORD, kept.record), (WITHDRAWN, kept.withdrawn)):
        file = folder / name
        if _text(file) == text:
            continue
        if text:
            write_text(file, text)
        else:
            file.unlink()
        yield (
            f"{name} of {said} was not as it was recorded and has been put back. To change what is recorded of a delivery: "
            "booklets receive FILE --year Y --release R, or booklets withdraw."
        )


def _text(file: Path) -> str:
    """A file's text; "" without one, and text that is never recorded where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (UnicodeDecodeError, IsADirectoryError):
        return "unreadable"


def _unknown(folders: Folders, known: Container[str]) -> list[Delivery]:
    """The deliveries on the disk that the ledger does not know; DeliveryUnreadable where the record of one cannot be read."""
    found = sorted(folders.deliveries.glob("*/delivery.json"))
    return [read_delivery(file.parent) for file in found if file.parent.name not in known]
