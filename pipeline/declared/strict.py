"""Params are read strictly: an unknown key or name is refused with the nearest known one, and all mistakes are reported together."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from pipeline.declared.yaml_text import load_yaml, said_of
from pipeline.errors import ParamsWrong
from pipeline.trouble import put_back

LISTED_IN_FULL = 12  # so many known names are listed where none is near the one that was written


class StrictModel(BaseModel):
    """A declaration read from one file in params/; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Kind = TypeVar("Kind", bound=StrictModel)


class Problems(list[str]):
    """Every mistake found so far; raised together by `settle`."""

    def require(self, name: str, known: Collection[str], kind: str, where: str, declared_in: str = "") -> bool:
        """Whether `name` is among the known names of this kind; if not, the mistake is noted with what may be written instead.

        `where` is the file and the key that holds the name, as in "publications/primary-booklet.yml: audience"; `declared_in`
        the file that should declare it, where that is not clear from the kind.
        """
        if name in known:
            return True
        hint = did_you_mean(name, known)
        if not hint and 0 < len(known) <= LISTED_IN_FULL:
            hint = f" Write one of: {', '.join(known)}."
        self.append(f"{where}: there is no {kind} {name!r}{f' in {declared_in}' if declared_in else ''}.{hint}")
        return False

    def settle(self, folder: Path) -> None:
        """Raise ParamsWrong with every mistake noted, each once: a file may be read for more than one room."""
        if self:
            raise ParamsWrong(folder, list(dict.fromkeys(self)))


def read_yaml(file: Path, problems: Problems) -> dict[str, Any] | None:
    """The mapping in one YAML file, or None with the problem noted."""
    name = in_params(file)
    try:
        raw = load_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{file.name} is missing from {file.parent.name}/. {put_back('params', Path(name))}")
        return None
    except UnicodeDecodeError:
        problems.append(f"{name} is not UTF-8 text; save it again with the encoding UTF-8.")
        return None
    except OSError as error:
        problems.append(f"{name} cannot be read ({error.strerror}).")
        return None
    except yaml.YAMLError as error:
        problems.append(f"{name} {said_of(error)}")
        return None
    if not isinstance(raw, dict):
        problems.append(f"{name} should consist of named keys, each on its line as in `key: value`.")
        return None
    return raw


def in_params(file: Path) -> str:
    """How a file is named in messages: with its folder, unless that is params/ itself."""
    return file.name if file.parent.name == "params" else f"{file.parent.name}/{file.name}"


def read_as(kind: type[Kind], file: Path, problems: Problems, **given: object) -> Kind | None:
    """The file's content as a declaration of this kind, or None with every mistake noted; `given` keys are added to it."""
    raw = read_yaml(file, problems)
    return None if raw is None else check_as(kind, {**raw, **given}, in_params(file), problems)


def read_alone(kind: type[Kind], params: Path, file: str) -> Kind:
    """One file of params/ by itself, for a step that needs nothing else of them; ParamsWrong with every mistake of it."""
    path = params / file
    text = path.read_bytes() if path.is_file() else None
    found, problems = _read_alone(kind, path, text)
    if found is None:
        raise ParamsWrong(params, list(problems))
    return found  # type: ignore[return-value]  # it is of the kind it was read as


@lru_cache(maxsize=32)
def _read_alone(kind: type[Kind], path: Path, _text: bytes | None) -> tuple[StrictModel | None, tuple[str, ...]]:
    """The file's declaration, or its mistakes. The text is a part of the cache's key, so that an edited file is read again."""
    problems = Problems()
    return read_as(kind, path, problems), tuple(problems)


def check_as(kind: type[Kind], raw: dict[str, Any], where: str, problems: Problems) -> Kind | None:
    """A mapping as a declaration, or None with every mistake noted; `where` is the file that is named."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        problems.extend(_message(kind, where, details) for details in error.errors())
        return None


def _message(kind: type[StrictModel], where: str, details: ErrorDetails) -> str:
    """One mistake that pydantic found, in the words of somebody who edits the file."""
    path = ".".join(map(str, details["loc"]))
    if details["type"] == "extra_forbidden":
        hint = did_you_mean(path, _known_keys(kind, details["loc"]))
        return f"{where} has a key {path!r} that this project does not know.{hint}"
    if details["type"] == "missing":
        return f"{where} needs a key {path!r}."
    key = f"{path}: " if path else ""
    words = details["msg"].removeprefix("Value error, ").rstrip(".")
    # A declaration's own validator has the whole declaration as its input: too long to print.
    found = "" if isinstance(details["input"], dict) else f" (found {details['input']!r})"
    return f"{where}: {key}{words}{found}{'' if words.endswith('?') and not found else '.'}"


def _known_keys(kind: type, loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the declaration in which the last step of a mistake's path lies."""
    for step in loc[:-1]:
        field = getattr(kind, "model_fields", {}).get(step)
        inside = getattr(field, "annotation", kind) if field else kind
        # Of a list or a mapping of declarations, the declaration.
        kind = next((a for a in get_args(inside) if hasattr(a, "model_fields")), inside)
    return list(getattr(kind, "model_fields", {}))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question naming the nearest known word, with a space before it; "" where none is near."""
    near = get_close_matches(word.split(".")[-1], list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand more than once, each once, sorted."""
    listed = list(names)
    return sorted({name for name in listed if listed.count(name) > 1})
