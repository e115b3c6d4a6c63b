"""A school's chase list holds its own pupils and nobody else's; the team is told numbers only."""

import io
import re
import shutil

import openpyxl
import pytest

from pipeline.chase import chase_questions
from pipeline.deliveries.delivery import kept
from pipeline.errors import NoSuchPlace, NothingReceived
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive
from pipeline.verbs.chase import chase_schools
from tests.validated import clean_authority as clean
from tests.validated.clean_authority import KS2, NORTH, SOUTH, cohort

FORMULA = "=1+1"


@pytest.fixture(scope="module")
def chased(little_authority, tmp_path_factory):
    """The clean authority with a fault in each primary school's key stage 2, and one pupil in both."""
    home = tmp_path_factory.mktemp("chased")
    shutil.copytree(little_authority.data, home / "data")
    folders = Folders(ROOT / "params", home / "data", home / "outputs")
    for delivery in kept(folders, "ks2_pupils"):
        if delivery.results_year == 2018:
            shutil.rmtree(delivery.folder(folders))
    rows = clean.files()[KS2]
    rows[4] |= {"READSCORE": "99", "Surname": FORMULA, "Forename": "<b>Bold"}
    rows[15] |= {"MATSCORE": ""}
    rows.append(rows[0] | {"LAESTAB": SOUTH, "Surname": "Otherspelling"})
    (home / KS2).write_bytes(clean.as_csv(rows))
    receive([home / KS2], folders, declared(folders.params))
    return folders


@pytest.fixture(scope="module")
def written(chased):
    """What `chase` wrote for 2018: school -> (page, workbook)."""
    assert chase_schools(chased, 2018, None) == 0
    homes = sorted((chased.data / "chase" / "2018").iterdir())
    return {h.name: ((h / "chase-list.html").read_text("utf-8"), (h / "chase-list.xlsx").read_bytes()) for h in homes}


def cells(workbook: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    return [tuple(c for c in row) for row in sheet.iter_rows()]


def test_each_school_is_asked_about_its_own_rows(chased):
    asked = chase_questions(chased, 2018)
    north = [(q.row, q.column, q.blocking) for q in asked[NORTH] if q.upn == cohort(NORTH, "6", 2018)[4]["UPN"]]
    assert north == [(6, "READSCORE", True), (6, "Surname", True)]
    assert [q.column for q in asked[SOUTH] if q.upn == cohort(SOUTH, "6", 2018)[3]["UPN"]] == ["MATSCORE"]
    assert clean.HIGH not in asked


def test_blocking_questions_come_first(chased):
    lists = chase_questions(chased, 2018).values()
    assert any({q.blocking for q in found} == {True, False} for found in lists)
    for found in lists:
        assert [q.blocking for q in found] == sorted((q.blocking for q in found), reverse=True)


def test_no_list_holds_a_pupil_of_another_school(written):
    for school, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        page, workbook = written[school]
        text = page + " ".join(str(c.value) for row in cells(workbook) for c in row)
        shared = cohort(NORTH, "6", 2018)[0]["UPN"]
        strangers = [p for g in ("R", "1", "2", "6") for p in cohort(other, g, 2018) if p["UPN"] != shared]
        assert not [p["UPN"] for p in strangers if p["UPN"] in text or p["Surname"] in text or p["Forename"] in text]
    assert "Otherspelling" not in written[NORTH][0] and f"school {SOUTH}" in written[NORTH][0]


def test_the_page_can_be_read_by_everyone_and_fetches_nothing(written):
    page = written[NORTH][0]
    for needed in ('lang="en-GB"', "<caption", 'scope="col"', 'scope="row"', "<h1>", "<h2>", "default-src 'none'"):
        assert needed in page
    assert not re.search(r"<script|https?:|\bsrc=", page)
    assert "<b>Bold" not in page and "&lt;b&gt;Bold" in page


def test_no_cell_of_the_workbook_is_a_formula_and_the_heading_stays_in_sight(written):
    found = [c for row in cells(written[NORTH][1]) for c in row if c.value is not None]
    assert not [c.coordinate for c in found if c.data_type == "f"]
    assert any(str(c.value).startswith(FORMULA) for c in found)
    assert openpyxl.load_workbook(io.BytesIO(written[NORTH][1])).active.freeze_panes == "B4"
    assert all(isinstance(c.value, str) for c in found)


def test_the_team_is_told_numbers_without_a_pupil(chased, capsys):
    assert chase_schools(chased, 2018, NORTH) == 0
    said = capsys.readouterr().out
    assert f"{NORTH} Alder North: held, " in said and "questions (Key stage 2 results, pupil by pupil)" in said
    assert SOUTH not in said and not [s for s in clean.secrets(clean.files()) if s in said]


def test_a_year_without_a_question_writes_nothing(chased, capsys):
    assert chase_schools(chased, 2019, None) == 0
    assert "there are no questions for any school about 2019" in capsys.readouterr().out
    assert not (chased.data / "chase" / "2019").exists()


def test_a_year_without_records_and_a_misspelt_school_are_said(chased):
    with pytest.raises(NothingReceived):
        chase_schools(chased, 2009, None)
    with pytest.raises(NoSuchPlace):
        chase_schools(chased, 2018, "../351")


def test_chase_lists_and_corrections_of_pupils_stay_out_of_git():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"data/chase/", "data/corrections/"} <= set(ignored)
