"""One thing is changed at a time, and exactly what depends on it is out of date: in every room, every kind of params, the lock.

The tables say by hand what depends on what; the keys read it from the imports of the code.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import keys
from pipeline.declared.sources import BOUNDS
from pipeline.deliveries.delivery import kept
from pipeline.disclosure.suppression_cache import SuppressionCache
from pipeline.paths import ROOT, Folders
from pipeline.runs.stale import notebook_key, pages_key
from pipeline.validated.across import across_key
from pipeline.validated.checked import findings, findings_key
from pipeline.validated.clean_tables import declared, table_key
from pipeline.workspace.inputs import figures_key, input_keys
from tests.alder import declare

TABLE, FINDINGS, ACROSS = "table of the phonics results", "findings in them", "findings across files"
FIGURES, CHOICES, PACKS, PAGES = "figures", "choices in linked tables", "packs", "pages"
VERDICTS = {TABLE, FINDINGS, ACROSS}
PRINTED = {FIGURES, PACKS}  # what reads the whole of params
EVERYTHING = {*VERDICTS, FIGURES, CHOICES, PACKS, PAGES}
ROOMS = {
    # what everything is built on
    "__init__": EVERYTHING, "paths": EVERYTHING, "processes": EVERYTHING, "errors": EVERYTHING, "access": EVERYTHING,
    "atomic": EVERYTHING, "keys": EVERYTHING, "trouble": EVERYTHING, "pupil_numbers": EVERYTHING, "console": EVERYTHING,
    "stored": EVERYTHING, "file_hashes": EVERYTHING,
    # the road, from the delivery to the page
    "declared": EVERYTHING,
    "deliveries": EVERYTHING,
    "validated": EVERYTHING,
    "places": EVERYTHING - VERDICTS,
    "pupils": EVERYTHING - VERDICTS,
    "measures": EVERYTHING - VERDICTS,
    "disclosure": {CHOICES, PACKS, PAGES},
    "ledger": EVERYTHING,  # it holds what originals should be, and packs are protected beside what was issued before
    "workspace": {PACKS, PAGES},
    "packs": {PACKS, PAGES},
    "changes": {PAGES},
    "report": {PAGES},
    "render": {PAGES},
    # what asks for products and shows them, and makes none
    "lock": set(), "runs": set(), "calendar": set(), "schedule": set(), "chase": set(), "portal": set(), "press": set(), "keeping": set(),
    "invented": set(), "verbs": set(), "cli": set(), "cli_options": set(), "cli_year": set(), "cli_keeping": set(), "__main__": set(),
}  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the code, to be changed."""
    folder = tmp_path_factory.mktemp("code")
    shutil.copytree(keys.PIPELINE, folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(keys.LOCK, folder)
    return folder


@pytest.fixture
def copied(tree, monkeypatch):
    """The keys are those of the copy."""
    forget()
    monkeypatch.setattr(keys, "PIPELINE", tree / "pipeline")
    monkeypatch.setattr(keys, "LOCK", tree / keys.LOCK.name)
    yield tree
    forget()


@pytest.fixture
def alder(little_authority, tmp_path) -> Folders:
    """The little authority, its params to be changed."""
    declare(tmp_path / "params", {"primary-booklet", "secondary-booklet"})
    shutil.copytree(little_authority.data, tmp_path / "data")
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


def forget():
    """A new process would read the code again."""
    for held in (keys._of_code, keys._room, keys._of_libraries):
        held.cache_clear()


@contextmanager
def rewritten(file: Path, content: bytes) -> Iterator[None]:
    """A file of the copy holds other content for a while, as a new process would read it."""
    before = file.read_bytes()
    assert content != before
    file.write_bytes(content)
    forget()
    try:
        yield
    finally:
        file.write_bytes(before)


def now(where: Folders) -> dict[str, str]:
    """The key of every product, as the code that decides asks for it."""
    sources = declared(where.params)
    (phonics,) = [d for d in kept(where, "phonics_pupils") if d.results_year == 2018]
    return {
        TABLE: table_key(where, phonics, sources["phonics_pupils"]),
        FINDINGS: findings_key(where, phonics, sources["phonics_pupils"]),
        ACROSS: across_key(where, {n: s for n, s in sources.items() if s.of_pupils}),
        FIGURES: figures_key(where),
        CHOICES: SuppressionCache().as_text(),
        PACKS: str(input_keys(where)),
        PAGES: pages_key(),
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {product for product in before if before[product] != after[product]}


def test_the_table_names_every_room():
    assert set(ROOMS) == {f.name.removesuffix(".py") for f in keys.PIPELINE.iterdir() if f.name != "__pycache__"}


@pytest.mark.parametrize(("room", "products"), ROOMS.items(), ids=ROOMS)
def test_a_constant_changed_in_a_room_outdates_what_is_made_with_it(copied, little_authority, room, products):
    before = now(little_authority)
    folder = copied / "pipeline" / room
    file = max(folder.rglob("*.py")) if folder.is_dir() else folder.with_suffix(".py")
    with rewritten(file, file.read_bytes() + b"\nCHANGED = 1\n"):
        assert changed(before, now(little_authority)) == products


@pytest.mark.parametrize(
    ("file", "products"),
    [("report/style/booklet.css", {PAGES}), ("report/style/tokens.yml", {PAGES}), ("portal/look.css", set())],
)
def test_a_style_sheet_or_template_belongs_to_its_room(copied, little_authority, file, products):
    before = now(little_authority)
    at = copied / "pipeline" / file
    with rewritten(at, at.read_bytes() + b"\n"):
        assert changed(before, now(little_authority)) == products


def test_a_new_import_is_a_new_dependency_at_once(copied, little_authority):
    """Verdicts do not depend on the portal until a module of theirs imports it, inside a function even."""
    at, look = copied / "pipeline" / "validated" / "types.py", copied / "pipeline" / "portal" / "look.css"
    imports = b"\n\ndef page():\n    from pipeline.portal.page import look\n\n    return look\n"
    with rewritten(at, at.read_bytes() + imports):
        before = now(little_authority)
        with rewritten(look, look.read_bytes() + b"\n"):
            assert changed(before, now(little_authority)) == EVERYTHING


def test_another_lock_outdates_everything(copied, little_authority):
    before = now(little_authority)
    lock = copied / keys.LOCK.name
    with rewritten(lock, lock.read_bytes().replace(b"pandas==", b"pandas==9", 1)):
        assert changed(before, now(little_authority)) == EVERYTHING


PARAMS = [  # file, what is written otherwise, what is then out of date
    ("sources/phonics_pupils.yml", r"(?m)^title: .*$", "title: Another", {*VERDICTS, *PRINTED}),
    ("sources/ks2_pupils.yml", r"(?m)^title: .*$", "title: Another", {ACROSS, *PRINTED}),
    ("sources/ks2_performance.yml", r"(?m)^title: .*$", "title: Another", PRINTED),
    ("scales/phonics.yml", r"(?m)^name: .*$", "name: Another", {*VERDICTS, *PRINTED}),
    ("scales/mtc.yml", r"(?m)^name: .*$", "name: Another", {ACROSS, *PRINTED}),
    ("policy/pupil_checks.yml", r"number is a temporary one", "number is one for a time", {*VERDICTS, *PRINTED}),
    ("policy/rag.yml", r"\Z", "\n# another\n", PRINTED),
    ("policy/disclosure.yml", r"\Z", "\n# another\n", PRINTED),
    ("measures/ks2/ks2_rwm_exp.yml", r"\Z", "\n# another\n", PRINTED),
    ("ctf/2025.yml", r"\Z", "\n# another\n", PRINTED),
    ("vocabulary/key_stages.yml", r"\Z", "\n# another\n", PRINTED),
    ("vocabulary/release_stages.yml", r"\Z", "\n# another\n", {ACROSS, *PRINTED}),
    ("publications/primary-booklet.yml", r"\Z", "\n# another\n", PRINTED),
    ("authority.yml", r"\Z", "\n# another\n", PRINTED),
    ("releases.yml", r"\Z", "\n# another\n", PRINTED),
    ("timeline.yml", r"\Z", "\n# another\n", PRINTED),
    ("retention.yml", r"\Z", "\n# another\n", PRINTED),
    ("years/2026.yml", r"\Z", "\n# another\n", PRINTED),
    ("strategy/2018-2020.yml", r"\Z", "\n# another\n", PRINTED),
    ("places/clusters.csv", r"\Z", "laestab,phase,cluster,from,to\n", PRINTED),
]


@pytest.mark.parametrize(("file", "was", "becomes", "products"), PARAMS, ids=[p[0] for p in PARAMS])
def test_params_outdate_what_reads_them(alder, file, was, becomes, products):
    before = now(alder)
    at = alder.params / file
    at.parent.mkdir(exist_ok=True)
    held = at.read_text(encoding="utf-8") if at.exists() else ""
    written = re.sub(was, becomes, held, count=1)
    assert written != held
    at.write_text(written, encoding="utf-8")
    assert changed(before, now(alder)) == products


def test_every_kind_of_params_is_among_them():
    kinds = {p.name for p in (ROOT / "params").iterdir()} - {"corrections"}  # below
    assert kinds == {file.split("/")[0] for file, *_ in PARAMS}


@pytest.mark.parametrize(
    ("source", "private", "products"),
    [
        ("phonics_pupils", True, {*VERDICTS, *PRINTED}),
        ("ks2_pupils", True, {ACROSS, *PRINTED}),
        ("ks2_performance", True, PRINTED),
        ("ks2_performance", False, PRINTED),
        ("register", False, {ACROSS, *PRINTED}),
    ],
)
def test_a_correction_outdates_what_is_read_by_it(alder, source, private, products):
    before = now(alder)
    folder = (alder.data if private else alder.params) / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / f"{source}.yml").write_text("corrections: []\n", encoding="utf-8")
    assert changed(before, now(alder)) == products


@pytest.mark.parametrize(
    ("source", "products"),
    [("phonics_pupils", {*VERDICTS, *PRINTED}), ("ks2_pupils", {ACROSS, *PRINTED}), ("register", {ACROSS, *PRINTED})],
)
def test_a_delivery_known_by_another_year_or_release_outdates_what_is_made_of_it(alder, source, products):
    """The bytes alone do not say what a file is of: it may be taken away and received again with another release."""
    before = now(alder)
    held = [d for d in kept(alder, source) if d.results_year == 2018] or kept(alder, source)
    other = replace(held[-1], release="final" if held[-1].release != "final" else "revised")
    (other.folder(alder) / "delivery.json").write_text(other.to_json(), encoding="utf-8")
    assert changed(before, now(alder)) == products


def test_a_page_depends_on_its_notebook(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}")
    notebook_key.cache_clear()
    before = notebook_key(tmp_path, "a")
    (tmp_path / "a.ipynb").write_text("{ }")
    notebook_key.cache_clear()
    assert notebook_key(tmp_path, "a") != before
    notebook_key.cache_clear()


def test_old_verdicts_are_not_used_once_the_bounds_of_a_number_are_others(copied, alder, monkeypatch):
    """The least and most a number may be are code, in a room below the one that asks."""
    delivery = kept(alder, "ks2_pupils")[0]
    assert findings(alder, delivery) == []
    monkeypatch.setitem(BOUNDS, "scaled_score", (80, 81))
    assert findings(alder, delivery) == [], "the code, as it is read, has not changed"
    file = copied / "pipeline" / "declared" / "sources.py"
    with rewritten(file, file.read_bytes().replace(b'"scaled_score": (80, 120)', b'"scaled_score": (80, 81)')):
        assert {f.rule for f in findings(alder, delivery)} == {"scaled score out of range"}
