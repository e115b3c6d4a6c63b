"""What is said first of a place's results: the measures that differ most, from England or from the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import exact
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs import in_pupils
from pipeline.packs.pack import Judgement, MeasureCard
from pipeline.packs.pack_parts import Highlight

RECENT = 1  # years: where this year has no figure, last year's is still news
SIDES = {
    ("above", "higher"): "better",
    ("below", "lower"): "better",
    ("below", "higher"): "worse",
    ("above", "lower"): "worse",
}


@dataclass(frozen=True)
class _Difference:
    """A figure's difference from `beside`, which is England's figure (standing) or its own of the year before (change)."""

    fact: str  # standing | change
    side: str  # better | worse
    size: Fraction  # in bands of the measure's rule
    beside: Fig


def highlights(
    place: str,
    year: int,
    measures: list[MeasureCard],
    judged: list[Judgement],
    figures: FigureIndex,
    declared: Declarations,
) -> list[Highlight]:
    """Measures that stand or moved for better or for worse, the largest difference first, then those beyond chance.

    Each measure is named once, for the larger of its two differences. See params/policy/highlights.yml for the rules.
    """
    facts = {(j.measure, j.year): j for j in judged if j.place == place and j.group == "all"}
    latest = [(declared.measures[card.id], fig) for card in measures if (fig := _latest(place, card.id, year, figures))]
    most = max((fig.denominator or 0 for _, fig in latest), default=0)
    found = []
    for order, (measure, fig) in enumerate(latest):
        fact = facts.get((measure.id, fig.year))
        if fact is None:
            continue
        difference = _larger(measure, fig, fact, figures, declared)
        if difference is None or not _rests_on_enough(measure, fig, difference, declared):
            continue
        weight = difference.size * Fraction(fig.denominator, most) if fig.denominator else difference.size
        found.append((-weight, not fact.significance, order, _highlight(measure, fig, difference)))
    return [highlight for *_, highlight in sorted(found, key=lambda f: f[:3])]


def _latest(place: str, measure: str, year: int, figures: FigureIndex) -> Fig | None:
    """The measure's figure of the year, else of the year before; None where neither is shown."""
    found = (figures.get(place, year - ago, measure) for ago in range(RECENT + 1))
    return next((fig for fig in found if fig is not None and fig.shown), None)


def _larger(
    measure: Measure, fig: Fig, fact: Judgement, figures: FigureIndex, declared: Declarations
) -> _Difference | None:
    """The larger of a figure's differences; None where it is in line and has not moved."""
    differences = _differences(measure, fig, fact, figures, declared)
    return max(differences, key=lambda d: d.size, default=None)


def _differences(
    measure: Measure, fig: Fig, fact: Judgement, figures: FigureIndex, declared: Declarations
) -> Iterator[_Difference]:
    policy = declared.policy
    rule, band = policy.rag.rules.get(measure.rag), _band(measure, declared)
    beside = figures.get(fact.against, fig.year, measure.id)
    if beside is not None and beside.shown:
        gap = exact(fig.number) - exact(beside.number)
        word = (
            _stands(gap, band)
            if rule is None
            else {said: w for w, said in policy.rag.words.items()}.get(fact.standing, "")
        )
        if word in ("above", "below"):
            yield _Difference("standing", SIDES[word, measure.better], abs(gap) / band, beside)
    before = figures.get(fig.place_id, fig.year - 1, measure.id)
    if fact.welcome in ("better", "worse") and before is not None and before.shown:
        yield _Difference("change", fact.welcome, abs(exact(fig.number) - exact(before.number)) / band, before)


def _stands(gap: Fraction, band: Fraction) -> str:
    """Where a figure without a rule stands: it is not judged, yet a fall that leaves it ahead is smaller news than the lead."""
    return "in_line" if abs(gap) < band else "above" if gap > 0 else "below"


def _rests_on_enough(measure: Measure, fig: Fig, difference: _Difference, declared: Declarations) -> bool:
    """Whether enough pupils are behind it: in the difference and, of a concern, of those who missed the measure."""
    behind = None if difference.side == "better" else in_pupils.missed(fig, measure)
    return in_pupils.are_enough(behind, in_pupils.apart(fig, difference.beside, measure), declared.policy.highlights)


def _highlight(measure: Measure, fig: Fig, difference: _Difference) -> Highlight:
    return Highlight(
        measure=measure.id,
        year=fig.year,
        side=difference.side,
        fact=difference.fact,
        pupils=in_pupils.apart(fig, difference.beside, measure),
    )


def _band(measure: Measure, declared: Declarations) -> Fraction:
    """The difference that counts as one, in the measure's unit: the band of its rule; of progress the least change that counts."""
    policy = declared.policy
    rule = policy.rag.rules.get(measure.rag)
    if rule is not None and rule.how == "gap":
        return exact(rule.band)
    least = exact(measure.steady_within or policy.arrows.steady_within[measure.unit])
    return least if rule is not None else least * exact(policy.highlights.band_without_rule)
