"""What is said of figures: standing, direction, significance and the questions they raise."""

from collections import Counter
from collections.abc import Callable

from pipeline.changes.change import NOTHING, QUESTION, STANDING, Names, PrintedChange, Row, pairs

KEY = ("place", "year", "measure", "group", "against")
NO_WORD = ""  # a sign beside a fact whose word is the same


def judgements(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """Every fact that reads otherwise: first those whose word changed (in line, now above), then those whose number did."""
    crossed, moved = [], []
    for old, new in pairs(*(p["judgements"] for p in (before, after)), key=lambda j: tuple(j[k] for k in KEY)):
        for what, word, was, now in _facts(old, new) or _signs(old, new):
            row = PrintedChange(STANDING, what, was, now, **names.about(new or old))
            is_other_word = old is None or new is None or old.get(word) != new.get(word)
            (crossed if is_other_word else moved).append(row)
    return crossed + moved


def _facts(old: Row | None, new: Row | None) -> list[tuple[str, str, str, str]]:
    """Each fact that reads otherwise: (what it is called, the field of its word, before, after)."""
    said = [(what, word, *(NOTHING if f is None else phrase(f) for f in (old, new))) for what, word, phrase in FACTS]
    return [(what, word, was, now) for what, word, was, now in said if was != now]


def _signs(old: Row, new: Row) -> list[tuple[str, str, str, str]]:
    """Where the words are the same, the signs beside them that are not."""
    differing = [k for k in new if old.get(k) != new[k]]
    return [(k.replace("_", " "), NO_WORD, str(old.get(k) or "none"), str(new[k] or "none")) for k in differing]


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


def questions(before: Row, after: Row, names: Names) -> list[PrintedChange]:
    """Questions that are asked now, no longer asked, or asked because of another figure; the last come last."""
    place = names.place({"place": after["place"]["id"]})
    found = [
        PrintedChange(QUESTION, str((new or old)["question"]), _evidence(old), _evidence(new), place=place)
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
