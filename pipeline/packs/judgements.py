"""The judgement of each figure: change, standing and significance side by side, and one sentence where they disagree."""

from pipeline.declared import Declarations, Measure
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.judge import Change, JudgementRules, Significance, Standing, change, significance, standing
from pipeline.measures.write import signed
from pipeline.packs.figure_cells import band_number
from pipeline.packs.pack import Judgement

MOVED = {"up": "rose", "steady": "steady", "down": "fell"}


def judgement(fig: Fig, against: str, measure: Measure, declared: Declarations, figures: FigureIndex) -> Judgement:
    """The three facts of one figure against one comparator, in words and shapes."""
    policy = declared.policy
    rules = JudgementRules(policy.rag, policy.arrows, declared.vocabulary.releases, declared.vocabulary.groups)
    beside = figures.get(against, fig.year, fig.measure, fig.group)
    last = figures.get(fig.place_id, fig.year - 1, fig.measure, fig.group)
    moved = change(fig, last, measure, rules)
    band = band_number(fig, figures)
    stands = standing(fig, beside, measure, rules, band)
    chance = significance(fig, beside, measure, rules, band)
    return Judgement(
        place=fig.place_id,
        year=fig.year,
        measure=fig.measure,
        group=fig.group,
        against=against,
        change="" if moved.points is None else signed(moved.points),
        change_since=moved.since,
        arrow=policy.arrows.signs.get(moved.way, ""),
        direction=MOVED.get(moved.way, ""),
        welcome=moved.welcome,
        change_reason=moved.reason,
        standing=policy.rag.words.get(stands.word, ""),
        standing_shape=policy.rag.shapes.get(stands.word, ""),
        standing_reason=stands.reason,
        gap="" if stands.gap is None else signed(stands.gap),
        gap_pupils="" if stands.pupils is None else _pupils(stands.pupils),
        significance=chance.mark,
        significance_reason=chance.reason,
        sentence=disagreement(moved, stands, chance, fig, measure),
    )


def uncompared(fig: Fig, against: str, because: str) -> Judgement:
    """The judgement of a figure that is shown and not judged; each of the three facts has the same reason."""
    return Judgement(
        place=fig.place_id,
        year=fig.year,
        measure=fig.measure,
        group=fig.group,
        against=against,
        change_reason=because,
        standing_reason=because,
        significance_reason=because,
    )


def _pupils(number: int) -> str:
    if number == 0:
        return "less than one pupil"
    return f"about {number} pupil{'' if number == 1 else 's'}"


def disagreement(moved: Change, stands: Standing, chance: Significance, fig: Fig, measure: Measure) -> str:
    """One sentence where the three facts point different ways; "" where they agree or are not all known."""
    pupils = f"{fig.denominator} pupils" if fig.denominator else "this many pupils"
    if chance.assessed and stands.word in ("above", "below") and not chance.mark:
        return f"It stands {stands.word} England, but with {pupils} a gap of this size can be chance."
    if chance.mark and stands.word == "in_line":
        side = "above" if chance.mark == "sig+" else "below"
        return f"It is close to England, yet with {pupils} even this small gap {side} is more than chance would usually give."
    good, bad = ("above", "below") if measure.better == "higher" else ("below", "above")
    if moved.welcome == "better" and stands.word == bad:
        return f"It improved on last year and still stands {bad} England."
    if moved.welcome == "worse" and stands.word == good:
        return f"It declined from last year and still stands {good} England."
    return ""
