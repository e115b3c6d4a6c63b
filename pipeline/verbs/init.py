"""`init`: create a working folder for an authority, with its own copy of the declarations and notebooks.

For the authority these declarations are written for, they are copied unchanged. Any other authority gets its own code and name,
and nothing that an authority decides for its own schools.
"""

import json
import shutil
from pathlib import Path

from pipeline.atomic import write_text
from pipeline.declared.authority import load_authority
from pipeline.errors import CommandWrong
from pipeline.paths import INSTALLED, ROOT, STARTING, Folders, notebooks_of
from pipeline.verbs.arguments import require_folder
from pipeline.verbs.output import print_lines

# Decided by one authority for its own schools, deliveries and aims, so of no use to another.
OF_ONE_AUTHORITY = ("places", "corrections", "years", "strategy")
NOT_COPIED = ("__pycache__", ".ipynb_checkpoints")


def open_council(where: Folders, code: str, name: str, into: Path | None) -> int:
    """Write the authority's params and notebooks, print what to type next and return 0; refuses a folder that is not empty.

    The declarations copied are those of `where`; an installed copy used outside a working folder copies the starting ones.
    """
    if not (code.isdigit() and len(code) == 3):
        raise CommandWrong(what=f"{code!r} is not an authority's code: three digits, as in 850.")
    home = (into or (Path() if INSTALLED else ROOT) / "authorities" / code).resolve()
    require_folder(home)
    if home.exists() and any(home.iterdir()):
        raise CommandWrong(what=f"{home} is not empty; choose another folder with --into.")
    params = where.params if where.params.is_dir() else STARTING / "params"
    copied = load_authority(params)
    same = copied.code == code
    left_out = NOT_COPIED if same else (*NOT_COPIED, *OF_ONE_AUTHORITY, "authority.yml")
    shutil.copytree(params, home / "params", ignore=shutil.ignore_patterns(*left_out))
    shutil.copytree(notebooks_of(params), home / "notebooks", ignore=shutil.ignore_patterns(*NOT_COPIED))
    if not same:
        # A JSON string is also a YAML one, whatever the name holds.
        text = f'# Whom the booklets are made for.\ncode: "{code}"\nname: {json.dumps(name, ensure_ascii=False)}\n'
        write_text(home / "params" / "authority.yml", text)
    _print_next_steps(home, name, copied.name if same else "")
    return 0


def _print_next_steps(home: Path, name: str, declared_name: str) -> None:
    """What to type next; `declared_name` is the name in declarations copied unchanged, "" where they were not."""
    if not declared_name:
        note = "Its policies are copies, to be confirmed; its clusters go into params/places/clusters.csv."
    elif declared_name != name:
        note = (
            f"Its declarations are copied unchanged and name it {declared_name!r}; "
            "to change the name, edit params/authority.yml."
        )
    else:
        note = "Its declarations are copied unchanged."
    print_lines(
        f"The working folder of {name} is {home}. Next:",
        f"  cd {home}",
        "  booklets receive FILES…",
        "  booklets build --year YEAR",
        f"From any other folder: booklets --params {home}/params --data {home}/data --outputs {home}/outputs VERB",
        note,
    )
