"""Writing a file so that a reader sees the old one or the new one, never a half."""

import os
from pathlib import Path


def write_bytes(file: Path, content: bytes) -> None:
    """Written beside under a temporary name, made durable, then renamed into place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_text(file: Path, content: str) -> None:
    write_bytes(file, content.encode())
