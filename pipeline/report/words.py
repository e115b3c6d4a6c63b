"""How judgements and lists are put into words; names and numbers come from the pack."""

from collections.abc import Iterable

from pipeline.packs.pack import FigureCell, Judgement, MeasureCard

CHANCE = (
    "sig+ and sig- mark a difference from England that is larger than chance alone would usually give (95% confidence)."
)

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

RISES = {"rose": "rose by", "fell": "fell by"}


def tone(judged: Judgement, measure: MeasureCard) -> str:
    """good, middle or poor, from the standing and from whether higher or lower is better; empty without a standing."""
    side = {"above": 1, "in line": 0, "below": -1}.get(judged.standing)
    if side is None:
        return ""
    side = side if measure.better == "higher" else -side
    return {1: "good", 0: "middle", -1: "poor"}[side]


def number(count: int) -> str:
    """A whole number inside a sentence: in words up to ten, then in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def ordinal(count: int) -> str:
    """A whole number as a place in an order: 1st, 2nd, 3rd, 11th, 21st."""
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def base_years(judged: Iterable[Judgement | None]) -> set[int]:
    """The years that changes are counted from, of the judgements that give a change."""
    return {j.change_since for j in judged if j is not None and j.arrow and j.change and j.change_since}


def change(judged: Judgement | None, dated: bool) -> str:
    """A change in a cell of words: "+2 points", "no change", "not compared"; `dated` also names the year it is counted from."""
    if judged is None or not judged.arrow or not judged.change:
        return "not compared"
    size = judged.change.lstrip("+-")
    said = f"{judged.change} point{'' if size in ('1', '1.0') else 's'}" if size.strip("0.") else "no change"
    return f"{said} since {judged.change_since}" if dated else said


def bare(cell: FigureCell) -> str:
    """The figure without its unit, for a table whose head has it."""
    return cell.text.removesuffix("%").removesuffix("per 100").rstrip()


def points(amount: str) -> str:
    """An amount of change or gap with its unit in words: percentages move in points, never in per cent."""
    size = amount.lstrip("+-−")
    return f"{size} point" if size in ("1", "1.0") else f"{size} points"


def apart(gap: str) -> str:
    """A gap in words: "21 behind", "8 ahead", "level"."""
    size = gap.lstrip("+-")
    if not size.strip("0."):
        return "level"
    return f"{size} {'behind' if gap.startswith('-') else 'ahead'}"


def change_said(judged: Judgement | None) -> str:
    """ "rose by 4 points since 2017", "no change since 2017", or why no change is given."""
    if judged is None:
        return "no change worked out"
    if not judged.arrow or not judged.change:
        return judged.change_reason or "no change worked out"
    since = f" since {judged.change_since}" if judged.change_since else ""
    if judged.direction == "steady":
        return f"steady{since} ({judged.change})"
    return f"{RISES.get(judged.direction, 'changed by')} {points(judged.change)}{since}"


def listed(names: list[str]) -> str:
    """Names as a sentence lists them: "a, b and c"; with semicolons where a name has a comma of its own."""
    if len(names) < 2:
        return "".join(names)
    comma, last = ("; ", "; and ") if any("," in n for n in names) else (", ", " and ")
    return f"{comma.join(names[:-1])}{last}{names[-1]}"


def span(years: list[int]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])


def lower_first(text: str) -> str:
    """A name as it is written inside a sentence; abbreviations keep their capitals."""
    ordinary = len(text) > 1 and text[1].islower() and not text[-1].isdigit() and not text.startswith("England")
    return text[:1].lower() + text[1:] if ordinary else text
