"""Multi-academy trusts and their schools, from the register's group links: which schools had joined by a results year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.places.place import Place
from pipeline.places.sightings import Tables

MULTI = "multi-academy trust"
SMALL = {"of", "and", "the", "as", "for", "in"}
KEPT = {"ce": "CE", "rc": "RC", "cofe": "CofE", "c.e": "C.E", "uk": "UK", "mat": "MAT"}


@dataclass(frozen=True)
class Membership:
    """One school in one trust."""

    trust: str
    line: str
    joined: date | None
    known_to: int | None = None  # results year of the list of trusts; who joined or left later is not known

    def holds(self, year: int) -> bool:
        """Whether the school had joined by 31 August of the results year; an undated membership counts in every year."""
        return self.joined is None or self.joined <= date(year, 8, 31)


def read_trusts(
    tables: Tables, line_of: Callable[[str], str | None], la: str
) -> tuple[dict[str, Place], list[Membership]]:
    """Trusts with at least one school of the authority, by id, and the memberships; the newest list delivered is used."""
    lists = tables.get("trust_links", [])
    if not lists:
        return {}, []
    _, table = lists[-1]
    rows = table[table["group_type"].fillna("").str.casefold() == MULTI]
    places: dict[str, Place] = {}
    members = []
    for row in rows.sort_values(["group_id", "urn"]).to_dict("records"):
        line = line_of(str(row["urn"]))
        if line is None or pd.isna(row["group_id"]):
            continue
        trust = str(row["group_id"]).strip().lower()
        places[trust] = Place(trust, tidy(str(row["group_name"])), "trust", parents=(la,))
        joined, year = row.get("joined"), row.get("results_year")
        day = None if joined is None or pd.isna(joined) else date.fromisoformat(str(joined)[:10])
        members.append(Membership(trust, line, day, None if year is None or pd.isna(year) else int(year)))
    return places, members


def tidy(name: str) -> str:
    """A register's capitals as a name: 'VISION MULTI ACADEMY TRUST' -> 'Vision Multi Academy Trust'; mixed case is kept."""
    if not name.isupper():
        return " ".join(name.split())
    words = []
    for word in name.lower().split():
        bare = word.strip(",()")
        if bare in KEPT:
            words.append(word.replace(bare, KEPT[bare]))
        elif bare in SMALL and words:  # a small word that comes first has its capital
            words.append(word)
        else:
            words.append(word[:1].upper() + word[1:])
    return " ".join(words)
