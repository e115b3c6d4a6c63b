"""`init`: open a working folder for an authority: declarations and notebooks of its own, copied from these.

An authority the declarations are already for gets them as they are. Another gets them with its own code and name, and without
what one authority decides for its own schools.
"""

import shutil
import sys
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.declared.authority import read_authority
from pipeline.declared.strict import Problems
from pipeline.errors import CommandWrong
from pipeline.paths import INSTALLED, ROOT, STARTING, Folders, notebooks_of

OURS_ALONE = (
    "places",
    "corrections",
    "years",
    "strategy",
)  # decided by one authority for its schools, deliveries and aims
NOT_COPIED = ("__pycache__", ".ipynb_checkpoints")


def open_council(where: Folders, code: str, name: str, into: Path | None) -> int:
    """Write the authority's params and notebooks and say what to type next; refuses a folder that holds something already.

    The declarations copied are those of `where`; of an installed copy used outside a working folder, the starting ones.
    """
    if not (code.isdigit() and len(code) == 3):
        raise CommandWrong(what=f"{code!r} is not an authority's code: three digits, as in 850.")
    home = (into or (Path() if INSTALLED else ROOT) / "authorities" / code).resolve()
    if home.exists() and not home.is_dir():
        raise CommandWrong(what=f"{home} is a file; choose a folder with --into.")
    if home.exists() and any(home.iterdir()):
        raise CommandWrong(what=f"{home} is not empty; choose another folder with --into.")
    params = where.params if where.params.is_dir() else STARTING / "params"
    problems = Problems()
    copied = read_authority(params, problems)
    problems.settle(params)
    same = copied is not None and copied.code == code
    left_out = NOT_COPIED if same else (*NOT_COPIED, *OURS_ALONE, "authority.yml")
    shutil.copytree(params, home / "params", ignore=shutil.ignore_patterns(*left_out))
    shutil.copytree(notebooks_of(params), home / "notebooks", ignore=shutil.ignore_patterns(*NOT_COPIED))
    if not same:
        text = f'# Whom the booklets are made for.\ncode: "{code}"\nname: {_quoted(name)}\n'
        write_text(home / "params" / "authority.yml", text)
    sys.stdout.write(_opened(home, name, copied.name if same and copied else ""))
    return 0


def _opened(home: Path, name: str, own_name: str) -> str:
    """What was opened and what to type next; `own_name` is the name in declarations copied as they are."""
    options = f"--params {home}/params --data {home}/data --outputs {home}/outputs"
    if not own_name:
        said = "Its policies are copies of these, to be confirmed; clusters go into params/places/clusters.csv.\n"
    elif own_name != name:
        said = f"Its declarations are copied as they are and name it {own_name!r}; another name goes into params/authority.yml.\n"
    else:
        said = "Its declarations are copied as they are.\n"
    return (
        f"{name} is open in {home}. Next:\n"
        f"  cd {home}\n"
        "  booklets receive FILES…\n"
        "  booklets build --year YEAR\n"
        f"From any other folder, the verb comes after: booklets {options}\n{said}"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
