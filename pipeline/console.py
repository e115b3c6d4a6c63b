"""The one place that writes to the terminal, and what makes delivered text safe to print there or in a log.

A file's name, a heading, a school's name may hold a line break, which would begin a line that looks like the program's own; an
escape sequence, which a terminal obeys; or marks that turn the direction of writing, so that a name reads as another. They are
written out as their code. Letters of every script, accents and apostrophes are left as they are.
"""

import re
import sys

# Control characters, marks of direction, line and paragraph separators, characters without width, halves of a character (which
# stand for bytes of a file's name that are no text) and tags. Not the two joiners, with which Persian and Indian names are written.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
UNSEEN_BUT_BREAKS = re.compile(UNSEEN.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def one_line(text: object) -> str:
    """The text on one line, with what cannot be seen in it written out: <U+001B>."""
    return UNSEEN.sub(_written_out, str(text))


def say(*lines: str) -> None:
    """Each on a line of its own, on standard output."""
    sys.stdout.writelines(f"{one_line(line)}\n" for line in lines)


def complain(*lines: str) -> None:
    """Each on a line of its own, on standard error."""
    sys.stderr.writelines(f"{one_line(line)}\n" for line in lines)


def ask(question: str) -> None:
    """A question on standard error, to be answered on the same line."""
    sys.stderr.write(f"{one_line(question)} ")
    sys.stderr.flush()


def complain_at_length(text: str) -> None:
    """A message of several lines on standard error; what is put into it must be one line (`one_line`)."""
    sys.stderr.write(f"{UNSEEN_BUT_BREAKS.sub(_written_out, text)}\n")


def _written_out(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"
