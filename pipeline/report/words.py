"""The words a reader meets for statuses, groups, stages and judgements; nothing here knows a number."""

from pipeline.packs.pack import FigureCell, Judgement, MeasureCard

MARKS = {  # status -> (mark for dense tables, short words, words in full)
    "suppressed": ("c", "suppressed", "suppressed: 5 or fewer pupils"),
    "few": ("f", "too few pupils", "withheld: too few pupils"),
    "withheld": ("w", "withheld", "withheld to protect a smaller group"),
    "not_available": ("x", "not available", "not available"),
    "not_applicable": ("z", "not applicable", "not applicable"),
    "not_published": ("np", "not published", "not published"),
    "low_coverage": ("lc", "low coverage", "low coverage: under half the pupils"),
    "small": ("low", "under 0.5", "more than 0, under 0.5"),
    "new": ("new", "new school", "new school, no results yet"),
    "held": ("h", "held", "held until the school answers our questions"),
    "no_return": ("nr", "no return", "no return received"),
    "redacted": ("r", "redacted", "redacted by the publisher"),
    "missing": ("nd", "no data", "no data"),
}

GROUPS = {
    "all": "All pupils",
    "girls": "Girls",
    "boys": "Boys",
    "disadvantaged": "Disadvantaged pupils",
    "other": "Other pupils (not disadvantaged)",
    "fsm": "Pupils eligible for free school meals",
    "not_fsm": "Pupils not eligible for free school meals",
    "eal": "First language other than English",
    "not_eal": "First language English",
    "sen_support": "SEN support",
    "ehcp": "Education, health and care plan",
    "no_sen": "No special educational needs",
    "autumn_born": "Autumn-born pupils",
    "spring_born": "Spring-born pupils",
    "summer_born": "Summer-born pupils",
    "mobile": "Mobile pupils (joined late)",
    "non_mobile": "Non-mobile pupils",
    "low_prior": "Low prior attainment",
    "middle_prior": "Middle prior attainment",
    "high_prior": "High prior attainment",
}
YOUNG = ("eyfs", "phonics")  # stages at which months of age still tell
SHORT_GROUPS = {  # groups as they stand in a pair: "boys and girls"
    "girls": "girls",
    "boys": "boys",
    "disadvantaged": "disadvantaged pupils",
    "other": "other pupils",
    "fsm": "pupils eligible for free meals",
    "not_fsm": "those not eligible",
    "eal": "first language not English",
    "not_eal": "first language English",
    "sen_support": "SEN support",
    "ehcp": "education, health and care plan",
    "no_sen": "no special needs",
    "summer_born": "summer-born",
    "autumn_born": "autumn-born",
    "mobile": "mobile pupils",
    "non_mobile": "non-mobile pupils",
}

STAGES = {
    "eyfs": "Early years foundation stage",
    "phonics": "Phonics screening check",
    "ks1": "Key stage 1",
    "mtc": "Multiplication tables check",
    "ks2": "Key stage 2",
    "ks4": "Key stage 4",
    "tracked": "Teacher assessment between the stages",
    "absence": "Attendance",
    "exclusions": "Suspensions and exclusions",
    "post16": "After 16",
}

UNITS = {
    "percent": "per cent",
    "score": "scaled score",
    "points": "points",
    "progress": "score",
    "rate": "per cent",
    "per_hundred": "for every 100 pupils",
}

RELEASES = {
    "school": "the school's own figures, unchecked",
    "early": "early figures, before checking",
    "provisional": "provisional figures",
    "revised": "revised figures",
    "final": "final figures",
}

CHANCE = "sig+ and sig- mark a difference from England that is larger than chance alone would usually give (95 % confidence)."

PLAIN = {
    "RWM": "Reading, writing and maths:",
    "GPS": "Grammar, punctuation and spelling:",
    "GLD": "Good level of development",
    "9-4": "grade 4 or above",
    "9-5": "grade 5 or above",
}
SHORT_STAGES = {  # for column heads
    "eyfs": "Early years",
    "phonics": "Phonics",
    "ks1": "Key stage 1",
    "mtc": "Tables check",
    "ks2": "Key stage 2",
    "ks4": "Key stage 4",
    "absence": "Attendance",
    "exclusions": "Exclusions",
}
RISES = {"rose": "rose by", "fell": "fell by"}


def group_name(group: str) -> str:
    return GROUPS.get(group, group.replace("_", " ").capitalize())


def tone(judged: Judgement, measure: MeasureCard) -> str:
    """good, middle or poor, from the literal standing and the direction that is better; empty without a standing."""
    side = {"above": 1, "in line": 0, "below": -1}.get(judged.standing)
    if side is None:
        return ""
    side = side if measure.better == "higher" else -side
    return {1: "good", 0: "middle", -1: "poor"}[side]


def plain(short: str) -> str:
    """A measure's short name with its abbreviations written out, for readers who meet it first on the front page."""
    return " ".join(PLAIN.get(word, word) for word in short.split(" "))


def brief(short: str) -> str:
    """The same in the fewest words, for a card whose stage is named beside it."""
    return "reading, writing, maths" if short == "RWM expected" else plain(short)


def headed(measure: MeasureCard, staged: bool = False, unit: bool = True) -> str:
    """A measure's short name with its unit; `staged` says of which stage, where the name or the kind of measure does not."""
    per = " (%)" if unit and measure.unit in ("percent", "rate") else ""
    stage = SHORT_STAGES.get(measure.stage, measure.stage)
    needed = staged and measure.stage not in ("absence", "exclusions") and stage not in measure.short
    return f"{stage}: {measure.short}{per}" if needed else f"{measure.short}{per}"


def bare(cell: FigureCell) -> str:
    """The figure without its unit, for a table whose head says it."""
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


def small_stage(stage: str) -> str:
    """A stage's short name inside a sentence: "key stage 2"."""
    name = SHORT_STAGES.get(stage, stage)
    return name[:1].lower() + name[1:]


def lower_first(text: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals."""
    ordinary = len(text) > 1 and text[1].islower() and not text[-1].isdigit() and not text.startswith("England")
    return text[:1].lower() + text[1:] if ordinary else text
