"""The parts of a pack that are words and rules: context, notes, sources, questions, glossary, next releases.

Every text is printed unchanged. "" means that nothing is printed, unless a field says what else it means.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ContextRow:
    """A fact about a place and its pupils other than results: the size of its cohort, its roll, its latest inspection."""

    label: str
    text: str
    beside: dict[str, str] = field(default_factory=dict)  # a comparator's place id -> its text for the same fact
    year: int | None = None  # calendar year of the fact
    source: str = ""  # where it is from, as a noun inside a sentence


@dataclass(frozen=True)
class Highlight:
    """A measure named among the first because of how it stands or moved."""

    measure: str
    year: int  # results year: the document's, or the year before where the measure has no figure yet
    side: str  # better | worse
    fact: str  # what makes it so: standing (beside the comparator) | change (since the year before)
    # That difference in whole pupils; None where it is no percentage or the cohort is unknown.
    pupils: int | None = None


@dataclass(frozen=True)
class GovernorPrompt:
    """A question for governors, and the figure that raised it."""

    question: str
    rule: str  # id of the declared question
    evidence: str = ""  # "Reading expected: 50%, below (-8 against England)"


@dataclass(frozen=True)
class GlossaryTerm:
    """A term of art and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True)
class NextRelease:
    """The next publication of results of one key stage."""

    stage: str  # key stage
    release: str  # provisional | revised | final
    year: int  # results year
    day: str  # ISO date


@dataclass(frozen=True)
class MatrixArea:
    """One row of a self-evaluation matrix: whose evidence is filled in, and what the school is asked to judge."""

    area: str
    ask: str
    stages: tuple[str, ...] = ()  # key stages; without one nothing is filled in: the judgement is the school's alone
    topics: tuple[str, ...] = ()  # topics of measures (see MeasureCard)
    groups: tuple[str, ...] = ("all",)  # pupil groups


@dataclass(frozen=True)
class ReaderRules:
    """What a document needs of the policy: the rules in words, and the few numbers and names that pages use."""

    rag: str = ""  # what above, in line and below mean
    arrows: str = ""  # what the arrows mean
    disclosure: str = ""  # which figures are not printed to protect pupils
    audience: str = ""  # who may read the document
    marking: str = ""  # printed after `audience` on every page
    layout: str = "booklet"  # booklet | sheet (set small, without a list of contents)
    comparator: str = "england"  # place id figures are judged against
    least: int = 0  # fewest pupils for a figure to be compared with another year's
    not_compared: tuple[str, ...] = ()  # kinds of school whose figures are not judged
    pooled: tuple[str, ...] | None = None  # kinds of school a pooled figure counts; None where nothing is pooled
    box: str = ""  # the words in an empty box of the self-evaluation matrix
    grid: tuple[MatrixArea, ...] = ()  # rows of the self-evaluation matrix; () for any other publication
