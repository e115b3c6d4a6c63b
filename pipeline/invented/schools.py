"""The cast: every invented school, its places, and which school a place belonged to in a results year."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from pipeline.declared.strict import StrictModel
from pipeline.declared.yaml_text import load_yaml

HERE = Path(__file__).parent
GROUPS = {g: {-2: "N1", -1: "N2", 0: "R"}.get(g, str(g)) for g in range(-2, 12)}  # our number -> the roll's word


class Trust(StrictModel):
    id: str
    uid: str
    name: str
    opened: date


class School(StrictModel):
    """One school (one LAESTAB). Dates are those of its register entry; `case` names the awkward case it is an example of."""

    laestab: str = Field(pattern=r"^999\d{4}$")
    urn: str = Field(pattern=r"^99\d{4}$")
    name: str
    type: str
    phase: str
    ages: tuple[int, int]
    faith: str = "None"
    cluster: str = ""
    trust: str = ""
    reception: int = 0  # places in each primary year group; 0 where they are another school's
    year_7: int = 0
    disadvantaged: float
    eal: float
    attracts: float = 0  # standard deviations its results are moved by
    opened: date | None = None
    closed: date | None = None
    old_urn: str = ""  # before a conversion
    old_type: str = ""
    follows: tuple[str, ...] = ()  # the schools whose places it took over when it opened
    pupils_to: str = ""  # who takes its places when it closes
    juniors_to: str = ""  # the junior school its children move on to in year 3
    case: str = ""
    shows: str = ""

    @property
    def special(self) -> bool:
        return "special" in self.type.casefold()

    @property
    def groups(self) -> range:
        """Year groups it teaches, nursery as -2 and -1, reception as 0."""
        return range(self.ages[0] - 4, self.ages[1] - 4)

    def listed_from(self) -> int:
        """First results year it is there in: the one after the summer it opened, for those that opened in September."""
        return 0 if self.old_urn or not self.opened else self.opened.year + (self.opened.month >= 9)

    def listed_to(self) -> int:
        return self.closed.year if self.closed else 9999


@dataclass(frozen=True)
class InventedSchools:
    """All schools, in the order of cast.yml."""

    code: str
    name: str
    trusts: tuple[Trust, ...]
    schools: tuple[School, ...]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {s.laestab: i for i, s in enumerate(self.schools)}

    @cached_property
    def _successors(self) -> dict[str, School]:
        return {old: s for s in self.schools for old in s.follows}

    def at(self, laestab: str) -> School:
        return self.schools[self._positions[laestab]]

    def case(self, name: str) -> list[School]:
        return [s for s in self.schools if s.case == name]

    def index(self, school: School) -> int:
        return self._positions[school.laestab]

    def school_of(self, place: School, year: int, group: int) -> School:
        """The school a place counts at: the juniors' from year 3, a successor's once it is open, a neighbour's after a closure."""
        now = self.at(place.juniors_to) if place.juniors_to and group >= 3 else place
        later = self._successors.get(now.laestab)
        now = later if later and later.listed_from() <= year else now
        return self.at(now.pupils_to) if now.pupils_to and year > now.listed_to() else now


@cache
def read_cast() -> InventedSchools:
    """The schools and trusts of cast.yml."""
    raw = load_yaml((HERE / "cast.yml").read_text(encoding="utf-8"))
    trusts = tuple(Trust(**row) for row in raw["trusts"])
    schools = tuple(School(**row) for row in raw["schools"])
    return InventedSchools(raw["code"], raw["name"], trusts, schools)


@cache
def words() -> dict[str, dict[str, str]]:
    """Parts of invented names."""
    return load_yaml((HERE / "words.yml").read_text(encoding="utf-8"))


@cache
def _national() -> dict[str, dict[str, dict[int, float]]]:
    """Key stage -> subject -> results year -> England's figure."""
    return load_yaml((HERE / "national.yml").read_text(encoding="utf-8"))


def national(stage: str, subject: str, year: int) -> float:
    """England's figure of a results year; of the nearest earlier one, or else the first, where that year has none."""
    by_year = _national()[stage][subject]
    return by_year[max((y for y in by_year if y <= year), default=min(by_year))]
