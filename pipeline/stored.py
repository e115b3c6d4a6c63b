"""What the store holds can be made again from the deliveries, so a file of it that is damaged counts as one that is not there."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def stored_text(file: Path) -> str:
    """A file's text; "" where it is missing or damaged."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def stored_json(file: Path) -> dict[str, Any] | None:
    """A file's content; None where it is missing or damaged."""
    try:
        content = json.loads(stored_text(file))
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def stored_table(file: Path, columns: list[str] | None = None) -> "pd.DataFrame | None":
    """A Parquet file's table, or some columns of it; None where it is missing or damaged."""
    import pandas as pd

    try:
        return pd.read_parquet(file, columns=columns)
    except (FileNotFoundError, ValueError, KeyError):  # pyarrow's errors about damaged files are ValueErrors
        return None
    except OSError as error:
        if error.errno is not None:  # what the system reports; a damaged page is an OSError without a number
            raise
        return None
