"""The rules behind standings and arrows, in words: those by which the document's own figures were judged."""

from pipeline.declared import Declarations
from pipeline.packs.pack import Judgement, MeasureCard


def rules_used(measures: list[MeasureCard], judged: list[Judgement]) -> list[str]:
    """The RAG rules by which any figure of the document was judged, in the order of its measures."""
    with_standing = {j.measure for j in judged if j.standing}
    return list(dict.fromkeys(m.rag for m in measures if m.id in with_standing))


def rag_words(rules: list[str], declared: Declarations) -> str:
    """What above, in line and below mean, rule by rule, each as it is declared."""
    rag = declared.policy.rag
    above, in_line, below = (f"{rag.shapes[k]} {rag.words[k]}" for k in ("above", "in_line", "below"))
    sentences = [f"{above}, {in_line} and {below} compare a figure with England."]
    used = [rule for name, rule in rag.rules.items() if name in rules]
    gaps = [rule.words.format(band=f"{rule.band:g}") for rule in used if rule.how == "gap"]
    if gaps:
        sentences.append(f"A figure is above or below when the gap is at least {'; '.join(gaps)}.")
    sentences += [rule.words for rule in used if rule.how == "band"]
    if gaps:
        sentences.append("Gaps are judged before rounding, so one that prints as just large enough may be in line.")
    return " ".join([*sentences, f"Cohorts under {rag.no_colour_below} pupils get no standing."])


def arrow_words(measures: list[MeasureCard], judged: list[Judgement], declared: Declarations) -> str:
    """What the arrows mean, with the margins of those measures of the document that have an arrow and a margin of their own."""
    arrows, with_arrow = declared.policy.arrows, {j.measure for j in judged if j.arrow}
    signs, least = arrows.signs, arrows.steady_within["percent"]
    by_margin: dict[float, list[str]] = {}
    for m in (m for m in measures if m.id in with_arrow):
        if (margin := declared.measures[m.id].steady_within) is not None:
            by_margin.setdefault(margin, []).append(m.short)
    margins = "; ".join(f"{' and '.join(names)}: {margin:g}" for margin, names in by_margin.items())
    return (
        f"{signs['up']} and {signs['down']} mean a change of at least {least:g} point{f' ({margins})' if margins else ''} since the year "
        f"before, on unrounded figures; {signs['steady']} means less. There is no arrow across a break in series, where a year is "
        f"missing, or for fewer than {arrows.no_arrow_below} pupils."
    )
