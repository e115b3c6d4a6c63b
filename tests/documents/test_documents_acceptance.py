"""What each reader asks of the documents, and where it is answered: each asked thing is looked for in the document that reader has.

Rows and readers are those of a survey of what heads, governors, school effectiveness partners, cluster leads, scrutiny councillors
and analysts expect of such documents; targets, which need pupil records, are held in test_report_targets.py. What no document answers
yet is a row that is expected to fail: once it is answered, the row passes and must be moved.
"""

import re

import pytest

SCHOOL, CLUSTER, PANEL = "primary-booklet", "cluster-booklet", "scrutiny-report"
HEAD, GOVERNOR, PARTNER, LEAD, COUNCILLOR, ANALYST = (
    "head",
    "governor",
    "partner",
    "cluster lead",
    "councillor",
    "analyst",
)
OF_A_SCHOOL = (HEAD, GOVERNOR, PARTNER)
IN_SIX_LINES = "One pupil is worth"

# what is asked | by whom | the document | its year | what answers it there, as regular expressions of the page
ANSWERED = [
    ("the year on one page", OF_A_SCHOOL, SCHOOL, 2018, ['id="t-standing"', "Strengths", "Concerns", 'id="summary"']),
    ("the year on one page", (LEAD,), CLUSTER, 2018, ['id="t-standing"', "Strengths", "Concerns", 'id="summary"']),
    ("the year on one page", (COUNCILLOR,), PANEL, 2018, ['id="t-ladder"', "What went well", "What did not"]),
    ("context and cohort", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018,
     ["Pupils at the end of key stage 2", "Girls", "free school meals", "English as an additional language", "SEN support", IN_SIX_LINES]),
    ("a trend with its breaks", OF_A_SCHOOL, SCHOOL, 2018, ['id="c-ks2-over-time"', "new series", "mean a change of at least"]),
    ("a trend with its breaks", (LEAD,), CLUSTER, 2018, ['id="c-ks2-over-time"', "new series"]),
    ("a trend with its breaks", (COUNCILLOR,), PANEL, 2018, ["over-time", "a new series in 2018|new series"]),
    ("comparators with source and release", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018,
     ["England", "North West", "Bury", "Primary cluster", "Sources of the figures", "2018 final"]),
    ("comparators with source and release", (LEAD,), CLUSTER, 2018, ["North West", "Sources of the figures", "2018 final"]),
    ("comparators with source and release", (COUNCILLOR,), PANEL, 2018, ["Statistical neighbours", "Sources of the figures"]),
    ("attainment of every kind", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["expected standard", "[Hh]igher standard", "scaled score"]),
    ("attainment of every kind", (*OF_A_SCHOOL, ANALYST), "secondary-booklet", 2018,
     ["Attainment 8", "Progress 8", "grade 5 or above", "EBacc"]),
    ("attainment of every kind", (LEAD,), CLUSTER, 2018, ["RWM expected", "RWM higher", "[Rr]eading progress"]),
    ("progress, or why there is none", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["95% interval", "well above average|above average|average"]),
    ("progress, or why there is none", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2025, ["no progress measure"]),
    ("groups and gaps", (COUNCILLOR,), PANEL, 2018, ["Pupils at a disadvantage, and the others", "England: others"]),
    ("groups and gaps", (*OF_A_SCHOOL, ANALYST), "secondary-booklet", 2018, ["pupil groups, 2018", "gaps in points", "Girls", "Boys"]),
    ("chance and pupils", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["sig\\+", "pupils? (more|fewer)", "can be chance|more than chance"]),
    ("chance and pupils", (COUNCILLOR,), PANEL, 2018, ["did not, \\d", "larger than chance"]),
    ("the place among the schools", (HEAD, PARTNER, ANALYST), SCHOOL, 2018, ["Among the schools", "\\d(st|nd|rd|th) of \\d\\d"]),
    ("attainment against progress", (HEAD, PARTNER, ANALYST), SCHOOL, 2018, ['id="c-scatter-']),
    ("questions, each with its reason", (GOVERNOR, PARTNER), "secondary-booklet", 2018, ["Questions for governors", "Asked because"]),
    ("questions, each with its reason", (LEAD,), CLUSTER, 2018, ["Questions for the board", "Asked because"]),
    ("questions, each with its reason", (COUNCILLOR,), PANEL, 2018, ["Questions the panel could ask", "Asked because"]),
    ("the cluster's schools", (PARTNER, LEAD, ANALYST), CLUSTER, 2018,
     ["all pupils", "Of \\d+ schools with a standing", "Each dot is a school"]),
    ("terms, notes and who to ask", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["Glossary", "Checks", "Questions to: "]),
    ("terms, notes and who to ask", (LEAD,), CLUSTER, 2018, ["Glossary", "Checks", "Questions to: "]),
    ("terms, notes and what comes next", (COUNCILLOR,), PANEL, 2018, ["Glossary", "What comes out next", "Questions to: "]),
    ("what changed since the last issue", (COUNCILLOR,), PANEL, 2018, ["What changed"]),
    ("why a figure is missing", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["n/a: not applicable", "x: not available"]),
    ("why a figure is missing", (LEAD,), CLUSTER, 2018, ["not available"]),
    ("why a figure is missing", (COUNCILLOR,), PANEL, 2018, ["none: not given"]),
    ("when the next figures come", (*OF_A_SCHOOL, ANALYST), SCHOOL, 2018, ["What comes out next", "provisional figures of 2019"]),
    ("when the next figures come", (LEAD,), CLUSTER, 2018, ["What comes out next"]),
    ("the day of what is known", (COUNCILLOR,), PANEL, 2018, ["As it was known on 30 June 2019"]),
]  # fmt: skip
NOT_YET = [
    ("what changed since the last issue", OF_A_SCHOOL, SCHOOL, 2018, ["since (the last|issue)"]),
    ("similar schools", OF_A_SCHOOL, SCHOOL, 2018, ["[Ss]imilar schools"]),
    ("the fifth among schools as deprived", OF_A_SCHOOL, SCHOOL, 2018, ["equally deprived|as deprived"]),
    ("the category with its reasons", (PARTNER,), SCHOOL, 2018, ["[Cc]ategory"]),
    ("which issue it is", OF_A_SCHOOL, SCHOOL, 2018, ["Issue \\d"]),
]  # fmt: skip


