"""Which places a person may mean by what was typed: numbers as they are written, names and parts of names."""

import re
from collections.abc import Mapping

SHORTEST_PART = 3  # letters; less than that is a slip of the hand, not a part of a name


def bare(name: str) -> str:
    """A name as people type it: case, punctuation and 'St.' apart."""
    return " ".join("".join(c if c.isalnum() else " " if c not in "'’." else "" for c in name.casefold()).split())


def as_laestab(text: str, authority: str) -> str:
    """The LAESTAB meant by 3512015, 351/2015, 351-2015 or, of this authority, 2015; "" for anything else."""
    found = re.fullmatch(r"(?:(\d{3})[\s/-]?)?(\d{4})", text.strip())
    return (found[1] or authority) + found[2] if found else ""


def by_part_of_name(text: str, names: Mapping[str, str]) -> list[str]:
    """The ids of `names` (id -> name) in which every word typed begins a word or stands inside the name, best first.

    A name that begins with what was typed is better than one with the same whole words, that better than one with words
    that begin so, and that better than one that only holds it. Within a rank shorter names come first.
    """
    wanted = bare(text)
    if len(wanted.replace(" ", "")) < SHORTEST_PART:
        return []
    ranked = []
    for place, full in names.items():
        name = bare(full)
        rank = _rank(wanted, name)
        if rank:
            ranked.append((rank, len(name), name, place))
    return [place for _, _, _, place in sorted(ranked)]


def _rank(wanted: str, name: str) -> int:
    """1 is best; 0 is no match."""
    words, typed = name.split(), wanted.split()
    if f"{name} ".startswith(f"{wanted} "):
        return 1
    if all(t in words for t in typed):
        return 2
    if all(any(w.startswith(t) for w in words) for t in typed):
        return 3
    return 4 if wanted in name else 0
