"""A booklet knows its own place and the comparators it names; nobody else is anywhere in it."""

import json
import re
import zipfile
from html import unescape

import pytest

from pipeline.packs.pack import Pack
from pipeline.packs.released import open_run_context

SCHOOLS = [
    (2018, "primary-booklet", "3512019"),
    (2018, "primary-booklet", "3513019"),
    (2018, "secondary-booklet", "3514004"),
]


@pytest.fixture(scope="session")
def register(bury):
    return open_run_context(bury).register


def words_of(folder):
    """Everything a reader, a spreadsheet or a script could find in the issued files that are text."""
    html = (folder / "booklet.html").read_text(encoding="utf-8")
    html = re.sub(r'src="data:[^"]*"', "", html)
    notebook = re.sub(r'data:image[^"\\]*', "", (folder / "booklet.ipynb").read_text(encoding="utf-8"))
    with zipfile.ZipFile(folder / "tables.xlsx") as book:
        sheets = " ".join(book.read(n).decode("utf-8", "replace") for n in book.namelist() if n.endswith(".xml"))
    return unescape(" ".join([html, json.dumps(json.loads(notebook), ensure_ascii=False), sheets]))


@pytest.mark.parametrize("key", SCHOOLS, ids=str)
def test_no_other_school_is_named_or_numbered_in_a_school_booklet(issued, register, key):
    year, _, own = key
    text = words_of(issued[key])
    mine = register[own]
    assert mine.name in text
    strangers = [s for s in register.schools(year) if s.id != own and s.name not in mine.name]
    assert len(strangers) > 80
    told = [s.name for s in strangers if s.name in text]
    numbered = [
        s.id for s in strangers if re.search(rf"\b{s.id}\b", text) or any(re.search(rf"\b{u}\b", text) for u in s.urns)
    ]
    assert told == []
    assert numbered == []


@pytest.mark.parametrize("key", SCHOOLS, ids=str)
def test_a_pack_holds_figures_of_its_place_and_named_comparators_only(bury, key):
    year, publication, own = key
    pack = Pack.read(bury.pack(year, publication, own))
    allowed = {own} | {p.id for p in pack.places}
    assert {p.kind for p in pack.places} <= {"england", "region", "authority", "cluster"}
    assert {f.place for f in pack.figures} <= allowed
    assert {j.place for j in pack.judgements} <= allowed


def test_three_schools_booklets_differ_in_every_chart(issued):
    """The same chart in two schools' booklets would be the last school's chart in every report."""
    seen = {}
    for key in SCHOOLS[:2]:
        html = (issued[key] / "booklet.html").read_text(encoding="utf-8")
        for picture in set(re.findall(r'<svg [^>]*role="img".*?</svg>', html, flags=re.S)):
            assert seen.setdefault(picture, key) == key
    assert len(seen) >= 6
