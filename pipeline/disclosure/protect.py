"""What one audience may be told of a set of figures; runs before any word is written.

Primary suppression by the audience's profile, the complement of a hidden group, and a pooled figure from which a single hidden
school could be had by subtraction.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.declared.policy import AudienceRule
from pipeline.measures.shelf import Fig

Members = Mapping[tuple[str, int], Collection[str]]  # (pooled place, year) -> the schools inside it

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


def protect_together(figs: list[Fig], members: Members, rule: AudienceRule) -> list[Fig]:
    """`protect`, and a pooled figure withheld when exactly one member inside it is hidden: the rest subtracted would give it away.

    A member hidden as the complement of a small group counts as hidden too.
    """
    safe = protect(figs, rule)
    hidden = {_key(before) for before, after in zip(figs, safe, strict=True) if before.shown and not after.shown}

    def gives_one_away(fig: Fig) -> bool:
        inside = members.get((fig.place_id, fig.year), ())
        return sum((m, fig.year, fig.measure, fig.group) in hidden for m in inside) == 1

    return [replace(_hide(f), status="withheld") if f.shown and gives_one_away(f) else f for f in safe]


def _too_few(fig: Fig, rule: AudienceRule) -> bool:
    least = rule.minimum_cohort if fig.group == "all" else max(rule.minimum_group, rule.minimum_cohort)
    return fig.shown and fig.denominator is not None and 0 < fig.denominator < least


def _hide(fig: Fig) -> Fig:
    return replace(fig, numerator=None, denominator=None, value=None, lower=None, upper=None, status="suppressed")


def _key(fig: Fig) -> tuple[str, int, str, str]:
    return fig.place_id, fig.year, fig.measure, fig.group
