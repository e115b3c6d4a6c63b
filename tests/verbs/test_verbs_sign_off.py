"""Without a sign-off a booklet of pupil records is a draft, with one it is an issue, and after an edit of the policy a draft again."""

import json
import shutil
from types import SimpleNamespace

import pytest

from pipeline.ledger.actions import last_actions
from pipeline.ledger.issues import issues
from pipeline.packs.plan import noted_plan
from pipeline.paths import Folders
from pipeline.processes import account
from tests.alder import begin_of_notebook, declare
from tests.edits import edit
from tests.validated import clean_authority as clean

OFFICER = "Data protection officer"
FILES = ("booklet.html", "booklet.pdf", "tables.xlsx")


@pytest.fixture
def alder(tmp_path) -> Folders:
    """A little authority whose code is none for rehearsals; nothing is received yet."""
    declare(tmp_path / "params", {"primary-booklet"})
    begin_of_notebook(tmp_path, "primary_booklet")
    edit(tmp_path / "params" / "vocabulary" / "authorities.yml", 'invented: ["999"]', "invented: []")
    return Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")


@pytest.fixture
def build(alder, booklets):
    """Build one school's booklet from pupil records: what was printed, its receipt, the index, and where its files were copied to."""
    arriving = alder.data.parent / "arriving"
    arriving.mkdir()
    for name in (clean.REGISTER, clean.PHONICS):
        (arriving / name).write_bytes(clean.as_csv(clean.files()[name]))
    assert booklets(alder, "receive", arriving)[0] == 0
    made = alder.booklet(2018, "primary-booklet", clean.NORTH)

    def run(name):
        code, out, err = booklets(alder, "build", "--year", 2018, "--place", clean.NORTH)
        assert code == 0, err
        shutil.copytree(made, alder.data.parent / name)
        receipt = json.loads((made / "receipt.json").read_text(encoding="utf-8"))
        index = (alder.outputs / "index.html").read_text(encoding="utf-8")
        return SimpleNamespace(said=out + err, receipt=receipt, index=index, files=alder.data.parent / name)

    return run


def words(booklets, where, folder):
    """What `verify` says of each file of a folder, by its first word."""
    said = booklets(where, "verify", *(folder / name for name in FILES))[1]
    return [line.split(": ")[1] for line in said.splitlines()]


def to_sign(booklets, where):
    """What is printed to be signed, and its fingerprint."""
    code, said, _ = booklets(where, "sign-off")
    assert code == 0
    return said, next(line for line in said.splitlines() if line.startswith("fingerprint: ")).split()[1]


def test_drafts_become_issues_with_the_sign_off_and_drafts_again_with_an_edit(alder, build, booklets):
    draft = build("draft")
    assert "drafts: 1 document, not issued: the disclosure policy is not signed off" in draft.said
    assert (draft.receipt.get("issue"), "<strong>draft</strong>" in draft.index) == (None, True)
    assert words(booklets, alder, draft.files) == ["a draft"] * 3
    assert (issues(alder.ledger), (alder.data / "issued").exists()) == ([], False)
    assert noted_plan(alder, 2018).documents[0].of_pupils

    _, of = to_sign(booklets, alder)
    assert booklets(alder, "sign-off", "--by", OFFICER, "--of", of, "--reference", "letter of 2 May")[0] == 0
    assert (
        "it is a draft, and the disclosure policy has been signed off since"
        in (alder.outputs / "index.html").read_text()
    )
    issue = build("issue")
    assert "not issued" not in issue.said and "<strong>draft" not in issue.index
    assert issue.receipt["issue"] == 1
    assert words(booklets, alder, issue.files) == ["genuine"] * 3
    assert words(booklets, alder, draft.files) == ["a draft"] * 3

    edit(alder.params / "policy" / "disclosure.yml", "words: Public.", "words: Everybody.")
    again = build("again")
    assert "the disclosure policy has changed since it was signed off" in again.said
    assert "issue" not in again.receipt
    assert [words(booklets, alder, made.files)[0] for made in (again, issue)] == ["a draft", "genuine"]
    assert "policy.audiences.public.words: Public. → Everybody." in booklets(alder, "sign-off")[1]

    edit(alder.params / "policy" / "disclosure.yml", "words: Everybody.", "words: Public.")
    same = build("same")
    assert "made again, the same as issue 1" in same.said
    assert [i.number for i in issues(alder.ledger)] == [1]
    assert {n: (same.files / n).read_bytes() for n in FILES} == {n: (issue.files / n).read_bytes() for n in FILES}

    told = [f"{a.did} {a.what} {a.role}".strip() for a in last_actions(alder.ledger, 6)]
    policy = "params/policy/disclosure.yml"
    assert told[:4] == [
        f"changed {policy}", f"changed {policy}", f"issued primary-booklet {clean.NORTH} 2018", f"signed off {policy} {OFFICER}",
    ]  # fmt: skip
    said = booklets(alder, "runs", "--who")[1]
    assert f"{account()}" in said and f"signed off {policy} ({of}; as {OFFICER}: " in said and "letter of 2 May" in said


@pytest.fixture
def text(alder, booklets):
    """What is printed to be signed, and its fingerprint."""
    return to_sign(booklets, alder)


def test_what_is_to_be_signed_is_printed_with_each_audience_and_the_documents_for_it(text):
    said, of = text
    school = said.split("audience school\n")[1].split("  audience ")[0]
    assert "minimum_group: 6" in school and "primary-booklet: Primary assessment booklet, for: Headteacher" in school
    assert "protects_below: 6" in said and "signed off: no" in said
    assert f"booklets sign-off --by '{OFFICER}' --of {of}" in said


@pytest.mark.parametrize(
    "words, said",
    [
        (["--of", "{of}"], "Say who signed it off, as a role"),
        (["--by", OFFICER], "No fingerprint is not what the policy says today"),
        (["--by", OFFICER, "--of", "0123456789ab"], "0123456789ab is not what the policy says today"),
        (["--by", OFFICER, "--of", "{short}"], "is not what the policy says today"),
        (["--by", "head of Z999200112001", "--of", "{of}"], "holds a pupil's number"),
        (["--by", OFFICER, "--of", "{of}", "--on", "2999-01-01"], "is still to come"),
        (["--undo", "--by", OFFICER], "is not signed off, so there is nothing to undo"),
    ],
)
def test_what_was_not_read_or_by_nobody_is_not_signed_off(alder, text, booklets, words, said):
    typed = [word.format(of=text[1], short=text[1][:7]) for word in words]
    code, _, err = booklets(alder, "sign-off", *typed)
    assert (code, said in " ".join(err.split())) == (2, True)
    assert "signed off: no" in booklets(alder, "sign-off")[1]


def test_a_sign_off_says_by_whom_on_which_day_and_can_be_taken_back(alder, text, booklets):
    assert booklets(alder, "sign-off", "--by", OFFICER, "--of", text[1], "--on", "2026-11-02")[0] == 0
    assert (
        f"signed off: {text[1]} on 2 November 2026 by {OFFICER}, entered by account {account()}"
        in booklets(alder, "sign-off")[1]
    )
    assert "disclosure" not in booklets(alder, "check")[1]
    assert booklets(alder, "sign-off", "--undo")[0] == 2
    code, said, _ = booklets(alder, "sign-off", "--undo", "--by", OFFICER)
    assert (code, "what was issued under it stays issued" in said) == (0, True)
    assert "to confirm: the disclosure policy is not signed off" in booklets(alder, "check")[1]
