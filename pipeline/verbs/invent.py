"""`invent`: an authority that does not exist, with schools, children and results, to rehearse the whole job on."""

import shutil
import sys
from collections import Counter
from pathlib import Path

import yaml

from pipeline.errors import CommandWrong
from pipeline.invented.authority import LATER, invent
from pipeline.invented.council import write_authority, write_places
from pipeline.invented.schools import read_cast
from pipeline.paths import Folders
from pipeline.verbs.init import OURS_ALONE


def invent_authority(where: Folders, into: Path, seed: int) -> int:
    """Write its params and its deliveries into `into`, and say what to type next; what was invented there before is replaced."""
    home = into.resolve()
    for source, count in invent_into(where, home, seed).items():
        sys.stdout.write(f"{source}: {count:,} rows\n")
    sys.stdout.write("\n".join(_cases(read_cast())))
    sys.stdout.write(_next_steps(home))
    return 0


def invent_into(where: Folders, home: Path, seed: int) -> Counter:
    """Write params and deliveries into a folder that is new, or was invented; the rows written, by source."""
    cast = read_cast()
    params, deliveries = home / "params", home / "deliveries"
    if home.exists() and not home.is_dir():
        raise CommandWrong(what=f"{home} is a file; choose a folder with --into.")
    if home.exists() and any(home.iterdir()) and not _invented(params, cast.code):
        raise CommandWrong(
            what=f"{home} holds something that was not invented here; choose another folder with --into."
        )
    for old in (params, deliveries):
        shutil.rmtree(old, ignore_errors=True)
    ours = yaml.safe_load((where.params / "authority.yml").read_text(encoding="utf-8"))
    shutil.copytree(where.params, params, ignore=shutil.ignore_patterns(*OURS_ALONE, "authority.yml"))
    write_authority(params, cast, ours)
    write_places(params, cast)
    return invent(params, deliveries, seed)


def _invented(params: Path, code: str) -> bool:
    declared = params / "authority.yml"
    return declared.is_file() and yaml.safe_load(declared.read_text(encoding="utf-8")).get("code") == code


def _cases(cast) -> list[str]:
    """Every school that is there for something awkward, and what it shows."""
    return [f"\n{cast.name}: schools that are there for something"] + [
        f"  {s.laestab} {s.name}: {s.shows}" for s in cast.schools if s.case
    ]


def _next_steps(home: Path) -> str:
    options = f"--params {home}/params --data {home}/data --outputs {home}/outputs"
    return (
        "\n\nNext:\n"
        f"  booklets {options} receive {home}/deliveries data/open/authorities data/open/england\n"
        f"  booklets {options} build --year 2025\n"
        f"The files in {home.name}/deliveries/{LATER} arrive last and replace rows of the others.\n"
    )
