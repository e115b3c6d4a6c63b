"""Receive files: recognise, validate, and keep what passes. A refused file leaves the store as it was, byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.declared.sources import Source, Sources
from pipeline.declared.vocabulary import read_release_stages
from pipeline.declared.year_evidence import YearEvidencePolicy, read_year_evidence_policy
from pipeline.deliveries.archive import open_archive
from pipeline.deliveries.ctf import delivery_fingerprint, is_ctf
from pipeline.deliveries.ctf_tables import CtfPart, ctf_parts
from pipeline.deliveries.delivery import Delivery, kept, read_delivery
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.file_name import read_releases
from pipeline.deliveries.findings import Finding, blocking
from pipeline.deliveries.read import RawTable, read
from pipeline.deliveries.recognise import (
    Stated,
    authority_of,
    origin_of,
    recognise,
    stated_time,
    year_evidence_of,
)
from pipeline.deliveries.results_year import YearDecision, decide_year
from pipeline.deliveries.store import keep
from pipeline.paths import Folders
from pipeline.validated.across.rule_runner import ROLL
from pipeline.validated.checked import bring_up_to_date, findings_key, held_beside
from pipeline.validated.clean_tables import store_findings, store_table, stored_findings, tables
from pipeline.validated.content_year import content_evidence
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.finding_counts import FindingCounts, finding_counts, is_school
from pipeline.validated.pupils import pupil_rows
from pipeline.validated.row_counts import RowCounts
from pipeline.validated.validate import validate

NOTHING_STATED = Stated(None, "")
KEPT, KNOWN, REFUSED, LEFT_ALONE = "kept", "known", "refused", "left alone"


@dataclass(frozen=True)
class Receipt:
    """What happened to one file, or to one table of a Common Transfer File."""

    path: Path
    what: str  # kept | known | refused | left alone
    delivery: Delivery | None = None
    findings: tuple[Finding, ...] = ()
    finding_counts: FindingCounts | None = None  # of a file about pupils that was kept
    rows: RowCounts | None = None  # of a file that was kept


@dataclass(frozen=True)
class IncomingFile:
    """A file and the source it is of; of a Common Transfer File, one of its tables."""

    path: Path
    data: bytes
    source: Source
    named_like: tuple[str, ...] = ()  # the sources its name fits
    stated: Stated = NOTHING_STATED  # the date in its name, of a register or a file of many years
    evidence: tuple[Evidence, ...] = ()  # of its results year, of a file of one year
    part: CtfPart | None = None  # of a Common Transfer File: which source, school and results year

    @property
    def of_one_year(self) -> bool:
        """Whether its rows are results of one year, which must be decided from evidence."""
        return self.part is None and _of_one_year(self.source)


@dataclass(frozen=True)
class Accepted:
    """A table that nothing refuses, and the delivery it will be kept as."""

    arrival: IncomingFile
    delivery: Delivery
    table: pd.DataFrame
    findings: tuple[Finding, ...]
    rows: RowCounts | None


def receive(
    paths: Iterable[Path],
    folders: Folders,
    sources: Sources,
    year: int | None = None,
    embargo: EmbargoCheck | None = None,
) -> list[Receipt]:
    """Keep every file that its source's declaration accepts; of a folder, each file in it that a source recognises.

    `year` is the results year of files that do not state their own. Registers are read first, then results oldest first,
    so that schools and last year's figures are there to check against. Receipts come in the order of the paths.
    With an `embargo`, national results that are not published by its day are refused.
    """
    receipts: dict[Path, list[Receipt]] = {}
    arrivals: list[list[IncomingFile]] = []  # the tables of each file: one, or several of a Common Transfer File
    policy = read_year_evidence_policy(folders.params)
    latest = date.today().year + 1
    for path, named in _files(paths):
        try:
            data = path.read_bytes()
        except OSError as error:
            # Gone since the folder was listed, or no right to read it: the other files go on.
            problem = f"it could not be read ({error.strerror or type(error).__name__})."
            remedy = "Check that it is still there, that its drive is connected and that you may open it; then receive it again."
            finding = Finding(path.name, None, None, "unreadable", problem, remedy)
            receipts[path] = [Receipt(path, REFUSED, findings=(finding,))]
            continue
        if is_ctf(path.name, data):
            stated = stated_time(path.absolute(), policy, latest)
            parts, findings = ctf_parts(path.name, data, sources, stated.year, year)
            receipts[path] = [Receipt(path, REFUSED, findings=tuple(findings))]
            if parts:
                arrivals.append([IncomingFile(path, data, sources[p.source], stated=stated, part=p) for p in parts])
            continue
        source = recognise(path.name, data, sources)
        if source:
            arrivals.append([_incoming(path, data, source, sources, policy, latest)])
            receipts[path] = [Receipt(path, REFUSED)]
        else:
            receipts[path] = [_not_recognised(path, data, sources, named)]
    for files in sorted(arrivals, key=lambda files: _reading_order(files[0])):
        receipts[files[0].path] = _take(files, folders, year, embargo, policy)
    return [receipt for of_file in receipts.values() for receipt in of_file]


def _files(paths: Iterable[Path]) -> Iterable[tuple[Path, bool]]:
    """Every file to receive, and whether it was named itself (rather than found in a named folder)."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from ((p, False) for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
        else:
            yield path, True


