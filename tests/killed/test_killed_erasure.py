"""Records erased from a little authority with documents issued: searched, worked out again, verified, and killed on the way."""

import gzip
import io
import os
import random
import shutil
import signal
import zipfile
from datetime import date

import pandas as pd
import pytest

from pipeline.chase import ChaseQuestion, write_lists
from pipeline.deliveries.delivery import kept
from pipeline.deliveries.tombstone import tombstones
from pipeline.errors import CommandWrong
from pipeline.ledger.issues import issues
from pipeline.ledger.runs import last_runs
from pipeline.paths import Folders
from pipeline.runs.at_work import at_work
from pipeline.validated.receipt import NOTHING_GIVEN, Given
from pipeline.verbs.build import build_booklets
from pipeline.verbs.erase import ErasureRequest, erase_records
from pipeline.verbs.receive import receive_files
from pipeline.verbs.retention import list_due
from pipeline.verbs.verify import verify_files
from pipeline.workspace.moved import figures_now
from tests.killed.house import YEAR, state
from tests.killed.run import Moment, Steps
from tests.validated import clean_authority as little

pytestmark = pytest.mark.slow
CHILD = little.pupil(little.NORTH, "1", YEAR, 3)
IDENTIFYING = [CHILD["UPN"], CHILD["Surname"], CHILD["Forename"]]
BY, WHY = "Data protection officer", "request upheld"


@pytest.fixture
def where(prepared_starts, tmp_path):
    """Its two documents issued, and a chase list that names the pupil."""
    _, (start, _) = prepared_starts
    folders = start.copy(tmp_path / "house")
    name = f"{CHILD['Surname']}, {CHILD['Forename']}"
    asked = ChaseQuestion(
        True, "Phonics", little.PHONICS, 5, name, CHILD["UPN"], "Mark", "a mark is missing", "Send it."
    )
    write_lists(folders, YEAR, little.NORTH, "Alder North", "the team", [asked])
    return folders


def corrected(where):
    """A correction of the pupil's record and one of another's, both printed as a note in the documents issued since."""
    others = little.pupil(little.NORTH, "1", YEAR, 5)
    entries = "".join(
        f"- id: c{n}\n  when: 2018-07-0{n}\n  results_year: 2018\n  where: {{upn: {p['UPN']}}}\n  column: forename\n"
        f"  was: {p['Forename']}\n  becomes: Zed\n  why: spelt otherwise\n  told: head\n"
        for n, p in enumerate((CHILD, others), start=1)
    )
    (where.data / "corrections").mkdir()
    (where.data / "corrections" / "phonics_pupils.yml").write_text(f"corrections:\n# by hand\n{entries}")
    assert build_booklets(where, YEAR, [], [], 2, False, False) == 0


def texts(data):
    """Everything a file holds, unpacked; written for this test, and sharing nothing with the program's own search."""
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from texts(archive.read(name))
    if data[:2] == b"\x1f\x8b":
        yield from texts(gzip.decompress(data))
    if data[:4] == b"PAR1":
        yield pd.read_parquet(io.BytesIO(data)).to_csv().encode()


def files_that_hold(where, words):
    found = set()
    for folder in (where.data, where.outputs):
        for file in (f for f in folder.rglob("*") if f.is_file()):
            whole = b"\n".join([file.name.encode(), *texts(file.read_bytes())])
            if any(w.encode(form) in whole for w in words for form in ("utf-8", "utf-16-le")):
                found.add(file.relative_to(where.data.parent).as_posix())
    return found


def figures(where):
    return figures_now(where).drop(columns="delivery")


def documents_stand(where, before, capsys):
    """The next build makes nothing, every figure is as it was, and every issued file is genuine."""
    entered = [(*i.document, i.number) for i in issues(where.ledger)]
    pd.testing.assert_frame_equal(figures(where), before)
    assert build_booklets(where, YEAR, [], [], 2, False, False) == 0
    assert [(*i.document, i.number) for i in issues(where.ledger)] == entered
    capsys.readouterr()
    files = [f for f in where.outputs.glob("*/*/*/*") if f.suffix in (".html", ".pdf", ".xlsx")]
    assert verify_files(where, files) == 0
    assert capsys.readouterr().out.count(": genuine:") == len(files) == 6


