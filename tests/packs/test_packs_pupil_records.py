"""Which documents rest on pupil records: by a figure, also a withheld one, by an estimate's source, or by a nameless dot alone."""

from types import SimpleNamespace

import pytest

from pipeline.packs import pupil_records
from pipeline.packs.pupil_records import rests_on_pupil_records

ROLL, TABLE = "f" * 64, "a" * 64


def rests(monkeypatch, figures=(), sources=(), positions=(), peer=""):
    """Of a pack with figures and sources from these deliveries, and dots of one other school whose figure is from `peer`."""
    pack = SimpleNamespace(
        year=2018, positions={measure: [] for measure in positions}, scatters={},
        figures=[SimpleNamespace(delivery=d, status="withheld") for d in figures],
        sources=[SimpleNamespace(delivery=d[:12]) for d in sources],
    )  # fmt: skip
    fig = SimpleNamespace(delivery=peer)
    run = SimpleNamespace(
        sources=SimpleNamespace(of_pupils={ROLL}), register=None, figures=SimpleNamespace(get=lambda *key: fig)
    )
    monkeypatch.setattr(pupil_records, "peers_of", lambda *_: ["3510002"])
    return rests_on_pupil_records(pack, None, None, run)


@pytest.mark.parametrize(
    "pack, expected",
    [
        ({}, False),
        ({"figures": [TABLE], "sources": [TABLE], "positions": ["m"], "peer": TABLE}, False),
        ({"figures": [f"{TABLE},{ROLL}"]}, True),
        ({"sources": [ROLL]}, True),
        ({"figures": [TABLE], "positions": ["m"], "peer": f"{TABLE},{ROLL}"}, True),
        ({"figures": [TABLE], "peer": ROLL}, False),
    ],
)
def test_a_document_rests_on_pupil_records_by_anything_it_draws_on(monkeypatch, pack, expected):
    assert rests(monkeypatch, **pack) is expected
