"""A block's form on paper: the call of a function of style/paper/booklet.typ, in the notation of Typst.

What was delivered becomes a string literal and nothing else, so that no name or sentence can be read as Typst's own notation.
"""

from collections.abc import Mapping, Sequence

TYPST = "text/vnd.typst"  # beside text/html among what a block shows
ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": " "})


def literal(value: object) -> str:
    """A value in Typst's notation: text, numbers, truth, none, lists and dictionaries of these."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return f'"{value.translate(ESCAPED)}"'
        case Mapping():
            return f"({', '.join(f'{_name(k)}: {literal(v)}' for k, v in value.items()) or ':'})"
        case Sequence():
            return f"({''.join(f'{literal(v)}, ' for v in value)})"
    raise TypeError(f"{type(value).__name__} has no form in Typst's notation")


def call(function: str, **given: object) -> str:
    """The call of a function of booklet.typ with named arguments, in a line of markup of its own."""
    return f"#{_name(function)}({', '.join(f'{_name(k)}: {literal(v)}' for k, v in given.items())})\n"


def _name(python: str) -> str:
    return python.replace("_", "-")
