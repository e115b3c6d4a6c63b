"""From year 6 to year 11: children go to secondary schools near their primary school; some leave before and others come."""

import numpy as np

from pipeline.invented import chance
from pipeline.invented.schools import InventedSchools

LEFT_BY_11 = 0.10  # share of places held by another child in year 11 than in year 7
STRAY = 0.12  # how far from home children go to school, as a share of the whole authority


def move_up(
    cast: InventedSchools, seed: int, year: int, now: np.ndarray, place: np.ndarray, people
) -> tuple[np.ndarray, np.ndarray]:
    """Who is in year 11 of a cohort, and at which school (index)."""
    special = np.array([s.special for s in cast.schools])[place]
    keys = chance.keys(now.astype(np.uint64), seed, "year 11", year)
    mainstream = now[~special]
    schools = _near(cast, keys[~special], place[~special])
    referred = np.argsort(chance.even(keys[~special], "referred"), kind="stable")[: _size(cast, "pru")]
    schools[referred] = cast.index(cast.case("pru")[0])
    mainstream = _replaced(mainstream, schools, keys[~special], people)
    some, theirs = _special(cast, keys[special], now[special], place[special], people)
    return np.concatenate([mainstream, some]), np.concatenate([schools, theirs])


def _size(cast: InventedSchools, case: str) -> int:
    return sum(s.year_7 for s in cast.case(case))


def _near(cast: InventedSchools, keys: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Schools stand in a ring, as primary schools do; each takes its share of the children who live nearest."""
    taking = [i for i, s in enumerate(cast.schools) if s.year_7 and not s.special and s.case != "pru"]
    sizes = np.array([cast.schools[i].year_7 for i in taking], dtype=np.float64)
    edges = np.cumsum(sizes) / sizes.sum()
    lives = (place * 37 % 101) / 101.0 + STRAY * chance.bell(keys, "strays")
    own = next(i for i, s in enumerate(cast.schools) if s.case == "all_through")
    at = taking.index(own)
    middle = edges[at] - sizes[at] / sizes.sum() / 2
    lives = np.where(place == own, middle, lives % 1.0)
    rank = np.empty(len(lives))
    rank[np.argsort(np.round(lives, 9), kind="stable")] = (np.arange(len(lives)) + 0.5) / max(len(lives), 1)
    found = np.array(taking)[np.searchsorted(edges, rank).clip(0, len(taking) - 1)]
    return np.where(place == own, own, found)


def _replaced(who: np.ndarray, school: np.ndarray, keys: np.ndarray, people) -> np.ndarray:
    new = np.flatnonzero(chance.below(keys, LEFT_BY_11, "left"))
    who = who.copy()
    who[new] = people.join(chance.keys(keys[new], "joins", 11), school[new], new, 11)
    return who


def _special(cast: InventedSchools, keys, who, place, people) -> tuple[np.ndarray, np.ndarray]:
    """Special schools fill up with their own children first, then with children new to the authority."""
    taking = [i for i, s in enumerate(cast.schools) if s.special and s.year_7]
    seats = np.repeat(taking, [cast.schools[i].year_7 for i in taking])
    own = np.array([next((j for j, t in enumerate(seats) if t == p), -1) for p in place])
    order = np.argsort(own, kind="stable")[: len(seats)]
    filled = np.concatenate([who[order], np.full(len(seats) - len(order), -1)]).astype(int)
    empty = np.flatnonzero(filled < 0)
    fresh = chance.keys(
        np.array([chance.key(int(keys[0]), "special", int(j)) for j in empty], dtype=np.uint64), "joins"
    )
    filled[empty] = people.join(fresh, seats[empty], empty, 11)
    return filled, seats
