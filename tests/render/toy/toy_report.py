"""Invented blocks for a booklet of an invented school: enough of everything the printing room must carry."""

import json
import os
from functools import cache
from html import escape
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from pipeline.packs.given import given_pack
from pipeline.packs.pack import Pack
from pipeline.report.charts.canvas import inked, look
from pipeline.report.paper import TYPST, call

MIME = "application/vnd.booklets.block+json"
SPARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" width="60" height="14" '
    'viewBox="0 0 60 14" fill="none" stroke="#12436D">'
    '<polyline points="{}"/></svg>'
)


class Shown:
    """A block made of HTML and its content."""

    def __init__(self, html, paper, **content):
        self.html, self.paper, self.content = html, paper, content

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, TYPST: self.paper, "text/plain": self.content["id"], MIME: self.content}


class Toy:
    """An invented booklet of the pack that was given; run by hand, its pack is read from where the environment says."""

    def __init__(self, publication, place, year):
        given = given_pack()
        by_hand = Path(os.environ.get("BOOKLETS_DATA", "")) / "store" / "packs" / str(year) / publication
        pack = given.open(publication, place, year) if given else Pack.read(by_hand / f"{place}.json")
        self.pack = json.loads(pack.to_json())
        self.place = self.pack["place"]["id"]

    def block(self, kind, id, html, paper, **more):
        return Shown(html, paper, id=id, kind=kind, place=self.place, places=[self.place, "england"], **more)

    def cover(self):
        name = escape(self.pack["place"]["name"])
        html = f'<h1>{name}</h1><p class="lead">Results {self.pack["year"]}</p>'
        paper = call("cover", what="Toy", name=self.pack["place"]["name"], about=[f"Results {self.pack['year']}"])
        return self.block("cover", "cover", html, paper)

    def sentence(self, words):
        return self.block("sentence", f"s-{len(words)}", f"<p>{escape(words)}</p>", call("prose", lines=[words]))

    def table(self, id, caption, rows=12):
        columns = ["School", "2016%", "2017%", "2018", "Status"]
        body = [
            [f"School {i}", f"{50 + i}%", f"{51 + i}%", str(100 + i), "suppressed" if i % 5 == 0 else "shown"]
            for i in range(rows)
        ]
        body[0][0] = self.pack["place"]["name"]
        html, paper = table_html(id, caption, columns, body), table_paper(caption, columns, body)
        return self.block("table", id, html, paper, caption=caption, columns=columns, rows=body)

    def chart(self, id, caption):
        columns, rows = (
            ["Year", "School", "England"],
            [["2016", "53", "53"], ["2017", "61", "61"], ["2018", "66", "64"]],
        )
        alt = "The school rose from 53 in 2016 to 66 in 2018, England from 53 to 64."
        image = drawn(id).replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
        paper = call("chart", caption=caption, said=alt, picture=drawn(id))
        html = f'<figure class="bk-f">{image}<figcaption>{escape(caption)}</figcaption></figure>'
        return self.block("chart", id, html, paper, caption=caption, alt=alt, columns=columns, rows=rows)


def table_html(id, caption, columns, rows):
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in [*columns, "Trend"])
    body = "".join(row_html(i, *row) for i, row in enumerate(rows))
    start = f'<table class="bk-t" id="{id}"><caption>{escape(caption)}</caption>'
    return f"{start}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def table_paper(caption, columns, rows):
    def cell(text="", picture=""):
        return {"text": text, "said": "", "tone": "", "number": True, "picture": picture, "wide": 12}

    lines = [f"2,12 20,{i % 9} 40,{8 - i % 7} 58,3" for i in range(len(rows))]
    body = [
        {"head": first, "ours": False, "cells": [*map(cell, rest), cell(picture=SPARK.format(line))]}
        for (first, *rest), line in zip(rows, lines, strict=True)
    ]
    heads = [{"label": c, "number": True} for c in [*columns[1:], "Trend"]]
    return call("tabulated", caption=caption, corner=columns[0], columns=heads, bodies=[{"label": "", "rows": body}])


def row_html(i, first, *rest):
    spark = SPARK.format(f"2,12 20,{i % 9} 40,{8 - i % 7} 58,3")
    cells = "".join(f"<td>{cell}</td>" for cell in [*map(escape, rest), spark])
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


@cache
def drawn(id):
    """The chart as an SVG element."""
    with rc_context(look()):
        figure = Figure(figsize=(7, 3))
        axes = figure.add_subplot()
        axes.plot([2016, 2017, 2018], [53, 61, 66], marker="o", label="School", color="#12436D")
        axes.plot([2016, 2017, 2018], [53, 61, 64], marker="s", label="England", color="#801650", linestyle="--")
        axes.set_xticks([2016, 2017, 2018])
        axes.legend()
    return inked(figure, id)


def open_toy(publication, place, year):
    return Toy(publication, place, year)
