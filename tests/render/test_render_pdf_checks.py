"""Every check of a PDF sees its fault: a sound document is damaged in one way at a time, and the finding named."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from toy_pack import toy_pack

from pipeline.render import paper, pdf
from pipeline.render.page import page_of
from pipeline.report.block import typeset_call
from pipeline.report.table import Body, Head, Row, Table, TableCell
from tests.checks import pdf_checks
from tests.checks.pdf_tree import elements


def table():
    cells = (TableCell("71"), TableCell("+4 ↑", "rose by 4 points"))
    rows = Body((Row("Alder", cells), Row("Beech", cells)))
    return Table(id="t", place="x", caption="T", corner="School", heads=(Head("2017"), Head("2018")), bodies=(rows,))


@pytest.fixture(scope="module")
def sound():
    parts = [
        f'#import "/paper/booklet.typ": *\n#show: booklet.with({paper.arguments(page_of(toy_pack()))})\n',
        typeset_call("cover", what="Toy", name="Oakfield", about=["Results"]),
        paper.markdown("## Chapter\n\n[A page](https://example.org)\n\n- one\n- two"),
        table().paper(),
    ]
    return pdf.pdf("".join(parts))


def first(book, kind, number=0):
    return list(elements(book, kind))[number]


def metadata(name):
    def harm(book):
        with book.open_metadata(set_pikepdf_as_editor=False) as xmp:
            del xmp[name]

    return harm


def drawn(content):
    def harm(book):
        page = book.pages[0]
        page.Contents = book.make_stream(page.Contents.read_bytes() + content)

    return harm


def fonts(kind, change):
    def harm(book):
        for thing in [o for o in book.objects if isinstance(o, Dictionary) and o.get("/Type") == kind]:
            change(thing)

    return harm


def attributes(book, kind, name, number=0):
    """Take an attribute from an element."""
    for given in first(book, kind, number).A:
        if name in given:
            del given[name]


def drop_last_cell(book):
    row = first(book, "TR", 1)
    row.K = Array(list(row.K)[:-1])


def turned(kind, into, number=0):
    def harm(book):
        first(book, kind, number).S = Name(f"/{into}")

    return harm


def all_turned(kind, into):
    def harm(book):
        for element in list(elements(book, kind)):
            element.S = Name(f"/{into}")

    return harm


def link(change):
    return lambda book: change(book.pages[0].Annots[0])


FAULTS = {
    "not marked as tagged": lambda b: b.Root.MarkInfo.__setitem__("/Marked", False),
    "marked as suspect": lambda b: b.Root.MarkInfo.__setitem__("/Suspects", True),
    "no structure tree": lambda b: b.Root.__delitem__("/StructTreeRoot"),
    "language is missing": lambda b: b.Root.__delitem__("/Lang"),
    "the title is not displayed": lambda b: b.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False),
    "no title": lambda b: b.docinfo.__delitem__("/Title"),
    "/CreationDate would change": lambda b: b.docinfo.__setitem__("/CreationDate", String("D:20260101")),
    "no dc:title": metadata("dc:title"),
    "does not claim PDF/UA-1": metadata("pdfuaid:part"),
    "no bookmarks": lambda b: b.Root.__delitem__("/Outlines"),
    "/Sheet is no standard type": turned("P", "Sheet"),
    "L holds P": turned("LI", "P"),
    "LI holds P": turned("LBody", "P"),
    "LBody stands in L": turned("LI", "LBody"),
    "TR stands in Div": turned("TBody", "Div"),
    "Table holds P": turned("TBody", "P"),
    "TD stands in P": turned("TR", "P", 1),
    "L holds nothing": lambda b: first(b, "L").__setitem__("/K", Array([])),
    "1 figures without alternative text": lambda b: first(b, "Figure").__delitem__("/Alt"),
    "1 figures without their place": lambda b: attributes(b, "Figure", "/BBox"),
    "1 table headers without scope": lambda b: attributes(b, "TH", "/Scope"),
    "a table with rows of [2, 3] cells": drop_last_cell,
    "2 table rows without a header": lambda b: [turned("TH", "TD", 3)(b), turned("TH", "TD", 3)(b)],
    "a table without headers": all_turned("TH", "TD"),
    "cells name headers that are not there": lambda b: first(b, "TD").A.append(Dictionary(O=Name.Table, Headers=Array([String("x")]))),
    "0 H1 tags": turned("H1", "P"),
    "H1 is followed by H3": turned("H2", "H3"),
    "a link without words": link(lambda a: a.__delitem__("/Contents")),
    "a link outside the structure": link(lambda a: a.__delitem__("/StructParent")),
    "an annotation that is no link": link(lambda a: a.__setitem__("/Subtype", Name.Text)),
    "tab order does not follow": lambda b: b.pages[0].__delitem__("/Tabs"),
    "is not in the structure tree": lambda b: b.pages[0].__delitem__("/StructParents"),
    "neither tagged nor an artifact": drawn(b"\n0 0 9 9 re f\n"),
    "marked content that no element owns": drawn(b"\n/P <</MCID 999>> BDC 0 0 9 9 re f EMC\n"),
    "an artifact inside tagged content": drawn(b"\n/P <</MCID 0>> BDC /Artifact BMC 0 0 9 9 re f EMC EMC\n"),
    "is not embedded": fonts("/FontDescriptor", lambda f: f.__delitem__("/FontFile2")),
    "font Arial is not of the house": fonts("/FontDescriptor", lambda f: f.__setitem__("/FontName", Name.Arial)),
    "a font does not say its characters": fonts("/Font", lambda f: "/ToUnicode" in f and f.__delitem__("/ToUnicode")),
}  # fmt: skip


def test_the_document_is_sound_before_it_is_damaged(sound):
    assert pdf_checks.findings(sound) == []


@pytest.mark.parametrize("finding", FAULTS)
def test_a_fault_is_found(sound, finding):
    with pikepdf.open(io.BytesIO(sound)) as book:
        FAULTS[finding](book)
        damaged = io.BytesIO()
        book.save(damaged)
    found = pdf_checks.findings(damaged.getvalue())
    assert any(finding in said for said in found), found


def test_a_header_over_two_columns_and_one_over_two_rows_leave_rows_equally_wide():
    heads = (Head("This school", ("2017", "2018")), Head("England"))
    row = Row("Alder", tuple(TableCell(t) for t in ("71", "73", "70")))
    grouped = Table(id="t", place="x", caption="T", corner="School", heads=heads, bodies=(Body((row,), "All pupils"),))
    start = f'#import "/paper/booklet.typ": *\n#show: booklet.with({paper.arguments(page_of(toy_pack()))})\n#cover(name: "x")\n'
    assert pdf_checks.findings(pdf.pdf(start + "#heading(level: 2)[x]\n" + grouped.paper())) == []
