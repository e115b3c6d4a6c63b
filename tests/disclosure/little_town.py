"""A town of two clusters, small enough to calculate by hand, and its figures of one measure."""

from types import SimpleNamespace

from pipeline.declared import read_declared
from pipeline.disclosure.control import DisclosureControl
from pipeline.disclosure.known_figures import IssuedFigures, KnownFigures
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.paths import ROOT

DECLARED = read_declared(ROOT / "params")
YEAR, MEASURE = 2019, "ks2_rwm_exp"
PUBLISHED = "published"  # the delivery anybody can have


class Town(dict):
    """A register: the authority 999, clusters by name, each with its schools."""

    authority = SimpleNamespace(id="999")

    def __init__(self, clusters):
        self._clusters = clusters
        schools = [s for members in clusters.values() for s in members]
        kinds = {
            "999": "authority",
            "england": "england",
            **dict.fromkeys(clusters, "cluster"),
            **dict.fromkeys(schools, "school"),
        }
        super().__init__(
            {name: SimpleNamespace(id=name, kind=kind, school_kind="mainstream") for name, kind in kinds.items()}
        )

    def clusters(self, year):
        return [self[c] for c in self._clusters]

    def trusts(self, year):
        return []

    def members(self, area, year):
        chosen = self._clusters.values() if area == "999" else [self._clusters[area]]
        return [self[s] for members in chosen for s in members]

    def school_ids(self):
        return [s for members in self._clusters.values() for s in members]


def fig(place, pupils, met, group="all", delivery="records", measure=MEASURE):
    value = 100 * met / pupils if pupils else None
    return Fig(place, YEAR, "school", measure, group, met, pupils, value, None, None, "shown", delivery)


def pooled(place, parts, group="all", **more):
    return fig(place, sum(f.denominator for f in parts), sum(f.numerator for f in parts), group, **more)


def control(clusters, figs, released=None, too_few=None):
    """The disclosure control of a town with these figures, of which documents have told some already."""
    return DisclosureControl(
        KnownFigures(
            DECLARED,
            Town(clusters),
            FigureIndex(figs, DECLARED.vocabulary.releases.ranks),
            lambda delivery: delivery == PUBLISHED,
            IssuedFigures(released or {}, too_few or {}),
            {MEASURE},
        )
    )
