import io
from dataclasses import replace

import openpyxl
import pytest
from toy_pack import toy_pack

from pipeline.render.blocks import ShownBlock
from pipeline.render.page import page_of
from pipeline.render.xlsx import sheets, xlsx

pytestmark = pytest.mark.rule


def block(columns, *rows, id="t-1", caption="A table"):
    return ShownBlock(1, id, "table", "3519001", (), caption, "", tuple(columns), tuple(map(tuple, rows)))


def book(*blocks):
    return openpyxl.load_workbook(
        io.BytesIO(xlsx(blocks, toy_pack(), replace(page_of(toy_pack()), marking="For governors")))
    )


def column(*cells, head="2018"):
    (sheet,) = sheets([block([head], *([c] for c in cells))])
    return sheet.heads[0], [row[0] for row in sheet.rows]


@pytest.mark.parametrize(
    "cells, head, typed",
    [
        (["63%", "64%"], "2018 (%)", [63, 64]),
        (["63%", "suppressed"], "2018 (%)", [63, "suppressed"]),
        (["63%", "104"], "2018", ["63%", 104]),
        (["-1.3", "+0.2", "−2"], "2018", [-1.3, 0.2, -2]),
        (["1,204", "12"], "2018", [1204, 12]),
        (["about 2 pupils", ""], "2018", ["about 2 pupils", "no data"]),
        (["3519001", None], "2018", [3519001, "no data"]),
        (["1,2,3", "12/30"], "2018", ["1,2,3", "12/30"]),
    ],
)
def test_a_printed_number_is_a_number_and_a_shared_unit_moves_to_the_head(cells, head, typed):
    assert column(*cells) == (head, typed)


@pytest.mark.parametrize("attack", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_can_become_a_formula(attack):
    page = book(block(["School", attack], [attack, "1"], caption=attack))["t-1"]
    for cell in (page["A1"], page["B3"], page["A4"]):
        assert cell.data_type == "s" and cell.value.strip() == attack.strip()
    assert page["A4"].quotePrefix


def test_each_table_has_its_sheet_its_name_and_frozen_heads():
    page = book(block(["School", "2018"], ["Oak", "1"], ["Elm", "2"]))["t-1"]
    (table,) = page.tables.values()
    assert (table.ref, page.freeze_panes, table.displayName) == ("A3:B5", "B4", "T01_t_1")
    assert not page.merged_cells.ranges


def test_no_cell_inside_a_table_is_blank():
    page = book(block(["School", "2018"], ["Oak", ""], ["Elm", None]))["t-1"]
    values = [cell.value for row in page["A3:B5"] for cell in row]
    assert len(values) == 6
    assert None not in values and "" not in values


def test_the_cover_says_whose_it_is_and_leads_to_every_sheet():
    workbook = book(block(["A"], ["1"]), block(["A"], ["1"], id="t-2", caption="Second"))
    cover = workbook["Cover"]
    said = [row[0].value for row in cover.iter_rows()]
    assert said[0] == "Toy booklet: Oakfield & <Hill> School, 2018" and "For governors" in said
    assert any("Open Government Licence" in line for line in said)
    linked = {cell.value: cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
    assert linked == {"Notes and sources": "'Notes'!A1", "A table": "'t-1'!A1", "Second": "'t-2'!A1"}
    assert "An invented note." in [row[0].value for row in workbook["Notes"].iter_rows()]


def test_sheet_names_and_heads_are_made_fit_and_distinct():
    made = sheets(
        [
            block(["A", "a", ""], ["1", "2", "3"], id="x" * 40),
            block(["A"], ["1"], id="x" * 40),
            block(["A"], ["1"], id="a/b:c"),
        ]
    )
    assert [s.name for s in made] == ["x" * 31, "x" * 28 + "_2", "a_b_c"]
    assert made[0].heads == ("A", "a (2)", "Column")


def test_a_block_without_a_table_has_no_sheet():
    assert sheets([ShownBlock(1, "s", "sentence", "3519001", ())]) == []
