"""Questions for governors, boards and panels; where none was raised, whether the figures could have raised one."""

from pipeline.packs.pack import MeasureCard
from pipeline.report import words
from pipeline.report.pages.wording import cells
from pipeline.report.prose import Note, QuestionList
from pipeline.report.reading import Reading
from pipeline.report.section import section

NONE_MET = "No question was raised: this year's figures met none of the rules by which one is raised."
NOTHING_JUDGED = "No question was raised, because no figure of this year could be compared or followed"
NO_FIGURES = "No question was raised, because there are no figures of this year to ask about."


@section
def questions_to_ask(reading: Reading) -> QuestionList | Note:
    """Questions for the readers who hold schools to account, each with the figure that raised it.

    From: the questions whose declared rule was met by this year's figures.
    When empty: a line says that no rule was met, or that nothing could be judged and why.
    """
    prompts = reading.pack.prompts
    if not prompts:
        return Note(id="prompts", place=reading.subject.id, lines=(_why_none(reading),))
    raised: dict[str, list[str]] = {}
    for prompt in prompts:
        raised.setdefault(prompt.question, []).append(prompt.evidence or prompt.rule)
    pairs = tuple((question, "; ".join(evidence)) for question, evidence in raised.items())
    return QuestionList(id="prompts", place=reading.subject.id, caption=_asked_by(reading), questions=pairs)


def _asked_by(reading: Reading) -> str:
    """The heading: who may ask."""
    if reading.pack.audience == "public":
        return "Questions the panel could ask"
    return "Questions for governors" if reading.subject.kind == "school" else "Questions for the board"


def _why_none(reading: Reading) -> str:
    """Why there is no question: no figures, none that could be judged, or no rule met by those that could."""
    judged = [(m, j) for m in reading.pack.measures if (j := reading.judgement(reading.subject.id, m.id))]
    silent = [m for m, j in judged if not j.standing and not j.arrow]
    whys = "; ".join(dict.fromkeys(words.lower_first(why).rstrip(".") for m in silent if (why := _why(reading, m))))
    if not judged:
        return NO_FIGURES
    if len(silent) == len(judged):
        return f"{NOTHING_JUDGED}{f': {whys}' if whys else ''}."
    return f"{NONE_MET} Not every figure could be judged: {whys}." if whys else NONE_MET


def _why(reading: Reading, measure: MeasureCard) -> str:
    """Why a figure is not judged: its status where it has no value to print, or what its judgement says; "" without a rule."""
    own = reading.subject.id
    cell = reading.figure(own, measure.id)
    if cell is not None and not reading.is_printed(cell):
        return reading.why_none(cell)
    return cells.why_no_standing(reading, own, measure) if measure.rag != "none" else ""
