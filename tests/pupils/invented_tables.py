"""Invented pupils as validated tables, a register to hold their schools, and figures calculated from them: for tests and the bench."""

import pandas as pd

from pipeline.declared import read_declared
from pipeline.declared.authority import Authority
from pipeline.deliveries.delivery import Delivery
from pipeline.measures.frompupils import pupil_figures
from pipeline.paths import ROOT
from pipeline.places.place import Place
from pipeline.places.register import Register

DECLARED = read_declared(ROOT / "params")
OF_PLACES = ("progress_estimates",)


def delivery(source: str, year: int | None, release: str = "school", arrival: int = 1) -> Delivery:
    mark = f"{source}-{year}-{release}-{arrival}"
    return Delivery(mark, source, f"{mark}.csv", year, release, str(year), "", "", "", arrival, "999")


def estimates(year: int, stage: str = "ks2") -> pd.DataFrame:
    """National estimates in steps of one point of prior attainment; no score is taken below -20."""
    subjects = ("reading", "writing", "maths") if stage == "ks2" else ("attainment8",)
    rows = [(year, stage, s, p, p + 0.99, 90 + p, -20.0, 6.0) for s in subjects for p in range(0, 25)]
    names = ["results_year", "stage", "subject", "prior_from", "prior_to", "estimate", "least", "spread"]
    return pd.DataFrame(rows, columns=names)


def one_authority(schools: list[str]) -> Register:
    """The invented authority with these schools, all mainstream, and no clusters."""
    authority = read_authority_999()
    area = Place("999", authority.name, "authority")
    return Register(authority, [area, *(Place(s, f"School {s}", "school", school_kind="mainstream") for s in schools)])


def read_authority_999() -> Authority:
    from pipeline.declared.authority import read_authority
    from pipeline.declared.strict import Problems

    return read_authority(ROOT / "params", Problems()).model_copy(
        update={"code": "999", "name": "Alderbourne (invented)"}
    )


def typed(source: str, rows: list[dict], year: int | None) -> pd.DataFrame:
    """Rows as the validated table of their source: every declared column, those not given all missing."""
    declared = DECLARED.sources[source].columns
    table = pd.DataFrame(rows, columns=[c for c in declared if any(c in r for r in rows) or not declared[c].is_number])
    for name in table.columns:
        table[name] = table[name].astype("Float64" if declared[name].is_number else "string")
    return table.assign(results_year=year).astype({"results_year": "Int64"})


def records(year: int, release: str = "school", **sources: list[dict]) -> dict:
    """One delivery a source: `records(2018, ks2_pupils=[{...}])`."""
    return {name: [(delivery(name, year, release), typed(name, rows, year))] for name, rows in sources.items()}


def figures(held: dict, register: Register | None = None, holds=()) -> dict[tuple, dict]:
    """(place, year, release, measure, group) -> figure."""
    schools = sorted({s for d in held.values() for _, t in d if "laestab" in t for s in t["laestab"].dropna()})
    rows = pupil_figures(DECLARED, register or one_authority(schools), held, holds)
    return {(r["place_id"], r["year"], r["release"], r["measure"], r["group"]): r for r in rows}
