"""The data year as an iCalendar file (RFC 5545): every row an all-day event, for the team's own diaries.

The same rows give the same bytes: an event's time stamp is the start of its data year, its identity its row and results year.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipeline.calendar.dates import FIRST, Occasion

LONGEST = 75  # octets of a line without its line break (RFC 5545, 3.1)


def icalendar(rows: Iterable[Occasion], begun: int, authority: str) -> bytes:
    """The whole file, in UTF-8. Identities stay the same, so a diary that imports it again moves events and doubles none."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Assessment booklets//Data year//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'Data year {begun} to {begun + 1}, {authority}')}",
        *(line for row in rows for line in _event(row, begun, authority)),
        "END:VCALENDAR",
    ]
    return "".join(part for line in lines for part in _folded(line)).encode("utf-8")


def _event(row: Occasion, begun: int, authority: str) -> list[str]:
    """One row as an all-day event; its description says for whom it is, what it needs and what the council uses today."""
    words = "".join(c if c.isalnum() and c.isascii() else " " for c in authority.casefold()).split()
    needs = "; ".join(need.what for need in row.row.waits_for)
    about = [f"For: {row.row.audience}", f"Needs: {needs}" if needs else row.row.from_others, row.row.today]
    description = "\n".join(line for line in about if line)
    return [
        "BEGIN:VEVENT",
        f"UID:{row.row.id}-{row.year}-{'-'.join(words)}.data-year",
        f"DTSTAMP:{date(begun, *FIRST):%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{row.row.words} ({row.year} results)')}",
        f"DESCRIPTION:{_escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line break are escaped."""
    for raw in ("\\", ";", ","):
        text = text.replace(raw, "\\" + raw)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets; a continuation begins with a space. No character is cut in two."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > LONGEST:
            yield part + "\r\n"
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part + "\r\n"
