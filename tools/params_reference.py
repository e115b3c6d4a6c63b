"""Writes docs/params.md: every key of every file of params/, from the declarations that read them. `make reference` runs it.

What a key means is the comment beside it in its declaration, so that code and reference cannot say different things.
"""

import inspect
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.declared.files import FILES, GIVEN_BY_NAME  # noqa: E402
from pipeline.declared.strict import StrictModel  # noqa: E402

OUT = ROOT / "docs" / "params.md"
FIELD = re.compile(r"^    (\w+)\s*:\s*(.*)$")
FILLED = ("scales", "ctf", "year_words")  # of a source: put there when other files are read
PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    object: "anything",
    type(None): "nothing",
}
COMMON = {  # keys that mean the same wherever they stand without a comment of their own
    "why": "The reason for the decision",
    "because": "The reason",
    "id": "Its name in files and other declarations",
    "name": "Its name in documents",
    "title": "Its title in documents",
    "short": "Its name where there is little room",
    "said": "The same in words, as documents and findings print it",
    "remedy": "What to do about it",
    "to_confirm": "What somebody still has to confirm; `check` lists it",
    "year": "A results year: the calendar year of its summer",
    "stage": "A key stage",
    "stages": "Key stages",
    "group": "A pupil group",
    "groups": "Pupil groups",
    "measure": "A measure",
    "measures": "Measures",
    "source": "A source",
    "sources": "Sources",
    "column": "A column of the source",
    "columns": "Columns of the source",
    "release": "A release stage",
    "told": "Who was informed, or said so, as a role",
    "when": "The day",
    "where": "Which rows",
    "from": "First results year",
    "to": "Last results year; open without it",
    "since": "First results year it applies to",
    "until": "Last results year it applies to",
    "lower": "The column with the lower end of the interval",
    "upper": "The column with the upper end of the interval",
    "most": "The most it may be",
    "least": "The least it may be",
    "unit": "What its figures are in",
    "out_of": "The cohort: of whom or what it is",
    "audience": "Who reads it, as policy/disclosure.yml names audiences",
    "topic": "Where in a document it stands",
    "rag": "The rule of policy/rag.yml it is judged by",
    "trend": "Whether years are compared",
    "why_it_matters": "A sentence for readers on what the measure says about children",
    "kind": "Its kind",
    "words": "The words or codes meant",
    "severity": "Whether it refuses or holds (blocking), or only advises",
}
TOP = """# Every key of params/

Made from the declarations by `make reference`; a test holds it to them. A key without a default is needed. Keys are read strictly:
one that is misspelt, or given twice, is refused with the nearest known one, and so is a file that nothing is read from.
"""


def reference() -> str:
    """The whole page."""
    out = [TOP]
    for pattern, kind in FILES.items():
        out.append(f"## {pattern}\n\n{_said(kind)}\n")
        out += _tables(kind, seen=set(), top=True)
    return "\n".join(out).rstrip() + "\n"


def _tables(kind: type[StrictModel], seen: set[type], top: bool = False) -> Iterator[str]:
    """A declaration's keys as a table, then those of the declarations inside it, each once."""
    seen.add(kind)
    meanings = _meanings(kind)
    given = GIVEN_BY_NAME.get(kind, ()) if top else ()
    rows = ["| Key | Value | Default | Meaning |", "|---|---|---|---|"]
    inside: list[tuple[str, type[StrictModel]]] = []
    for name, field in kind.model_fields.items():
        if name in given or (kind.__name__ == "Source" and name in FILLED):
            continue
        key = field.alias or name
        rows.append(f"| `{key}` | {_words(field.annotation)} | {_default(field)} | {_meaning(name, field, meanings)} |")
        inside += [(key, k) for k in _declarations(field.annotation) if k not in seen]
    yield "\n".join(rows) + "\n"
    for key, other in inside:
        if other not in seen:
            yield f"### {other.__name__}, under `{key}`\n\n{_said(other)}\n"
            yield from _tables(other, seen)


def _meaning(name: str, field: FieldInfo, meanings: dict[str, str]) -> str:
    """The comment beside the key; else what the declaration inside it says of itself; else what the key means everywhere."""
    inside = next(_declarations(field.annotation), None)
    own = _said(inside).partition(". ")[0].rstrip(".").replace("|", "or") if inside else ""
    return meanings.get(name) or own or COMMON.get(name, "")


def _said(kind: type) -> str:
    return " ".join((inspect.getdoc(kind) or "").split())


def _meanings(kind: type[StrictModel]) -> dict[str, str]:
    """Field -> the comment at the end of its line, else the comment lines right above it."""
    out: dict[str, str] = {}
    for owner in reversed(kind.__mro__):
        if not (isinstance(owner, type) and issubclass(owner, StrictModel)) or owner is StrictModel:
            continue
        above: list[str] = []
        current = ""
        for line in inspect.getsource(owner).splitlines():
            comment = line.partition("#")[2].strip() if "#" in line else ""
            found = FIELD.match(line)
            if found and found[1] in owner.model_fields:
                current = found[1]
                out[current] = comment or " ".join(above)
            elif current and comment and not line.strip().startswith("#") and not out[current]:
                out[current] = comment
            above = [*above, comment] if line.strip().startswith("#") else []
            if line.startswith("    def ") or line.startswith("    @"):
                current = ""
    return {
        name: said[:1].upper() + said[1:].replace("|", "or").rstrip(".")
        for name, said in out.items()
        if said and said[0] not in "{["
    }


def _declarations(annotation: Any) -> Iterator[type[StrictModel]]:
    if isinstance(annotation, type) and issubclass(annotation, StrictModel):
        yield annotation
    for part in get_args(annotation):
        if part is not Ellipsis and not isinstance(part, str | int):
            yield from _declarations(part)


def _words(annotation: Any) -> str:
    """A type as somebody who edits the file reads it."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return " or ".join(_words(a) for a in args if a is not type(None))
    if origin is Literal:
        return ", ".join(f"`{a}`" for a in args)
    if origin is list:
        return f"list of {_words(args[0])}"
    if origin is tuple:
        return "list: " + ", ".join(_words(a) for a in args if a is not Ellipsis)
    if origin is dict:
        return f"{_words(args[0])} → {_words(args[1])}"
    if origin is not None and args:  # Annotated
        return _words(args[0])
    if isinstance(annotation, type) and issubclass(annotation, StrictModel):
        return f"`{annotation.__name__}`, below"
    return PLAIN.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ("", [], {}, ()):
        return "none"
    if isinstance(value, StrictModel):
        return "its own defaults"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    OUT.write_text(reference(), encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)} written")
