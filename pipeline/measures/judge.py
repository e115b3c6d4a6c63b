"""Judgement is three separate facts: the direction of change, the standing beside a comparator, and whether chance could explain it.

Each function is pure, and gives a reason where there is no judgement. That is the normal case, not the exception: a figure may be
missing, a series broken, a cohort small, a measure relative to each year's results.
"""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.declared.measures import Measure
from pipeline.declared.policy import Arrows, Rag
from pipeline.declared.vocabulary import PupilGroups, ReleaseStages
from pipeline.measures.arithmetic import exact, half_up, wilson
from pipeline.measures.figure_index import Fig


@dataclass(frozen=True)
class JudgementRules:
    """What every judgement is made by: bands of standing, what counts as a change, names of release stages, who is in a group."""

    rag: Rag
    arrows: Arrows
    releases: ReleaseStages
    groups: PupilGroups


@dataclass(frozen=True)
class Change:
    """`points` is the difference of the two printed values; the arrow follows the unrounded ones."""

    points: Decimal | None = None
    since: int | None = None  # results year
    way: str = ""  # up | steady | down
    welcome: str = ""  # better | same | worse
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    word: str = ""  # above | in_line | below
    gap: Decimal | None = None  # difference of the printed values, in the measure's unit
    pupils: int | None = None  # the gap in whole pupils, half up; see `gap_in_pupils`
    reason: str = ""


@dataclass(frozen=True)
class Significance:
    mark: str = ""  # sig+ | sig- | ""
    assessed: bool = False
    reason: str = ""


def change(now: Fig, before: Fig | None, measure: Measure, rules: JudgementRules) -> Change:
    """Which way a figure moved since the year before, or why that cannot be said."""
    reason = _no_change(now, before, measure, rules)
    if reason:
        return Change(reason=reason)
    assert before is not None  # without it there is a reason
    moved = exact(now.number) - exact(before.number)
    within = measure.steady_within
    steady = exact(rules.arrows.steady_within[measure.unit] if within is None else within)
    way = "up" if moved >= steady else "down" if moved <= -steady else "steady"
    rise, fall = ("better", "worse") if measure.better == "higher" else ("worse", "better")
    welcome = {"up": rise, "down": fall, "steady": "same"}[way]
    return Change(_printed(now, measure) - _printed(before, measure), before.year, way, welcome)


def _no_change(now: Fig, before: Fig | None, measure: Measure, rules: JudgementRules) -> str:
    """Why no direction is given; "" where there is one."""
    last = now.year - 1
    if not measure.trend:
        return measure.no_trend_because
    if not now.shown:
        return f"No figure for {now.year}."
    if last in measure.not_held:
        return measure.not_held[last]
    series = measure.series_of(now.year)
    if series is None or not series.holds(last):
        return (series.because if series else "") or f"{now.year} is the first year of this measure."
    redefined = rules.groups.break_between(now.group, last, now.year)
    if redefined:
        return redefined[1]
    if before is None or not before.shown:
        return f"No figure for {last}."
    if not _comparable(now, before, measure, rules.arrows):
        release, last_release = (rules.releases.of_schools(fig.release) for fig in (now, before))
        return f"{now.year}'s figure is {release} and {last}'s is {last_release}: like is only compared with like."
    small = [f for f in (now, before) if f.denominator is not None and f.denominator < rules.arrows.no_arrow_below]
    if small:
        return f"Fewer than {rules.arrows.no_arrow_below} pupils in {small[0].year}."
    return ""


def _comparable(one: Fig, other: Fig, measure: Measure, arrows: Arrows) -> bool:
    """Whether the release stages of the two may be compared, or the key stage is published once and so has only one."""
    if one.release == other.release or measure.stage in arrows.published_once:
        return True
    return any(one.release in together and other.release in together for together in arrows.comparable_releases)


