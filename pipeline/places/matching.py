"""Which places a person may mean by what was typed: a school's number as people write it, a name, or a part of one."""

import re
from collections.abc import Mapping

SHORTEST_PART = 3  # letters; fewer fit too many names to be of help


def bare(name: str) -> str:
    """A name as people type it: case, punctuation and 'St.' apart."""
    return " ".join("".join(c if c.isalnum() else " " if c not in "'’." else "" for c in name.casefold()).split())


def as_laestab(text: str, authority: str) -> str:
    """The LAESTAB meant by 3512015, 351/2015, 351-2015 or, of this authority, 2015; "" for anything else."""
    match = re.fullmatch(r"(?:(\d{3})[\s/-]?)?(\d{4})", text.strip())
    return (match[1] or authority) + match[2] if match else ""


def by_part_of_name(text: str, names: Mapping[str, str]) -> list[str]:
    """The ids of `names` (id -> name) in which every word typed begins a word, or all that was typed is inside the name; best first.

    A name that begins with what was typed is better than one with the same whole words, that better than one with words
    that begin so, and that better than one with what was typed somewhere inside. Within a rank shorter names come first.
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
