"""Context before results: the cohort behind them, who is on roll, the latest inspection as it stood that year."""

from datetime import date

from pipeline.declared.releases import long_day
from pipeline.measures.figure_index import FigureIndex
from pipeline.packs.pack import PlaceCard
from pipeline.packs.pack_parts import ContextRow
from pipeline.places import Place
from pipeline.workspace.school_facts import NATIONAL, SchoolFacts
from pipeline.workspace.source_notes import SourceNotes

COHORTS = {  # the measure whose cohort is told -> what it is called
    "eyfs_gld": "Children at the end of reception",
    "phonics_y1": "Year 1 pupils in the phonics check",
    "ks1_rwm_exp": "Pupils at the end of key stage 1",
    "mtc_full": "Year 4 pupils in the multiplication tables check",
    "ks2_rwm_exp": "Pupils at the end of key stage 2",
    "ks4_attainment8": "Pupils at the end of key stage 4",
}


def context_rows(
    place: Place, cards: list[PlaceCard], year: int, facts: SchoolFacts, figures: FigureIndex, sources: SourceNotes
) -> list[ContextRow]:
    """Each fact that is known; unknown ones are left out, not guessed."""
    rows = [*_cohorts(place, cards, year, figures, sources)]
    if place.kind == "school":
        rows += _census(place, year, facts)
        rows += _inspection(place, year, facts)
    return rows


def _cohorts(
    place: Place, cards: list[PlaceCard], year: int, figures: FigureIndex, sources: SourceNotes
) -> list[ContextRow]:
    rows = []
    for measure, label in COHORTS.items():
        fig = figures.get(place.id, year, measure)
        if fig is None or not fig.denominator:
            continue
        said = sources.titled(fig.delivery)
        groups = [(g, figures.get(place.id, year, measure, g)) for g in ("boys", "girls", "disadvantaged")]
        parts = [f"{f.denominator} {g}" for g, f in groups if f is not None and f.denominator]
        text = f"{fig.denominator:,}" + (f" ({', '.join(parts)})" if parts else "")
        rows.append(ContextRow(label, text, {}, year, said))
        counted = [c.id for c in cards if c.role == "member" and _shown(figures, c.id, year, measure)]
        if counted:
            rows.append(ContextRow("Schools with these results", str(len(counted)), {}, year, said))
    return rows


def _shown(figures: FigureIndex, place: str, year: int, measure: str) -> bool:
    fig = figures.get(place, year, measure)
    return fig is not None and fig.shown


def _census(place: Place, year: int, facts: SchoolFacts) -> list[ContextRow]:
    """The census nearest to the booklet's year, earlier rather than later where two are as near."""
    held = facts.census.get(place.id, [])
    if not held:
        return []
    nearest = min({f.year for f in held}, key=lambda y: (abs(y - year), y))
    national = {f.label: f.text for f in facts.census.get(NATIONAL.get(place.phase, ""), []) if f.year == nearest}
    mine = [f for f in held if f.year == nearest]
    return [ContextRow(f.label, f.text, _beside(f.label, national), nearest, "school census") for f in mine]


def _beside(label: str, national: dict[str, str]) -> dict[str, str]:
    return {"england": national[label]} if label in national and "%" in national[label] else {}


def _inspection(place: Place, year: int, facts: SchoolFacts) -> list[ContextRow]:
    """The latest inspection known, where it had happened by the end of the school year after the results."""
    seen = facts.inspections.get(place.id)
    if seen is None or seen.on > date(year + 1, 8, 31):
        return []
    text = seen.rating or "no overall grade (they ended in September 2024)"
    return [ContextRow("Latest Ofsted inspection", f"{text}, {long_day(seen.on)}", {}, seen.on.year, "Ofsted")]
