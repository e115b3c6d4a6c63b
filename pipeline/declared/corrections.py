"""Corrections: single delivered cells that are wrong, each with its right value, its date and its reason.

Those of published tables are in params/corrections/<source>.yml. Those of pupil records name pupils, so they are in
data/corrections/<source>.yml, which never leaves the data folder; mistakes in them are reported without their content.
"""

from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from pipeline.declared.sources import Release, Source
from pipeline.declared.strict import Problems, StrictModel, check_as, did_you_mean, read_yaml
from pipeline.declared.vocabulary import find_release_stages
from pipeline.declared.yaml_text import load_yaml
from pipeline.keys import fingerprint
from pipeline.paths import Folders
from pipeline.pupil_numbers import IN_WORDS

ROW, DELIVERY = "row", "delivery"  # a place in one delivery: its line, and the beginning of its fingerprint
SCHOOL_KEYS = ("laestab", "urn")  # either names a school in every source that has the other


class Correction(StrictModel):
    """One cell, or with `leave_out` one row. `was` is the value it must still have, `becomes` the value used instead."""

    id: str
    when: date
    results_year: int | None = None  # of a source whose deliveries have a year it is needed
    release: Release | None = None  # only this release; any by default
    where: dict[str, str]
    leave_out: bool = False  # the whole row, instead of a cell of it
    column: str = ""
    was: str = ""
    becomes: str = ""
    why: str
    told: str  # who was informed or said so, by role

    @field_validator("where", mode="before")
    @classmethod
    def _as_text(cls, raw: object) -> object:
        return {k: str(v) for k, v in raw.items()} if isinstance(raw, dict) else raw

    @field_validator("was", "becomes", mode="before")
    @classmethod
    def _cell(cls, raw: object) -> object:
        return "" if raw is None else str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw

    @model_validator(mode="after")
    def _can_be_applied(self) -> "Correction":
        # These messages are printed for pupil records too, so they may not repeat anything the correction holds.
        if not self.where:
            raise ValueError("`where` names no row: name the school, or a delivery and a row of it")
        if (ROW in self.where) != (DELIVERY in self.where):
            raise ValueError(
                "a row is a row of one delivery: name both in `where`, the delivery by the beginning of its fingerprint"
            )
        if ROW in self.where and not self.where[ROW].isdecimal():
            raise ValueError("write a row as its number")
        cell = self.model_fields_set & {"column", "was", "becomes"}
        if self.leave_out and cell:
            raise ValueError("`leave_out` takes the whole row out, so it has no `column`, `was` or `becomes`")
        if not self.leave_out and len(cell) < 3:
            raise ValueError(
                "say which cell: `column`, what it `was` and what it `becomes`; or `leave_out: true` for the row"
            )
        if self.was == self.becomes and not self.leave_out:
            raise ValueError("`was` and `becomes` are the same, so it changes nothing")
        if any(IN_WORDS.search(words) for words in (self.id, self.why, self.told)):
            raise ValueError("has a pupil's number in its words, which are printed: leave the number out")
        return self

    @property
    def school(self) -> tuple[str, str] | None:
        """The key and the number it names its school by; None where it names none."""
        return next(((key, self.where[key]) for key in SCHOOL_KEYS if key in self.where), None)


class Corrections(StrictModel):
    """One file of corrections."""

    corrections: list[Correction]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Corrections":
        ids = [c.id for c in self.corrections]
        if len(set(ids)) < len(ids):
            raise ValueError("two corrections have the same id")
        return self


def correction_files(folders: Folders, source: str) -> tuple[Path, Path]:
    """Where a source's corrections may be: with the declarations, and with the data."""
    return folders.params / "corrections" / f"{source}.yml", folders.data / "corrections" / f"{source}.yml"


