"""outputs/calendar.html: the data year month by month, each row with its day, its readers and its status.

No script, nothing from the network; a word and a shape show each state, colour only repeats them.
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
    """The whole page. `note` says what in the timeline is still to be confirmed."""
    months = [
        (month, list(rows)) for month, rows in groupby(year.standings, lambda one: one.occasion.day.replace(day=1))
    ]
    counts = Counter(s.state for s in year.standings)
    key = [
        f'<tr><th scope="row">{_state(state)}</th><td class="number">{counts[state]}</td><td>{MEANS[state]}</td></tr>'
        for state in State
    ]
    parts = {
        "TITLE": f"Data year {year.begun} to {year.begun + 1}",
        "NAME": escape(authority),
        "DAY": long_day(year.on),
        "MONTHS": " ".join(f'<li><a href="#{_anchor(month)}">{month:%B}</a></li>' for month, _ in months),
        "KEY": "\n".join(key),
        "BODY": "\n".join(_section(month, rows) for month, rows in months),
        "NOTE": escape(note),
    }
    return filled("calendar.template.html", parts)


def _anchor(month: date) -> str:
    return f"m{month:%Y-%m}"


def _section(month: date, rows: list[RowStatus]) -> str:
    """One month: a heading and a captioned table."""
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
    row, day = one.occasion.row, one.occasion.day
    more = [f"Results of {one.occasion.year}."]
    if row.today:
        more.append(f"Today: {row.today}.")
    if row.month and row.month != f"{day:%B}":
        more.append(f"The toolkit has it in {row.month}.")
    status = escape(one.said)
    if row.link:
        status = f'<a href="{escape(row.link)}">{status}</a>'
    return (
        f'<tr class="{one.state.word.replace(" ", "-")}"><td class="day">{day.day}</td>'
        f'<th scope="row">{escape(row.words)}<span class="more">{escape(" ".join(more))}</span></th>'
        f"<td>{escape(row.audience)}</td>"
        f'<td>{_state(one.state)} <span class="more">{status}</span></td></tr>'
    )


def _state(state: State) -> str:
    return f'<span class="state"><b aria-hidden="true">{state.shape}</b>{state.word}</span>'
