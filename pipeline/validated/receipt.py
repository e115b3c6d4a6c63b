"""What became of one delivered file, what it was taken for, and the evidence in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.declared.sources import Source
from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.recognise import Origin
from pipeline.deliveries.results_year import YearDecision
from pipeline.validated.finding_counts import FindingCounts
from pipeline.validated.row_counts import RowCounts
from pipeline.validated.shortfalls import Shortfall

KEPT, KNOWN, REFUSED, LEFT_ALONE = "kept", "known", "refused", "left alone"


@dataclass(frozen=True)
class Given:
    """What whoever receives the files says of them; None where they are to say it themselves."""

    year: int | None = None
    release: str | None = None


@dataclass(frozen=True)
class Reasons:
    """Why a file is taken for what it is: the evidence for its source, results year and release stage, in words."""

    source: str
    year: str
    release: str


@dataclass(frozen=True)
class Receipt:
    """What happened to one file, or to one table of a Common Transfer File."""

    path: Path
    what: str  # kept | known | refused | left alone
    delivery: Delivery | None = None
    findings: tuple[Finding, ...] = ()
    finding_counts: FindingCounts | None = None  # of a file about pupils that was kept
    rows: RowCounts | None = None  # of a file that was kept
    taken_for: str = ""  # of a file that was refused: its source and by what it was recognised
    reasons: Reasons | None = None  # of a file that was kept
    shortfall: Shortfall | None = None  # of pupils' results: what is missing from their cohort
    replaces: Delivery | None = None  # the delivery whose place it takes
    more_settled: Delivery | None = None  # a delivery of a more settled release stage, which stays in force
    put_back: bool = False  # whether its original had been altered or lost, and is there again


NOTHING_GIVEN = Given()


def why_year(decided: YearDecision, given: Given) -> str:
    """The evidence for the results year of a file whose rows are all of one year."""
    seen = [e.sentence() for e in decided.because]
    said = ["--year says so"] if given.year is not None else []
    return "; ".join(dict.fromkeys([*said, *seen]))


def why_release(named: Sequence[Evidence], origin: Origin, source: Source, given: Given, stated: str = "") -> str:
    """The evidence for the release stage; `named` are the words of the file's name, `stated` what its rows say."""
    if stated:
        return "each of its rows says so"
    if given.release:
        return "--release says so"
    if named:
        return f"its name has {named[0].seen!r}"
    if origin.release:
        return "the list of origins beside it says so"
    return f"nothing names another. {source.release.because}"
