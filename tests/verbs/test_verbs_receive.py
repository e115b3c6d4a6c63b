"""What a delivery will do is told before it is kept; one kept wrongly is received anew or taken back, and the figures follow."""

import shutil

import pandas as pd
import pytest

from pipeline.deliveries.delivery import kept
from pipeline.paths import ROOT, Folders
from pipeline.validated import declared, receive

OPEN = ROOT / "data" / "open" / "bury"
PUBLISHED = OPEN / "2017-2018" / "351_ks2final.csv"
OLD_HALL = "3512019"


@pytest.fixture(scope="module")
def registers(tmp_path_factory) -> Folders:
    """Bury's registers, before any results."""
    home = tmp_path_factory.mktemp("registers")
    folders = Folders(ROOT / "params", home / "data", home / "outputs")
    receive([OPEN / "register"], folders, declared(folders.params))
    return folders


@pytest.fixture
def house(registers, tmp_path) -> Folders:
    shutil.copytree(registers.data, tmp_path / "data")
    return Folders(registers.params, tmp_path / "data", tmp_path / "outputs")


@pytest.fixture
def revised(tmp_path):
    """The final table with one school's figure of reading a pupil lower, named as revised."""
    text = PUBLISHED.read_bytes().decode("utf-8-sig")
    file = tmp_path / "2017-2018" / "351_ks2revised.csv"
    file.parent.mkdir()
    lines = text.split("\r\n")
    at = lines[0].split(",").index("READ_AVERAGE")
    for number, line in enumerate(lines[1:], start=1):
        cells = line.split(",")
        if len(cells) > at and cells[at].isdigit():
            cells[at] = str(int(cells[at]) + 1)
            lines[number] = ",".join(cells)
            break
    file.write_bytes("\r\n".join(lines).encode())
    return file


def test_a_file_is_told_with_its_evidence_and_what_it_moves(house, booklets):
    code, out, _ = booklets(house, "receive", PUBLISHED)
    told = out.splitlines()
    assert code == 0
    assert told[0] == "accepted: 351_ks2final.csv as ks2_performance 2018 final"
    assert told[1:4] == [
        "  source    ks2_performance: its columns and its name",
        "  year      2018: its folder has '2017-2018', which says 2018",
        "  release   final: its name has 'final'",
    ]
    assert told[4].startswith("  rows      66 rows received = 66 used") and told[5].startswith(
        "  figures   that move: 1,"
    )
    assert told[-2].startswith("1 kept; figures that move: ") and told[-1] == "next: booklets build --year 2018"
    assert len(told) <= 24


def test_areas_that_no_booklet_compares_with_are_counted_as_left_out(house, booklets, tmp_path):
    """Of three areas, Bury and England are compared with; Camden is nobody's neighbour here."""
    tool = pd.read_parquet(OPEN.parent / "authorities" / "lait_2025-05.parquet")
    few = tool[(tool["Short Desc"] == "KS2R_Expected_STD") & tool["LA and Regions"].isin(["Bury", "England", "Camden"])]
    few.to_parquet(tmp_path / "lait_2025-05.parquet")
    camden = int((few["LA and Regions"] == "Camden").sum())
    _, out, _ = booklets(house, "receive", tmp_path / "lait_2025-05.parquet")
    (rows,) = [line for line in out.splitlines() if line.startswith("  rows")]
    counts = f"{len(few)} rows received = {len(few) - camden} used + 0 held + {camden} left out"
    assert rows.endswith(f"{counts} ({camden} of areas that no booklet compares with)")


def test_a_dry_run_tells_the_same_and_changes_nothing(house, booklets, tree_of):
    before = tree_of(house.data)
    code, out, _ = booklets(house, "receive", PUBLISHED, "--dry-run")
    assert (code, tree_of(house.data)) == (0, before)
    assert out.splitlines()[-1] == "this was a dry run: nothing was kept"
    assert booklets(house, "receive", PUBLISHED)[1].splitlines() == out.splitlines()[:-1]


def test_a_file_that_changes_nothing_because_a_more_settled_one_is_held_says_so(house, booklets, revised):
    booklets(house, "receive", PUBLISHED)
    _, out, _ = booklets(house, "receive", revised)
    assert "figures   a final is held (351_ks2final.csv): this is kept as revised and changes no figure" in out
    assert "1 kept; figures that move: none" in out


