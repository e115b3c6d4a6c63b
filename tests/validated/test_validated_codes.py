"""Codes of outcomes: read in any case in every column; one whose counting is not confirmed holds its school until it is."""

import shutil

import pandas as pd
import pytest
import yaml

from pipeline.declared import read_declared
from pipeline.deliveries.read import RawTable
from pipeline.measures.frompupils import pupil_figures
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive
from pipeline.validated.holds import current_records, holds
from pipeline.validated.shape import shape
from pipeline.verbs.check import check_all
from tests.pupils.invented_tables import DECLARED, one_authority
from tests.validated.clean_authority import MTC, NORTH, SOUTH, as_csv, files

OUTCOMES = [(s.id, c) for s in DECLARED.sources.values() for c, column in s.columns.items() if column.type == "outcome"]
LISTED = [
    (s.id, c) for s in DECLARED.sources.values() for c, column in s.columns.items()
    if column.type == "code" and column.codes and column.names_in(25, 24, 2025)
]  # fmt: skip


@pytest.mark.parametrize("source, column", OUTCOMES)
def test_every_code_is_read_in_any_case_in_every_column(source, column):
    its = DECLARED.sources[source]
    spelled = [code for code in its.scale_of(column).codes if code]
    written = [
        *map(str.lower, spelled),
        *map(str.upper, spelled),
        *map(str.swapcase, spelled),
        *(f" {c} " for c in spelled),
    ]
    heading = its.columns[column].names_in(None, None, 2022)[0]
    raw = RawTable([heading], pd.DataFrame({0: written}))
    assert list(shape(raw, its, f"999_{source}.csv", 2022, "school").table[column]) == spelled * 4


@pytest.mark.parametrize("source, column", LISTED)
def test_every_listed_code_of_a_column_is_read_in_any_case_and_keeps_its_row(source, column):
    its = DECLARED.sources[source]
    declared = its.columns[column]
    codes = list(declared.codes)
    raw = RawTable(
        [declared.names_in(25, 24, 2025)[0]], pd.DataFrame({0: [*map(str.lower, codes), *map(str.upper, codes)]})
    )
    table = shape(raw, its, f"351_{source}.csv", 2025, "final").table
    assert list(table[column]) == [declared.codes[code] for code in codes] * 2
    if its.rows.column == column and not its.rows.otherwise:
        assert list(table["row_kind"]) == [its.rows.kinds[code] for code in codes] * 2


def test_words_for_nothing_are_nothing_in_any_case():
    raw = RawTable(
        ["Latest OEIF overall effectiveness", "URN"], pd.DataFrame({0: ["null", "NULL", "NOT JUDGED"], 1: "100000"})
    )
    shaped = shape(raw, DECLARED.sources["ofsted"], "ofsted.csv", 2025, "final")
    assert shaped.table["rating"].isna().all() and shaped.readable["rating"].all()


@pytest.mark.parametrize("source, column", OUTCOMES)
def test_only_codes_whose_counting_is_not_confirmed_are_in_question(source, column):
    its = DECLARED.sources[source]
    codes = its.scale_of(column).codes
    raw = RawTable([its.columns[column].names_in(None, None, 2022)[0]], pd.DataFrame({0: list(codes)}))
    settled = shape(raw, its, f"999_{source}.csv", 2022, "school").settled.get(
        column, pd.Series(True, index=range(len(codes)))
    )
    assert list(settled) == [not code.held_until_confirmed for code in codes.values()]


def test_a_code_between_two_others_in_spelling_is_not_guessed():
    raw = RawTable(["NotTakenReason"], pd.DataFrame({0: ["NA", "XX", "N A A"]}))
    shaped = shape(raw, DECLARED.sources["mtc_pupils"], "999_mtc_pupils.csv", 2022, "school")
    assert not shaped.readable["mtc"].any() and shaped.table["mtc"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize("code, pupils", [("X", 12), ("Z", 11)])
def test_its_school_is_held_with_a_question_until_the_code_is_confirmed(code, pupils, tmp_path, capsys):
    """North's first pupil, who had 25 marks, has a code instead; with the code confirmed, North has a figure like any school."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    where = Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")
    rows = files()[MTC]
    rows[0] |= {"MTCMark": "", "NotTakenReason": code.lower()}
    (tmp_path / MTC).write_bytes(as_csv(rows))
    (received,) = receive([tmp_path / MTC], where, declared(where.params))
    (asked,) = [f for f in received.findings if f.lines]
    assert (received.what, asked.rule, asked.school, asked.lines) == ("kept", "code_not_confirmed", NORTH, (2,))
    assert "params/scales/mtc.yml" in asked.remedy and f" {code}" not in asked.sentence()
    assert [(h.laestab, h.why) for h in holds(where)] == [(NORTH, ("code_not_confirmed",))]
    assert full_marks(where) == {NORTH: (None, None, "held"), SOUTH: (1, 12, "shown")}

    waits = f"to confirm: scales/mtc.yml, code {code} (records with it are held): Proposal: "
    assert check_all(where) == 0 and waits in capsys.readouterr().out

    confirm(where.params / "scales" / "mtc.yml", code)
    assert check_all(where) == 0 and waits not in capsys.readouterr().out
    assert holds(where) == []
    assert full_marks(where) == {NORTH: (0, pupils, "shown"), SOUTH: (1, 12, "shown")}


def full_marks(where):
    """School -> numerator, denominator and status of full marks in the tables check."""
    held = holds(where)
    register = one_authority([NORTH, SOUTH])
    found = pupil_figures(read_declared(where.params), register, current_records(where, held), held)
    return {
        f["place_id"]: (f.get("numerator"), f.get("denominator"), f["status"])
        for f in found
        if f["measure"] == "mtc_full" and f["group"] == "all" and f["place_id"] in (NORTH, SOUTH)
    }


def confirm(scale, code):
    """Do what the question says: take the mark off the code."""
    said = yaml.safe_load(scale.read_text(encoding="utf-8"))
    del said["codes"][code]["held_until_confirmed"]
    scale.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
