"""`backup` and `restore`: copy the data folder to another place, and put it back; each file is read again at both ends."""

import time
from datetime import UTC, datetime
from pathlib import Path

from pipeline.deliveries.originals import original_faults
from pipeline.file_hashes import FileHashes
from pipeline.keeping.backup import clear_left_over, make_backup, target_of
from pipeline.keeping.opened import open_backup, verify
from pipeline.keeping.restore import put_in, refuse_to_replace
from pipeline.ledger.book import now, require_whole
from pipeline.ledger.issued import issued_pack_faults
from pipeline.ledger.issues import issues
from pipeline.ledger.originals import kept_originals
from pipeline.ledger.runs import ItemResult, begin, enter, finish
from pipeline.lock import only_run
from pipeline.paths import Folders
from pipeline.runs.at_work import Start
from pipeline.verbs.arguments import require_files
from pipeline.verbs.output import counted, print_lines


def back_up(where: Folders, to: Path, start: Start) -> int:
    """Make a backup in a folder or a zip; returns 0, or 1 where it holds something that is not as it was kept.

    LedgerDamaged where the ledger is not whole, and BackupRefused where something in the data folder is no file: nothing is made.
    """
    made, began = now(), time.monotonic()
    target = target_of(where, to, made)
    with only_run(where.data, "backup"):
        require_whole(where.ledger)
        cleared = clear_left_over(target)
        faults = _faults(where)
        manifest = make_backup(where, target, made)
        what = f"{counted(len(manifest.files), 'file')}, {manifest.bytes / 1_000_000:,.1f} MB"
        _enter(where, "backup", ItemResult("backup", "", "", "made", what), start, began)
    if cleared:
        print_lines(f"cleared away: {counted(cleared, 'unfinished backup')}")
    print_lines(*(f"not as it was kept: {line}" for line in faults))
    print_lines(f"backed up: {what}, each read again and the same, in {target}")
    if faults:
        print_lines("this backup holds them as they are: keep an earlier one in which they are whole")
    print_lines(
        "it holds personal data of pupils: keep it where only the team can read it, encrypted and away from this machine"
    )
    return 1 if faults else 0


def restore_backup(where: Folders, source: Path, replace: bool, start: Start) -> int:
    """Put a backup into the data folder; returns 0, or 1 where it holds something that was not as kept when it was made.

    CommandWrong where the data folder is not empty and `replace` is not given, BackupRefused where the backup is not whole: nothing
    is written.
    """
    require_files([source] if not source.exists() else [], "file or folder")
    refuse_to_replace(where, replace)
    began, stamp = time.monotonic(), f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    with only_run(where.data, "restore"):
        backup = open_backup(source.absolute())
        verify(backup)
        aside = put_in(where, backup, stamp)
        require_whole(where.ledger)
        made = backup.manifest.made
        what = f"{counted(len(backup.manifest.files), 'file')} as of {made}"
        _enter(where, "restore", ItemResult("restore", "", "", "put back", what), start, began)
        faults = _faults(where)
    print_lines(f"restored: {what}, each the same as when it was backed up, in {where.data}")
    held = f"{counted(len(kept_originals(where.ledger)), 'original')} and {counted(len(issues(where.ledger)), 'issue')}"
    print_lines(f"the ledger knows {held}", *(f"not as it was kept: {line}" for line in faults))
    if aside:
        print_lines(
            f"what was there is in {aside}; delete it once you do not need it, since it holds personal data of pupils"
        )
    print_lines(f"records that were erased after {made} are there again: erase them again", "next: booklets check")
    return 1 if faults else 0


def _faults(where: Folders) -> list[str]:
    hashes = FileHashes(where.hashes, trusting=False)
    originals = [fault.sentence(where) for fault in original_faults(where, hashes)]
    return originals + [str(fault.error()) for fault in issued_pack_faults(where, hashes)]


def _enter(where: Folders, verb: str, end: ItemResult, start: Start, began: float) -> None:
    """Enter it as a run that has ended, after the ledger was copied or put back, so that no copy holds a run without an end."""
    run = begin(where.ledger, verb, None, start.by, clock_is_right=True)  # no issue is dated by it
    enter(where.ledger, run, [end])
    finish(where.ledger, run, time.monotonic() - began)