def test_what_is_replaced_and_how_many_figures_change_is_told(house, booklets, revised):
    booklets(house, "receive", revised)
    _, out, _ = booklets(house, "receive", PUBLISHED)
    assert "  replaces  351_ks2revised.csv (ks2_performance 2018 revised)" in out
    assert "  figures   that move: 1 changed" in out


def test_a_file_kept_under_a_wrong_release_is_received_anew_under_the_right_one(house, booklets):
    booklets(house, "receive", PUBLISHED, "--release", "provisional")
    assert [d.release for d in kept(house, "ks2_performance")] == ["provisional"]
    code, out, _ = booklets(house, "receive", PUBLISHED)
    assert (code, "known: 351_ks2final.csv is held as ks2_performance 2018 provisional" in out) == (0, True)
    code, out, _ = booklets(house, "receive", PUBLISHED, "--release", "final")
    assert (code, "release   final: --release says so" in out) == (0, True)
    assert [d.release for d in kept(house, "ks2_performance")] == ["final"]
    assert "release stage final" in booklets(house, "explain", "ks2_reading_score", OLD_HALL, 2018)[1]


def test_a_release_stage_that_does_not_exist_ends_with_two(house, booklets):
    code, _, err = booklets(house, "receive", PUBLISHED, "--release", "finale")
    assert (code, "There is no release stage 'finale'. Did you mean 'final'?" in err) == (2, True)


def test_a_withdrawn_delivery_stays_marked_and_its_figures_go_and_come_back(house, booklets):
    booklets(house, "receive", PUBLISHED)
    (delivery,) = kept(house, "ks2_performance")
    words = ("--by", "Data manager", "--because", "The publisher took it back.")
    code, out, _ = booklets(house, "withdraw", "351_ks2final.csv", *words, "--dry-run")
    assert (code, kept(house, "ks2_performance")) == (0, [delivery])
    code, out, _ = booklets(house, "withdraw", delivery.fingerprint[:12], *words)
    assert (code, kept(house, "ks2_performance")) == (0, [])
    assert out.startswith("withdrawn: 351_ks2final.csv (ks2_performance 2018 final); figures that move: 1,")
    assert delivery.original(house).read_bytes() == PUBLISHED.read_bytes()
    assert booklets(house, "explain", "ks2_reading_score", OLD_HALL, 2018)[0] == 2
    listed = booklets(house, "list", "--deliveries")[1]
    assert f"{delivery.fingerprint[:12]}  ks2_performance" in listed and "by Data manager: The publisher" in listed
    code, _, err = booklets(house, "receive", PUBLISHED)
    assert code == 1 and f"booklets withdraw {delivery.fingerprint[:12]} --undo" in err
    assert booklets(house, "withdraw", "351_ks2final.csv", "--undo")[0] == 0
    assert booklets(house, "explain", "ks2_reading_score", OLD_HALL, 2018)[0] == 0


@pytest.mark.parametrize(
    "words, said",
    [
        (("351_ks2final.csv",), "Say who takes it back, as a role, and why"),
        (("351_ks2final.csv", "--by", "Data manager", "--because", "of A123456789012"), "holds a pupil's number"),
        (("351_ks4final.csv", "--by", "x", "--because", "y"), "No delivery is named '351_ks4final.csv'"),
        (("351_ks2final.csv", "--undo"), "is not withdrawn"),
    ],
)
def test_a_withdrawal_that_says_too_little_ends_with_two_and_changes_nothing(house, booklets, tree_of, words, said):
    booklets(house, "receive", PUBLISHED)
    before = tree_of(house.deliveries)
    code, _, err = booklets(house, "withdraw", *words)
    assert (code, said in err, tree_of(house.deliveries)) == (2, True, before)


def test_a_refused_file_leaves_the_store_as_it_was(house, booklets, tree_of, tmp_path):
    file = tmp_path / "2017-2018" / "351_ks2final.csv"
    file.parent.mkdir()
    file.write_bytes(PUBLISHED.read_bytes()[:2000])
    before = tree_of(house.deliveries)
    code, _, err = booklets(house, "receive", file)
    assert (code, tree_of(house.deliveries), "nothing of it was kept" in err) == (1, before, True)
    assert "  source    ks2_performance: its columns and its name" in err and "do not make a table" in err
    assert not list(house.data.glob(".trial*"))
