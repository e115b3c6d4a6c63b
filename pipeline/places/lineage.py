"""Lineage: which line a school's numbers belong to, when a line begins and ends, and the sentence a booklet prints about it."""

from collections.abc import Callable
from datetime import date

from pipeline.declared.places import Event

STARTS = ("sponsored", "new_number", "split", "amalgamation")  # these begin a new line
ENDS = ("sponsored", "new_number", "amalgamation", "merger")  # these end the lines they came from
NOTED_FOR = 7  # results years for which a booklet mentions an event: the longest span of its tables


def first_listed(opened: date) -> int:
    """First results year whose tables list a school opened then (the tables show schools as on 12 September before)."""
    return opened.year + (1 if (opened.month, opened.day) <= (9, 12) else 2)


def first_year_of(event: Event) -> int:
    """First results year in whose tables the event shows; an event has either that year or a date."""
    if event.by is not None:
        return event.by
    assert event.when is not None  # Event requires one of the two
    return first_listed(event.when)


def first_years(events: tuple[Event, ...]) -> dict[str, int]:
    """Line -> first results year, for lines that an event began."""
    return {e.line: first_year_of(e) for e in events if e.what in STARTS}


def last_years(events: tuple[Event, ...]) -> dict[str, int]:
    """Line -> last results year, for lines that an event ended."""
    ended = {line: first_year_of(e) - 1 for e in events if e.what in ENDS for line in e.from_lines}
    return ended | {e.line: first_year_of(e) - 1 for e in events if e.what == "closure"}


def lines_of_urns(events: tuple[Event, ...]) -> dict[str, str]:
    """URN -> line, by the reviewed events: a converter's old and new URNs share a line, a new start has its own."""
    lines: dict[str, str] = {}
    for event in events:
        if event.new_urn:
            lines[event.new_urn] = event.line
        if event.what == "conversion":
            lines |= dict.fromkeys(event.old_urns, event.line)
        elif len(event.from_lines) == 1:
            lines |= {urn: event.from_lines[0] for urn in event.old_urns if urn not in lines}
    return lines


def note(line: str, year: int, events: tuple[Event, ...], name_of: Callable[[str], str]) -> str:
    """What a booklet of that results year says about the line's history, in sentences; "" where there is nothing to say."""
    began = [e for e in events if e.line == line and first_year_of(e) <= year < first_year_of(e) + NOTED_FOR]
    # The last results of a line are those of the year before, and its booklet of that year says so.
    ended = [e for e in events if line in e.from_lines and e.what in ENDS and year >= first_year_of(e) - 1]
    sentences = [*(_began(e, name_of) for e in began), *(_ended(e, name_of) for e in ended)]
    return " ".join(s for s in sentences if s)


def _when(event: Event) -> str:
    return f"{event.when:%B %Y}" if event.when else f"the {event.by} tables"


def _began(event: Event, name_of: Callable[[str], str]) -> str:
    since = f"since {_when(event)}" if event.when else f"by {_when(event)}"
    others = " and ".join(name_of(line) for line in event.from_lines)
    earlier = "results before then are" if event.when else "earlier results are"
    return {
        "conversion": f"Academy converter {since}: {earlier} its predecessor's.",
        "sponsored": f"Sponsored academy {since}: its own results start then.",
        "new_number": f"New establishment number {since}, after {others}: its own results start then.",
        "split": f"Separate school {since}, split from {others}: its own results start then.",
        "amalgamation": f"Formed {since} from schools that joined: its own results start then.",
        "merger": f"Took in {others} in {_when(event)}: {earlier} without it.",
        "closure": f"Closed {'in' if event.when else 'by'} {_when(event)}.",
    }[event.what]


def _ended(event: Event, name_of: Callable[[str], str]) -> str:
    when = f"{'in' if event.when else 'by'} {_when(event)}"
    if event.what == "merger":
        return f"Joined {name_of(event.line)} {when}: its line ends there."
    return f"Followed {when} by {name_of(event.line)}, which starts a line of its own."