def check_correction_files(folders: Folders, problems: Problems) -> None:
    """Note each file among the corrections that no source's deliveries are read with, so that nothing in it applies."""
    sources = sorted(file.stem for file in (folders.params / "sources").glob("*.yml"))
    if not sources:
        return  # said already, by whoever reads the sources
    read = {f"{source}.yml" for source in sources}
    for home, said in ((folders.params, ""), (folders.data, " in the data folder")):
        beside = sorted(p for p in (home / "corrections").glob("*") if p.name not in read)
        for file in (f for f in beside if f.name != "README.md" and not f.name.startswith(".")):
            hint = did_you_mean(file.name.split(".")[0], sources)
            problems.append(f"corrections/{file.name}{said} is not read: name it after its source, <source>.yml.{hint}")


def corrections_state(folders: Folders, source: str) -> str:
    """A fingerprint of the source's corrections in both places; an empty file is not the same as none."""
    contents = (b"held: " + f.read_bytes() if f.is_file() else b"none" for f in correction_files(folders, source))
    return fingerprint(*contents)


def read_corrections(folders: Folders, source: Source, problems: Problems) -> list[Correction]:
    """A source's corrections from both places, oldest first. Mistakes are added to `problems`."""
    declared, private = correction_files(folders, source.id)
    check_correction_files(folders, problems)
    corrections: list[Correction] = []
    if declared.is_file():
        if source.about == "pupils":
            problems.append(f"corrections/{declared.name} is about pupils: move it to corrections/ in the data folder.")
        elif raw := read_yaml(declared, problems):
            checked = check_as(Corrections, raw, f"corrections/{declared.name}", problems)
            corrections += checked.corrections if checked else []
    if private.is_file():
        corrections += _read_private(private, problems)
    vocabulary = find_release_stages(folders.params)
    for correction in corrections:
        # The wrong name is not repeated: in pupil records a slip of the pen may have put a pupil's data there.
        where = f"corrections/{source.id}.yml: {correction.id}"
        keys = [*source.columns, *(SCHOOL_KEYS if set(SCHOOL_KEYS) & set(source.columns) else ())]
        named = [] if correction.leave_out else [(correction.column, list(source.columns))]
        named += [(key, keys) for key in correction.where if key not in (ROW, DELIVERY)]
        for name, known in (pair for pair in named if pair[0] not in pair[1]):
            hint = did_you_mean(name, known)
            problems.append(f"{where}: it names a column that {source.id} does not have.{hint}")
        if correction.results_year is None and source.results_year != "none":
            problems.append(f"{where}: it needs `results_year`, the year of the results it corrects.")
        if vocabulary and correction.release is not None and correction.release not in vocabulary.ids:
            hint = did_you_mean(correction.release, vocabulary.ids)
            problems.append(f"{where}: it names a release stage that does not exist.{hint}")
    return sorted(corrections, key=lambda c: (c.when, c.id))


def _read_private(file: Path, problems: Problems) -> list[Correction]:
    """As `read_yaml` and `check_as`, but no message repeats anything from the file: it names pupils."""
    where = f"corrections/{file.name} in the data folder"
    try:
        return list(Corrections.model_validate(load_yaml(file.read_text(encoding="utf-8"))).corrections)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        problems.append(f"{where} is not YAML{line}, or has a key twice: correct its indentation, quotes or colons.")
    except UnicodeDecodeError:
        problems.append(f"{where} is not UTF-8 text; save it again with the encoding UTF-8.")
    except ValidationError as error:
        problems.extend(f"{where}: {_path(item)}: {_mistake(item)}." for item in error.errors(include_input=False))
    return []


def _path(item: ErrorDetails) -> str:
    """Where in the file a mistake is, by numbers and by the keys of this project only."""
    known = {*Corrections.model_fields, *Correction.model_fields}
    return ".".join(str(p) if isinstance(p, int) or p in known else "?" for p in item["loc"]) or "the file"


def _mistake(item: ErrorDetails) -> str:
    """What is wrong, in words that repeat nothing of the file."""
    if item["type"] == "value_error":  # the words of this module's own validators
        return item["msg"].removeprefix("Value error, ")
    known = {"extra_forbidden": "this key is not known", "missing": "this key is needed"}
    return known.get(item["type"], "the value is not of the right kind")
