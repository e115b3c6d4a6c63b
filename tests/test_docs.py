"""README, docs/, CONTRIBUTING and GLOSSARY are true of the code: commands, paths, links, trees, tables and class names."""

import ast
import re
import shlex
import subprocess
import tomllib
from importlib.util import find_spec

import pytest
import typer
import yaml
from typer.exceptions import TyperException
from typer.main import get_command

from pipeline.cli import app
from pipeline.paths import ROOT, folders
from tests.test_rooms import PLACE

MOST_WORDS = 1400  # of the README
README, CONTRIBUTING, GLOSSARY = ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md"
OPERATING, ADDING = ROOT / "docs" / "operating.md", ROOT / "docs" / "adding-things.md"
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
DOCS = [README, CONTRIBUTING, GLOSSARY, *sorted((ROOT / "docs").rglob("*.md"))]
WITH_COMMANDS = [*DOCS, ROOT / "CHANGELOG.md"]
VERBS = get_command(app)
PLACEHOLDERS = {  # a word a reader replaces -> one that could stand there
    "N": "2", "Y": "2025", "YEAR": "2025", "DAY": "2026-12-15", "ID": "3512019", "FILE": "figures.csv",
}  # fmt: skip
# Written into the folder of each document, or into outputs/: they lie in no checkout.
PRODUCTS = {"booklet.html", "booklet.pdf", "booklet.ipynb", "tables.xlsx", "receipt.json", "erased.json"}
PATH = re.compile(r"[\w.<>*-]+(?:/[\w.<>*-]+)*/?")
FILE = re.compile(r"[\w<>-][\w.<>-]*\.(?:csv|html|in|ipynb|json|lock|md|py|sh|toml|xlsx|yml)")
CLASS = re.compile(r"([A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\.(\w+))?")


def read(file):
    return file.read_text(encoding="utf-8")


def named(file):
    return file.relative_to(ROOT).as_posix()


each_doc = pytest.mark.parametrize("file", DOCS, ids=named)


def fences(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.S | re.M)


def spans(text):
    """What stands between single backticks, outside of fenced blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M))


def rows(text):
    """The cells of every row of every table, heads and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def commands(text):
    """Every command shown, as words: lines of shell blocks, and spans that begin with a program's name."""
    lines = [line for block in fences(text, "sh") for line in block.splitlines()]
    lines += [s for s in spans(text) if s.startswith(("booklets ", "make ", "papermill ", "pip ", "python -m "))]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def wrong_with(words):
    """Why a command cannot be typed as it is shown, or nothing; it is looked up and not run."""
    words = [PLACEHOLDERS.get(w, w) for w in words]
    match words:
        case ["booklets", *rest] | ["python", "-m", "pipeline", *rest]:
            return _wrong_with_verb(VERBS, rest)
        case ["make", target, *settings]:
            return _wrong_with_target(target, settings)
        case ["python", "-m", module, *_]:
            return "" if find_spec(module) else f"there is no module {module}"
    return ""


def _wrong_with_verb(group, words, above=None):
    try:
        context = group.make_context(group.name, list(words), parent=above)  # parses; runs nothing
        if hasattr(group, "commands"):
            _, verb, rest = group.resolve_command(context, [*context._protected_args, *context.args])
            bare = not rest and not hasattr(verb, "commands")  # only mentioned, as in "see `booklets init`"
            return "" if bare else _wrong_with_verb(verb, rest, context)
    except typer.Exit:  # --help
        return ""
    except TyperException as error:
        return error.format_message()
    return ""


def _wrong_with_target(target, settings):
    makefile = read(ROOT / "Makefile")
    if not re.search(rf"^{re.escape(target)}:", makefile, re.M):
        return f"the Makefile has no target {target}"
    unknown = [s for s in settings if not re.search(rf"^{re.escape(s.partition('=')[0])} \?=", makefile, re.M)]
    return f"the Makefile does not ask for {unknown[0]}" if unknown else ""


def paths(text):
    """Every file and folder named: spans with a slash or a file's ending, and such words of commands."""
    words = [*spans(text), *(w for c in commands(text) for w in c if "/" in w)]
    return [w for w in words if (PATH.fullmatch(w) and "/" in w) or FILE.fullmatch(w)]


