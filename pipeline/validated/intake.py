"""Receive files: recognise, validate, and keep what passes. A refused file leaves the store as it was, byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.declared.receipt_limits import read_receipt_limits
from pipeline.declared.sources import Source, Sources
from pipeline.declared.vocabulary import read_release_stages
from pipeline.declared.year_evidence import YearEvidencePolicy, read_year_evidence_policy
from pipeline.deliveries.ctf import delivery_fingerprint, is_ctf
from pipeline.deliveries.ctf_tables import ctf_parts
from pipeline.deliveries.delivery import Delivery, kept, read_delivery, withdrawal_of
from pipeline.deliveries.file_name import read_releases
from pipeline.deliveries.findings import Finding, blocking
from pipeline.deliveries.originals import put_back
from pipeline.deliveries.read import RawTable, read
from pipeline.deliveries.recognise import (
    authority_of,
    origin_of,
    recognise,
    stated_time,
)
from pipeline.deliveries.results_year import YearDecision, decide_year
from pipeline.deliveries.store import keep
from pipeline.deliveries.tombstone import Tombstone, tombstones
from pipeline.paths import Folders
from pipeline.validated.across.rule_runner import ROLL
from pipeline.validated.checked import bring_up_to_date, findings_key, held_beside
from pipeline.validated.clean_tables import store_findings, store_table, stored_findings, stored_rows, tables
from pipeline.validated.content_year import content_evidence
from pipeline.validated.embargo import EmbargoCheck
from pipeline.validated.finding_counts import finding_counts, is_school
from pipeline.validated.incoming import IncomingFile, arrive, files_of, incoming, not_recognised, reading_order
from pipeline.validated.receipt import (
    KEPT,
    KNOWN,
    NOTHING_GIVEN,
    REFUSED,
    Given,
    Reasons,
    Receipt,
    why_release,
    why_year,
)
from pipeline.validated.row_counts import RowCounts
from pipeline.validated.shortfalls import shortfall
from pipeline.validated.validate import validate


@dataclass(frozen=True)
class Accepted:
    """A table that nothing refuses, and the delivery it will be kept as."""

    arrival: IncomingFile
    delivery: Delivery
    table: pd.DataFrame
    findings: tuple[Finding, ...]
    rows: RowCounts | None
    reasons: Reasons


def receive(
    paths: Iterable[Path],
    folders: Folders,
    sources: Sources,
    given: Given = NOTHING_GIVEN,
    embargo: EmbargoCheck | None = None,
) -> list[Receipt]:
    """Keep every file that its source's declaration accepts; of a folder, each file in it that a source recognises.

    `given` answers what the files do not state themselves, and takes in anew what was kept under another release stage or year.
    Registers are read first, then results oldest first, so that schools and last year's figures are there to check against.
    Receipts come in the order of the paths. With an `embargo`, national results that are not published by its day are refused.
    """
    receipts: dict[Path, list[Receipt]] = {}
    arrivals: list[list[IncomingFile]] = []  # the tables of each file: one, or several of a Common Transfer File
    policy = read_year_evidence_policy(folders.params)
    limits = read_receipt_limits(folders.params)
    latest = date.today().year + 1
    for path, named in files_of(paths):
        data = arrive(path, named, sources, limits)
        if isinstance(data, Receipt):
            receipts[path] = [data]
            continue
        if is_ctf(path.name, data):
            stated = stated_time(path.absolute(), policy, latest)
            parts, findings = ctf_parts(path.name, data, sources, stated.year, given.year)
            receipts[path] = [Receipt(path, REFUSED, findings=tuple(findings))]
            if parts:
                arrivals.append([IncomingFile(path, data, sources[p.source], stated=stated, part=p) for p in parts])
            continue
        recognised = recognise(path.name, data, sources)
        if recognised:
            arrivals.append([incoming(path, data, recognised, sources, policy, latest)])
            receipts[path] = [Receipt(path, REFUSED)]
        else:
            receipts[path] = [not_recognised(path, data, sources, named)]
    for files in sorted(arrivals, key=lambda files: reading_order(files[0])):
        receipts[files[0].path] = _take(files, folders, given, embargo, policy)
    return [receipt for of_file in receipts.values() for receipt in of_file]


def _take(
    files: list[IncomingFile],
    folders: Folders,
    given: Given,
    embargo: EmbargoCheck | None,
    policy: YearEvidencePolicy,
) -> list[Receipt]:
    """Keep every table of a file, or none where one of them is refused."""
    results = [_examine(file, folders, given, embargo, policy) for file in files]
    refusals = [
        replace(result, taken_for=f"{file.source.id}: {file.recognised_by}")
        for file, result in zip(files, results, strict=True)
        if isinstance(result, Receipt) and result.what == REFUSED
    ]
    return refusals or [r if isinstance(r, Receipt) else _keep(r, folders) for r in results]


def _examine(
    arrival: IncomingFile,
    folders: Folders,
    given: Given,
    embargo: EmbargoCheck | None,
    policy: YearEvidencePolicy,
) -> Receipt | Accepted:
    """One recognised table validated: why it is refused, that it is known, or what it will be kept as."""
    path, data, source, part = arrival.path, arrival.data, arrival.source, arrival.part
    fingerprint = delivery_fingerprint(path.name, data, source.id, part.year if part else None)
    known = None
    if (folders.deliveries / fingerprint / "delivery.json").is_file():
        known = read_delivery(folders.deliveries / fingerprint)
        if erased := tombstones(folders, known):
            return _erased(path, known, erased[-1])
        # Of an original that was altered or lost, this is the file again.
        was_put_back = put_back(folders, known, data)
        if not _taken_in_anew(known, arrival, given):
            return replace(_known(path, known, source, folders), put_back=was_put_back)
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
    if isinstance(origin, Finding):
        return Receipt(path, REFUSED, findings=(origin,))
    named = list(read_releases(path.stem, read_release_stages(folders.params)))
    releases = list(dict.fromkeys(e.release for e in named))
    if len(releases) > 1 and not given.release:
        problem = f"its name gives two release stages, {' and '.join(releases)}."
        remedy = f"Receive it again with --release {' or --release '.join(releases)}, whichever it is of."
        finding = Finding(path.name, None, None, "releases_differ", problem, remedy)
        return Receipt(path, REFUSED, findings=(finding,))
    release = given.release or (releases[0] if releases else origin.release or source.release.default)
    raw = read(path.name, data, source, part.year if part else None)
    decided = YearDecision(part.year) if part else _decided_year(arrival, raw, folders, given.year, policy, fingerprint)
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
    stated = _release_in_rows(result.table, source)
    if stated and stated != release:
        if given.release or named:
            return _releases_differ(path.name, stated, "--release" if given.release else "its name", release)
        release = stated
    early = embargo.findings(path.name, source, release, result.table) if embargo else []
    if early:
        return Receipt(path, REFUSED, findings=tuple(early))
    if source.results_year == "column" and result.table["results_year"].notna().any():
        results_year = int(result.table["results_year"].max())
    reasons = Reasons(
        arrival.recognised_by, _why_year(arrival, decided, given), why_release(named, origin, source, given, stated)
    )
    delivery = Delivery(
        fingerprint=fingerprint,
        source=source.id,
        file=known.file if known else path.name,
        results_year=results_year,
        release=release,
        edition=arrival.stated.edition or (str(results_year) if results_year else ""),
        publisher=origin.publisher or source.publisher,
        licence=origin.licence or source.licence,
        origin=origin.origin or source.sender,
        arrival=0,  # numbered when it is kept
        la=part.school if part else authority_of(path.name),
    )
    return Accepted(arrival, delivery, result.table, tuple(result.findings), result.rows, reasons)


def _release_in_rows(table: pd.DataFrame, source: Source) -> str:
    """The one release stage that a column of the file gives every row; "" without such a column, or where it gives several."""
    if not any(column.type == "release" for column in source.columns.values()) or "release" not in table:
        return ""
    stages = set(table["release"].dropna())
    return str(stages.pop()) if len(stages) == 1 else ""


def _releases_differ(name: str, stated: str, elsewhere: str, said: str) -> Receipt:
    problem = f"its rows say that they are {stated}, and {elsewhere} says {said}."
    remedy = f"If its rows are right, receive it with --release {stated}; else look for the right file."
    return Receipt(Path(name), REFUSED, findings=(Finding(name, None, None, "releases_differ", problem, remedy),))


def _taken_in_anew(known: Delivery, arrival: IncomingFile, given: Given) -> bool:
    """Whether a file that is kept already is now said to be of another release stage or results year."""
    other_year = given.year is not None and arrival.of_one_year and given.year != known.results_year
    return other_year or given.release not in (None, known.release)


def _known(path: Path, known: Delivery, source: Source, folders: Folders) -> Receipt:
    """The receipt of a file received before: nothing to keep, but its findings may be out of date."""
    taken_back = withdrawal_of(folders, known)
    if taken_back:
        problem = f"it was withdrawn on {taken_back.on} by {taken_back.by}: {taken_back.because.rstrip('.')}."
        remedy = f"To take it in again: booklets withdraw {known.fingerprint[:12]} --undo."
        return Receipt(path, REFUSED, findings=(Finding(path.name, None, None, "withdrawn", problem, remedy),))
    bring_up_to_date(folders, known, source)
    return Receipt(path, KNOWN, known, tuple(stored_findings(folders, known)), rows=stored_rows(folders, known))


def _erased(path: Path, known: Delivery, last: Tombstone) -> Receipt:
    """The refusal of a file from which records were erased: taken in again, it would bring them back."""
    problem = f"it was received before, and records were erased from it on {last.on} by {last.by}."
    remedy = (
        "Do not keep this copy either. If something in it is needed, ask its sender for a file without those records."
    )
    return Receipt(path, REFUSED, known, (Finding(path.name, None, None, "erased", problem, remedy),))


def _why_year(arrival: IncomingFile, decided: YearDecision, given: Given) -> str:
    """The evidence for the results year, in words."""
    if arrival.part:
        return "the file says so itself"
    if arrival.source.results_year == "column":
        return "each row gives its own"
    if arrival.of_one_year:
        return why_year(decided, given)
    return "its name or folder" if arrival.stated.year else "its rows have no year"


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
    before, more_settled = _beside(folders, delivery)
    return Receipt(
        accepted.arrival.path, KEPT, delivery, accepted.findings,
        finding_counts=counts, rows=accepted.rows, reasons=accepted.reasons,
        shortfall=shortfall(folders, delivery) if source.of_pupils else None, replaces=before, more_settled=more_settled,
    )  # fmt: skip


def _beside(folders: Folders, delivery: Delivery) -> tuple[Delivery | None, Delivery | None]:
    """The delivery of the same results whose place this one takes, and the more settled one that stays in force; None for neither.

    A school's own file and its authority's are of the same results.
    """
    every = kept(folders, delivery.source)
    same = [
        d
        for d in every
        if d.edition == delivery.edition and (d.la.startswith(delivery.la) or delivery.la.startswith(d.la))
    ]
    at = next(i for i, d in enumerate(same) if d.fingerprint == delivery.fingerprint)
    more_settled = same[-1] if same[-1].release != delivery.release and at < len(same) - 1 else None
    return (same[at - 1] if at else None), more_settled


def _decided_year(
    arrival: IncomingFile,
    raw: RawTable,
    folders: Folders,
    year: int | None,
    policy: YearEvidencePolicy,
    fingerprint: str,
) -> YearDecision:
    """The results year of a file, or the question to the sender; no year for a file whose rows give their own.

    A file that is taken in anew is not compared with itself.
    """
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
        others = ((d, frame) for d, frame in tables(folders, source.id) if d.fingerprint != fingerprint)
        by_year = {d.results_year: frame for d, frame in others if d.results_year is not None}
    if by_year:
        evidence += content_evidence(raw, source, policy, by_year)
    return decide_year(arrival.path.name, list(dict.fromkeys(evidence)), year)


def refused(outcomes: Iterable[Receipt]) -> list[Receipt]:
    """The receipts someone must act on: refused files, and kept ones that today's rules would refuse."""
    return [o for o in outcomes if o.what == REFUSED or any(not f.lines for f in blocking(o.findings))]
