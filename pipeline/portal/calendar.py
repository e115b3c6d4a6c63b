"""outputs/calendar.html: the data year month by month, each row with its day, its readers and how it stands.

No script, nothing from the network; a state is told by a word and a shape, and by colour only beside them.
"""

from collections import Counter
from datetime import date
from html import escape
from itertools import groupby

from pipeline.calendar import RowStatus, State, Year
from pipeline.declared.releases import long_day
from pipeline.portal.page import filled

MEANS = {
    State.DONE: "issued, or received",
    State.DUE: "its day is today, and everything it needs has come",
    State.LATE: "its day has passed, and everything it needs has come",
    State.WAITING: "its day has come, and a delivery has not",
    State.LINKED: "provided by others; only a link is given",
    State.NOT_YET: "its day is still to come",
}


def calendar_page(year: Year, authority: str, note: str) -> str:
    """The whole page. `note` tells what of the timeline is still to confirm."""
    months = [(month, list(rows)) for month, rows in groupby(year.standings, key=_month)]
    parts = {
        "TITLE": f"Data year {year.begun} to {year.begun + 1}",
        "NAME": escape(authority),
        "DAY": long_day(year.on),
        "MONTHS": " ".join(f'<li><a href="#{_anchor(month)}">{month:%B}</a></li>' for month, _ in months),
        "KEY": _key(year),
        "BODY": "\n".join(_section(month, rows) for month, rows in months),
        "NOTE": escape(note),
    }
    return filled("calendar.template.html", parts)


def _month(one: RowStatus) -> date:
    return one.occasion.day.replace(day=1)


def _anchor(month: date) -> str:
    return f"m{month:%Y-%m}"


def _key(year: Year) -> str:
    counts = Counter(s.state for s in year.standings)
    return "\n".join(
        f'<tr><th scope="row">{_state(state)}</th><td class="number">{counts[state]}</td><td>{MEANS[state]}</td></tr>'
        for state in State
    )


def _section(month: date, rows: list[RowStatus]) -> str:
    name = f"{month:%B %Y}"
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Day", "What", "For", "How it stands"))
    body = "\n".join(_row(one) for one in rows)
    caption = f"{name}: {len(rows)} row{'' if len(rows) == 1 else 's'}"
    return (
        f'<section aria-labelledby="{_anchor(month)}"><h2 id="{_anchor(month)}">{name}</h2>\n'
        f'<table class="months"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></section>"
    )


def _row(one: RowStatus) -> str:
    row = one.occasion.row
    return (
        f'<tr class="{one.state.word.replace(" ", "-")}"><td class="day">{one.occasion.day.day}</td>'
        f'<th scope="row">{escape(row.words)}{_more(one)}</th><td>{escape(row.audience)}</td>'
        f"<td>{_state(one.state)} {_said(one)}</td></tr>"
    )


def _more(one: RowStatus) -> str:
    row = one.occasion.row
    told = [f"Results of {one.occasion.year}."]
    if row.today:
        told.append(f"Today: {row.today}.")
    if row.month and row.month != f"{one.occasion.day:%B}":
        told.append(f"The toolkit has it in {row.month}.")
    return f'<span class="more">{escape(" ".join(told))}</span>'


def _state(state: State) -> str:
    return f'<span class="state"><b aria-hidden="true">{state.shape}</b>{state.word}</span>'


def _said(one: RowStatus) -> str:
    said, link = escape(one.said), one.occasion.row.link
    return (
        f'<span class="more"><a href="{escape(link)}">{said}</a></span>'
        if link
        else f'<span class="more">{said}</span>'
    )
