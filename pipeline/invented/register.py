"""The invented register, its links and its trusts, in the shape of the national ones."""

import pandas as pd

from pipeline.invented.schools import InventedSchools, School

EDITIONS = (2016, 2019, 2025)
ACADEMY = ("academy", "free school")


def register(cast: InventedSchools, edition: int) -> pd.DataFrame:
    """Every URN that existed by the summer of that results year, closed ones with their dates; columns as declared."""
    last_day = f"{edition}-08-31"
    rows = []
    for school in cast.schools:
        opened = str(school.opened or "")
        if school.old_urn:  # a converter has a row before and a row after its conversion
            rows.append(_row(school, school.old_urn, school.old_type, "", opened, last_day))
        if opened <= last_day:
            rows.append(_row(school, school.urn, school.type, opened, str(school.closed or ""), last_day))
    return pd.DataFrame(rows)


def _row(school: School, urn: str, kind: str, opened: str, closed: str, last_day: str) -> dict:
    closed = closed if closed and closed <= last_day else ""
    academy = any(word in kind.casefold() for word in ACADEMY)
    return {
        "la": school.laestab[:3], "estab": school.laestab[3:], "laestab": school.laestab, "urn": urn,
        "school_name": school.name, "town": "Alderbourne", "school_type": kind,
        "group": "Academy" if academy else "Maintained School", "status": "Closed" if closed else "Open",
        "phase": school.phase, "opened": opened, "closed": closed, "age_from": school.ages[0], "age_to": school.ages[1],
        "sex": "Mixed", "religious_denomination": school.faith,
    }  # fmt: skip


def links(cast: InventedSchools) -> pd.DataFrame:
    """Who followed whom, one row a link and direction."""
    pairs = [(s.old_urn, s.urn, s) for s in cast.schools if s.old_urn]
    pairs += [(cast.at(old).urn, s.urn, s) for s in cast.schools for old in s.follows]
    rows = []
    for old, new, school in pairs:
        named = {"link_name": school.name, "linked": str(school.opened)}
        rows.append({"urn": old, "link_urn": new, "link_type": "Successor", **named})
        rows.append({"urn": new, "link_urn": old, "link_type": "Predecessor", **named})
    return pd.DataFrame(rows)


def trust_links(cast: InventedSchools) -> pd.DataFrame:
    """Which trust each academy belongs to."""
    rows = []
    for trust in cast.trusts:
        for s in (s for s in cast.schools if s.trust == trust.id):
            rows.append({
                "urn": s.urn, "group_uid": trust.uid, "group_id": trust.id, "group_name": trust.name,
                "group_type": "Multi-academy trust", "group_status": "Open", "group_opened": str(trust.opened),
                "joined": str(s.opened), "school_name": s.name, "school_type": s.type, "phase": s.phase, "la": cast.code,
            })  # fmt: skip
    return pd.DataFrame(rows)
