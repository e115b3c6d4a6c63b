"""What one audience may be told of a set of figures; runs before any word is written.

Primary suppression by the audience's profile, further groups from which a hidden one could be had by subtraction, and a
pooled figure from which a single hidden school could be.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from pipeline.declared.policy import AudienceRule
from pipeline.measures.shelf import Fig

Key = tuple[str, int, str, str]  # place, year, measure, group
Members = Mapping[tuple[str, int], Collection[str]]  # (pooled place, year) -> the schools inside it
Families = Mapping[str, str]  # pupil group -> the family whose groups hold every pupil between them
ALL_PUPILS_ONLY: Families = MappingProxyType({})


def protect(figs: list[Fig], rule: AudienceRule, families: Families = ALL_PUPILS_ONLY) -> list[Fig]:
    """The same figures, with those resting on too few pupils replaced by the word for it.

    Of a family with a hidden group, further groups are hidden, smallest first, until two are hidden and hold enough
    pupils together: else all pupils less the shown groups would be the small one.
    """
    hidden = {_key(f) for f in figs if _too_few(f, rule)}
    for family in _families(figs, families):
        hidden |= _hidden_with(family, hidden, rule)
    return [_hide(f) if _key(f) in hidden and f.shown else f for f in figs]


def _families(figs: list[Fig], families: Families) -> list[list[Fig]]:
    found: dict[tuple, list[Fig]] = {}
    for fig in figs:
        if fig.shown and families.get(fig.group):
            found.setdefault((*_key(fig)[:3], families[fig.group]), []).append(fig)
    return list(found.values())


def _hidden_with(family: list[Fig], hidden: set[Key], rule: AudienceRule) -> set[Key]:
    smallest_first = sorted(family, key=lambda f: (f.denominator is None, f.denominator or 0, f.group))
    out = [f for f in smallest_first if _key(f) in hidden]
    for fig in (f for f in smallest_first if _key(f) not in hidden) if out else ():
        if len(out) > 1 and sum(f.denominator or 0 for f in out) >= rule.minimum_group:
            break
        out.append(fig)
    return {_key(f) for f in out}


def protect_together(figs: list[Fig], members: Members, rule: AudienceRule, families: Families) -> list[Fig]:
    """`protect`, and a pooled figure withheld when exactly one member inside it is hidden: the rest subtracted would give it away.

    A member hidden beside a small group counts as hidden too.
    """
    safe = protect(figs, rule, families)
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


def _key(fig: Fig) -> Key:
    return fig.place_id, fig.year, fig.measure, fig.group
