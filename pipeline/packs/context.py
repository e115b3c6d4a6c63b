"""Context before results: the cohort behind them, who is on roll, and the latest inspection known that year."""

from datetime import date

from pipeline.declared.releases import long_day
from pipeline.measures.figure_index import FigureIndex
from pipeline.packs.pack import PlaceCard
from pipeline.packs.pack_parts import ContextRow
from pipeline.places import Place
from pipeline.workspace.school_facts import NATIONAL, SchoolFacts
from pipeline.workspace.source_notes import SourceNotes

COHORTS = {  # the measure whose cohort is printed -> its label
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
    rows = _cohorts(place, cards, year, figures, sources)
    if place.kind != "school":
        return rows
    rows += _census(place, year, facts)
    inspection = facts.inspections.get(place.id)
    # A booklet may be made long after its year: an inspection after the end of the next school year is not part of it.
    if inspection and inspection.on <= date(year + 1, 8, 31):
        grade = inspection.rating or "no overall grade (they ended in September 2024)"
        areas = "; ".join(f"{area}: {of_area.lower()}" for area, of_area in inspection.areas)
        text = f"{grade}, {long_day(inspection.on)}" + (f". Report card: {areas}" if areas else "")
        rows.append(ContextRow("Latest Ofsted inspection", text, {}, inspection.on.year, "Ofsted"))
    return rows


def _cohorts(
    place: Place, cards: list[PlaceCard], year: int, figures: FigureIndex, sources: SourceNotes
) -> list[ContextRow]:
    """The cohort of each key stage, and of a cluster or trust how many of its schools have results."""
    rows: list[ContextRow] = []
    for measure, label in COHORTS.items():
        fig = figures.get(place.id, year, measure)
        if fig is None or not fig.denominator:
            continue
        source = sources.titled(fig.delivery)
        groups = [(g, figures.get(place.id, year, measure, g)) for g in ("boys", "girls", "disadvantaged")]
        parts = [f"{f.denominator} {g}" for g, f in groups if f is not None and f.denominator]
        text = f"{fig.denominator:,}" + (f" ({', '.join(parts)})" if parts else "")
        rows.append(ContextRow(label, text, {}, year, source))
        members = (figures.get(c.id, year, measure) for c in cards if c.role == "member")
        with_results = sum(f is not None and f.shown for f in members)
        if with_results:
            rows.append(ContextRow("Schools with these results", str(with_results), {}, year, source))
    return rows


def _census(place: Place, year: int, facts: SchoolFacts) -> list[ContextRow]:
    """The census nearest to the booklet's year (the earlier of two that are as near), its percentages beside England's."""
    delivered = facts.census.get(place.id, [])
    if not delivered:
        return []
    nearest = min({f.year for f in delivered}, key=lambda y: (abs(y - year), y))
    national = {f.label: f.text for f in facts.census.get(NATIONAL.get(place.phase, ""), []) if f.year == nearest}
    rows = []
    for fact in (f for f in delivered if f.year == nearest):
        england = national.get(fact.label, "")
        beside = {"england": england} if "%" in england else {}
        rows.append(ContextRow(fact.label, fact.text, beside, nearest, "school census"))
    return rows
