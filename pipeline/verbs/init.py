"""`init`: a new council by configuration only: these declarations with its own code and name, and no schools of another's."""

import shutil
import sys
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.errors import CommandWrong
from pipeline.paths import ROOT, Folders

OURS_ALONE = (
    "places",
    "corrections",
    "years",
    "strategy",
)  # decided by one authority for its schools, deliveries and aims


def open_council(where: Folders, code: str, name: str, into: Path | None) -> int:
    """Write the new council's params and say what to type next; refuses a folder that holds something already."""
    if not (code.isdigit() and len(code) == 3):
        raise CommandWrong(what=f"{code!r} is not an authority's code: three digits, as in 850.")
    home = into or ROOT / "authorities" / code
    if home.exists() and any(home.iterdir()):
        raise CommandWrong(what=f"{home} is not empty; choose another folder with --into.")
    shutil.copytree(where.params, home / "params", ignore=shutil.ignore_patterns(*OURS_ALONE, "authority.yml"))
    write_text(
        home / "params" / "authority.yml", f'# Whom the booklets are made for.\ncode: "{code}"\nname: {_quoted(name)}\n'
    )
    options = f"--params {home}/params --data {home}/data --outputs {home}/outputs"
    sys.stdout.write(
        f"{name} is open in {home}. Next:\n"
        f"  booklets {options} receive FILES…\n"
        f"  booklets {options} build --year YEAR\n"
        "Its policies are copies of these, to be confirmed; clusters go into params/places/clusters.csv.\n"
    )
    return 0


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
