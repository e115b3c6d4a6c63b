"""One word for each thing: no class name in two rooms, no package that hides its own module, no word that was replaced."""

import ast
import re

import pytest

from pipeline.paths import ROOT

PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))
TEXTS = sorted(
    f for f in PIPELINE.rglob("*") if f.suffix in (".py", ".yml", ".html", ".css", ".js", ".md", ".txt", ".typ")
)

REPLACED_NAMES = ("Desk", "Shelf", "Told", "Holdings", "Reader", "Guard", "unheard", "open_pack")
REPLACED_PHRASES = (
    "what is out, and what must not be had",
    "how ripe",
    "rows in force",
    "How the measure is had from pupil records",
    "told is what is missing",
    "near nought or a hundred",
    "asked for is owed to",
    "because only so is the council's own print had",
)

# Great Expectations reads whether it may report its use from the environment alone.
MAY_WRITE_THE_ENVIRONMENT = {"validated/expectations.py"}
WRITES = {"update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__delitem__"}


def room_of(file):
    return file.relative_to(PIPELINE).parts[0].removesuffix(".py")


def in_two_rooms(sources):
    """Class name -> the rooms it stands in, of every name that stands in more than one; from (room, source)."""
    rooms = {}
    for room, source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                rooms.setdefault(node.name, set()).add(room)
    return {name: sorted(found) for name, found in sorted(rooms.items()) if len(found) > 1}


def test_no_class_name_stands_in_two_rooms():
    assert len(MODULES) > 100
    assert in_two_rooms((room_of(f), f.read_text(encoding="utf-8")) for f in MODULES) == {}


def test_a_class_name_in_two_rooms_is_seen():
    sources = [("packs", "class Outcome: ..."), ("packs", "class Pack: ..."), ("ledger", "class Outcome: ...")]
    assert in_two_rooms(sources) == {"Outcome": ["ledger", "packs"]}
    assert in_two_rooms(sources[:2]) == {}


def exported(source):
    """Every name a package's own module binds, other than a module that it imports as what it is."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom):
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, ""
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((t.id, "") for t in targets if isinstance(t, ast.Name))


def hidden_modules(package, source, modules):
    """The modules of a package that can no longer be reached by its name, because a name of its face is the same."""
    return sorted(name for name, origin in exported(source) if name in modules and origin != f"{package}.{name}")


def test_no_package_hides_a_module_of_its_own():
    faces = [f for f in MODULES if f.name == "__init__.py"]
    assert len(faces) > 10
    found = {}
    for face in faces:
        dotted = ".".join(face.parent.relative_to(ROOT).parts)
        modules = {m.stem for m in face.parent.iterdir() if m.suffix == ".py" or (m / "__init__.py").exists()}
        found[dotted] = hidden_modules(dotted, face.read_text(encoding="utf-8"), modules)
    assert {name: hidden for name, hidden in found.items() if hidden} == {}


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        ("from pipeline.places.register import register", ["register"]),
        ("from pipeline.places.read import reading as register", ["register"]),
        ("def register(): ...", ["register"]),
        ("register = 1", ["register"]),
        ("from pipeline.places import register", []),
        ("from pipeline.places.register import Register", []),
    ],
)
def test_a_face_that_hides_a_module_is_seen(source, hidden):
    assert hidden_modules("pipeline.places", source, {"register", "read"}) == hidden


def replaced(text):
    """Every replaced word or phrase in a text, also where a phrase runs on over a line."""
    flowing = re.sub(r"[\s#]+", " ", text).casefold()
    names = [name for name in REPLACED_NAMES if re.search(rf"\b{name}\b", text)]
    return names + [phrase for phrase in REPLACED_PHRASES if phrase.casefold() in flowing]


def test_no_replaced_word_is_left_in_the_pipeline():
    found = {str(f.relative_to(PIPELINE)): replaced(f.read_text(encoding="utf-8")) for f in TEXTS}
    assert len(found) > 100
    assert {file: words for file, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from pipeline.packs.desk import Desk", ["Desk"]),
        ("# Of the rows\n    # in force, the latest.", ["rows in force"]),
        ("How ripe a figure is", ["how ripe"]),
        ("csv.DictReader, a Desktop and what a reader was told", []),
    ],
)
def test_a_replaced_word_is_seen_and_another_is_not_taken_for_it(text, words):
    assert replaced(text) == words


def environment_writes(source):
    """The lines on which a source changes the environment of its process."""
    for node in ast.walk(ast.parse(source)):
        targets = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("putenv", "unsetenv"):
                yield node.lineno
            targets = [node.func.value] if node.func.attr in WRITES else []
        for target in targets:
            written = target.value if isinstance(target, ast.Subscript) else target
            if ast.unparse(written) in ("os.environ", "environ"):
                yield node.lineno


def test_the_environment_is_written_in_one_place_only():
    found = {
        f.relative_to(PIPELINE).as_posix(): list(environment_writes(f.read_text(encoding="utf-8"))) for f in MODULES
    }
    assert {file for file, lines in found.items() if lines} == MAY_WRITE_THE_ENVIRONMENT


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("os.environ['X'] = 'y'", True),
        ("os.environ.update(x)", True),
        ("os.environ |= x", True),
        ("del os.environ['X']", True),
        ("environ.setdefault('X', 'y')", True),
        ("os.putenv('X', 'y')", True),
        ("os.environ.get('X')", False),
        ("held = {**os.environ, 'X': 'y'}", False),
        ("held.update(x)", False),
    ],
)
def test_a_write_to_the_environment_is_seen_and_a_read_is_not(source, written):
    assert bool(list(environment_writes(source))) == written
