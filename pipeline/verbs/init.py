"""`init`: create a working folder for an authority, with its own copy of the declarations and notebooks.

For the authority these declarations are written for, they are copied unchanged. Any other authority gets its own code and name,
and nothing that an authority decides for its own schools.
"""

import json
import shutil
from difflib import get_close_matches
from pathlib import Path

from pipeline.access import AS_USUAL
from pipeline.atomic import write_text
from pipeline.declared.authority import load_authority, read_authority, read_authority_codes
from pipeline.declared.strict import Problems
from pipeline.errors import CommandWrong
from pipeline.paths import INSTALLED, ROOT, STARTING, Folders, notebooks_of
from pipeline.verbs.arguments import require_folder
from pipeline.verbs.output import print_lines

# Decided by one authority for its own schools, deliveries and aims, so of no use to another.
OF_ONE_AUTHORITY = ("places", "corrections", "years", "strategy")
AUTHORITIES = "authorities"  # the folder in which councils are opened beside each other, unless --into says otherwise
NOT_COPIED = ("__pycache__", ".ipynb_checkpoints")


def open_council(where: Folders, code: str, name: str, into: Path | None) -> int:
    """Write the authority's params and notebooks, print what to type next and return 0; refuses a folder that is not empty.

    The declarations copied are those of `where`; an installed copy used outside a working folder copies the starting ones.
    """
    if not (code.isdigit() and len(code) == 3):
        raise CommandWrong(what=f"{code!r} is not an authority's code: three digits, as in 850.")
    params = where.params if where.params.is_dir() else STARTING / "params"
    _require_authority(params, code, name)
    home = (into or (Path() if INSTALLED else ROOT) / AUTHORITIES / code).resolve()
    require_folder(home)
    if home.exists() and any(home.iterdir()):
        raise CommandWrong(what=f"{home} is not empty; choose another folder with --into.")
    beside = _open_beside(home, code) if home.parent.name == AUTHORITIES else None
    if beside:
        raise CommandWrong(
            what=f"Authority {code} is open already, in {beside}; work there, or choose a folder elsewhere."
        )
    copied = load_authority(params)
    same = copied.code == code
    left_out = NOT_COPIED if same else (*NOT_COPIED, *OF_ONE_AUTHORITY, "authority.yml")
    shutil.copytree(params, home / "params", ignore=shutil.ignore_patterns(*left_out))
    shutil.copytree(notebooks_of(params), home / "notebooks", ignore=shutil.ignore_patterns(*NOT_COPIED))
    if not same:
        # A JSON string is also a YAML one, whatever the name holds.
        text = f'# Whom the booklets are made for.\ncode: "{code}"\nname: {json.dumps(name, ensure_ascii=False)}\n'
        write_text(home / "params" / "authority.yml", text, AS_USUAL)
    _print_next_steps(home, name, copied.name if same else "")
    return 0


def _require_authority(params: Path, code: str, name: str) -> None:
    """CommandWrong where no authority has the code, or it is another's than the one named; any name fits a code for rehearsals."""
    problems = Problems()
    known = read_authority_codes(params, problems)
    problems.settle(params)
    assert known is not None, "a file that cannot be read is among the problems raised above"
    if code in known.invented:
        return
    from pipeline.places.matching import bare  # its room reads tables, and `init` needs no library for that

    named = {bare(official): c for c, official in known.authorities.items()}
    near = get_close_matches(bare(name), list(named), n=1, cutoff=0.6)
    hint = f" {known.authorities[named[near[0]]]} has the code {named[near[0]]}." if near else ""
    if code not in known.authorities:
        raise CommandWrong(what=f"No authority has the code {code!r}.{hint}")
    official = known.authorities[code]
    if bare(official) not in bare(name) and bare(name) not in bare(official):
        raise CommandWrong(what=f"{code} is the code of {official}, not of {name!r}.{hint}")


def _open_beside(home: Path, code: str) -> Path | None:
    """The folder beside `home` in which this authority is open already."""
    for file in sorted(home.parent.glob("*/params/authority.yml")):
        problems = Problems()
        authority = read_authority(file.parent, problems)
        if authority and authority.code == code and file.parent.parent != home:
            return file.parent.parent
    return None


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
