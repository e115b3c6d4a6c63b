"""Sections: every one explains itself, a notebook calls no other, and a wrong name is answered with the right one."""

import ast
import inspect
import subprocess
import sys
from dataclasses import replace

import pytest

from pipeline.declared import read_declared
from pipeline.errors import NoSuchSection, SectionTwice, StageNotDeclared
from pipeline.packs.pack import Pack
from pipeline.paths import NOTEBOOKS, ROOT
from pipeline.report import section as registry
from pipeline.report.block import Block, Blocks
from pipeline.report.booklet import Booklet
from pipeline.report.reading import Reading
from pipeline.report.section import registered, section
from tests.report import sample_pack, sample_stages
from tests.report.gather import cells_of
from tests.report.test_report_notebooks import BOOKLETS

DECLARED = read_declared(ROOT / "params")


@pytest.fixture
def alone(monkeypatch):
    """A registry that a test may add to."""
    monkeypatch.setattr(registry, "_registered", dict(registered()))


def calls(notebook: str) -> list[ast.Call]:
    """The calls of a notebook's one-line cells."""
    sources = ("".join(c["source"]) for c in cells_of(notebook)[2:] if c["cell_type"] == "code")
    return [ast.parse(source, mode="eval").body for source in sources]


def test_the_booklets_methods_are_the_registered_sections():
    assert len(registered()) >= 60
    assert {name for name in dir(Booklet) if not name.startswith("_")} == set(registered())


@pytest.mark.parametrize("name", sorted(registered()))
def test_a_section_says_what_it_shows_from_what_and_when_it_is_empty(name):
    method = getattr(Booklet, name)
    what, _, more = (inspect.getdoc(method) or "").partition("\n\n")
    assert what.endswith(".") and len(what.split()) >= 5
    assert more.startswith("From: ") and "\nWhen empty: " in more
    assert (method.__name__, method.__qualname__) == (name, f"Booklet.{name}")


@pytest.mark.parametrize("name", sorted(registered()))
def test_a_section_has_the_types_of_its_page_function_without_the_reading(name):
    shown, written = inspect.signature(getattr(Booklet, name)), inspect.signature(registered()[name].page)
    assert next(iter(written.parameters)) == "reading"
    assert list(shown.parameters)[1:] == list(written.parameters)[1:]
    kinds = getattr(shown.return_annotation, "__args__", (shown.return_annotation,))
    assert shown.return_annotation == written.return_annotation
    assert all(issubclass(kind, Block | Blocks | type(None)) for kind in kinds)


@pytest.mark.parametrize("notebook", BOOKLETS)
def test_a_notebook_calls_registered_sections_only_with_arguments_they_take(notebook):
    found = calls(notebook)
    assert len(found) > 3
    for call in found:
        made = registered()[call.func.attr]
        inspect.signature(made.page).bind(
            None, *(a.value for a in call.args), **{k.arg: k.value for k in call.keywords}
        )


def test_every_section_is_in_a_notebook():
    assert set(registered()) == {call.func.attr for notebook in BOOKLETS for call in calls(notebook)}


def test_no_notebook_names_a_list_of_stages_that_its_publications_declare():
    """Several stages are named only where a heading is about them: a phase of the account, attendance and exclusions."""
    several = [
        tuple(a.value for a in call.args)
        for notebook in BOOKLETS
        for call in calls(notebook)
        if len(call.args) > 1 and call.func.attr != "ladder"  # of measures
    ]
    primary, secondary = ("eyfs", "phonics", "ks1", "mtc", "ks2"), ("ks4", "post16")
    assert set(several) == {("absence", "inclusion", "exclusions"), primary, secondary}


def test_every_measure_a_notebook_names_is_declared():
    named = [a.value for nb in BOOKLETS for call in calls(nb) if call.func.attr == "ladder" for a in call.args]
    assert len(named) > 5 and set(named) <= set(DECLARED.measures)


def test_without_stages_a_section_is_of_those_declared_and_assessed():
    pack = sample_stages.everything()
    assert Booklet(pack).summary() == Booklet(pack).summary("eyfs", "phonics", "ks1", "mtc", "ks2")
    assert Booklet(pack).summary() != Booklet(pack).summary("ks2")
    assert "tracked" in Reading(pack).declared_stages() and "tracked" not in Reading(pack).assessed_stages()


def test_a_stage_that_the_publication_no_longer_declares_is_shown_no_more():
    pack = sample_stages.everything()
    fewer = replace(pack, stages=tuple(s for s in pack.stages if s.id != "phonics"))
    assert any(line.startswith("Phonics") for line in Booklet(pack).summary().lines)
    assert not any(line.startswith("Phonics") for line in Booklet(fewer).summary().lines)


def test_a_publication_can_leave_stages_out_of_a_section_and_a_notebook_can_name_one_all_the_same():
    pack = sample_stages.everything()
    without = replace(pack, stages=tuple(replace(s, not_in=("summary",)) if s.id == "ks2" else s for s in pack.stages))
    assert Booklet(without).summary() == Booklet(pack).summary("eyfs", "phonics", "ks1", "mtc")
    assert Booklet(without).summary("ks2") == Booklet(pack).summary("ks2")
    assert Booklet(without).where_we_stand() == Booklet(pack).where_we_stand()


