"""Keeps originals whole or not at all: written to a temporary folder, made durable, then renamed; never overwritten."""

import shutil

from pipeline.atomic import part_of, sync_folder, write_durably
from pipeline.deliveries.delivery import Delivery, read_delivery
from pipeline.paths import Folders


def keep(folders: Folders, delivery: Delivery, data: bytes) -> Delivery:
    """Keep a delivery's bytes and what is known about it; for bytes that are kept already, returns the first delivery unchanged."""
    home = delivery.folder(folders)
    if (home / "delivery.json").is_file():
        return read_delivery(home)
    folders.deliveries.mkdir(parents=True, exist_ok=True)
    beside = part_of(home)
    beside.mkdir()
    try:
        write_durably(beside / delivery.file, data)
        write_durably(beside / "delivery.json", delivery.to_json().encode("utf-8"))
        sync_folder(beside)
        beside.rename(home)
        sync_folder(folders.deliveries)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return delivery
