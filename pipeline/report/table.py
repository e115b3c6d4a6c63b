"""Accessible tables: captioned, scoped, with unique ids, never a blank cell, never colour alone."""

from dataclasses import asdict, dataclass

from pipeline.report.block import Block, safe, typeset, typeset_call


@dataclass(frozen=True)
class TableCell:
    """One cell: what is printed, and the words read out where that is a mark, an arrow or a picture."""

    text: str
    said: str = ""  # the words in full; read out instead of the print, and kept in the spreadsheet
    tone: str = ""  # good | middle | poor | quiet
    number: bool = True
    picture: str = ""  # a drawing; its numbers are in the same row
    wide: int = 12  # millimetres of a picture on paper

    def __post_init__(self) -> None:
        if not (self.text.strip() or self.picture):
            raise ValueError("a table cell is never blank: say 'no data', 'suppressed' or 'not applicable'")

    def html(self, ruled: bool = False) -> str:
        """The cell; `ruled` sets it apart from the columns to its left."""
        marks = (f"bk-{self.tone}" if self.tone else "", "bk-n" if self.number else "", "bk-p" if self.picture else "")
        names = " ".join(m for m in (*marks, "bk-s" if ruled else "") if m)
        css = f' class="{names}"' if names else ""
        # The row has the figures: a drawing is nothing to a screen reader.
        drawing = self.picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
        content = drawing or typeset(self.text)
        if self.said and not self.picture:  # the words go to screen readers, the mark to everyone else
            content = f'<span aria-hidden="true">{content}</span><span class="bk-said">{typeset(self.said)}</span>'
        return f"<td{css}>{content}</td>"


@dataclass(frozen=True)
class Head:
    """A column's head, or the head over several columns."""

    label: str
    under: tuple[str, ...] = ()
    number: bool = True


@dataclass(frozen=True)
class Row:
    head: str
    cells: tuple[TableCell, ...]
    ours: bool = False  # the row of the place the booklet is about


@dataclass(frozen=True)
class Body:
    """Rows under one heading; a plain table has one body without a label."""

    rows: tuple[Row, ...]
    label: str = ""


