"""The shipped open data as validated tables, read as the pipeline reads them but without the checks of a delivery."""

import re
from pathlib import Path

import pytest

from pipeline.declared.sources import read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.read import read
from pipeline.paths import ROOT
from pipeline.places import Register, read_register
from pipeline.validated.shape import shape

OPEN = ROOT / "data" / "open"


def shipped(*wanted: tuple[str, str]) -> dict[str, list[tuple]]:
    """Source -> [(file, table)] for pairs of source and glob below data/open; results years are read from the path."""
    problems = Problems()
    sources = read_sources(ROOT / "params", problems)
    assert not problems
    out: dict[str, list[tuple]] = {}
    for source, pattern in wanted:
        for file in sorted(OPEN.glob(pattern)):
            raw = read(file.name, file.read_bytes(), sources[source])
            table = shape(raw, sources[source], file.name, _year(file), "final").table
            out.setdefault(source, []).append((file, table))
    assert all(any(OPEN.glob(pattern)) for _, pattern in wanted)
    return out


def _year(file: Path) -> int | None:
    pair = re.search(r"20\d\d-(20\d\d)", f"{file.parent.name} {file.name}")
    day = re.search(r"(20\d\d)-\d\d", file.name)
    return int(pair[1]) if pair else int(day[1]) if day else None


@pytest.fixture(scope="session")
def bury_tables() -> dict[str, list[tuple]]:
    return shipped(
        ("register", "bury/register/351_spine*.csv"),
        ("register", "bury/register/351_gias*.csv"),
        ("school_links", "bury/register/351_links*.csv"),
        ("trust_links", "bury/register/351_grouplinks*.csv"),
        ("ofsted", "bury/register/351_ofsted*.csv"),
        ("census", "bury/*/351_census.csv"),
        ("ks2_performance", "bury/*/351_ks2*.csv"),
        ("ks4_performance", "bury/*/351_ks4.csv"),
        ("ks4_performance", "bury/*/351_ks4final.csv"),
        ("statistical_neighbours", "authorities/statistical_neighbours*.xlsx"),
    )


@pytest.fixture(scope="session")
def bury(bury_tables) -> Register:
    return read_register(ROOT / "params", bury_tables)


@pytest.fixture(scope="session")
def hampshire_tables() -> dict[str, list[tuple]]:
    return shipped(("ks2_performance", "hampshire/*/850_ks2final.csv"))


@pytest.fixture(scope="session")
def hampshire(hampshire_tables, tmp_path_factory) -> Register:
    params = tmp_path_factory.mktemp("850")
    (params / "authority.yml").write_text('code: "850"\nname: Hampshire\n')
    return read_register(params, hampshire_tables)