def _not_recognised(path: Path, data: bytes, sources: Sources, named: bool) -> Receipt:
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


def _reading_order(arrival: IncomingFile) -> tuple[bool, int, bool, str]:
    """Registers first, then by results year (a file without one before the others), of each year the roll first, then by path."""
    year = arrival.stated.year
    if arrival.part:
        year = arrival.part.year
    elif arrival.of_one_year:
        year = decide_year("", arrival.evidence).year
    return not arrival.source.read_first, year or 0, arrival.source.id != ROLL, str(arrival.path)


def _incoming(
    path: Path, data: bytes, source: Source, sources: Sources, policy: YearEvidencePolicy, latest: int
) -> IncomingFile:
    """A file with the evidence of its results year in its content, name and folder."""
    named_like = tuple(s.id for s in sources.values() if s.recognise.by_name(path.name))
    if not _of_one_year(source):
        return IncomingFile(path, data, source, named_like, stated_time(path.absolute(), policy, latest))
    evidence = year_evidence_of(path.absolute(), policy, latest, source.of_pupils)
    raw = read(path.name, data, source)
    if not blocking(raw.findings):
        evidence += content_evidence(raw, source, policy)
    # The cells are not kept: of a whole folder's files they would fill the memory.
    return IncomingFile(path, data, source, named_like, evidence=tuple(evidence))


def _of_one_year(source: Source) -> bool:
    return source.results_year == "file" and source.named_by == "year"


def _take(
    files: list[IncomingFile],
    folders: Folders,
    year: int | None,
    embargo: EmbargoCheck | None,
    policy: YearEvidencePolicy,
) -> list[Receipt]:
    """Keep every table of a file, or none where one of them is refused."""
    results = [_examine(file, folders, year, embargo, policy) for file in files]
    refusals = [r for r in results if isinstance(r, Receipt) and r.what == REFUSED]
    return refusals or [r if isinstance(r, Receipt) else _keep(r, folders) for r in results]


def _examine(
    arrival: IncomingFile,
    folders: Folders,
    year: int | None,
    embargo: EmbargoCheck | None,
    policy: YearEvidencePolicy,
) -> Receipt | Accepted:
    """One recognised table validated: why it is refused, that it is known, or what it will be kept as."""
    path, data, source, part = arrival.path, arrival.data, arrival.source, arrival.part
    fingerprint = delivery_fingerprint(path.name, data, source.id, part.year if part else None)
    if (folders.deliveries / fingerprint / "delivery.json").is_file():
        # Received before: nothing to keep, but its findings may be out of date.
        delivery = read_delivery(folders.deliveries / fingerprint)
        bring_up_to_date(folders, delivery, source)
        return Receipt(path, KNOWN, delivery, tuple(stored_findings(folders, delivery)))
    if arrival.stated.conflict and source.results_year == "file" and not part:
        problem = "the file's name and its folder give different results years."
        remedy = "Move it to the right folder or correct its name."
        finding = Finding(path.name, None, None, "years_differ", problem, remedy)
        return Receipt(path, REFUSED, findings=(finding,))
    if arrival.named_like and source.id not in arrival.named_like:
        named_like = " or ".join(arrival.named_like)
        problem = f"it is named like a file of {named_like}, but its columns are those of {source.id}."
        remedy = "Give the file the name it was published under."
        finding = Finding(path.name, 1, None, "another_source", problem, remedy)
        return Receipt(path, REFUSED, findings=(finding,))
    origin = origin_of(path)
    releases = list(dict.fromkeys(e.release for e in read_releases(path.stem, read_release_stages(folders.params))))
    if len(releases) > 1:
        problem = f"its name gives two release stages, {' and '.join(releases)}."
        finding = Finding(path.name, None, None, "releases_differ", problem, "Give it a name with the one it is of.")
        return Receipt(path, REFUSED, findings=(finding,))
    release = releases[0] if releases else origin.release or source.release.default
    raw = read(path.name, data, source, part.year if part else None)
    decided = YearDecision(part.year) if part else _decided_year(arrival, raw, folders, year, policy)
    if decided.question:
        return Receipt(path, REFUSED, findings=(decided.question,))
    results_year = decided.year
    held = held_beside(folders, source, results_year, authority_of(path.name))
    result = validate(path.name, raw, fingerprint, source, results_year, release, held)
    if result.refused or result.table is None:
        return Receipt(path, REFUSED, findings=tuple(result.findings))
    nowhere = _rows_of_nobody(path.name, result.table, source, folders)
    if nowhere:
        return Receipt(path, REFUSED, findings=(nowhere, *result.findings))
    early = embargo.findings(path.name, source, release, result.table) if embargo else []
    if early:
        return Receipt(path, REFUSED, findings=tuple(early))
    if source.results_year == "column" and result.table["results_year"].notna().any():
        results_year = int(result.table["results_year"].max())
    delivery = Delivery(
        fingerprint=fingerprint,
        source=source.id,
        file=path.name,
        results_year=results_year,
        release=release,
        edition=arrival.stated.edition or (str(results_year) if results_year else ""),
        publisher=origin.publisher or source.publisher,
        licence=origin.licence or source.licence,
        origin=origin.origin or source.sender,
        arrival=0,  # numbered when it is kept
        la=part.school if part else authority_of(path.name),
    )
    return Accepted(arrival, delivery, result.table, tuple(result.findings), result.rows)