def test_a_section_misspelt_in_a_publication_is_said_when_its_notebook_is_opened():
    pack = sample_pack.primary()
    wrong = replace(pack, stages=tuple(replace(s, not_in=("sumary",)) for s in pack.stages))
    with pytest.raises(NoSuchSection, match="Did you mean 'summary'"):
        Booklet(wrong)


def test_the_stages_travel_with_the_pack():
    pack = sample_pack.authority()
    assert any("other_authorities" in s.not_in for s in pack.stages)
    assert Pack.from_json(pack.to_json()).stages == pack.stages


@pytest.mark.parametrize("publication", DECLARED.publications.values(), ids=lambda p: p.slug)
def test_a_publication_declares_stages_for_sections_that_are_there(publication):
    assert set(publication.sections) <= set(registered())


def test_an_authoritys_schools_stand_in_one_table_a_phase_and_a_clusters_in_one():
    authority = sample_pack.authority()
    schools = tuple(replace(card, role="school") for card in (sample_pack.OAK, sample_pack.HIGH))
    cells = [sample_pack.figure(schools[0].id, 2018, "ks2_rwm_exp", 73, 30)]
    cells += [sample_pack.figure(schools[1].id, 2018, "ks4_attainment8", 41.2, 150)]
    cards = sample_pack.measures(["ks2_rwm_exp", "ks4_attainment8"], (2018,))
    authority = replace(authority, places=(*authority.places, *schools), figures=tuple(cells), measures=cards)
    assert [table.id for table in Booklet(authority).schools_side_by_side()] == ["t-ks2-side", "t-ks4-side"]
    assert len(Booklet(sample_stages.together()).schools_side_by_side()) == 1


@pytest.mark.parametrize(
    "call, said",
    [
        ("headline_table('ks3')", "does not declare the stage 'ks3'. Did you mean 'ks2'?"),
        ("summary('ks2', 'phonic')", "Did you mean 'phonics'?"),
        ("headline_table('ks4')", "It declares: eyfs, phonics, ks1, mtc, ks2, tracked."),
    ],
)
def test_a_stage_that_is_not_declared_is_refused_with_those_that_are(call, said):
    with pytest.raises(StageNotDeclared) as wrong:
        eval(f"booklet.{call}", {"booklet": Booklet(sample_pack.primary())})
    assert said in str(wrong.value) and "primary-booklet.yml" in str(wrong.value)


def test_a_measure_is_no_stage():
    assert Booklet(sample_pack.primary()).ladder("ks2_rwm_exp").kind == "table"


def test_an_unknown_section_is_answered_with_the_nearest():
    booklet = Booklet(sample_pack.primary())
    with pytest.raises(NoSuchSection, match=r"no section 'overtime'. Did you mean 'over_time'\? .* vision"):
        booklet.overtime()
    assert not hasattr(booklet, "overtime") and not hasattr(booklet, "_repr_png_")


def test_a_stage_may_be_given_by_name():
    booklet = Booklet(sample_pack.primary())
    assert booklet.headline_table(stage="ks2") == booklet.headline_table("ks2")
    with pytest.raises(StageNotDeclared):
        booklet.headline_table(stage="ks3")


def test_a_section_without_its_stage_says_what_is_missing():
    with pytest.raises(TypeError, match=r"headline_table\(\) missing 1 required positional argument: 'stage'"):
        Booklet(sample_pack.primary()).headline_table()


def test_two_sections_of_one_name_are_refused(alone):
    def cover(reading: Reading) -> None:
        """Another."""

    with pytest.raises(SectionTwice, match=r"called 'cover', in pipeline\.report\.pages\S*cover and in \S*sections"):
        section(cover)


def test_a_module_that_is_loaded_again_registers_its_section_again(alone):
    page = registered()["cover"].page
    assert section(page) is page


def test_jupyterlab_completes_the_sections_and_explains_one():
    """As an analyst meets them: `booklet.` and the tab key, then a question mark."""
    asked = (
        "from IPython.core.completer import provisionalcompleter\n"
        "from IPython.core.interactiveshell import InteractiveShell as S\n"
        "from pipeline.report.booklet import Booklet\n"
        "from tests.report import sample_pack\n"
        "s = S.instance(); s.user_ns['booklet'] = Booklet(sample_pack.primary())\n"
        "with provisionalcompleter():\n"
        "    print(*[c.text for c in s.Completer.completions('booklet.', 8)])\n"
        "print(s.object_inspect_text('booklet.area_figures'))\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    completed, explained = told.split("\n", 1)
    assert set(completed.split()) == set(registered())
    assert "area_figures(*stages: str)" in explained and "When empty:" in explained


def test_every_notebook_that_shows_a_booklet_is_tested_here():
    opens = {f.stem for f in NOTEBOOKS.glob("*.ipynb") if "booklet = open_" in f.read_text(encoding="utf-8")}
    assert opens == set(BOOKLETS)


def test_help_does_not_import_the_pages():
    asked = (
        "import sys\nfrom pipeline.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('imported:', *[m for m in sys.modules if m.startswith('pipeline.report')])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert told.splitlines()[-1].strip() == "imported:"
