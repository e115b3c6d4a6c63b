"""What several verbs ask of their arguments. Each check raises CommandWrong, which says what to type instead."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.console import one_line
from pipeline.errors import CommandWrong
from pipeline.pupil_numbers import IN_WORDS


def require_year(year: int, verb: str) -> None:
    """A results year was given; 0 means that it was not."""
    if not year:
        raise CommandWrong(what=f"Say which results year: booklets {verb} --year 2018")


def require_suffix(file: Path, *suffixes: str) -> None:
    """The name of a file to be written ends in one of these."""
    if file.suffix not in suffixes:
        raise CommandWrong(what=f"{file.name} should end in {' or '.join(suffixes)}.")


def require_files(missing: Iterable[Path], kind: str) -> None:
    """No file or folder that was named is missing; `kind` says which of the two was expected."""
    names = [one_line(file) for file in missing]
    if names:
        raise CommandWrong(what=f"There is no such {kind}: {', '.join(names)}.")


def require_no_pupil_number(*words: str) -> None:
    """What a person typed to be recorded, such as a role or a reason, names no pupil by number."""
    if any(IN_WORDS.search(text) for text in words):
        raise CommandWrong(what="The role or the reason holds a pupil's number: leave it out.")


def require_role_and_reason(by: str, because: str, who: str, typed: str) -> None:
    """What a person decides has a role and a reason, without a pupil's number; `who` and `typed` say what is meant, as an example."""
    if not by.strip() or not because.strip():
        raise CommandWrong(what=f"Say {who}, as a role, and why: {typed}.")
    require_no_pupil_number(by, because)


def require_folder(path: Path) -> None:
    """A path to write into is not a file; it need not exist yet."""
    if path.exists() and not path.is_dir():
        raise CommandWrong(what=f"{path} is a file; choose a folder with --into.")
