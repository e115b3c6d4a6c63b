"""Whether everything that was kept or issued is as it was: each file read again, whatever was noted of it before."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.deliveries.originals import OriginalFault, original_faults
from pipeline.file_hashes import FileHashes
from pipeline.ledger.book import require_whole
from pipeline.ledger.issued import issued_pack_faults
from pipeline.ledger.issues import Issue, issues
from pipeline.ledger.originals import kept_originals
from pipeline.ledger.receipts import damaged_receipts, not_as_issued, read_receipts
from pipeline.paths import Folders
from pipeline.verbs.output import counted, print_lines

MADE_AGAIN = "booklets build --year {year} makes the document again."


def print_as_kept(where: Folders) -> tuple[int, list[OriginalFault]]:
    """Print what is not as it was kept or issued, and how much is; how many faults, and those of originals.

    LedgerDamaged where the ledger itself is not whole.
    """
    require_whole(where.ledger)
    hashes = FileHashes(where.hashes, trusting=False)
    originals, packs = original_faults(where, hashes), issued_pack_faults(where, hashes)
    entered = issues(where.ledger)
    receipts = read_receipts(where.outputs)
    documents = list(_documents(where, receipts, entered, hashes))
    documents += [
        f"{file} is damaged. The next build of its year makes the document again."
        for file in damaged_receipts(where.outputs)
    ]
    said = [f.sentence(where) for f in originals] + [str(f.error()) for f in packs] + documents
    print_lines(*(f"must be mended: {line}" for line in said))
    numbers = (
        counted(len(kept_originals(where.ledger)), "original"),
        counted(len(entered), "issued pack"),
        counted(len(receipts), "document") + " in outputs",
    )
    print_lines(f"looked at as kept: {', '.join(numbers)}; {counted(len(said), 'fault')}")
    there = {(r["publication"], r["place"], r["year"]) for r in receipts}
    gone = sorted({i.document for i in entered} - there)
    if gone:
        years = ", ".join(sorted({str(year) for _, _, year in gone}))
        issued = f"{counted(len(gone), 'issued document')} of {years}"
        print_lines(f"not in outputs: {issued}; booklets build makes again what is still due")
    return len(said), originals


def _documents(where: Folders, receipts: list[dict], entered: list[Issue], hashes: FileHashes) -> Iterator[str]:
    by_number = {(*issue.document, issue.number): issue for issue in entered}
    for receipt in receipts:
        issue = by_number.get((receipt["publication"], receipt["place"], receipt["year"], receipt.get("issue", 0)))
        folder = Path(receipt["folder"])
        for wrong in not_as_issued(where.outputs / folder, receipt, issue, hashes):
            yield f"outputs/{folder.as_posix()}: {wrong}. {MADE_AGAIN.format(year=receipt['year'])}"
