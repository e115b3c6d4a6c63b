"""YAML as people write it: read into plain kinds, each key once, and every fault in the words of somebody who edits the file.

The one loader of YAML. A part of a file cannot be named and repeated (`&`, `*`, `<<`): a few lines that repeat each other would
fill the memory, and whoever edits one place would change others without seeing it.
"""

from typing import Any

import yaml

SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the same ten times as fast, where PyYAML has it

# What the reader says of a fault, or a part of it -> what is wrong and what to write. The first that fits is told.
FAULTS = (
    ("tab character", "is indented with a tab. Indent with spaces"),
    ("sequence entries are not allowed", "begins a list on the line of its key. Put each `- ` on a line of its own below it"),
    ("cannot start any token", "begins with a character that means something else in YAML, such as a tab, @, % or `. "
     "Indent with spaces, and put text that begins so in quotes"),
    ("mapping values are not allowed", "has a second colon, or a line before it is indented less than it should be. "
     "Put text that holds a colon and a space in quotes"),
    ("could not find expected ':'", "is a key without a colon, or text without its second quote. Write `key: value`"),
    ("unexpected end of stream", "begins text in quotes that is never closed. Add the second quote"),
    ("unknown escape character", "has a backslash in double quotes. Put the text in single quotes"),
    ("expected ',' or", "has a bracket that is not closed, or a comma is missing. Close it, or add the comma"),
    ("did not find expected key", "is not indented like the lines beside it, or has text after a closing quote. "
     "Indent both alike, and put the whole text in quotes"),
    ("did not find expected '-'", "is not indented like the other entries of its list. Begin each with `- ` below the first"),
)  # fmt: skip
DEEPEST = 50  # mappings and lists inside each other; the deepest of params has 8
# Fewer marks that can begin a mapping or a list are never nested so deep that reading them could fail.
MANY_MARKS = 10_000


class KeyTwice(yaml.YAMLError):
    """A mapping has a key twice, of which only the last would count."""

    def __init__(self, key: object, first: int, second: int) -> None:
        super().__init__(f"has the key {key!r} at line {first} and again at line {second}. Take one of the two out")


class NotPlain(yaml.YAMLError):
    """A file repeats a part of itself by name, or is nested deeper than any declaration."""


class _EachKeyOnce(SAFE):  # type: ignore[misc, valid-type]
    """The safe loader, which also refuses a key that stands twice in one mapping, and a mapping put into another (`<<`)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[object, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise NotPlain(f"has a list or a mapping for a key at line {line}. Write `key: value`")
            if key.tag == "tag:yaml.org,2002:merge":
                raise NotPlain(f"puts one mapping into another with << at line {line}. Write its keys out")
            value = self.construct_object(key)
            if value in seen:
                raise KeyTwice(key.value, seen[value], line)
            seen[value] = line
        plain: dict[Any, Any] = super().construct_mapping(node, deep)
        return plain


def load_yaml(text: str) -> Any:
    """The content of YAML text, of plain kinds only.

    yaml.YAMLError where it is not YAML, has a key twice, repeats a part of itself by name or is nested too deep.
    """
    if "*" in text or "&" in text or sum(map(text.count, "[{-?:")) > MANY_MARKS:
        _require_plain(text)
    try:
        return yaml.load(text, Loader=_EachKeyOnce)
    except (ValueError, OverflowError):  # a date or a number that is none: 2025-02-31
        raise NotPlain("has a date or a number that does not exist. Put it in quotes, or correct it") from None


def _require_plain(text: str) -> None:
    """Refuse names of parts and deep nesting, from the marks of the text alone: nothing is put together yet."""
    depth = 0
    for event in yaml.parse(text, Loader=SAFE):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            kind = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise NotPlain(
                f"names a part of the file with {kind} at line {line}, which is not read. "
                "Write the part out where it is meant, and put text that begins so in quotes"
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise NotPlain(
                f"has more than {DEEPEST} lists or mappings inside each other at line {line}. Take them apart"
            )


def said_of(error: yaml.YAMLError) -> str:
    """What is wrong with a file, where, and what to write, to follow the file's name."""
    if isinstance(error, (KeyTwice, NotPlain)):
        return f"{error}."
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    fault = next(
        (words for part, words in FAULTS if part in told), "cannot be read. Correct its quotes, brackets or indentation"
    )
    return f"is not YAML: {f'line {mark.line + 1}' if mark else 'a line'} {fault}."
