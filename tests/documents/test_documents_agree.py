"""One number, shown everywhere: what stands in several documents is the same, and each arrow and standing re-derives from it."""

import json
from collections import defaultdict

from pipeline.packs.pack import Pack


def packs_of(bury, issued, year):
    return [Pack.read(bury.pack(*key)) for key in issued if key[0] == year]


def told_whole(packs):
    """The figures of any pack that are not printed as an end ("under 10%"), as one audience must have what another may see."""
    capped = {(f.place, f.year, f.measure, f.group) for p in packs for f in p.figures if f.status == "end"}
    return lambda one: (one.place, one.year, one.measure, one.group) not in capped


def test_a_figure_prints_the_same_in_every_booklet_that_shows_it(bury, issued):
    shown, packs = defaultdict(set), packs_of(bury, issued, 2018)
    whole = told_whole(packs)
    for pack in packs:
        for f in pack.figures:
            shown[pack.audience, f.place, f.year, f.measure, f.group].add(f.text)
            if whole(f):
                shown[f.place, f.year, f.measure, f.group].add(f.text)
    shared = [k for k, texts in shown.items() if len(texts) > 1]
    assert shared == []
    assert len(shown) > 1000


def test_a_judgement_is_the_same_in_every_booklet_that_prints_it(bury, issued):
    said, packs = defaultdict(set), packs_of(bury, issued, 2018)
    whole = told_whole(packs)
    for pack in packs:
        for j in filter(whole, pack.judgements):
            said[j.place, j.year, j.measure, j.group].add((j.change, j.arrow, j.standing, j.significance, j.gap))
    assert [k for k, facts in said.items() if len(facts) > 1] == []


def test_a_receipt_tells_what_was_issued_and_names_no_folder(issued):
    assert issued
    for folder in issued.values():
        receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
        assert {"publication", "place", "year", "issue", "pack", "notebook", "code", "files", "figures"} <= set(receipt)
        assert "/" not in json.dumps({k: v for k, v in receipt.items() if k != "readers"})


def test_the_year_without_cohorts_or_progress_says_so(issued):
    html = (issued[2025, "primary-booklet", "3512019"] / "booklet.html").read_text(encoding="utf-8")
    assert "no key stage 1 assessment" in html
    secondary = (issued[2025, "secondary-booklet", "3514004"] / "booklet.html").read_text(encoding="utf-8")
    assert "sat no key stage 2 tests" in secondary


def test_a_cluster_without_cohorts_is_not_a_mean_in_disguise(bury, issued):
    pack = Pack.read(bury.pack(2025, "cluster-booklet", "351-primary-b"))
    pooled = [f for f in pack.figures if f.place == "351-primary-b" and f.year == 2025]
    assert {f.status for f in pooled} <= {"not_available"}
