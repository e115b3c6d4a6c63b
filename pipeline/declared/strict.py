"""Params are read strictly and kindly: an unknown key is an answerable question, and all questions are asked at once."""

from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ParamsWrong
from pipeline.trouble import put_back


class StrictModel(BaseModel):
    """A declaration read from one file in params/; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Kind = TypeVar("Kind", bound=StrictModel)
SAFE = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the same reading by libyaml, ten times as fast, where PyYAML has it


class Problems(list[str]):
    """Every mistake found so far; raised together by `settle`."""

    def settle(self, folder: Path) -> None:
        if self:
            raise ParamsWrong(folder, list(dict.fromkeys(self)))  # a file read for two rooms is complained of once


def load_yaml(text: str):
    """What YAML text holds, of plain kinds only; yaml.YAMLError where it is none."""
    return yaml.load(text, Loader=SAFE)


def read_yaml(file: Path, problems: Problems) -> dict | None:
    """The mapping in one YAML file, or None with the problem noted."""
    try:
        raw = load_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        below = Path(file.name) if file.parent.name == "params" else Path(file.parent.name, file.name)
        problems.append(f"{file.name} is missing from {file.parent.name}/. {put_back('params', below)}")
        return None
    except UnicodeDecodeError:
        problems.append(f"{file.name} is not UTF-8 text; save it again with the encoding UTF-8.")
        return None
    except OSError as error:
        problems.append(f"{file.name} in {file.parent.name}/ cannot be read ({error.strerror}).")
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"{file.name} is not YAML{f' at line {mark.line + 1}' if mark else ''}.")
        return None
    if not isinstance(raw, dict):
        problems.append(f"{file.name} should hold named keys.")
        return None
    return raw


def read_as(kind: type[Kind], file: Path, problems: Problems, **given: object) -> Kind | None:
    """The file's content as a declaration of this kind, or None with every mistake noted; `given` keys are added to it."""
    raw = read_yaml(file, problems)
    return None if raw is None else check_as(kind, {**raw, **given}, file.name, problems)


def check_as(kind: type[Kind], raw: dict, where: str, problems: Problems) -> Kind | None:
    """A mapping as a declaration, or None with every mistake noted."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        problems.extend(_sentence(kind, where, item) for item in error.errors())
        return None


def _sentence(kind: type[StrictModel], where: str, item: dict) -> str:
    path = ".".join(str(p) for p in item["loc"])
    if item["type"] == "extra_forbidden":
        return (
            f"{where} has a key {path!r} that this project does not know.{did_you_mean(path, _keys(kind, item['loc']))}"
        )
    if item["type"] == "missing":
        return f"{where} needs a key {path!r}."
    return f"{where}: {path}: {item['msg']} (found {item['input']!r})."


def _keys(kind: type, loc: tuple) -> list[str]:
    for step in loc[:-1]:
        field = getattr(kind, "model_fields", {}).get(step)
        inside = getattr(field, "annotation", kind) if field else kind
        # Of a list or a mapping of declarations, the declaration.
        kind = next((a for a in get_args(inside) if hasattr(a, "model_fields")), inside)
    return list(getattr(kind, "model_fields", {}))


def did_you_mean(word: str, known: list[str]) -> str:
    """A leading-space question naming the nearest known word, or nothing."""
    near = get_close_matches(word.split(".")[-1], known, n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""
