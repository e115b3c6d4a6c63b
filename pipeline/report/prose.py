"""Blocks of words: sentences, lists, notes, terms, questions, cards. Everything delivered is escaped."""

from dataclasses import asdict, dataclass

from pipeline.report.block import Block, safe, typeset, typeset_call


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{typeset(line)}</p>" for line in lines)


@dataclass(frozen=True, kw_only=True)
class Prose(Block):
    """Paragraphs."""

    lines: tuple[str, ...]
    lead: bool = False
    named: bool = False  # each paragraph starts with what it is about and a full stop, set in bold
    with_next: bool = False  # on paper, never parted from what follows it
    kind = "sentence"

    def html(self) -> str:
        css = "bk bk-lead" if self.lead else "bk bk-prose"
        heading = f"<h3>{typeset(self.caption)}</h3>" if self.caption else ""
        html = paragraphs(self.lines)
        if self.named:
            parts = [line.partition(". ") for line in self.lines]
            html = "".join(
                f"<p><strong>{typeset(about + stop)}</strong>{typeset(rest)}</p>" for about, stop, rest in parts
            )
        return f'<div class="{css}" id="{safe(self.id)}">{heading}{html}</div>'

    def paper(self) -> str:
        return typeset_call("prose", caption=self.caption, lines=self.lines, named=self.named, with_next=self.with_next)

    def rows(self) -> list[list[str]]:
        return [[line] for line in self.lines]


@dataclass(frozen=True, kw_only=True)
class Note(Prose):
    """A line that gives the reason why there is nothing to show, or something to bear in mind."""

    small: bool = False  # on paper set as small as a table's notes
    kind = "note"

    def html(self) -> str:
        return f'<div class="bk bk-note" id="{safe(self.id)}">{paragraphs(self.lines)}</div>'

    def paper(self) -> str:
        return typeset_call("note", lines=self.lines, small=self.small)


@dataclass(frozen=True, kw_only=True)
class Lists(Block):
    """Short lists under their own headings, side by side where there is room."""

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    numbered: bool = False
    kind = "sentence"

    def html(self) -> str:
        tag = "ol" if self.numbered else "ul"
        parts = []
        for heading, lines in self.lists:
            items = "".join(f"<li>{typeset(line)}</li>" for line in lines)
            parts.append(f"<div><h3>{typeset(heading)}</h3><{tag}>{items}</{tag}></div>")
        css = "bk bk-two" if len(self.lists) > 1 else "bk bk-prose"
        return f'<div class="{css}" id="{safe(self.id)}">{"".join(parts)}</div>'

    def paper(self) -> str:
        return typeset_call("lists", lists=self.lists, numbered=self.numbered)

    def rows(self) -> list[list[str]]:
        return [[heading, line] for heading, lines in self.lists for line in lines]


@dataclass(frozen=True, kw_only=True)
class Terms(Block):
    """A list of terms and what they mean."""

    terms: tuple[tuple[str, str], ...]
    kind = "note"

    def html(self) -> str:
        pairs = "".join(f"<div><dt>{typeset(t)}</dt><dd>{typeset(m)}</dd></div>" for t, m in self.terms)
        heading = f"<h3>{typeset(self.caption)}</h3>" if self.caption else ""
        return f'<div class="bk bk-terms" id="{safe(self.id)}">{heading}<dl>{pairs}</dl></div>'

    def paper(self) -> str:
        return typeset_call("terms_list", caption=self.caption, terms=self.terms)

    def rows(self) -> list[list[str]]:
        return [list(pair) for pair in self.terms]


@dataclass(frozen=True, kw_only=True)
class QuestionList(Block):
    """Questions, each with the finding that raised it."""

    questions: tuple[tuple[str, str], ...]  # question, evidence
    kind = "prompt"

    def html(self) -> str:
        items = "".join(
            f'<li><p class="bk-ask">{typeset(q)}</p><p class="bk-why">Asked because: {typeset(e)}</p></li>'
            for q, e in self.questions
        )
        return f'<div class="bk bk-asked" id="{safe(self.id)}"><h3>{typeset(self.caption)}</h3><ol>{items}</ol></div>'

    def paper(self) -> str:
        return typeset_call("questions", caption=self.caption, questions=self.questions)

    def rows(self) -> list[list[str]]:
        return [list(pair) for pair in self.questions]


@dataclass(frozen=True, kw_only=True)
class Box(Block):
    """An empty box for the reader to write in, with its label; the caption says what it is about."""

    label: str
    kind = "prompt"

    def html(self) -> str:
        return f'<div class="bk bk-box" id="{safe(self.id)}"><p>{typeset(self.label)}</p></div>'

    def paper(self) -> str:
        return typeset_call("answer_box", label=self.label)

    def rows(self) -> list[list[str]]:
        return [[self.caption, self.label]]


@dataclass(frozen=True)
class Card:
    """One key figure: its name, the figure, and what it is compared with."""

    label: str
    figure: str
    beside: str
    standing: str = ""
    tone: str = ""
    long: bool = False  # a status in words instead of a number: set smaller


@dataclass(frozen=True, kw_only=True)
class KeyFigures(Block):
    """The few figures a reader should see first."""

    cards: tuple[Card, ...]
    low: bool = False  # three short cards, set low and wide
    kind = "key_figure"

    def html(self) -> str:
        items = []
        for c in self.cards:
            standing = f'<p class="bk-stand bk-{c.tone}">{typeset(c.standing)}</p>' if c.standing else ""
            size = "bk-fig bk-long" if c.long else "bk-fig"
            items.append(
                f'<li><p class="bk-label">{typeset(c.label)}</p><p class="{size}">{typeset(c.figure)}</p>'
                f'<p class="bk-beside">{typeset(c.beside)}</p>{standing}</li>'
            )
        return f'<div class="bk bk-cards{" bk-low" if self.low else ""}" id="{safe(self.id)}"><ul>{"".join(items)}</ul></div>'

    def paper(self) -> str:
        return typeset_call("cards", cards=[asdict(c) for c in self.cards], low=self.low)

    def columns(self) -> list[str]:
        return ["Measure", "Figure", "Beside", "Standing"]

    def rows(self) -> list[list[str]]:
        return [[c.label, c.figure, c.beside, c.standing or "none"] for c in self.cards]
