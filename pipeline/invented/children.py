"""Children: each belongs to the cohort of its reception year, takes a place at a school, may move, and grows up through the stages.

A cohort is known by the results year of its reception. A place in a year group passes to another child when one leaves, so
the same child keeps its number, birthday, characteristics and ability wherever and whenever a file holds it.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.invented import chance, names, secondary
from pipeline.invented.schools import InventedSchools, School
from pipeline.invented.traits import traits

MOBILITY = 0.03  # share of places that change hands in a year
WITHIN = 0.5  # share of those who leave that go to another school of the authority
NURSERY_CLASS, NURSERY_SCHOOL = {-2: 0.0, -1: 0.8}, {-2: 0.015, -1: 0.06}  # share of children there, by year group
STAYS_PUT = (
    "tiny",
    "few_disadvantaged",
    "special",
    "infant_and_junior",
)  # cases whose children swap with no other school's
UPPER = (10, 11)  # who sits the examinations is settled by year 10; the years before have no part in anything here
ABSENT_COHORT = 2018  # the cohort that is in year 6 in 2024


@dataclass
class InventedCohort:
    """The children of one cohort, and who held each place in each year group."""

    year: int
    children: pd.DataFrame  # key, place (index of the school), joined (year group), number (of the place)
    place: np.ndarray  # of each primary place, the index of its school
    held: dict[int, np.ndarray] = field(default_factory=dict)  # year group -> the child in each place
    school_11: np.ndarray | None = None  # of each place in year 11, the index of its school


def grow(cast: InventedSchools, seed: int, year: int) -> InventedCohort:
    """One cohort from nursery to year 6, and on to year 11."""
    sizes = [_places(s, year, seed) for s in cast.schools]
    place = np.repeat(np.arange(len(sizes)), sizes)
    number = np.concatenate([np.arange(n) for n in sizes])
    keys = chance.mixed(chance.keys(place.astype(np.uint64), seed, "place", year) + number.astype(np.uint64))
    people = _People(keys, place, number)
    settled = np.array([s.case in STAYS_PUT for s in cast.schools])[place]
    now = np.arange(len(place))
    cohort = InventedCohort(year, pd.DataFrame(), place, {-2: now.copy()})
    for group in range(-1, 7):
        moving = chance.below(keys, MOBILITY, "moves", group)
        swapping = np.flatnonzero(moving & ~settled & chance.below(keys, WITHIN, "within", group))
        swapping = swapping[np.argsort(chance.keys(keys[swapping], "round", group))]
        now[swapping] = np.roll(now[swapping], 1)
        leaving = np.setdiff1d(np.flatnonzero(moving), swapping)
        now[leaving] = people.join(chance.keys(keys[leaving], "joins", group), place[leaving], number[leaving], group)
        cohort.held[group] = now.copy()
    cohort.held[11], cohort.school_11 = secondary.move_up(cast, seed, year, now, place, people)
    cohort.children = people.table()
    return cohort


def _places(school: School, year: int, seed: int) -> int:
    """Places taken in a year group: most of those there are."""
    if school.case == "no_year_6" and year == ABSENT_COHORT:
        return 0
    if school.reception < 10:
        return school.reception
    taken = chance.even(np.array([chance.key(seed, "size", school.laestab, year)]), "taken")[0]
    return round(school.reception * (0.86 + 0.14 * taken))


class _People:
    """Children as they appear."""

    def __init__(self, keys: np.ndarray, place: np.ndarray, number: np.ndarray) -> None:
        self.parts = [self._part(keys, place, number, -2)]
        self.count = len(keys)

    def join(self, keys: np.ndarray, place: np.ndarray, number: np.ndarray, group: int) -> np.ndarray:
        """New children; their positions in the table."""
        self.parts.append(self._part(keys, place, number, group))
        self.count += len(keys)
        return np.arange(self.count - len(keys), self.count)

    def _part(self, keys, place, number, group) -> pd.DataFrame:
        return pd.DataFrame({"key": keys, "place": place, "number": number, "joined": group})

    def table(self) -> pd.DataFrame:
        return pd.concat(self.parts, ignore_index=True)


class Population:
    """Every cohort that is on a roll in one of the years, and the roll of any year."""

    def __init__(self, cast: InventedSchools, seed: int, years: range) -> None:
        self.cast, self.seed = cast, seed
        self.cohorts = {y: grow(cast, seed, y) for y in range(years.start - 11, years.stop + 2)}
        first, tables = 0, []
        for year, cohort in self.cohorts.items():
            tables.append(cohort.children.assign(cohort=year))
            cohort.held = {group: who + first for group, who in cohort.held.items()}
            first += len(cohort.children)
        self.children = traits(cast, pd.concat(tables, ignore_index=True))
        self._name()

    def roll(self, year: int, groups: range = range(-2, 12)) -> pd.DataFrame:
        """Who is where in a results year: child (position in `children`), school (index), group, since (its group on joining)."""
        parts = [self._held(year, g) for g in groups if g <= 6 or g in UPPER]
        return pd.concat(parts, ignore_index=True)

    def _held(self, year: int, group: int) -> pd.DataFrame:
        cohort = self.cohorts[year - group]
        who = cohort.held[11 if group in UPPER else group]
        if group in UPPER:
            return pd.DataFrame({"child": who, "school": cohort.school_11, "group": group, "stayed": True})
        school = self._schools(cohort, year, group)
        earlier = cohort.held[max(group - 2, -2)]
        table = pd.DataFrame({"child": who, "school": school, "group": group, "stayed": who == earlier})
        return table[school >= 0]

    def _schools(self, cohort: InventedCohort, year: int, group: int) -> np.ndarray:
        """The school (index) of each place; -1 for a child under five who is at none of the authority's."""
        cast, who = self.cast, cohort.held[group]
        counts = np.array([cast.index(cast.school_of(s, year, group)) for s in cast.schools])[cohort.place]
        if group >= 0:
            return counts
        teaches = np.array([group in s.groups for s in cast.schools])[counts]
        keys = self.children["key"].to_numpy()[who]
        in_class = teaches & chance.below(keys, NURSERY_CLASS[group], "nursery class")
        nursery = cast.index(cast.case("nursery")[0])
        elsewhere = np.where(chance.below(keys, NURSERY_SCHOOL[group], "nursery school"), nursery, -1)
        return np.where(in_class, counts, elsewhere)

    def _name(self) -> None:
        """Numbers and names: the number tells the school and year in which a child first came onto a roll."""
        first = self._first_seen()
        table = self.children.join(first)
        table["surname"], table["forename"] = (f(table["key"].to_numpy()) for f in (names.surnames, names.forenames))
        # two of one name and birthday would look like one child under two numbers
        alike = table.duplicated(["surname", "forename", "born"])
        table.loc[alike, "forename"] = names.forenames(chance.keys(table.loc[alike, "key"].to_numpy(), "another name"))
        known = table.dropna(subset=["first_school"]).sort_values(["first_year", "key"], kind="stable")
        estab = known["first_school"].astype(int).map(lambda i: self.cast.schools[i].laestab[3:])
        table["upn"] = names.pupil_numbers(self.cast.code, estab, known["first_year"].astype(int))
        self.children = table

    def _first_seen(self) -> pd.DataFrame:
        seen = []
        for year, cohort in self.cohorts.items():
            for group in (*range(-2, 7), 11):
                school = cohort.school_11 if group == 11 else self._schools(cohort, year + group, group)
                # a child new in year 11 joined some year after year 6; its number says year 9
                joined = year + (9 if group == 11 else group)
                seen.append(pd.DataFrame({"child": cohort.held[group], "first_school": school, "first_year": joined}))
        table = pd.concat([s[s["first_school"] >= 0] for s in seen])
        return table.drop_duplicates("child").set_index("child")
