"""A place: school, cluster, trust, authority, group of authorities, neighbours, region or England, all of one type."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """A school's id is its LAESTAB, which a conversion keeps; every URN the school has had is in `urns`, oldest first.

    `first_year` and `last_year` are the results years whose tables can list it; None is open-ended.
    """

    id: str
    name: str
    kind: str  # school | cluster | trust | authority | group | neighbours | region | england
    phase: str = ""  # primary | secondary | special | all_through | nursery | independent | college | other | ""
    parents: tuple[str, ...] = ()
    urns: tuple[str, ...] = ()
    opened: date | None = None
    closed: date | None = None
    type: str = ""  # in the register's words
    note: str = ""
    school_kind: str = ""  # mainstream | special | alternative | nursery | independent | college; "" for other places
    first_year: int | None = None
    last_year: int | None = None

    @property
    def mainstream(self) -> bool:
        return self.school_kind == "mainstream"

    def listed_in(self, year: int) -> bool:
        """Whether that results year's tables can list the place."""
        return (self.first_year or 0) <= year <= (self.last_year or 9999)
