"""`verify`: what each file is, in one line a file."""

import sys
from pathlib import Path

from pipeline.errors import CommandWrong
from pipeline.ledger.issues import Issue, issues
from pipeline.ledger.verify import IssuedFiles, Verdict
from pipeline.paths import Folders


def verify_files(where: Folders, files: list[Path]) -> int:
    """0 when every file is genuine, 1 when one is not; a file that is not there is a mistake in the command."""
    absent = [str(f) for f in files if not f.is_file()]
    if absent:
        raise CommandWrong(what=f"There is no such file: {', '.join(absent)}.")
    issued = IssuedFiles(issues(where.ledger))
    verdicts = [issued.verdict(f.read_bytes()) for f in files]
    for file, verdict in zip(files, verdicts, strict=True):
        sys.stdout.write(f"{file}: {sentence(verdict)}\n")
    return 0 if all(v.word == "genuine" for v in verdicts) else 1


def sentence(found: Verdict) -> str:
    """One file's verdict in words."""
    itself = f"it names itself “{found.calls_itself}”"
    if found.word == "genuine":
        return f"genuine: {_named(found.issue)}; it is the last issue"
    if found.word == "superseded":
        return f"superseded: {_named(found.issue)}; issue {found.by.number} took its place on {_day(found.by)}"
    if found.word == "altered":
        last = f"the last is issue {found.issue.number} of {_day(found.issue)}"
        return f"not as issued: {itself}, but its content differs from every issue ({last})"
    return f"unknown: nothing with this content was issued{f'; {itself}' if found.calls_itself else ''}"


def _named(issue: Issue) -> str:
    document = f"{issue.title} of {issue.place_name} ({issue.place}), {issue.year} results"
    return f"{document}, issue {issue.number} of {_day(issue)}, as at {issue.as_at}, audience: {issue.audience}"


def _day(issue: Issue) -> str:
    return issue.issued[:10]
