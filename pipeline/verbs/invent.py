"""`invent`: an authority that does not exist, with schools, children and results, to rehearse the whole job on."""

import shutil
from collections import Counter
from pathlib import Path

from pipeline.declared.yaml_text import load_yaml
from pipeline.errors import CommandWrong
from pipeline.invented.authority import LATER, invent
from pipeline.invented.council import write_authority, write_places
from pipeline.invented.schools import read_cast
from pipeline.paths import Folders
from pipeline.verbs.arguments import require_folder
from pipeline.verbs.init import OF_ONE_AUTHORITY
from pipeline.verbs.output import print_lines


def invent_authority(where: Folders, into: Path, seed: int) -> int:
    """Write its params and deliveries into `into`, print what to type next and return 0; what was invented there is replaced."""
    home, cast = into.resolve(), read_cast()
    rows = invent_into(where, home, seed)
    print_lines(*(f"{source}: {count:,} rows" for source, count in rows.items()))
    print_lines("", f"{cast.name}: schools with something difficult in their records or history")
    print_lines(*(f"  {s.laestab} {s.name}: {s.shows}" for s in cast.schools if s.case))
    options = f"--params {home}/params --data {home}/data --outputs {home}/outputs"
    print_lines(
        "",
        "Next:",
        f"  booklets {options} receive {home}/deliveries data/open/authorities data/open/england",
        f"  booklets {options} build --year 2025",
        f"The files in {home.name}/deliveries/{LATER} arrive last and replace rows of the others.",
    )
    return 0


def invent_into(where: Folders, home: Path, seed: int) -> Counter[str]:
    """Write params and deliveries into a folder that is new or was invented before; returns the rows written, by source."""
    cast = read_cast()
    params, deliveries = home / "params", home / "deliveries"
    require_folder(home)
    if home.exists() and any(home.iterdir()) and not _was_invented(params, cast.code):
        raise CommandWrong(
            what=f"{home} holds something that was not invented here; choose another folder with --into."
        )
    for old in (params, deliveries):
        shutil.rmtree(old, ignore_errors=True)
    declared = load_yaml((where.params / "authority.yml").read_text(encoding="utf-8"))
    shutil.copytree(where.params, params, ignore=shutil.ignore_patterns(*OF_ONE_AUTHORITY, "authority.yml"))
    write_authority(params, cast, declared)
    write_places(params, cast)
    return invent(params, deliveries, seed)


def _was_invented(params: Path, code: str) -> bool:
    """Whether a folder's declarations are those of the invented authority, so that nothing of anybody's is overwritten."""
    declared = params / "authority.yml"
    return declared.is_file() and load_yaml(declared.read_text(encoding="utf-8")).get("code") == code
