import sys
from pathlib import Path

import nbformat
import pytest

TOY = Path(__file__).parent / "toy"
sys.path.insert(0, str(TOY))

from toy_pack import PUBLICATION, YEAR, keep_pack, toy_notebook, toy_pack  # noqa: E402

from pipeline.render import booklet  # noqa: E402


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder that notebooks find through the environment."""
    monkeypatch.setenv("BOOKLETS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def toy_job(tmp_path, data):
    """A job for an invented school, with its pack and notebook in place."""

    def make(place="3519001", notebook=None, name="Oakfield & <Hill> School"):
        pack = toy_pack(place, name)
        file = tmp_path / "toy.ipynb"
        nbformat.write(notebook or toy_notebook(), file)
        out = tmp_path / "outputs" / str(YEAR) / PUBLICATION / place
        return booklet.Job(
            file, PUBLICATION, place, YEAR, keep_pack(data, pack), pack.fingerprint(), out, {"code": "c0de"}
        )

    return make


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """One toy booklet, made once; its folder."""
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOKLETS_DATA", str(root / "data"))
        pack, file = toy_pack(), root / "toy.ipynb"
        nbformat.write(toy_notebook(), file)
        job = booklet.Job(
            file, PUBLICATION, pack.place.id, YEAR, keep_pack(root / "data", pack), pack.fingerprint(), root / "issue"
        )
        booklet.make(job)
        booklet.make(booklet.Job(**{**vars(job), "out": root / "again"}))
    return root
