"""The invented authority's declarations: the project's own, with its name, its clusters and the history of its schools."""

import csv
from io import StringIO
from pathlib import Path

import yaml

from pipeline.access import AS_USUAL
from pipeline.atomic import write_text
from pipeline.invented.schools import InventedSchools, School

COLUMNS = ["laestab", "phase", "cluster", "printed_name", "from", "to", "status", "reason"]
INVENTED = "Invented: no such authority, school or child exists."


def write_places(params: Path, cast: InventedSchools) -> None:
    """params/places of the invented authority."""
    events = [event for school in cast.schools for event in _events_of(cast, school)]
    names = {"why": f"{INVENTED} The register lists every one.", "schools": []}
    write_text(params / "places" / "clusters.csv", _clusters(cast), AS_USUAL)
    write_text(params / "places" / "lineage.yml", _yaml({"why": INVENTED, "events": events}), AS_USUAL)
    write_text(params / "places" / "names.yml", _yaml(names), AS_USUAL)


def write_authority(params: Path, cast: InventedSchools, ours: dict) -> None:
    """params/authority.yml: its own code and name, and the region and England of `ours`, whose figures are real."""
    real = {k: ours[k] for k in ("region", "england") if k in ours}
    declared = {
        "code": cast.code,
        "name": cast.name,
        "why": INVENTED + " It stands beside the real figures of a region and of England.",
        **real,
        "neighbours": {"count": 0, "why": "An invented authority has no statistical neighbours."},
        "clusters_why": "Invented clusters, four of primary schools and three of secondary schools.",
    }
    write_text(params / "authority.yml", _yaml(declared), AS_USUAL)


def _yaml(content: dict) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _clusters(cast: InventedSchools) -> str:
    text = StringIO()
    rows = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for school in (s for s in cast.schools if s.cluster):
        follows = bool(school.follows)
        rows.writerow({
            "laestab": school.laestab, "phase": "primary" if school.ages[0] < 11 and not school.year_7 else "secondary",
            "cluster": school.cluster, "printed_name": school.name,
            "from": max(school.listed_from(), 2014), "to": school.closed.year if school.closed else "",
            "status": "successor" if follows else "matched",
            "reason": "followed the school before it" if follows else "as the cast of invented schools says",
        })  # fmt: skip
    return text.getvalue()


def _events_of(cast: InventedSchools, school: School) -> list[dict]:
    if school.old_urn:
        what = {"what": "conversion", "when": school.opened, "old_urns": [school.old_urn], "new_urn": school.urn}
    elif school.follows:
        old = [cast.at(line) for line in school.follows]
        kind = "amalgamation" if len(old) > 1 else "sponsored"
        what = {"what": kind, "when": school.opened, "old_urns": [s.urn for s in old], "new_urn": school.urn}
        what["from_lines"] = [s.laestab for s in old]
    elif school.pupils_to:
        what = {"what": "closure", "when": school.closed}
    else:
        return []
    return [{"line": school.laestab, **what, "reason": f"Invented: {school.shows}"}]