def standing(
    fig: Fig, comparator: Fig | None, measure: Measure, rules: JudgementRules, band: int | None = None
) -> Standing:
    """Above, in line with or below the comparator by the measure's named RAG rule, or why that cannot be said.

    A provisional figure is not judged against a final one: the policy of arrows names the release stages that may be compared.
    """
    if measure.rag == "none":
        return Standing(reason="No rule is set for this measure.")
    rule = rules.rag.rules[measure.rag]
    reason = _no_standing(fig, comparator, measure, rules)
    if rule.how == "band":
        if reason or band is None:
            return Standing(reason=reason or "The Department's band was not delivered.")
        return Standing("above" if band < 3 else "below" if band > 3 else "in_line")
    gap, pupils = _gap(fig, comparator, measure, rules.arrows)
    if reason:
        return Standing(gap=gap, pupils=pupils, reason=reason)
    assert comparator is not None  # without it there is a reason
    exact_gap = exact(fig.number) - exact(comparator.number)
    least = exact(rule.band)
    if rule.one_pupil and fig.denominator:
        least = max(least, exact(100) / fig.denominator)
    word = "in_line" if abs(exact_gap) < least else "above" if exact_gap > 0 else "below"
    return Standing(word, gap, pupils)


def _no_standing(fig: Fig, comparator: Fig | None, measure: Measure, rules: JudgementRules) -> str:
    """Why no standing is given; "" where there is one."""
    if not fig.shown:
        return f"No figure for {fig.year}."
    if fig.denominator is not None and fig.denominator < rules.rag.no_colour_below:
        return f"Fewer than {rules.rag.no_colour_below} pupils: too few to compare."
    if fig.denominator is None and rules.rag.cohort_unknown == "nothing":
        return "The cohort was not delivered."
    if comparator is None or not comparator.shown:
        return f"No figure to compare with for {fig.year}."
    if not _comparable(fig, comparator, measure, rules.arrows):
        release, beside = (rules.releases.of_schools(one.release) for one in (fig, comparator))
        return f"The figure is {release} and its comparator's is {beside}: like is only compared with like."
    return ""


def _gap(fig: Fig, comparator: Fig | None, measure: Measure, arrows: Arrows) -> tuple[Decimal | None, int | None]:
    """The gap as printed (the difference of printed values), and in whole pupils where the cohort is known.

    A cohort too small for a standing still has a gap: it is printed, without a colour.
    """
    if not fig.shown or comparator is None or not comparator.shown or not _comparable(fig, comparator, measure, arrows):
        return None, None
    gap = _printed(fig, measure) - _printed(comparator, measure)
    if measure.unit != "percent" or not fig.denominator:
        return gap, None
    return gap, gap_in_pupils(fig.number, comparator.number, fig.denominator, measure, fig.denominator)


def gap_in_pupils(one: float, other: float, pupils: int, measure: Measure, *cohorts: int) -> int:
    """The gap between two percentages in whole pupils, of so many `pupils`, half up.

    It is unrounded where the printed percentages of these `cohorts` tell their counts in any case. Where they are larger it is that of
    the printed gap: else it would tell a count which the percentage does not, and so perhaps that of a small school beside it.
    """
    between = exact(one) - exact(other)
    if any(cohort > 100 * 10**measure.decimals for cohort in cohorts):
        between = exact(half_up(one, measure.decimals) - half_up(other, measure.decimals))
    return int(half_up(abs(between) * pupils / 100))


def significance(
    fig: Fig, comparator: Fig | None, measure: Measure, rules: JudgementRules, band: int | None = None
) -> Significance:
    """Whether the difference from the comparator is larger than chance: Wilson 95% for percentages, the band for progress.

    The comparator is treated as exact, without an interval of its own.
    """
    if measure.unit == "progress":
        if band is None:
            return Significance(reason="No published interval or band.")
        return Significance({1: "sig+", 2: "sig+", 4: "sig-", 5: "sig-"}.get(band, ""), True)
    reason = _no_standing(fig, comparator, measure, rules)
    if not reason and measure.unit != "percent":
        reason = "The spread of pupils' scores was not delivered."
    if reason or fig.numerator is None or not fig.denominator:
        return Significance(reason=reason or "The number of pupils was not delivered.")
    assert comparator is not None  # without it there is a reason
    lower, upper = wilson(fig.numerator, fig.denominator)
    other = comparator.number
    return Significance("sig+" if lower > other else "sig-" if upper < other else "", True)


def _printed(fig: Fig, measure: Measure) -> Decimal:
    return half_up(fig.number, measure.decimals)
