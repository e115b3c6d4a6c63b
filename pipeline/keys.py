"""What a product depends on, as fingerprints: nothing unchanged is made again, and the reason for a change can be printed.

A step's verdicts, figures, packs and pages are keyed on the code of its rooms and all below, its params and the lock.

*Code.* A room is one folder or module directly in `pipeline/`; everything in it counts, its style sheets and templates too. Which rooms
are below is read from the import statements of the code itself, those inside functions and for type checkers included, so no list has
to be kept by hand and a new import is a new dependency at once. Rooms above (verbs, portal, ...) are imported by none of these and
never count. The key is of whole rooms: a change in a module that a product happens not to use makes the product once more, and when
it is the same as before it is no new issue. That costs a run after a change of code; the opposite, a product that is kept although
it would now differ, would cost a wrong number.

*Pages* are keyed on `report`, `render` and everything these import, although most of that has already had its effect on the pack. What
reaches a page only through its pack cannot be seen from the imports: a page rounds, orders and words the pack's content with functions
of `measures` and `places`, which may change what is printed while the pack stays the same.

*Params and data.* Each step adds what it reads: see `validated.checked` for verdicts, `validated.across` for rules across files, and
`workspace.inputs` for figures and packs, which read all of params. A page reads nothing but its pack and its notebook.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pipeline.paths import ROOT

PIPELINE = ROOT / "pipeline"
LOCK = ROOT / "requirements.lock"
PRODUCTS = {  # what is kept from one run to the next -> the rooms whose code makes it
    "verdicts": ("validated",),  # typed tables, findings, rules across files
    "figures": ("measures",),  # the Figure table and the expected results
    "choices": ("disclosure",),  # answers to linked tables
    "packs": ("packs",),  # the year's plan and its packs
    "pages": ("report", "render"),  # everything in a document's folder
}
# By pattern, since parsing the whole tree takes a second; a test holds it against the parsed tree.
IMPORT = re.compile(
    rb"\n[ \t]*(?:from[ \t]+pipeline\.(\w+)|import[ \t]+pipeline\.(\w+)|from[ \t]+pipeline[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+))"
)
NAME = re.compile(rb"(\w+)(?:\s+as\s+\w+)?")


class Room(NamedTuple):
    """The fingerprint of one room's code, and the other rooms it imports."""

    code: str
    imports: frozenset[str]


def fingerprint(*parts: str | bytes) -> str:
    """One SHA-256 over the parts in order, with the length of each, so that no two different lists of parts give the same."""
    digest = sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


def of_files(files: Iterable[Path], root: Path) -> str:
    """The fingerprint of files: their contents and their paths below `root`."""
    listed = sorted(files)
    return fingerprint(*(p for f in listed for p in (f.relative_to(root).as_posix(), f.read_bytes())))


def of_params(params: Path, *patterns: str) -> str:
    """The fingerprint of the declarations that fit one of the patterns (all of them by default); a missing folder has none."""
    declarations = {
        f for pattern in patterns or ("**/*",) for f in params.glob(pattern) if f.suffix in (".yml", ".csv")
    }
    return of_files(declarations, params)


def of_code(product: str) -> str:
    """The fingerprint of the code that makes a product of PRODUCTS, down to the lowest room, and of its libraries."""
    return _of_code(product, PIPELINE, LOCK)


@cache
def _of_code(product: str, base: Path, lock: Path) -> str:
    """Kept for the life of the process: a run uses the code it was started with, whatever is edited meanwhile."""
    rooms: set[str] = set()
    waiting = ["__init__", *PRODUCTS[product]]  # pipeline/__init__.py is run by every import
    while waiting:
        name = waiting.pop()
        if name not in rooms:
            rooms.add(name)
            waiting += _room(name, base).imports
    below = sorted(rooms)
    return fingerprint(*(part for name in below for part in (name, _room(name, base).code)), _of_libraries(lock))


@cache
def _room(name: str, base: Path) -> Room:
    """One room, its files read once."""
    paths = [base / f"{name}.py", *sorted((base / name).rglob("*"))]
    files = [f for f in paths if f.is_file() and "__pycache__" not in f.parts]
    if not files:
        raise LookupError(f"pipeline/ holds neither {name}.py nor a folder {name}/ with code; see PRODUCTS in keys.py")
    contents = {f: f.read_bytes() for f in files}
    parts = (part for f, content in contents.items() for part in (f.relative_to(base).as_posix(), content))
    imports = {i for f, content in contents.items() if f.suffix == ".py" for i in _imports(content)}
    return Room(fingerprint(*parts), frozenset(imports - {name}))


def _imports(source: bytes) -> Iterator[str]:
    """The rooms of pipeline/ which a module imports, anywhere in it."""
    for one, other, several in IMPORT.findall(b"\n" + source):
        names = NAME.findall(several) if several else [one or other]
        yield from (n.decode() for n in names)


@cache
def _of_libraries(lock: Path) -> str:
    """The fingerprint of the lock file; of an installed copy, which has none, of every installed distribution's version."""
    if lock.is_file():
        return fingerprint(lock.read_bytes())
    from importlib.metadata import distributions

    return fingerprint(*sorted(f"{d.name}=={d.version}" for d in distributions()))
