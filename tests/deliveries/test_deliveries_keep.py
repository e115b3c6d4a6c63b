"""Originals are kept whole, once, and never overwritten; what a file says of its time is read from its name and folder."""

import os
from pathlib import Path

import pytest

from pipeline.declared.vocabulary import read_release_stages
from pipeline.declared.year_evidence import read_year_evidence_policy
from pipeline.deliveries import Delivery, fingerprint, kept
from pipeline.deliveries.recognise import authority_of, origin_of, recognise, stated_release, stated_time
from pipeline.deliveries.store import keep
from pipeline.paths import ROOT
from pipeline.validated import declared, receive

OPEN = ROOT / "data" / "open"
RELEASES = read_release_stages(ROOT / "params")
POLICY = read_year_evidence_policy(ROOT / "params")


def delivery(data: bytes, **facts) -> Delivery:
    given = {
        "fingerprint": fingerprint(data), "source": "la_codes", "file": "codes.csv", "results_year": 2018, "release": "final",
        "edition": "2018", "publisher": "p", "licence": "l", "origin": "o", "arrival": 1,
    }  # fmt: skip
    return Delivery(**(given | facts))


@pytest.mark.parametrize(
    "path, year, edition, conflict",
    [
        ("2016-2017/351_ks2final.csv", 2017, "2017", False),
        ("somewhere/2016-2017_850_ks2final.csv", 2017, "2017", False),
        ("2017-2018/2016-2017_850_ks2final.csv", 2017, "2017", True),
        ("register/351_gias_2022-04.csv", 2022, "2022-04", False),
        ("register/edubasealldata20220930.csv", 2023, "2022-09", False),
        ("eyfsp_headline_2022-23_to_2024-25.csv", 2025, "2025", False),
        ("lait_2026-04.parquet", 2026, "2026-04", False),
        ("england_ks2final_2019.csv", 2019, "2019", False),
        ("somewhere/351_ks2final.csv", None, "", False),
        ("somewhere/351_ks2_201618.csv", None, "", False),
    ],
)
def test_the_results_year_is_read_from_the_name_else_the_folder(path, year, edition, conflict):
    stated = stated_time(Path(path), POLICY, 2027)
    assert (stated.year, stated.edition, stated.conflict) == (year, edition, conflict)


def test_a_name_says_its_release_stage_and_authority_or_nothing():
    assert stated_release("351_ks2final.csv", RELEASES) == "final"
    assert stated_release("351_ks4_characteristics_revised.csv", RELEASES) == "revised"
    assert stated_release("351_ks2.csv", RELEASES) is None
    assert stated_release("final_revised.csv", RELEASES) is None
    assert authority_of("351_ks2final.csv") == authority_of("2016-2017_351_ks2final.csv") == "351"
    assert authority_of("england_ks2final.csv") == ""
    assert authority_of("999_ks2_pupils_2017-2018_final.csv") == "999"
    assert authority_of("9992001_ks2_pupils_2017-2018.xlsx") == "9992001", "one school's own file"
    assert authority_of("99920011_ks2_pupils.csv") == ""


def test_a_file_is_known_by_its_columns_before_its_name():
    sources = declared(ROOT / "params")
    assert recognise("351_ks2final.csv", b"URN,SCHNAME,ATT8SCR\n", sources).source.id == "ks4_performance"
    assert recognise("351_ks2final.csv", b"", sources).source.id == "ks2_performance"
    assert recognise("whatever.csv", b"rectype,telig,ptrwm_exp\n", sources).source.id == "ks2_performance"
    assert recognise("2016-2017_ks2_meta.csv", b"Column,Field Name\n", sources) is None


def test_every_shipped_file_a_source_knows_says_where_it_came_from():
    files = [f for f in sorted(OPEN.rglob("*")) if f.is_file() and f.suffix in (".csv", ".parquet", ".xlsx")]
    assert len(files) > 40
    for file in files:
        origin = origin_of(file)
        assert origin.publisher and origin.origin, file.name
        assert origin.licence == "Open Government Licence v3.0"


def test_the_same_bytes_again_change_nothing(house, tree_of):
    sources = declared(house.params)
    file = OPEN / "authorities" / "la_code_list.xlsx"
    first = receive([file], house, sources)[0]
    before = tree_of(house.data)
    again = receive([file], house, sources)[0]
    assert (first.what, again.what) == ("kept", "known")
    assert again.delivery == first.delivery
    assert tree_of(house.data) == before


def test_the_original_is_kept_byte_for_byte(house):
    file = OPEN / "authorities" / "la_code_list.xlsx"
    receive([file], house, declared(house.params))
    held = kept(house, "la_codes")
    assert [d.file for d in held] == ["la_code_list.xlsx"]
    assert held[0].original(house).read_bytes() == file.read_bytes()
    assert held[0].fingerprint == fingerprint(file.read_bytes())


def test_a_power_cut_before_the_rename_leaves_nothing_behind(house, monkeypatch):
    def cut(self, target):
        raise OSError("power cut")

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(OSError):
        keep(house, delivery(b"x"), b"x")
    assert not list(house.deliveries.iterdir())
    assert kept(house) == []


def test_later_editions_releases_and_arrivals_come_last(house):
    for n, facts in enumerate(
        [
            {"edition": "2018", "release": "final"},
            {"edition": "2018", "release": "provisional"},
            {"edition": "2019", "release": "provisional"},
            {"edition": "2018", "release": "final"},
        ],
        start=1,
    ):
        data = str(n).encode()
        keep(house, delivery(data, arrival=n, **facts), data)
    assert [d.arrival for d in kept(house)] == [2, 1, 4, 3]


def test_files_no_source_knows_are_left_alone_in_a_folder_and_refused_by_name(house):
    sources = declared(house.params)
    meta = OPEN / "hampshire" / "2018-2019" / "ks4_meta.csv"
    assert receive([meta], house, sources)[0].what == "refused"
    alone = [o.path.name for o in receive([OPEN / "authorities"], house, sources) if o.what == "left alone"]
    assert alone == ["la_and_region_codes_meta.csv", "lait_data_dictionary.csv"]


def test_a_file_that_vanishes_while_it_is_read_is_refused_and_the_others_are_kept(house, monkeypatch):
    real = os.open

    def vanishing(path, *how, **more):
        if Path(path).name == "351_ks2final.csv" and Path(path).parent.name == "2016-2017":
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path, *how, **more)

    monkeypatch.setattr(os, "open", vanishing)
    files = [OPEN / "bury" / "2016-2017" / "351_ks2final.csv", OPEN / "authorities" / "la_code_list.xlsx"]
    vanished, other = receive(files, house, declared(house.params))
    assert (vanished.what, other.what) == ("refused", "kept")
    assert (
        "could not be read" in vanished.findings[0].sentence() and "receive it again" in vanished.findings[0].sentence()
    )


def test_a_delivery_is_held_only_once_all_that_is_made_of_it_is_stored(house, monkeypatch):
    """A run killed before the last step leaves a file to receive again, never a delivery without its findings."""

    def killed(self, target):
        raise OSError("killed here")

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(OSError):
        receive([OPEN / "authorities" / "la_code_list.xlsx"], house, declared(house.params))
    assert kept(house) == []
    assert len(list(house.validated.rglob("*.findings.json"))) == 1
