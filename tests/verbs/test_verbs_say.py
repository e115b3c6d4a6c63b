"""What the verbs print and which exit code they end with, as a person at a terminal meets them."""

import csv
import shutil

import pandas as pd
import pytest

from pipeline.lock import only_run
from pipeline.measures.figure import COLUMNS
from pipeline.paths import NOTEBOOKS, ROOT
from pipeline.processes import account
from pipeline.verbs.output import inert


def test_explain_leads_from_a_printed_number_to_its_delivery(bury, booklets):
    code, out, _ = booklets(bury, "explain", "ks2_rwm_exp", "3512019", 2018)
    assert code == 0
    for part in (
        "printed as   81%",
        "counts       17 of 21",
        "95% interval",
        "351_ks2final.csv",
        "points_from_england",
    ):
        assert part in out


def test_explain_says_where_the_count_is_not_certain(bury, booklets):
    code, out, _ = booklets(bury, "explain", "ks2_maths_exp", "351", 2017)
    assert (code, "not certain" in out) == (0, True)


@pytest.mark.parametrize(
    "words, said",
    [
        (["explain", "ks2_rwm_ex", "3512019", 2018], "Did you mean 'ks2_rwm_exp'?"),
        (["explain", "ks2_rwm_exp", "Odl Hall Primary School", 2018], "Did you mean Old Hall Primary School (3512019)"),
        (["explain", "ks2_rwm_exp", "3512019", 2014], "Years held: 2016"),
        (["build", "primary-boklet", "--year", 2018], "Did you mean 'primary-booklet'?"),
        (["build"], "Say which results year"),
        (["export", "figures", "--out", "x.csv", "--audience", "heads"], "choose school, cluster"),
        (["export", "figures", "--out", "x.doc"], "should end in .csv or .parquet"),
    ],
)
def test_a_wrong_word_ends_with_two_and_a_hint(bury, booklets, words, said):
    code, out, err = booklets(bury, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_place_that_is_owed_nothing_ends_with_two_and_the_nearest(bury, booklets, monkeypatch):
    from pipeline import press
    from pipeline.packs.plan import Plan
    from pipeline.packs.planned import PlannedDocument

    planned = PlannedDocument("primary-booklet", "3512019", "Old Hall Primary School", 2018, "primary_booklet", "p")
    monkeypatch.setattr(press, "plan", lambda *_: Plan(2018, (planned,), ()))
    code, _, err = booklets(bury, "build", "--year", 2018, "--place", "3512091")
    assert (code, "There is no place '3512091'" in err, "Did you mean '351" in err) == (2, True, True)


def test_nothing_received_is_said_with_what_to_type(house, booklets):
    code, _, err = booklets(house, "explain", "ks2_rwm_exp", "3512019", 2018)
    assert (code, "booklets receive" in err) == (2, True)


def test_export_writes_every_figure_once_with_its_place(bury, booklets, tmp_path):
    file, columnar = tmp_path / "figures.csv", tmp_path / "figures.parquet"
    assert booklets(bury, "export", "figures", "--out", file)[0] == 0
    assert booklets(bury, "export", "figures", "--out", columnar)[0] == 0
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert list(rows[0]) == [*COLUMNS, "place_name", "place_kind"]
    assert len({(r["place_id"], r["year"], r["measure"], r["group"]) for r in rows}) == len(rows) > 5000
    ours = next(
        r
        for r in rows
        if (r["place_id"], r["year"], r["measure"], r["group"]) == ("3512019", "2018", "ks2_rwm_exp", "all")
    )
    assert (ours["numerator"], ours["denominator"], ours["place_name"]) == ("17", "21", "Old Hall Primary School")
    frame = pd.read_parquet(columnar)
    assert (list(frame.columns), len(frame)) == (list(rows[0]), len(rows))


def test_the_public_sees_no_group_of_fewer_than_eleven_pupils_and_the_team_does(bury, booklets, tmp_path):
    seen = {}
    for audience in ("public", "internal"):
        file = tmp_path / f"{audience}.parquet"
        assert booklets(bury, "export", "figures", "--out", file, "--audience", audience)[0] == 0
        frame = pd.read_parquet(file)
        small = (frame["group"] != "all") & (frame["status"] == "shown") & frame["denominator"].between(1, 10)
        seen[audience] = frame[small]
    assert len(seen["public"]) == 0 < len(seen["internal"])


@pytest.mark.parametrize("text", ["=cmd", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_delivered_name_cannot_start_a_formula(text):
    assert inert(text) == f"'{text}"
    assert inert("St Paul's - Bury") == "St Paul's - Bury"


def test_list_names_every_publication_its_readers_and_what_is_held(bury, booklets):
    code, out, _ = booklets(bury, "list")
    assert code == 0
    for file in (ROOT / "params" / "publications").glob("*.yml"):
        assert f"{file.stem}\n" in out
    assert "audience: school" in out
    assert "ks2_performance" in out.split("deliveries received")[1]


def test_check_reads_everything_and_tells_findings_and_what_is_to_be_confirmed(bury, booklets):
    code, out, _ = booklets(bury, "check")
    assert code == 0
    assert "read without a mistake" in out
    assert "351_ks2final.csv (ks2_performance): 1 advisory finding\n" in out
    assert "to confirm: " in out


def test_check_tells_the_mistakes_of_every_room_at_once(house, booklets, tmp_path):
    from dataclasses import replace

    theirs = replace(house, params=tmp_path / "params")
    shutil.copytree(house.params, theirs.params)
    for name in ("policy/rag.yml", "sources/census.yml", "authority.yml", "places/lineage.yml"):
        file = theirs.params / name
        file.write_text(file.read_text(encoding="utf-8") + "\nstranger: 1\n", encoding="utf-8")
    code, _, err = booklets(theirs, "check")
    assert code == 2
    assert [f"{n} has a key 'stranger'" in err for n in ("rag.yml", "census.yml", "authority.yml", "lineage.yml")] == [
        True
    ] * 4


def test_init_opens_a_council_and_refuses_a_folder_that_holds_something(house, booklets, tmp_path):
    home = tmp_path / "hampshire"
    code, out, _ = booklets(house, "init", "--authority", "999", "--name", 'The "New" Forest', "--into", home)
    assert (code, "receive FILES" in out) == (0, True)
    assert not (home / "params" / "places").exists()
    assert (home / "params" / "measures" / "ks2" / "ks2_rwm_exp.yml").exists()
    code, _, err = booklets(house, "init", "--authority", "999", "--name", "Hampshire", "--into", home)
    assert (code, "is not empty" in err) == (2, True)


@pytest.mark.parametrize(
    "code, name, said",
    [
        ("123", "Hampshire", "No authority has the code '123'. Hampshire has the code 850."),
        ("851", "Hampshire", "851 is the code of Portsmouth, not of 'Hampshire'. Hampshire has the code 850."),
        ("850", "Elsewhere", "850 is the code of Hampshire, not of 'Elsewhere'."),
    ],
)
def test_init_knows_every_authority_by_code_and_name(house, booklets, tmp_path, code, name, said):
    ended, _, err = booklets(house, "init", "--authority", code, "--name", name, "--into", tmp_path / "x")
    assert (ended, said in err, (tmp_path / "x").exists()) == (2, True, False)


def test_init_refuses_an_authority_that_is_open_beside(house, booklets, tmp_path):
    assert (
        booklets(house, "init", "--authority", "850", "--name", "Hampshire", "--into", tmp_path / "authorities" / "1")[
            0
        ]
        == 0
    )
    code, _, err = booklets(
        house, "init", "--authority", "850", "--name", "Hampshire", "--into", tmp_path / "authorities" / "2"
    )
    assert (code, "Authority 850 is open already" in err, (tmp_path / "authorities" / "2").exists()) == (2, True, False)


def test_init_for_the_authority_of_these_declarations_copies_everything_they_hold(house, booklets, tmp_path, tree_of):
    home = tmp_path / "W"
    code, out, _ = booklets(house, "init", "--into", home, "--authority", "351", "--name", "Bury")
    assert code == 0
    for typed in (
        f"  cd {home}\n",
        "  booklets receive FILES…\n",
        "  booklets build --year YEAR\n",
        f"--params {home}/params",
    ):
        assert typed in out
    assert tree_of(home / "params") == tree_of(house.params)
    assert sorted(f.name for f in (home / "notebooks").iterdir()) == sorted(f.name for f in NOTEBOOKS.glob("*.ipynb"))


def test_init_says_what_name_declarations_copied_as_they_are_bear(house, booklets, tmp_path):
    _, out, _ = booklets(house, "init", "--into", tmp_path / "W", "--authority", "351", "--name", "Bury Council")
    assert "name it 'Bury'; to change the name, edit params/authority.yml" in out


def test_in_an_opened_folder_its_own_declarations_and_notebooks_are_used(house, booklets, tmp_path, monkeypatch):
    home = tmp_path / "W"
    booklets(house, "init", "--into", home, "--authority", "351", "--name", "Bury")
    (home / "notebooks" / "primary_booklet.ipynb").rename(home / "notebooks" / "mine.ipynb")
    monkeypatch.chdir(home)
    code, _, err = booklets(None, "check")
    assert (code, f"{home}/notebooks/primary_booklet.ipynb" in err) == (2, True)


def test_init_wants_a_code_of_three_digits(house, booklets, tmp_path):
    code, _, err = booklets(house, "init", "--authority", "85", "--name", "Hampshire", "--into", tmp_path / "x")
    assert (code, "three digits" in err) == (2, True)
    assert not (tmp_path / "x").exists()


def test_what_was_run_is_listed_and_the_last_told_on_one_screen(house, booklets):
    assert booklets(house, "runs")[:2] == (0, "Nothing has been run yet.\n")
    file = ROOT / "data" / "open" / "authorities" / "la_code_list.xlsx"
    assert booklets(house, "--scheduled", "receive", file)[0] == 0
    assert booklets(house, "receive", file)[0] == 0
    _, listed, _ = booklets(house, "runs")
    newest, first = listed.splitlines()
    by_hand, by_schedule = (f"  {f'{by} {account()}':<20} receive" for by in ("person", "schedule"))
    assert (by_hand in newest, newest.endswith("done: 1 known")) == (True, True)
    assert (by_schedule in first, first.endswith("done: 1 kept")) == (True, True)
    _, screen, _ = booklets(house, "runs", "--last")
    assert screen.startswith(f"receive, started by a person ({account()}): done\n")


def test_a_verb_that_writes_does_nothing_while_another_is_at_work(house, booklets, tree_of):
    with only_run(house.data, "build"):
        before = tree_of(house.data)
        for words in (
            ["receive", ROOT / "data" / "open" / "authorities"],
            ["build", "--year", 2018],
            ["retry-failed", "--year", 2018],
        ):
            code, out, err = booklets(house, *words)
            assert (code, out) == (1, "")
            assert "Another run is at work in" in err and "build, by" in err
        assert tree_of(house.data) == before
        assert booklets(house, "runs")[0] == 0, "reading is free"


def test_a_clock_that_went_back_is_said_and_may_be_said_to_be_right(house, booklets, monkeypatch):
    monkeypatch.setattr("pipeline.ledger.runs.now", lambda: "2099-11-25T02:00:00+00:00")
    file = ROOT / "data" / "open" / "authorities" / "la_code_list.xlsx"
    assert booklets(house, "receive", file)[0] == 0
    monkeypatch.undo()
    code, _, err = booklets(house, "receive", file)
    assert (code, "Nothing was done" in err, "--clock-is-right receive" in err) == (1, True, True)
    assert booklets(house, "--clock-is-right", "receive", file)[0] == 0


def test_a_delivery_that_is_gone_when_it_is_needed_stops_the_run_in_words(house, booklets):
    assert booklets(house, "receive", ROOT / "data" / "open" / "authorities" / "la_code_list.xlsx")[0] == 0
    (original,) = house.deliveries.glob("*/*.xlsx")
    original.unlink()  # as where a network drive drops out
    shutil.rmtree(house.store)
    code, _, err = booklets(house, "build", "--year", 2018)
    assert (code, f"The original of la_codes final, in {original.parent}, is missing." in err) == (1, True)
    assert "booklets receive FILE" in err
    assert "Traceback" not in err and original.name not in err
    assert "stopped, The original of la_codes final" in booklets(house, "runs", "--last")[1]
