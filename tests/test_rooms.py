"""The house keeps its shape: one road in one direction, one door for each tool, short modules, nothing of the workshop left in."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from pipeline.paths import ROOT

# A room imports only from rooms of an earlier line; rooms of one line do not know each other.
ROAD = [
    ("console",),
    ("paths", "errors", "processes", "pupil_numbers", "access"),
    ("atomic", "trouble", "keys", "stored"),
    ("lock", "file_hashes"),
    ("ledger",),
    ("declared",),
    ("places", "deliveries"),
    ("validated",),
    ("pupils",),
    ("measures",),
    ("disclosure",),
    ("workspace",),
    ("packs",),
    ("changes",),
    ("report",),
    ("render",),
    ("keeping",),
    ("chase", "runs", "calendar", "schedule"),
    ("portal",),
    ("invented",),
    ("press",),
    ("verbs",),
    ("cli_options",),
    ("cli_year", "cli_keeping"),
    ("cli",),
    ("__main__",),
]
PLACE = {room: step for step, rooms in enumerate(ROAD) for room in rooms}
ONE_DOOR = ("great_expectations", "papermill", "nbconvert", "typst", "openpyxl", "defusedxml", "python_calamine")
HEAVY = ("pandas", "matplotlib", *ONE_DOOR)
LONGEST_MODULE, LONGEST_FUNCTION = 400, 80  # lines
PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))


def room_of(file):
    return file.relative_to(PIPELINE).parts[0].removesuffix(".py")


def imported(source):
    """Every module a source imports, also inside functions: (line, dotted name)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports say their whole name"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def against_the_road(room, source):
    """The rooms a source of this room imports that are not to its left."""
    names = (name.split(".") for _, name in imported(source))
    found = {parts[1] for parts in names if parts[0] == "pipeline" and len(parts) > 1}
    return sorted(other for other in found - {room} if PLACE[other] >= PLACE[room])


def doors(tool, sources):
    return sorted(name for name, source in sources.items() if tool in {n.split(".")[0] for _, n in imported(source)})


def test_every_room_has_its_place_on_the_road():
    assert {room_of(f) for f in MODULES} - {"__init__"} == set(PLACE)


@pytest.mark.parametrize(
    "file",
    [f for f in MODULES if f.parent != PIPELINE or f.name != "__init__.py"],
    ids=lambda f: f"{f.relative_to(PIPELINE)}",
)
def test_a_module_imports_only_from_rooms_to_its_left(file):
    assert against_the_road(room_of(file), file.read_text(encoding="utf-8")) == []


def test_an_import_against_the_road_is_seen_also_inside_a_function():
    source = "from pipeline.paths import ROOT\ndef f():\n    from pipeline.packs.pack import Pack\n    import pipeline.verbs.build"
    assert against_the_road("measures", source) == ["packs", "verbs"]
    assert against_the_road("deliveries", "from pipeline import places") == ["places"]


def circle(sources):
    """Modules that import each other round about, as a list that ends where it began; none is []."""
    needs = {
        name: {n if n in sources else n.rpartition(".")[0] for _, n in imported(source)} & sources.keys() - {name}
        for name, source in sources.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as found:
        return found.args[1]
    return []


def test_no_modules_import_each_other_round_about():
    dotted = {f: ".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for f in MODULES}
    assert circle({name: file.read_text(encoding="utf-8") for file, name in dotted.items()}) == []


def test_a_circle_is_seen_also_where_a_type_or_a_function_alone_needs_the_other():
    one, other = "def f():\n    from pipeline.b import B", "if TYPE_CHECKING:\n    import pipeline.a"
    assert set(circle({"pipeline.a": one, "pipeline.b": other, "pipeline.c": one})) == {"pipeline.a", "pipeline.b"}


@pytest.mark.parametrize("tool", ONE_DOOR)
def test_each_tool_has_one_door(tool):
    sources = {str(f.relative_to(PIPELINE)): f.read_text(encoding="utf-8") for f in MODULES}
    assert len(doors(tool, sources)) == 1, doors(tool, sources)


def test_help_is_shown_without_waiting_for_any_heavy_library():
    """`--help` is asked of a fresh interpreter, which then names what it had to import."""
    asked = (
        "import sys\nfrom pipeline.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('imported:', *[m for m in {HEAVY!r} if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "receive" in told
    assert told.splitlines()[-1].strip() == "imported:"


def test_a_module_is_read_on_a_few_screens_and_a_function_on_one():
    long = []
    for file in MODULES:
        source = file.read_text(encoding="utf-8")
        sizes = {
            node.name: node.end_lineno - node.lineno + 1
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        long += [f"{file.name}: {name} has {n} lines" for name, n in sizes.items() if n > LONGEST_FUNCTION]
        if source.count("\n") > LONGEST_MODULE:
            long.append(f"{file.name} has {source.count(chr(10))} lines")
    assert long == []


# Put together here, so that this file does not hold what it looks for.
LEFT_IN = re.compile(
    "|".join(
        [
            "(?<![A-Za-z0-9_.<])/(?:" + "|".join(["work", "tmp", "root"]) + ")/",
            "TO" + "DO",
            "FIX" + "ME",
            r"[\w.+-]+" + "@" + r"[\w-]+\.[a-z]{2,}",
        ]
    )
)
NOT_OURS = (
    ".csv",
    ".ttf",
    ".woff2",
    ".parquet",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".zip",
    ".png",
    ".lock",
)  # as published, drawn, or resolved


def test_nothing_of_the_workshop_is_left_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    files = [ROOT / name for name in listed.split("\0") if name and not name.endswith(NOT_OURS)]
    assert len(files) > 100
    found = []
    for file in (f for f in files if f.exists()):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if LEFT_IN.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


@pytest.mark.parametrize("line", ["see /" + "tmp/x", "TO" + "DO: later", "ask a.person" + "@council.gov.uk"])
def test_what_a_workshop_leaves_is_recognised(line):
    assert LEFT_IN.search(line)