def test_one_pupil_erased_leaves_no_trace_but_the_tombstone_and_every_document_stands(where, prepared_starts, capsys):
    corrected(where)
    before, held = figures(where), files_that_hold(where, IDENTIFYING)
    assert {f.split("/")[1] for f in held} == {"chase", "corrections", "deliveries", "store"}
    capsys.readouterr()
    assert erase_records(where, ErasureRequest(upn=CHILD["UPN"].lower()), BY, WHY, dry_run=True) == 0
    assert files_that_hold(where, IDENTIFYING) == held, "a dry run erases nothing"
    assert erase_records(where, ErasureRequest(upn=CHILD["UPN"].lower()), BY, WHY, sure=True) == 0
    said = capsys.readouterr().out
    assert files_that_hold(where, IDENTIFYING) == set()
    assert not any(word in said for word in IDENTIFYING)
    for words in (
        "phonics_pupils 2018", ": 1 record; original rewritten in its own form", "figures that move: none",
        "primary-booklet 9992001 2018, issue 1, 2", "backups made before today", "no trace is left",
        "booklets chase --year 2018 --school 9992001",
    ):  # fmt: skip
        assert words in said, words
    (checks,) = kept(where, "phonics_pupils")
    (stone,) = tombstones(where, checks)
    assert (stone.on, stone.by, stone.because, stone.records) == (date.today().isoformat(), BY, WHY, 1)
    assert last_runs(where.ledger, 1)[0].counts["erased"] == 1
    corrections = (where.data / "corrections" / "phonics_pupils.yml").read_text()
    assert "id: c2" in corrections and "id: c1" not in corrections and "# by hand" in corrections
    documents_stand(where, before, capsys)
    with pytest.raises(CommandWrong, match="in no record") as again:
        erase_records(where, ErasureRequest(upn=CHILD["UPN"]), BY, WHY, sure=True)
    assert CHILD["UPN"] not in str(again.value)
    (empty, _), _ = prepared_starts
    for given in (NOTHING_GIVEN, Given(YEAR)):  # the same file again, also as of a year that is given
        assert receive_files(where, [empty.arriving / little.PHONICS], given) == 1
        assert "records were erased from it" in " ".join(capsys.readouterr().err.split())
    assert files_that_hold(where, IDENTIFYING) == set()


def test_a_year_erased_leaves_its_counts_and_no_record(where, capsys):
    before = figures(where)
    capsys.readouterr()
    assert list_due(where, date(2030, 1, 1)) == 1
    said = capsys.readouterr().out
    assert "phonics_pupils 2018, 1 file: due since 2026-09-01, by the rule results_of_a_primary_stage (8 years)" in said
    assert "booklets erase --source phonics_pupils --before 2018-09-01" in said
    wanted = ErasureRequest(before=date(2018, 9, 1), sources=["phonics_pupils"], early=True)
    assert erase_records(where, wanted, BY, "its period has passed", sure=True) == 0
    assert "original deleted" in capsys.readouterr().out
    assert files_that_hold(where, [little.SURNAME, little.FORENAME]) == set()
    (checks,) = kept(where, "phonics_pupils")
    assert not checks.original(where).exists()
    assert tombstones(where, checks)[0].records > 20
    documents_stand(where, before, capsys)
    assert list_due(where, date(2030, 1, 1)) == 0


def test_what_cannot_be_meant_is_said_and_nothing_is_erased(where, tree_of):
    before, nobody = tree_of(where.deliveries), "A999200109999"
    for wanted, said in (
        (ErasureRequest(), "in one way"),
        (ErasureRequest(upn="A123"), "no unique pupil number"),
        (ErasureRequest(upn=nobody), "in no record"),
        (ErasureRequest(due=True, upn=nobody), "in one way"),
        (ErasureRequest(before=date(2019, 9, 1), sources=["register"]), "no source of pupil records"),
        (ErasureRequest(before=date(2000, 1, 1)), "No pupil records fit"),
        (ErasureRequest(before=date(2100, 1, 1), sources=["phonics_pupils"]), "asking|add --yes|Not due yet"),
        (ErasureRequest(deliveries=["nothing.csv"]), "No delivery of pupil records is named so"),
    ):
        with pytest.raises(CommandWrong, match=said) as wrong:
            erase_records(where, wanted, BY, WHY)
        assert nobody not in str(wrong.value)
    for by, because in (("", WHY), (BY, ""), (BY, f"asked by {nobody}")):
        with pytest.raises(CommandWrong, match=r"--by|leave it out"):
            erase_records(where, ErasureRequest(upn=nobody), by, because)
    assert tree_of(where.deliveries) == before


def erased_in_a_process(where, moment, steps):
    """Erase the pupil in a process that may kill itself; how it ended."""
    pid = os.fork()
    if not pid:
        code = 70
        try:
            os.setsid()
            out = os.open(os.devnull, os.O_WRONLY)
            os.dup2(out, 1), os.dup2(out, 2)
            steps.count(str(where.data.parent), moment)
            code = erase_records(where, ErasureRequest(upn=CHILD["UPN"]), BY, WHY, sure=True)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def lasting(where):
    """All that cannot be made again, by content."""
    return {
        name: seen
        for name, seen in state(where).items()
        if "/store/" not in name and not name.startswith("outputs/index")
    }


def test_an_erasure_killed_at_any_moment_is_completed_or_was_never_begun(where, tmp_path):
    def copy(name):
        shutil.copytree(where.data.parent, tmp_path / name)
        return Folders(where.params, tmp_path / name / "data", tmp_path / name / "outputs")

    whole, steps = copy("whole"), Steps()
    untouched = lasting(whole)
    assert erased_in_a_process(whole, Moment(), steps) == 0
    assert steps.own > 30
    dice, ends = random.Random(1), set()
    for number in (*(dice.randint(1, steps.own) for _ in range(2)), steps.own - 12, steps.own - 4):
        trial = copy(f"trial-{number}")
        assert erased_in_a_process(trial, Moment(step=number, alone=True), Steps()) == -signal.SIGKILL
        with at_work(trial, "check"):
            pass
        now = lasting(trial)
        ends.add("done" if now == lasting(whole) else "not begun" if now == untouched else f"half at {number}")
        assert bool(files_that_hold(trial, IDENTIFYING)) == (now == untouched)
    assert ends == {"done", "not begun"}
