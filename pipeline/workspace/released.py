"""What issued documents have told: an audience cannot be made to forget it, so later documents are protected with it in mind."""

from collections import defaultdict

from pipeline.disclosure.known_figures import Released
from pipeline.ledger.issued import issued_packs
from pipeline.paths import Folders

TOLD = ("shown", "bounded", "end")  # statuses of a figure that was printed in some form


def released_figures(where: Folders) -> dict[str, Released]:
    """Audience -> the place, results year, measure and group of every figure its documents have printed, of any issue."""
    found: dict[str, set[tuple[str, int, str, str]]] = defaultdict(set)
    for issue in issued_packs(where):
        figures = issue.read()["figures"]
        found[issue.audience] |= {
            (f["place"], f["year"], f["measure"], f["group"]) for f in figures if f["status"] in TOLD
        }
    return dict(found)