def _rows_of_nobody(name: str, table: pd.DataFrame, source: Source, folders: Folders) -> Finding | None:
    """The finding that refuses a file of several schools' pupils: a row names no school, and its pupil is on no roll kept.

    A pupil who is on a roll has that school held, since the row may be its pupil's (`across.unplaced`).
    """
    if not source.of_pupils or is_school(authority_of(name)):
        return None
    nowhere = table[table["laestab"].isna()]
    on_roll = {upn for _, roll in tables(folders, ROLL) for upn in roll["upn"].dropna()} if len(nowhere) else set()
    lines = tuple(int(row) for row in nowhere.loc[~nowhere["upn"].isin(list(on_roll)), "row"])
    if not lines:
        return None
    heading = next((n for n in source.columns["laestab"].names), None)
    problem = "the row gives no school's number, and its pupil is on no roll received, so it could be counted nowhere."
    remedy = "Write the school's number in the row; where the numbers have four digits, put the authority's code in the file's name."
    return Finding(name, lines[0], heading, "row_of_no_school", problem, remedy, rows=len(lines), lines=lines)


def _keep(accepted: Accepted, folders: Folders) -> Receipt:
    source, table, findings = accepted.arrival.source, accepted.table, list(accepted.findings)
    # Numbered here, since other tables of the same file may have been kept since it was examined.
    arrival = 1 + max((d.arrival for d in kept(folders)), default=0)
    delivery = replace(accepted.delivery, arrival=arrival)
    store_table(folders, delivery, source, table)
    store_findings(folders, delivery, findings_key(folders, delivery, source), findings, accepted.rows)
    # Last, so that every kept delivery has its table and findings.
    delivery = keep(folders, delivery, accepted.arrival.data)
    counts = finding_counts(table, findings, delivery) if source.of_pupils else None
    return Receipt(accepted.arrival.path, KEPT, delivery, accepted.findings, counts, accepted.rows)


def _decided_year(
    arrival: IncomingFile, raw: RawTable, folders: Folders, year: int | None, policy: YearEvidencePolicy
) -> YearDecision:
    """The results year of a file, or the question to the sender; no year for a file whose rows give their own."""
    source = arrival.source
    if source.results_year == "column":
        return YearDecision(None)
    if not arrival.of_one_year:
        return YearDecision(arrival.stated.year or year)
    if blocking(raw.findings):
        return YearDecision(year)  # validation says why and refuses it
    evidence = list(arrival.evidence)
    # The newest table kept of each year: one year's figures delivered again as another year's are recognised by it.
    by_year: dict[int, pd.DataFrame] = {}
    if not source.of_pupils:
        by_year = {d.results_year: frame for d, frame in tables(folders, source.id) if d.results_year is not None}
    if by_year:
        evidence += content_evidence(raw, source, policy, by_year)
    return decide_year(arrival.path.name, list(dict.fromkeys(evidence)), year)


def refused(outcomes: Iterable[Receipt]) -> list[Receipt]:
    """The receipts someone must act on: refused files, and kept ones that today's rules would refuse."""
    return [o for o in outcomes if o.what == REFUSED or any(not f.lines for f in blocking(o.findings))]
