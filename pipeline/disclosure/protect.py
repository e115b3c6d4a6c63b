"""What one audience may be told of a set of figures; runs before any word is written.

Primary suppression by the audience's profile, the complement of a hidden group, and a pooled figure from which a single hidden
school could be had by subtraction.
"""

from dataclasses import replace

from pipeline.declared.policy import AudienceRule
from pipeline.measures.shelf import Fig

COMPLEMENTS = {
    "disadvantaged": "other",
    "other": "disadvantaged",
    "boys": "girls",
    "girls": "boys",
    "fsm": "not_fsm",
    "not_fsm": "fsm",
}


def protect(figs: list[Fig], rule: AudienceRule) -> list[Fig]:
    """The same figures, with those resting on too few pupils replaced by the word for it; nothing else changes."""
    hidden = {_key(f) for f in figs if _too_few(f, rule)}
    hidden |= {(p, y, m, COMPLEMENTS[g]) for p, y, m, g in hidden if g in COMPLEMENTS}
    return [_hide(f) if _key(f) in hidden and f.shown else f for f in figs]


def hidden_by_rule(figs: list[Fig], rule: AudienceRule) -> int:
    """How many shown figures this audience may not see."""
    return sum(_too_few(f, rule) for f in figs)


def withhold_pooled(pooled: Fig, members: list[Fig], rule: AudienceRule) -> Fig:
    """The pooled figure, withheld when exactly one member inside it is hidden: the rest subtracted would give that one away."""
    if pooled.shown and hidden_by_rule(members, rule) == 1:
        return replace(_hide(pooled), status="withheld")
    return pooled


def _too_few(fig: Fig, rule: AudienceRule) -> bool:
    least = rule.minimum_cohort if fig.group == "all" else max(rule.minimum_group, rule.minimum_cohort)
    return fig.shown and fig.denominator is not None and 0 < fig.denominator < least


def _hide(fig: Fig) -> Fig:
    return replace(fig, numerator=None, denominator=None, value=None, lower=None, upper=None, status="suppressed")


def _key(fig: Fig) -> tuple[str, int, str, str]:
    return fig.place_id, fig.year, fig.measure, fig.group
