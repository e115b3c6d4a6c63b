"""What is printed of figures in words: standing, direction, significance and the questions they raise."""

from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.changes.change import NOTHING, QUESTION, STANDING, Names, PrintedChange, differing, pairs
from pipeline.packs.pack import Judgement, Pack
from pipeline.packs.pack_parts import GovernorPrompt

Fact = tuple[str, str, str, str]  # what it is called, the field of its word, before, after
NO_WORD = ""  # in the place of that field, for a sign beside a fact whose word is the same


def judgements(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Every fact that changed: first those whose word changed (in line, now above), then those whose number did."""
    other_word: list[PrintedChange] = []
    other_number: list[PrintedChange] = []
    for old, new in pairs(before.judgements, after.judgements, key=_of):
        about = new or old
        assert about is not None  # at least one of a pair
        for what, word, was, now in _facts(old, new):
            row = PrintedChange(STANDING, what, was, now, **names.about(about))
            is_other_word = old is None or new is None or (word != NO_WORD and getattr(old, word) != getattr(new, word))
            (other_word if is_other_word else other_number).append(row)
    return other_word + other_number


def _of(judged: Judgement) -> tuple[str, int, str, str, str]:
    return judged.place, judged.year, judged.measure, judged.group, judged.against


def _facts(old: Judgement | None, new: Judgement | None) -> list[Fact]:
    """Each fact whose words changed; where no words did, the signs beside them (arrows, shapes) that did."""
    facts = []
    for what, word, phrase in FACTS:
        was, now = (NOTHING if side is None else phrase(side) for side in (old, new))
        if was != now:
            facts.append((what, word, was, now))
    if facts:
        return facts
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


FACTS: tuple[tuple[str, str, Callable[[Judgement], str]], ...] = (
    ("standing", "standing", _standing),
    ("direction", "direction", _direction),
    ("significance", "significance", lambda j: j.significance or j.significance_reason or "not significant"),
    ("sentence", "sentence", lambda j: j.sentence or "no sentence"),
)


def questions(before: Pack, after: Pack, names: Names) -> list[PrintedChange]:
    """Questions that are new or gone, then those that another figure raised."""
    place = names.place(after.place.id)
    old, new = _by_turn(before.prompts), _by_turn(after.prompts)
    changes = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was != now:
            changes.append(PrintedChange(QUESTION, key[0], _evidence(was), _evidence(now), place=place))
    return sorted(changes, key=lambda c: not (c.appeared or c.vanished))


def _evidence(prompt: GovernorPrompt | None) -> str:
    return NOTHING if prompt is None else prompt.evidence or prompt.rule or "asked"


def _by_turn(prompts: Iterable[GovernorPrompt]) -> dict[tuple[str, str, int], GovernorPrompt]:
    """Each question by its words, the measure its evidence begins with, and its number among those with the same two."""
    numbers: Counter[tuple[str, str]] = Counter()
    keyed = {}
    for prompt in prompts:
        question, measure = prompt.question, prompt.evidence.partition(":")[0]
        numbers[question, measure] += 1
        keyed[question, measure, numbers[question, measure]] = prompt
    return keyed
