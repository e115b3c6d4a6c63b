"""The params of Alder, the little authority 999: ours, without what is Bury's, and no more publications than a test needs."""

import json
import shutil
from collections.abc import Collection
from pathlib import Path

import yaml

from pipeline.paths import NOTEBOOKS, ROOT


def declare(params: Path, publications: Collection[str]) -> None:
    """Write the params, with these publications and the timeline's rows for them."""
    ours = shutil.ignore_patterns("places", "corrections", "authority.yml")
    shutil.copytree(ROOT / "params", params, ignore=ours)
    (params / "authority.yml").write_text('code: "999"\nname: Alder\n', encoding="utf-8")
    for other in (f for f in (params / "publications").glob("*.yml") if f.stem not in publications):
        other.unlink()
    timeline = yaml.safe_load((params / "timeline.yml").read_text(encoding="utf-8"))
    timeline["rows"] = [row for row in timeline["rows"] if set(row.get("makes", [])) <= set(publications)]
    (params / "timeline.yml").write_text(yaml.safe_dump(timeline), encoding="utf-8")


def begin_of_notebook(home: Path, name: str, cells: int = 6) -> None:
    """Write the beginning of one of our notebooks as the home's own, which is quick to print."""
    (home / "notebooks").mkdir()
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    notebook["cells"] = notebook["cells"][:cells]
    (home / "notebooks" / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
