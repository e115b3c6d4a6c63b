"""The council's own printed cluster tables against the published figures of the schools matched to them."""

import csv
from fractions import Fraction
from statistics import mean

import pytest

from pipeline.paths import ROOT

WORKED = ROOT / "tests" / "worked"


def worked(name: str) -> list[dict]:
    with (WORKED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRINTED = worked("toolkit_cluster_a_rwm")


@pytest.fixture(scope="module")
def published(bury, bury_tables) -> dict[int, dict[str, dict]]:
    """Results year -> line -> row of the key stage 2 table."""
    out: dict[int, dict[str, dict]] = {}
    for _, table in bury_tables["ks2_performance"]:
        for row in table.to_dict("records"):
            out.setdefault(int(row["results_year"]), {})[bury.place_of_row(row)] = row
    return out


def test_cluster_a_is_the_seventeen_schools_of_the_printed_table_in_its_order(bury):
    assert [p.id for p in bury.members("351-primary-a", 2017)] == [r["laestab"] for r in PRINTED]


@pytest.mark.parametrize("printed", PRINTED, ids=lambda r: r["school"])
def test_2016_expected_and_higher_equal_the_print(published, printed):
    row = published[2016][printed["laestab"]]
    assert (row["rwm_exp"], row["rwm_high"]) == (int(printed["expected_2016"]), int(printed["higher_2016"]))


def test_no_other_seventeenth_school_fits_the_print(bury, published):
    """Nobody else in the authority has the sixteenth row's four figures, and it is the row of the name not printed."""
    fits = [k for k, r in published[2016].items() if (r["rwm_exp"], r["rwm_high"]) == (60, 7)]
    assert fits == ["3513019"]
    assert (published[2017]["3513019"]["rwm_exp"], published[2017]["3513019"]["rwm_high"]) == (47, 7)


def test_2017_differs_from_the_early_print_only_where_listed(published):
    found = []
    for printed in PRINTED:
        row = published[2017][printed["laestab"]]
        for measure, column in (("expected", "rwm_exp"), ("higher", "rwm_high")):
            early, final = printed[f"{measure}_2017"], str(int(row[column]))
            if early != final:
                found.append({k: printed[k] for k in ("laestab", "school")} | _pair(measure, early, final))
    assert found == worked("toolkit_cluster_a_rwm_2017_differences")


def _pair(measure: str, early: str, final: str) -> dict:
    return {"measure": measure, "printed_early": early, "published_final": final}


def test_the_printed_cluster_figures_are_pooled_over_all_members_not_means_of_schools(bury, published):
    """Millwood included, pooled figures lie 0 to 3 points above the print (early data, before pupils were discounted)."""
    apart = {"pooled": [], "mean": []}
    for line in worked("toolkit_cluster_averages"):
        for cluster in "abcd":
            rows = _rows(bury, published, cluster, int(line["year"]), line["measure"])
            pupils = sum(int(r["eligible"]) for r in rows)
            reached = sum(round(Fraction(int(r[line["measure"]]) * int(r["eligible"]), 100)) for r in rows)
            apart["pooled"].append(float(100 * Fraction(reached, pupils)) - float(line[cluster]))
            apart["mean"].append(mean(float(r[line["measure"]]) for r in rows) - float(line[cluster]))
    assert min(apart["pooled"]) > -0.4 and max(apart["pooled"]) < 3.1
    assert min(apart["mean"]) < -3  # cluster B, where one small special school would weigh as much as any other
    spread = {k: max(v) - min(v) for k, v in apart.items()}
    assert spread["pooled"] < 3.4 < 5.5 < spread["mean"]


def _rows(bury, published, cluster: str, year: int, measure: str) -> list[dict]:
    held = (published[year].get(m.id) for m in bury.members(f"351-primary-{cluster}", year))
    return [r for r in held if r and r[f"{measure}__status"] == "shown"]