def unanswered(issued, publication: str, year: int, wanted: list[str]) -> list[str]:
    """What is not found in one document of the publication and year, the first that was made."""
    folder = next(f for (made, slug, _), f in sorted(issued.items()) if (made, slug) == (year, publication))
    page = (folder / "booklet.html").read_text(encoding="utf-8")
    page = re.sub(r"<style.*?</style>", "", page, flags=re.S)
    words = f"{page} {re.sub(r'<[^>]+>', ' ', page)}"
    return [pattern for pattern in wanted if not re.search(pattern, " ".join(words.split()))]


def name_of(row) -> str:
    return f"{row[0]}-{row[1][0]}-{row[3]}"


@pytest.mark.parametrize("row", ANSWERED, ids=name_of)
def test_what_a_reader_asks_is_answered(issued, row):
    _, readers, publication, year, wanted = row
    assert unanswered(issued, publication, year, wanted) == [], f"for {', '.join(readers)}"


@pytest.mark.xfail(strict=True, reason="no document answers it yet")
@pytest.mark.parametrize("row", NOT_YET, ids=name_of)
def test_what_a_reader_asks_and_nothing_answers_yet(issued, row):
    _, _, publication, year, wanted = row
    assert unanswered(issued, publication, year, wanted) == []


def test_every_document_comes_as_page_paper_and_workbook(issued):
    lacking = {
        key: name
        for key, folder in issued.items()
        for name in ("booklet.html", "booklet.pdf", "tables.xlsx")
        if not (folder / name).exists()
    }
    assert not lacking
