"""What is said of figures: standing, direction, significance and the questions they raise."""

from collections import Counter
from collections.abc import Callable

from pipeline.changes.change import NOTHING, QUESTION, STANDING, Change, Names, Row, pairs

KEY = ("place", "year", "measure", "group", "against")


def judgements(before: Row, after: Row, names: Names) -> list[Change]:
    """Every fact that reads otherwise: first those whose word changed (in line, now above), then those whose number did."""
    crossed, moved = [], []
    for old, new in pairs(*(p["judgements"] for p in (before, after)), key=lambda j: tuple(j[k] for k in KEY)):
        about = names.about(new or old)
        for what, word, phrase in FACTS:
            was, now = (NOTHING if side is None else phrase(side) for side in (old, new))
            if was != now:
                row = Change(STANDING, what, was, now, **about)
                (crossed if old is None or new is None or old.get(word) != new.get(word) else moved).append(row)
    return crossed + moved


def _standing(fact: Row) -> str:
    if not fact["standing"]:
        return fact["standing_reason"] or "no standing"
    by = ", ".join(part for part in (fact["gap"], fact["gap_pupils"]) if part)
    return f"{fact['standing']} ({by})" if by else fact["standing"]


def _direction(fact: Row) -> str:
    if not fact["direction"]:
        return fact["change_reason"] or "no direction"
    return f"{fact['direction']} ({fact['change']} since {fact['change_since']}, {fact['welcome']})"


def _significance(fact: Row) -> str:
    return fact["significance"] or fact["significance_reason"] or "not significant"


def _sentence(fact: Row) -> str:
    return fact["sentence"] or "no sentence"


FACTS: tuple[tuple[str, str, Callable[[Row], str]], ...] = (
    ("standing", "standing", _standing),
    ("direction", "direction", _direction),
    ("significance", "significance", _significance),
    ("sentence", "sentence", _sentence),
)


def questions(before: Row, after: Row, names: Names) -> list[Change]:
    """Questions that are asked now, no longer asked, or asked because of another figure; the last come last."""
    place = names.place({"place": after["place"]["id"]})
    found = [
        Change(QUESTION, str((new or old)["question"]), _evidence(old), _evidence(new), place=place)
        for old, new in pairs(*(_told_apart(p.get("prompts", [])) for p in (before, after)), key=lambda q: q["key"])
    ]
    return sorted(found, key=lambda c: not (c.appeared or c.vanished))


def _evidence(prompt: Row | None) -> str:
    return NOTHING if prompt is None else str(prompt.get("evidence") or prompt.get("rule") or "asked")


def _told_apart(prompts: list[Row]) -> list[Row]:
    """Each question with a key: its words, the measure its evidence begins with, and its turn among those alike."""
    turns: Counter = Counter()
    keyed = []
    for prompt in prompts:
        about = (prompt["question"], str(prompt.get("evidence", "")).partition(":")[0])
        turns[about] += 1
        keyed.append({**prompt, "key": (*about, turns[about])})
    return keyed
