"""The tests keep their own rules: each can fail, says what kind it is, and is run alike by hand, by hook and in CI."""

import ast
import re
import shlex
from types import SimpleNamespace

import pytest
import yaml

from pipeline.paths import ROOT
from tests.kinds import KINDS, USUAL, mark_kinds

TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def never_empty(node, named):
    """Whether what is looped over has members whatever happens: written out here, or a name for what is."""
    if isinstance(node, ast.Name):
        return node.id in named
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return bool(node.elts) and not all(isinstance(e, ast.Starred) for e in node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("items", "keys", "values") and never_empty(node.func.value, named)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "range":
            return all(isinstance(a, ast.Constant) for a in node.args) and bool(range(*(a.value for a in node.args)))
        return node.func.id in ("enumerate", "sorted", "zip") and all(never_empty(a, named) for a in node.args)
    return False


def names_of_the_never_empty(body):
    """Names that are given a list, set or dictionary which is written out with its members."""
    given = [n for n in body if isinstance(n, ast.Assign) and not isinstance(n.value, ast.Name)]
    return {t.id for n in given if never_empty(n.value, set()) for t in n.targets if isinstance(t, ast.Name)}


def says_nothing_of_none(claim, named):
    """Whether a claim is true of no members at all: `all(...)`, `not any(...)` over what may be empty."""
    call = claim.operand if isinstance(claim, ast.UnaryOp) and isinstance(claim.op, ast.Not) else claim
    wanted = "any" if call is not claim else "all"
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == wanted):
        return False
    over = call.args[0]
    return not (isinstance(over, ast.GeneratorExp) and all(never_empty(g.iter, named) for g in over.generators))


def claims(node, named, looped=False):
    """(the assert, whether it may go by without a thing being claimed) of everything below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Assert):
            yield child, looped or says_nothing_of_none(child.test, named)
        elif isinstance(child, ast.With) and any("pytest.raises" in ast.unparse(i.context_expr) for i in child.items):
            yield child, looped
        maybe = isinstance(child, ast.While) or (isinstance(child, ast.For) and not never_empty(child.iter, named))
        yield from claims(child, named, looped or maybe)


def may_claim_nothing(source):
    """The tests of a source whose every assert stands in a loop, or over members, of which there may be none."""
    tree = ast.parse(source)
    shared = names_of_the_never_empty(tree.body)
    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    found = {t.name: [empty for _, empty in claims(t, shared | names_of_the_never_empty(t.body))] for t in tests}
    return [name for name, empty in found.items() if empty and all(empty)]


def test_no_test_passes_because_there_was_nothing_to_look_at():
    assert len(TESTS) > 100
    found = {str(f.relative_to(ROOT)): may_claim_nothing(f.read_text(encoding="utf-8")) for f in TESTS}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "body",
    [
        "for r in rows(): assert r",
        "for n in (1, 2):\n  for r in rows(n): assert r",
        "assert all(r for r in rows())",
        "assert not any(r for r in rows())",
        "for r in rows():\n  with pytest.raises(E): r()",
        "seen = []\n for r in seen: assert r",
    ],
)
def test_an_assert_that_may_never_be_reached_is_seen(body):
    assert may_claim_nothing("def test_it():\n " + body) == ["test_it"]


@pytest.mark.parametrize(
    "body",
    [
        "assert rows\n for r in rows: assert r",
        "for n in (1, 2): assert n",
        "for n in range(3): assert n",
        "kinds = {'a': 1}\n for k, n in kinds.items(): assert n",
        "assert all(f(n) for n in (1, 2))",
        "assert not any(f(n) for n in KINDS)",
    ],
)
def test_a_guarded_assert_and_a_list_written_out_are_in_order(body):
    assert may_claim_nothing("KINDS = ['x']\ndef test_it():\n " + body) == []


def collected(file, *own, asks_for=()):
    """A collected test as far as its kind is asked for, with markers of its own and the fixtures it asks for."""
    given = set(own)
    return SimpleNamespace(
        path=ROOT / "tests" / file,
        nodeid=file,
        obj=None,
        fixturenames=asks_for,
        get_closest_marker=given.__contains__,
        add_marker=given.add,
        kinds=given,
    )


def test_the_usual_kind_of_every_folder_is_stated_and_of_no_other():
    assert {f.relative_to(ROOT / "tests").parent.as_posix() for f in TESTS} == set(USUAL)
    assert set(USUAL.values()) <= set(KINDS)


def test_a_test_has_its_folders_kind_unless_it_says_otherwise():
    usual, other = collected("measures/test_x.py"), collected("measures/test_x.py", "system")
    mark_kinds([usual, other])
    assert (usual.kinds, other.kinds) == ({"worked"}, {"system"})


def test_a_test_that_needs_real_deliveries_received_is_slow():
    slow, other = collected("measures/test_x.py", asks_for=["tmp_path", "bury"]), collected("measures/test_x.py")
    mark_kinds([slow, other])
    assert (slow.kinds, other.kinds) == ({"worked", "slow"}, {"worked"})


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (collected("measures/test_x.py", "worked", "system"), "system and worked"),
        (collected("elsewhere/test_x.py"), "no kind"),
    ],
)
def test_a_test_without_a_kind_or_with_two_stops_the_run(item, why):
    with pytest.raises(pytest.UsageError, match=f"tests/kinds.py.*{item.nodeid}: {why}"):
        mark_kinds([item])


def commands_of(target):
    """The commands of a target of the Makefile, as they are typed where the environment is activated."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.M)
    return [line.strip().replace("$(PY)", "python") for line in recipe.splitlines()]


def hooks():
    """Hook -> its command; one that is given the names of changed notebooks is asked of them all in CI."""
    declared = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [r["repo"] for r in declared] == ["local"], "a hook of another repository would be fetched"
    found = declared[0]["hooks"]
    assert {h["language"] for h in found} == {"system"}
    return {h["id"]: h["entry"] + (" notebooks/*.ipynb" if h.get("pass_filenames", True) else "") for h in found}


def test_the_hooks_ask_what_ci_asks_but_for_the_system_tests():
    asked = hooks()
    (quick,) = commands_of("quick")
    assert asked.pop("quick-tests") == quick
    *before, every_test = commands_of("test")
    assert ["./tools/browser.sh", *asked.values()] == before
    assert quick == f'{every_test} -m "not system and not slow"'


def test_ci_runs_the_test_target_with_nothing_skipped_for_want_of_a_browser():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-2:] == ['export CI="${CI:-true}"', "exec make test"]


def test_the_markers_of_the_quick_tests_are_registered(pytestconfig):
    (quick,) = commands_of("quick")
    expression = shlex.split(quick)[-1]
    named = set(re.findall(r"\w+", expression)) - {"and", "not", "or"}
    registered = {line.split(":")[0] for line in pytestconfig.getini("markers")}
    assert named <= registered and set(KINDS) <= registered