def not_there(names):
    """Those that are neither in the checkout (`<id>` stands for any name) nor written by a run, as .gitignore says."""
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    files = {name.rpartition("/")[2] for name in tracked} | PRODUCTS
    missing = [n for n in names if not (n in files or any(ROOT.glob(re.sub(r"<\w+>", "*", n).rstrip("/"))))]
    if not missing:
        return []
    asked = "\n".join(re.sub(r"[<>*]", "x", n) for n in missing)
    ran = subprocess.run(["git", "check-ignore", "--stdin"], input=asked, capture_output=True, text=True, cwd=ROOT)
    return [n for n, said in zip(missing, asked.splitlines(), strict=True) if said not in ran.stdout.splitlines()]


def broken_links(file, text):
    """Links to files that are not there, or to headings they do not have."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("https:", "http:")):
            continue
        name, _, heading = link.partition("#")
        target = (file.parent / name).resolve() if name else file
        if not target.exists() or (heading and heading not in headings(read(target))):
            broken.append(link)
    return broken


def headings(text):
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), re.M)
    return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}


def drawn(file):
    """The paths of the tree drawn in a page, each with the folders it is drawn below."""
    (block,) = [b for b in fences(read(file), "text") if "/ " in b]
    above, found = "", []
    for line in block.splitlines():
        name = line.split()[0]
        above = above if line.startswith(" ") else name
        found.append(above + name if line.startswith(" ") else name)
    return found


def classes():
    """Class or alias -> its fields and methods, over all of pipeline/."""
    found = {}
    for file in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.parse(read(file)).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(_members(node))
            elif isinstance(node, ast.Assign):
                found |= {t.id: set() for t in node.targets if isinstance(t, ast.Name) and t.id not in found}
    return found


def _members(node):
    return {
        m.target.id if isinstance(m, ast.AnnAssign) else m.name
        for m in node.body
        if hasattr(m, "target") or hasattr(m, "name")
    }


def unknown_classes(text):
    """What the last column of the glossary names like a class, and pipeline/ does not have."""
    have = classes()
    found = [m for row in rows(text) for s in spans(row[-1]) if (m := CLASS.fullmatch(s))]
    return [m[0] for m in found if m[1] not in have or (m[2] and m[2] not in have[m[1]])]


def test_the_readme_is_read_in_a_few_minutes():
    assert len(read(README).split()) <= MOST_WORDS


@pytest.mark.parametrize("file", WITH_COMMANDS, ids=named)
def test_every_command_can_be_typed_as_it_is_shown(file):
    assert [(" ".join(c), wrong) for c in commands(read(file)) if (wrong := wrong_with(c))] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("booklets biuld --year 2018", "No such command"),
        ("booklets build --yaer 2018", "No such option"),
        ("booklets build --year soon", "valid integer"),
        ("booklets explain ks2_rwm_exp", "Missing argument"),
        ("booklets export figure --out f.csv", "No such command"),
        ("python -m pipeline --param x list", "No such option"),
        ("make boklets", "no target"),
        ("make booklets YAER=2025", "does not ask"),
        ("python -m tests.atacked", "no module"),
    ],
)
def test_a_command_that_cannot_be_typed_is_seen(line, said):
    ((words),) = commands(f"```sh\n{line}  # why\n```")
    assert said in wrong_with(words)


def test_a_command_is_found_in_a_block_and_in_a_sentence():
    assert commands("```sh\nmake test   # all\n```\nType `booklets list`, not `data/`.") == [
        ["make", "test"],
        ["booklets", "list"],
    ]


@each_doc
def test_every_file_and_folder_named_is_there_or_written_by_a_run(file):
    assert not_there(paths(read(file))) == []


@pytest.mark.parametrize(
    "path", ["pipline/keys.py", "params/policy/rga.yml", "params/measures/<stage>/<id>.csv", "kys.py", "outptus/x/"]
)
def test_a_path_that_is_not_there_is_seen(path):
    assert not_there(paths(f"See `{path}`.")) == [path]


def test_a_path_with_a_placeholder_or_written_by_a_run_is_in_order():
    text = "`params/measures/<stage>/<id>.yml` `data/ledger.sqlite` `outputs/<year>/<publication>/` `rag.yml` `receipt.json`"
    assert len(paths(text)) == 5
    assert not_there(paths(text)) == []


@pytest.mark.parametrize("file", WITH_COMMANDS, ids=named)
def test_every_link_and_picture_leads_somewhere(file):
    assert broken_links(file, read(file)) == []


@pytest.mark.parametrize("link", ["docs/oprating.md", "docs/operating.md#anothr-council", "#nowhere"])
def test_a_link_that_leads_nowhere_is_seen(link):
    assert broken_links(README, f"[text]({link}) and [this](docs/operating.md#another-council)") == [link]


@pytest.mark.parametrize("file", [README, CONTRIBUTING], ids=named)
def test_every_path_in_the_tree_is_there(file):
    assert not_there(drawn(file)) == []


def test_the_tree_has_every_room_in_the_order_of_the_road():
    rooms = [path.split("/")[1].removesuffix(".py") for path in drawn(CONTRIBUTING)[1:]]
    assert len(set(rooms)) == len(rooms)
    assert set(rooms) == set(PLACE) - {"__main__"}
    assert [PLACE[room] for room in rooms] == sorted(PLACE[room] for room in rooms)


def test_every_verb_is_described_with_options_it_has_and_has_help():
    described = {}
    for command, does, *_ in (r for r in rows(read(OPERATING)) if r[0].startswith("`booklets ")):
        name = command.strip("`").split()[1]
        described[name] = [s.split()[0] for s in spans(command + does) if s.startswith("--")]
    assert set(described) == set(VERBS.commands)
    for name, verb in VERBS.commands.items():
        assert verb.help, f"{name} has no help"
        inner = getattr(verb, "commands", {name: verb}).values()
        have = {o for v in inner for p in v.params for o in p.opts}
        assert set(described[name]) <= have, name


def test_every_way_of_adding_something_names_its_file_and_the_test_that_holds_it():
    ways = [row for row in rows(read(ADDING)) if row[0] not in ("To add",) and not row[0].startswith("---")]
    assert len(ways) > 20
    for thing, write, test in ways:
        assert paths(write), f"{thing}: names no file"
        held = [ROOT / p for p in paths(test) if p.startswith("tests/") and p.endswith(".py")]
        assert held, f"{thing}: names no test"
        assert all("def test_" in read(file) for file in held), thing


def test_the_example_measure_is_the_real_one():
    name, text = re.search(r"```yaml\n# (params/measures/\S+)\n(.*?)```", read(ADDING), re.S).groups()
    example, real = yaml.safe_load(text), yaml.safe_load(read(ROOT / name))
    assert {k: real[k] for k in example if k != "tables"} == {k: v for k, v in example.items() if k != "tables"}
    assert example["tables"].items() <= real["tables"].items()


def test_the_environment_variables_are_those_that_are_read():
    assert set(re.findall(r"BOOKLETS_[A-Z]+", read(OPERATING))) == set(folders().as_environment())


def test_the_wheel_has_the_name_that_is_installed():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    assert re.findall(r"\S+\.whl", read(README)) == [f"dist/{project['name']}-{project['version']}-py3-none-any.whl"]


def test_the_kinds_of_tests_are_those_that_are_registered(pytestconfig):
    ours = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["pytest"]["ini_options"]["markers"]
    described = [row[0].strip("`") for row in rows(read(CONTRIBUTING)) if len(row) == 2 and "`" in row[0]]
    assert described == [line.split(":")[0] for line in ours]


def test_every_class_in_the_glossary_is_in_the_code():
    assert unknown_classes(read(GLOSSARY)) == []


def test_a_class_or_field_that_is_not_in_the_code_is_seen():
    assert unknown_classes("| a | b | `Fig.staus`, `Shelff`, `Fig.status`, `year` |") == ["Fig.staus", "Shelff"]


@pytest.mark.parametrize("file", RECORDS, ids=named)
def test_a_decision_is_a_dated_record_in_three_parts_and_in_the_list(file):
    text = read(file)
    number, title = re.match(r"# (\d+)\. (.+)\n", text).groups()
    day = re.search(r"^(\d{4}-\d\d-\d\d)$", text, re.M)[1]
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    listed = f"| [{int(number):04d}]({file.name}) | {day} | {title} |"
    assert listed in read(file.parent / "README.md").splitlines()


def test_decisions_are_numbered_without_a_gap():
    assert [int(file.name[:4]) for file in RECORDS] == list(range(1, len(RECORDS) + 1))