WHOLE, WHOLE_DENSE = 14, 18  # rows up to which a table is kept on one page
IDLE = ("none", "n/a")  # the text of a cell that has no figure to print
WORDS = ("Trend", "Band", "Against")  # columns of words or pictures under a group head, by their first word


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """A table with one or two levels of heads, its key and its notes."""

    corner: str  # what the row heads are: "Place", "School", "Subject"
    heads: tuple[Head, ...]
    bodies: tuple[Body, ...]
    notes: tuple[str, ...] = ()
    dense: bool = False
    kind = "table"

    def __post_init__(self) -> None:
        width = sum(max(1, len(h.under)) for h in self.heads)
        for row in (r for b in self.bodies for r in b.rows):
            if len(row.cells) != width:
                raise ValueError(f"{self.id}: the row {row.head!r} has {len(row.cells)} cells under {width} columns")

    def _short(self) -> bool:
        """Whether the table is kept on one page."""
        rows = sum(len(b.rows) + bool(b.label) for b in self.bodies)
        return rows <= (WHOLE_DENSE if self.dense else WHOLE)

    def html(self) -> str:
        css = "bk-t bk-dense" if self.dense else "bk-t"
        notes = "".join(f"<p>{typeset(n)}</p>" for n in self.notes)
        notes = f'<div class="bk-key">{notes}</div>' if notes else ""
        body = f"<caption>{typeset(self.caption)}</caption>{self._head()}{''.join(self._body(b) for b in self.bodies)}"
        table = f'<table class="{css}" id="{safe(self.id)}">{body}</table>'
        return f'<div class="bk">{table}{notes}</div>'

    def paper(self) -> str:
        columns: list[dict] = []
        groups: list[dict] = []
        for head in self.heads:
            groups.append({"label": head.label, "at": len(columns), "span": len(head.under)})
            for name in head.under or (head.label,):
                columns.append({"label": name, "number": head.number and not (head.under and _of_words(name))})
        return typeset_call(
            "tabulated",
            caption=self.caption,
            corner=self.corner,
            columns=columns,
            groups=groups if any(h.under for h in self.heads) else [],
            bodies=[asdict(body) for body in self.bodies],
            notes=self.notes,
            dense=self.dense,
            whole=self._short(),
        )

    def _head(self) -> str:
        two = any(h.under for h in self.heads)
        deep = ' rowspan="2"' if two else ""
        top, below = [f'<th scope="col"{deep}>{typeset(self.corner)}</th>'], []
        for head in self.heads:
            css = ' class="bk-n"' if head.number else ""
            if head.under:
                wide = f'scope="colgroup" colspan="{len(head.under)}"'
                top.append(f'<th {wide} class="bk-g">{typeset(head.label)}</th>')
                below += [_second(name, first=i == 0, number=head.number) for i, name in enumerate(head.under)]
            else:
                top.append(f'<th scope="col"{deep}{css}>{typeset(head.label)}</th>')
        second = f"<tr>{''.join(below)}</tr>" if two else ""
        return f"<thead><tr>{''.join(top)}</tr>{second}</thead>"

    def _body(self, body: Body) -> str:
        width = 1 + sum(max(1, len(h.under)) for h in self.heads)
        label = f'<tr><th scope="rowgroup" colspan="{width}">{typeset(body.label)}</th></tr>' if body.label else ""
        return f"<tbody>{label}{''.join(self._row(r) for r in body.rows)}</tbody>"

    def _row(self, row: Row) -> str:
        css = ' class="bk-ours"' if row.ours else ""
        cells = "".join(c.html(i in self._ruled()) for i, c in enumerate(row.cells))
        return f'<tr{css}><th scope="row">{typeset(row.head)}</th>{cells}</tr>'

    def _ruled(self) -> set[int]:
        """The first column of each group of columns."""
        starts, at = set(), 0
        for head in self.heads:
            starts |= {at} if head.under else set()
            at += max(1, len(head.under))
        return starts

    def _drawn(self) -> set[int]:
        """Columns that hold pictures: they have no data of their own."""
        rows = [r for b in self.bodies for r in b.rows]
        return {i for i in range(len(rows[0].cells)) if any(r.cells[i].picture for r in rows)} if rows else set()

    def columns(self) -> list[str]:
        flat = [f"{h.label}: {u}" for h in self.heads for u in h.under or ("",)]
        flat = [name.removesuffix(": ") for name in flat]
        grouped = ["Section"] if any(b.label for b in self.bodies) else []
        return [*grouped, self.corner, *(n for i, n in enumerate(flat) if i not in self._drawn())]

    def rows(self) -> list[list[str]]:
        drawn = self._drawn()
        grouped = any(b.label for b in self.bodies)
        out = []
        for body in self.bodies:
            for row in body.rows:
                cells = [c.said or c.text for i, c in enumerate(row.cells) if i not in drawn]
                out.append([*([body.label] if grouped else []), row.head, *cells])
        return out


def _second(name: str, first: bool, number: bool) -> str:
    """A head of the second level; years and changes are aligned right like their figures, words left."""
    css = " ".join(c for c in ("bk-n" if number and not _of_words(name) else "", "bk-s" if first else "") if c)
    marked = f' class="{css}"' if css else ""
    return f'<th scope="col"{marked}>{typeset(name)}</th>'


def _of_words(name: str) -> bool:
    """Whether a column under a group head holds words or pictures, by its name."""
    return name.split(" ")[0] in WORDS


def trimmed(heads: tuple[Head, ...], bodies: tuple[Body, ...]) -> tuple[tuple[Head, ...], tuple[Body, ...]]:
    """The table without the columns that are empty in every row; the notes below it give the reason."""
    rows = [r for b in bodies for r in b.rows]
    width = sum(max(1, len(h.under)) for h in heads)
    keep = {i for i in range(width) if any(r.cells[i].text not in IDLE for r in rows)}
    kept_heads, at = [], 0
    for head in heads:
        under = tuple(name for i, name in enumerate(head.under) if at + i in keep)
        if under or (not head.under and at in keep):
            kept_heads.append(Head(head.label, under, head.number))
        at += max(1, len(head.under))
    kept = tuple(
        Body(tuple(Row(r.head, tuple(c for i, c in enumerate(r.cells) if i in keep), r.ours) for r in b.rows), b.label)
        for b in bodies
    )
    return tuple(kept_heads), kept
