"""Originals are kept whole or not at all: written beside, flushed to disk, then renamed; nothing is ever overwritten."""

import os
import shutil
import tempfile
from pathlib import Path

from pipeline.deliveries.delivery import Delivery, read_delivery
from pipeline.paths import Folders


def keep(folders: Folders, delivery: Delivery, data: bytes) -> Delivery:
    """Keep a delivery's bytes and what is known of it; the same bytes again change nothing and give the first delivery back."""
    home = delivery.folder(folders)
    if (home / "delivery.json").is_file():
        return read_delivery(home)
    folders.deliveries.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".arriving-", dir=folders.deliveries))
    try:
        _write(beside / delivery.file, data)
        _write(beside / "delivery.json", delivery.to_json().encode("utf-8"))
        _flush_folder(beside)
        beside.chmod(0o755)
        beside.rename(home)
        _flush_folder(folders.deliveries)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return delivery


def _write(file: Path, data: bytes) -> None:
    with open(file, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the folder's own entries last through a power cut; some systems cannot, and need not."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
