"""What is said of figures: standing, direction, significance and the questions they raise."""

from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.changes.change import NOTHING, QUESTION, STANDING, Names, PrintedChange, differing, pairs
from pipeline.packs.pack import Judgement, Pack
from pipeline.packs.pack_parts import GovernorPrompt

NO_WORD = ""  # a sign beside a fact whose word is the same


def judgements(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every fact that reads otherwise: first those whose word changed (in line, now above), then those whose number did."""
    crossed: list[PrintedChange] = []
    moved: list[PrintedChange] = []
    for old, new in pairs(before.judgements, after.judgements, key=_of):
        about = new or old
        assert about is not None  # one side of a pair is there
        for what, word, was, now in _facts(old, new) or _signs(old, new):
            row = PrintedChange(STANDING, what, was, now, **names.about(about))
            is_other_word = old is None or new is None or (word != NO_WORD and getattr(old, word) != getattr(new, word))
            (crossed if is_other_word else moved).append(row)
    return crossed + moved


def _of(judged: Judgement) -> tuple[str, int, str, str, str]:
    return judged.place, judged.year, judged.measure, judged.group, judged.against


def _facts(old: Judgement | None, new: Judgement | None) -> list[tuple[str, str, str, str]]:
    """Each fact that reads otherwise: (what it is called, the field of its word, before, after)."""
    said = [
        (what, word, phrase(old) if old else NOTHING, phrase(new) if new else NOTHING) for what, word, phrase in FACTS
    ]
    return [(what, word, was, now) for what, word, was, now in said if was != now]


def _signs(old: Judgement | None, new: Judgement | None) -> list[tuple[str, str, str, str]]:
    """Where the words are the same, the signs beside them that are not."""
    return [
        (name.replace("_", " "), NO_WORD, str(getattr(old, name) or "none"), str(getattr(new, name) or "none"))
        for name in differing(old, new)
    ]


def _standing(fact: Judgement) -> str:
    if not fact.standing:
        return fact.standing_reason or "no standing"
    by = ", ".join(part for part in (fact.gap, fact.gap_pupils) if part)
    return f"{fact.standing} ({by})" if by else fact.standing


def _direction(fact: Judgement) -> str:
    if not fact.direction:
        return fact.change_reason or "no direction"
    return f"{fact.direction} ({fact.change} since {fact.change_since}, {fact.welcome})"


def _significance(fact: Judgement) -> str:
    return fact.significance or fact.significance_reason or "not significant"


def _sentence(fact: Judgement) -> str:
    return fact.sentence or "no sentence"


FACTS: tuple[tuple[str, str, Callable[[Judgement], str]], ...] = (
    ("standing", "standing", _standing),
    ("direction", "direction", _direction),
    ("significance", "significance", _significance),
    ("sentence", "sentence", _sentence),
)


def questions(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Questions that are asked now, no longer asked, or asked because of another figure; the last come last."""
    place = names.place(after.place.id)
    old, new = _by_turn(before.prompts), _by_turn(after.prompts)
    asked = [key for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)]
    found = [
        PrintedChange(QUESTION, key[0], _evidence(old.get(key)), _evidence(new.get(key)), place=place) for key in asked
    ]
    return sorted(found, key=lambda c: not (c.appeared or c.vanished))


def _evidence(prompt: GovernorPrompt | None) -> str:
    return NOTHING if prompt is None else prompt.evidence or prompt.rule or "asked"


def _by_turn(prompts: Iterable[GovernorPrompt]) -> dict[tuple[str, str, int], GovernorPrompt]:
    """Each question under its words, the measure its evidence begins with, and its turn among those alike."""
    turns: Counter[tuple[str, str]] = Counter()
    keyed = {}
    for prompt in prompts:
        about = (prompt.question, prompt.evidence.partition(":")[0])
        turns[about] += 1
        keyed[(*about, turns[about])] = prompt
    return keyed
