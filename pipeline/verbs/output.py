"""Lines for the person at the terminal, or for the log of a scheduled run."""

import sys


def print_lines(*lines: str) -> None:
    """Each on a line of its own, on standard output."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in "1 school" and "1,200 schools"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
