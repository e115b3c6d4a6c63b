"""Multi-academy trusts and their schools, from the register's group links: who had joined by a results year."""

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
    trust: str
    line: str
    joined: date | None
    known_to: int | None = None  # results year of the list of trusts; who joined or left later is not known

    def holds(self, year: int) -> bool:
        """Whether the school had joined by 31 August of the results year; an undated membership is held throughout."""
        return self.joined is None or self.joined <= date(year, 8, 31)


def read_trusts(
    tables: Tables, line_of: Callable[[str], str | None], la: str
) -> tuple[dict[str, Place], list[Membership]]:
    """Trusts with at least one school of the authority, by id, and the memberships; the newest list delivered is used."""
    held = tables.get("trust_links", [])
    if not held:
        return {}, []
    _, table = held[-1]
    rows = table[table["group_type"].fillna("").str.casefold() == MULTI]
    places, members = {}, []
    for row in rows.sort_values(["group_id", "urn"]).to_dict("records"):
        line = line_of(str(row["urn"]))
        if line is None or pd.isna(row["group_id"]):
            continue
        trust = str(row["group_id"]).strip().lower()
        places[trust] = Place(trust, tidy(str(row["group_name"])), "trust", parents=(la,))
        members.append(Membership(trust, line, _date(row.get("joined")), _year(row.get("results_year"))))
    return places, members


def _year(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _date(value: object) -> date | None:
    return None if value is None or pd.isna(value) else date.fromisoformat(str(value)[:10])


def tidy(name: str) -> str:
    """A register's capitals as a name: 'VISION MULTI ACADEMY TRUST' -> 'Vision Multi Academy Trust'; mixed case is kept."""
    words = " ".join(name.split()).split(" ")
    if not name.isupper():
        return " ".join(words)
    return " ".join(_word(w.lower(), first=i == 0) for i, w in enumerate(words))


def _word(word: str, first: bool) -> str:
    bare = word.strip(",()")
    if bare in KEPT:
        return word.replace(bare, KEPT[bare])
    return word if bare in SMALL and not first else word[:1].upper() + word[1:]
