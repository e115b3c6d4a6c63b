"""Nothing unchanged is made again, every reason is told, and one failure never stops the rest."""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from pipeline import press
from pipeline.errors import DiskFull, WrongPlace
from pipeline.ledger.issued import issued_packs
from pipeline.ledger.issues import issues
from pipeline.ledger.runs import enter, last_runs
from pipeline.packs.plan import Plan
from pipeline.packs.planned import PlannedDocument
from pipeline.render import booklet, pool
from pipeline.runs.at_work import AtWork
from pipeline.verbs.build import build_booklets, retry_failed

OWED = tuple(
    PlannedDocument("primary-booklet", f"351000{n}", f"School {n}", 2018, "primary_booklet", f"pack{n}")
    for n in (1, 2, 3)
)
KEPT = ("booklet.html", "booklet.pdf", "tables.xlsx")


@pytest.fixture
def plan(monkeypatch):
    """Three invented schools are owed a booklet; nothing need be received."""
    the_plan = Plan(2018, OWED, (("primary-booklet", "School 4", "no results for 2018"),))
    monkeypatch.setattr(press, "plan", lambda *_: the_plan)
    return the_plan


@pytest.fixture
def printer(monkeypatch):
    """A press that writes a receipt and small files at once; a place put into `broken` fails."""
    broken = {}

    def make(job):
        job.out.mkdir(parents=True, exist_ok=True)
        files = {}
        for name in KEPT:
            (job.out / name).write_text(f"{job.pack_fingerprint} {job.receipt['notebook']}")
            files[name] = hashlib.sha256((job.out / name).read_bytes()).hexdigest()
        facts = {
            "publication": job.publication, "title": "Primary", "place": job.place_id, "place_name": "School",
            "place_kind": "school", "phase": "primary", "year": job.year, "pack": job.pack_fingerprint,
            "files": files, **job.receipt, "audience": "school",
            "issue": job.numbering.number("{}", job.pack_fingerprint, files),
        }  # fmt: skip
        (job.out / "receipt.json").write_text(json.dumps(facts), encoding="utf-8")

    def run(jobs, make, workers, timeout):
        for job in jobs:
            why = broken.get(job.place_id, "")
            if not why:
                make(job)
            kind = type(why).__name__ if isinstance(why, Exception) else "NotebookFailed" if why else ""
            yield pool.Done(job, 0.0, error=str(why), kind=kind)

    monkeypatch.setattr(pool, "run", run)
    monkeypatch.setattr(booklet, "make", make)
    monkeypatch.setattr(booklet, "warm", lambda: None)
    return broken


def build(house, **how):
    asked = {"publications": [], "places": [], "jobs": 1, "force": False, "dry_run": False, **how}
    return build_booklets(house, 2018, **asked)


def reasons(house, force=False):
    _, wanted = press.choose(house, 2018, [], [], force)
    return {w.item.place: w.reason for w in wanted}


def test_a_booklet_that_was_never_made_is_made_and_then_left_alone(house, plan, printer):
    assert set(reasons(house).values()) == {"never made"}
    assert build(house) == 0
    assert set(reasons(house).values()) == {""}


@pytest.mark.parametrize(
    "fact, said",
    [
        ("pack", "figures or words changed"),
        ("notebook", "the notebook changed"),
        ("code", "the code or its libraries changed"),
    ],
)
def test_what_changed_is_the_reason(house, plan, printer, fact, said):
    build(house)
    receipt = house.booklet(2018, "primary-booklet", "3510002") / "receipt.json"
    held = json.loads(receipt.read_text(encoding="utf-8"))
    receipt.write_text(json.dumps({**held, fact: "as it was before"}), encoding="utf-8")
    assert reasons(house) == {"3510001": "", "3510002": said, "3510003": ""}


def test_a_lost_file_is_the_reason(house, plan, printer):
    build(house)
    (house.booklet(2018, "primary-booklet", "3510003") / "booklet.pdf").unlink()
    assert reasons(house)["3510003"] == "booklet.pdf is missing"


def test_what_is_made_again_the_same_is_the_same_issue_and_said_so(house, plan, printer, capsys):
    build(house)
    assert set(reasons(house, force=True).values()) == {"asked for again"}
    capsys.readouterr()
    build(house, force=True, places=["3510001"])
    assert "(asked for again; made again, the same as issue 1)" in capsys.readouterr().err
    assert numbers(house, "3510001") == [1]


def test_what_differs_is_the_next_issue_and_each_keeps_its_pack(house, plan, printer, monkeypatch):
    build(house)
    changed = replace(plan, documents=(replace(OWED[0], pack="another"), *OWED[1:]))
    monkeypatch.setattr(press, "plan", lambda *_: changed)
    build(house)
    assert (numbers(house, "3510001"), numbers(house, "3510002")) == ([1, 2], [1])
    kept = [p.file.relative_to(house.issued).as_posix() for p in issued_packs(house)]
    assert kept == [
        "2018/primary-booklet/3510001/1.json.gz",
        "2018/primary-booklet/3510001/2.json.gz",
        "2018/primary-booklet/3510002/1.json.gz",
        "2018/primary-booklet/3510003/1.json.gz",
    ]


def killed_before_entering(house):
    """Leave everything as a run that is killed after its documents are in outputs/ and before the ledger is told."""
    with closing(sqlite3.connect(house.ledger)) as book, book:
        book.execute("delete from issues")
        book.execute("delete from issued_packs")


