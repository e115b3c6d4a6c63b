"""Lines for the person at the terminal, or for the log of a scheduled run."""

from pipeline.console import say


def print_lines(*lines: str) -> None:
    """Each on a line of its own, on standard output."""
    say(*lines)


def inert(text: str) -> str:
    """Delivered text which a spreadsheet shows and never runs: what would start a formula gets an apostrophe in front."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in "1 school" and "1,200 schools"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
