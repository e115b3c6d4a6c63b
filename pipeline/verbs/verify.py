"""`verify`: whether each file is an issued document as it was issued, in one line a file."""

from pathlib import Path

from pipeline.ledger.issues import Issue, issues
from pipeline.ledger.verify import IssuedFiles, Verdict
from pipeline.paths import Folders
from pipeline.verbs.arguments import require_files
from pipeline.verbs.output import print_lines


def verify_files(where: Folders, files: list[Path]) -> int:
    """Returns 0 when every file is genuine, 1 when one is not; raises CommandWrong where a file does not exist."""
    require_files((f for f in files if not f.is_file()), "file")
    issued = IssuedFiles(issues(where.ledger))
    verdicts = [issued.verdict(f.read_bytes()) for f in files]
    print_lines(*(f"{file}: {sentence(verdict)}" for file, verdict in zip(files, verdicts, strict=True)))
    return 0 if all(v.word == "genuine" for v in verdicts) else 1


def sentence(verdict: Verdict) -> str:
    """One file's verdict in words."""
    title = f"its title is “{verdict.calls_itself}”"
    issue = verdict.issue
    if verdict.word == "draft":
        return f"a draft: nothing with this content was issued; {title}"
    if issue is None:
        return f"unknown: nothing with this content was issued{f'; {title}' if verdict.calls_itself else ''}"
    if verdict.word == "altered":
        last = f"the last is issue {issue.number} of {_day(issue)}"
        return f"not as issued: {title}, but its content differs from every issue ({last})"
    document = f"{issue.title} of {issue.place_name} ({issue.place}), {issue.year} results"
    named = f"{document}, issue {issue.number} of {_day(issue)}, as at {issue.as_at}, audience: {issue.audience}"
    if verdict.by is None:
        return f"genuine: {named}; it is the last issue"
    return f"superseded: {named}; issue {verdict.by.number} replaced it on {_day(verdict.by)}"


def _day(issue: Issue) -> str:
    return issue.issued[:10]