def test_what_a_killed_run_shelved_is_entered_by_the_next(house, plan, printer):
    build(house)
    killed_before_entering(house)
    build(house)
    assert [(i.place, i.number) for i in issues(house.ledger)] == [(o.place, 1) for o in OWED]


def test_what_a_killed_run_shelved_is_known_before_anything_is_composed(house, plan, printer, monkeypatch):
    """Also by a run of another publication: what may be told rests on what was."""
    build(house)
    killed_before_entering(house)
    known = []
    monkeypatch.setattr(press, "plan", lambda *_: known.extend(issues(house.ledger)) or plan)
    build(house)
    assert [i.place for i in known] == [o.place for o in OWED]


def numbers(house, place):
    return [i.number for i in issues(house.ledger, place=place)]


def test_one_that_fails_does_not_stop_the_others_and_the_exit_code_says_so(house, plan, printer, capsys):
    printer["3510002"] = "Cell 4 stopped"
    assert build(house) == 1
    assert reasons(house) == {"3510001": "", "3510002": "never made", "3510003": ""}
    assert "failed: primary-booklet of School 2 (3510002): Cell 4 stopped" in capsys.readouterr().out


def test_the_run_is_entered_in_the_ledger_and_the_failed_one_was_not_issued(house, plan, printer):
    printer["3510002"] = "Cell 4 stopped"
    build(house)
    (run,) = last_runs(house.ledger, 9)
    assert [(e.place[-1], e.ending, e.why) for e in run.ends] == [
        ("1", "made", "never made"),
        ("2", "failed", "Cell 4 stopped"),
        ("3", "made", "never made"),
    ]
    assert (run.verb, run.started_by, run.stopped, run.ended is None) == ("build", "person", "", False)
    assert [issue.place for issue in issues(house.ledger)] == ["3510001", "3510003"]


def test_the_closing_table_counts_what_came_of_each_publication(house, plan, printer, capsys):
    build(house, places=["3510001"])
    printer["3510002"] = "Cell 4 stopped"
    capsys.readouterr()
    build(house)
    head, row, without, *_ = capsys.readouterr().out.splitlines()
    assert dict(zip(head.split(), row.split(), strict=True)) == {
        "publication": "primary-booklet", "made": "1", "unchanged": "1", "held": "0", "failed": "1",
    }  # fmt: skip
    assert without == "no results for 2018: School 4"


def test_what_a_guard_kept_back_is_held_not_failed(house, plan, printer, capsys):
    printer["3510002"] = WrongPlace(place="3510002", stranger="3510003", block="t-ks2")
    assert build(house) == 1
    assert "held: primary-booklet of School 2 (3510002)" in capsys.readouterr().out


def test_a_booklet_held_for_the_schools_answers_is_counted_said_and_not_made(house, plan, printer, monkeypatch, capsys):
    waits = replace(OWED[1], pack="", held="the school has questions to answer first")
    monkeypatch.setattr(press, "plan", lambda *_: replace(plan, documents=(OWED[0], waits, OWED[2])))
    assert build(house) == 1
    said = capsys.readouterr().out
    assert "held: primary-booklet of School 2 (3510002): the school has questions to answer first" in said
    assert said.splitlines()[1].split() == ["primary-booklet", "2", "0", "1", "0"]
    assert not house.booklet(2018, "primary-booklet", "3510002").exists()


def test_a_dry_run_tells_the_reasons_and_makes_nothing(house, plan, printer, capsys):
    assert build(house, dry_run=True) == 0
    assert "3 to make, 0 unchanged" in capsys.readouterr().out
    assert not house.outputs.exists()


def test_only_what_failed_or_was_not_come_to_is_made_by_a_retry(house, plan, printer, monkeypatch, capsys):
    printer["3510002"] = "Cell 4 stopped"
    build(house)
    assert retry_failed(house, 2018, jobs=1) == 1, "it fails again"
    printer.clear()
    capsys.readouterr()
    assert retry_failed(house, 2018, jobs=1) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["primary-booklet", "1", "0", "0", "0"]
    assert retry_failed(house, 2018, jobs=1) == 0
    assert "no document of 2018 failed or was left unmade" in capsys.readouterr().out


def test_a_run_killed_in_its_midst_tells_what_it_did_not_come_to_and_a_retry_makes_it(
    house, plan, printer, monkeypatch
):
    class Killed(BaseException):
        pass

    def dies_at_the_second(run, ends):
        known = list(ends)
        enter(house.ledger, run.number, known)
        if [e.place for e in known] == ["3510002"]:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(AtWork, "ended", dies_at_the_second)
        build(house)
    (run,) = last_runs(house.ledger, 1)
    assert [e.ending for e in run.ends] == ["made", "made", "not reached"]
    assert retry_failed(house, 2018, jobs=1) == 0
    assert [(e.place, e.ending) for e in last_runs(house.ledger, 1)[0].ends] == [("3510003", "made")]


def test_what_is_no_longer_owed_is_not_retried_and_does_not_stop_the_run(house, plan, printer, monkeypatch, capsys):
    printer["3510002"] = "Cell 4 stopped"
    build(house)
    monkeypatch.setattr(press, "plan", lambda *_: replace(plan, documents=(OWED[0], OWED[2])))
    assert retry_failed(house, 2018, jobs=1) == 0
    assert "the documents of 2018 that failed are no longer planned" in capsys.readouterr().out


def test_a_document_that_finds_no_room_fails_in_words_and_the_others_go_on(house, plan, printer, capsys):
    printer["3510002"] = DiskFull(folder="outputs")
    assert build(house) == 1
    assert "failed: primary-booklet of School 2 (3510002): There is no room left" in capsys.readouterr().out
