"""YAML as people write it: read into plain kinds, each key once, and every fault in the words of somebody who edits the file."""

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
    ("undefined alias", "begins with *, which names another part of the file. Put text that begins so in quotes"),
    ("duplicate anchor", "names a part of the file with & a second time. Take one of the two out"),
)  # fmt: skip


class KeyTwice(yaml.YAMLError):
    """A mapping has a key twice, of which only the last would count."""

    def __init__(self, key: object, first: int, second: int) -> None:
        super().__init__(f"has the key {key!r} at line {first} and again at line {second}. Take one of the two out")


class _EachKeyOnce(SAFE):  # type: ignore[misc, valid-type]
    """The safe loader, which also refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[object, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                line = key.start_mark.line + 1
                if (key.tag, key.value) in seen:
                    raise KeyTwice(key.value, seen[key.tag, key.value], line)
                seen[key.tag, key.value] = line
        plain: dict[Any, Any] = super().construct_mapping(node, deep)
        return plain


def load_yaml(text: str) -> Any:
    """The content of YAML text, of plain kinds only; yaml.YAMLError where it is not YAML or has a key twice."""
    return yaml.load(text, Loader=_EachKeyOnce)


def said_of(error: yaml.YAMLError) -> str:
    """What is wrong with a file, where, and what to write, to follow the file's name."""
    if isinstance(error, KeyTwice):
        return f"{error}."
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    fault = next(
        (words for part, words in FAULTS if part in told), "cannot be read. Correct its quotes, brackets or indentation"
    )
    return f"is not YAML: {f'line {mark.line + 1}' if mark else 'a line'} {fault}."
