"""The files that arrive and what each is taken for: its source, and the evidence of its results year."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.declared.receipt_limits import ReceiptLimits
from pipeline.declared.sources import Source, Sources
from pipeline.declared.year_evidence import YearEvidencePolicy
from pipeline.deliveries.archive import open_archive
from pipeline.deliveries.arriving import read_arriving
from pipeline.deliveries.ctf import is_ctf_name
from pipeline.deliveries.ctf_tables import CtfPart
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.findings import Finding, blocking
from pipeline.deliveries.opening import opening_complaint
from pipeline.deliveries.read import read
from pipeline.deliveries.recognise import Recognised, Stated, stated_time, year_evidence_of
from pipeline.deliveries.results_year import decide_year
from pipeline.deliveries.sizes import size_complaint
from pipeline.validated.across.rule_runner import ROLL
from pipeline.validated.content_year import content_evidence
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.receipt import LEFT_ALONE, REFUSED, Receipt

NOTHING_STATED = Stated(None, "")


@dataclass(frozen=True)
class IncomingFile:
    """A file and the source it is of; of a Common Transfer File, one of its tables."""

    path: Path
    data: bytes
    source: Source
    named_like: tuple[str, ...] = ()  # the sources its name fits
    stated: Stated = NOTHING_STATED  # the date in its name, of a register or a file of many years
    recognised_by: str = "its form, a Common Transfer File"
    evidence: tuple[Evidence, ...] = ()  # of its results year, of a file of one year
    part: CtfPart | None = None  # of a Common Transfer File: which source, school and results year

    @property
    def of_one_year(self) -> bool:
        """Whether its rows are results of one year, which must be decided from evidence."""
        return self.part is None and _of_one_year(self.source)


def files_of(paths: Iterable[Path]) -> Iterable[tuple[Path, bool]]:
    """Every file to receive, and whether it was named itself (rather than found in a named folder).

    In a folder also what is no file (a link, a pipe): it is refused rather than left out without a word.
    """
    for path in map(Path, paths):
        if path.is_dir():
            inside = (
                p for p in sorted(path.rglob("*")) if not p.name.startswith(".") and (p.is_symlink() or not p.is_dir())
            )
            yield from ((p, False) for p in inside)
        else:
            yield path, True


def arrive(path: Path, named: bool, sources: Sources, limits: ReceiptLimits) -> bytes | Receipt:
    """A file's bytes, found to be of a size that can be opened; or the receipt that says why it is not taken in.

    What is found in a folder and has neither the name nor the ending of a declared source is left alone unread.
    """
    if not named and not path.is_symlink() and path.is_file() and not _may_be_read(path.name, sources):
        return Receipt(path, LEFT_ALONE)
    try:
        data = read_arriving(path, limits)
    except OSError as error:
        # Gone since the folder was listed, or no right to read it: the other files go on.
        problem = f"it could not be read ({error.strerror or type(error).__name__})."
        remedy = (
            "Check that it is still there, that its drive is connected and that you may open it; then receive it again."
        )
        return Receipt(path, REFUSED, findings=(Finding(path.name, None, None, "unreadable", problem, remedy),))
    if isinstance(data, Finding):
        return Receipt(path, REFUSED, findings=(data,))
    too_large = size_complaint(path.name, data, limits)
    complaint = too_large or opening_complaint(path.name, data, limits.opening)
    return Receipt(path, REFUSED, findings=(complaint,)) if complaint else data


def _may_be_read(name: str, sources: Sources) -> bool:
    folded = name.casefold()
    return is_ctf_name(name) or any(
        folded.endswith(s.format.endings) or s.recognise.by_name(name) for s in sources.values()
    )


def not_recognised(path: Path, data: bytes, sources: Sources, named: bool) -> Receipt:
    """A file that no source recognises: refused if it was named itself or holds pupils, else left alone."""
    archive = open_archive(path.name, data)
    if archive.findings:
        return Receipt(path, REFUSED, findings=tuple(archive.findings))
    any_csv = next((s for s in sources.values() if s.format.kind == "csv"), None)
    if any_csv and path.suffix.casefold() == ".csv":
        pupils = pupil_rows(path.name, read(path.name, data, any_csv))
        if pupils:
            return Receipt(path, REFUSED, findings=tuple(pupils))
    if not named:
        return Receipt(path, LEFT_ALONE)
    problem = "neither its name nor its columns are those of a declared source."
    remedy = f"Check that it is the file you meant; declared sources: {', '.join(sources)}."
    return Receipt(path, REFUSED, findings=(Finding(path.name, 1, None, "not_recognised", problem, remedy),))


def reading_order(arrival: IncomingFile) -> tuple[bool, int, bool, str]:
    """Registers first, then by results year (a file without one before the others), of each year the roll first, then by path."""
    year = arrival.stated.year
    if arrival.part:
        year = arrival.part.year
    elif arrival.of_one_year:
        year = decide_year("", arrival.evidence).year
    return not arrival.source.read_first, year or 0, arrival.source.id != ROLL, str(arrival.path)


def incoming(
    path: Path, data: bytes, recognised: Recognised, sources: Sources, policy: YearEvidencePolicy, latest: int
) -> IncomingFile:
    """A file with the evidence of its results year in its content, name and folder."""
    source, by = recognised.source, recognised.sentence()
    named_like = tuple(s.id for s in sources.values() if s.recognise.by_name(path.name))
    if not _of_one_year(source):
        return IncomingFile(path, data, source, named_like, stated_time(path.absolute(), policy, latest), by)
    evidence = year_evidence_of(path.absolute(), policy, latest, source.of_pupils)
    raw = read(path.name, data, source)
    if not blocking(raw.findings):
        evidence += content_evidence(raw, source, policy)
    # The cells are not kept: of a whole folder's files they would fill the memory.
    return IncomingFile(path, data, source, named_like, recognised_by=by, evidence=tuple(evidence))


def _of_one_year(source: Source) -> bool:
    return source.results_year == "file" and source.named_by == "year"
