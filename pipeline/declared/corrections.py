"""Corrections: one delivered cell read otherwise than it was delivered, dated, with its reason and a condition that must hold.

Those of published tables are in params/corrections/<source>.yml. Those of pupil records name pupils, so they are in
data/corrections/<source>.yml, which never leaves the data folder; mistakes in them are told without what they hold.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError, field_validator, model_validator

from pipeline.declared.sources import Release, Source
from pipeline.declared.strict import Problems, StrictModel, check_as, did_you_mean, read_yaml
from pipeline.declared.vocabulary import find_release_stages
from pipeline.keys import fingerprint
from pipeline.paths import Folders
from pipeline.pupil_numbers import ANY_LETTER

UPN = re.compile(rf"(?i)\b{ANY_LETTER}\b")
ROW, DELIVERY = "row", "delivery"  # a place in one delivery: its line, and the beginning of its fingerprint


class Correction(StrictModel):
    """One cell. `was` is what the delivery must still read, `becomes` what it is then taken to read."""

    id: str
    when: date
    results_year: int
    release: Release | None = None  # only this release; any by default
    where: dict[str, str]
    column: str
    was: str
    becomes: str
    why: str
    told: str  # who was told or said so, by role

    @field_validator("where", mode="before")
    @classmethod
    def _as_text(cls, raw: object) -> object:
        return {k: str(v) for k, v in raw.items()} if isinstance(raw, dict) else raw

    @field_validator("was", "becomes", mode="before")
    @classmethod
    def _cell(cls, raw: object) -> object:
        return "" if raw is None else str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw

    @model_validator(mode="after")
    def _can_be_followed(self) -> "Correction":
        if not self.where:
            raise ValueError("says no row: name the school, or a delivery and a row of it")
        if (ROW in self.where) != (DELIVERY in self.where):
            raise ValueError(
                "a row is a row of one delivery: name both, the delivery by the beginning of its fingerprint"
            )
        if ROW in self.where and not self.where[ROW].isdecimal():
            raise ValueError("a row is named by its number")
        if self.was == self.becomes:
            raise ValueError("changes nothing")
        if any(UPN.search(words) for words in (self.id, self.why, self.told)):
            raise ValueError("has a pupil's number in its words, which are printed; say it without")
        return self

    def speaks_of(self, year: int | None, release: str) -> bool:
        return self.results_year == year and self.release in (None, release)


class Corrections(StrictModel):
    corrections: list[Correction]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Corrections":
        ids = [c.id for c in self.corrections]
        if len(set(ids)) < len(ids):
            raise ValueError("two corrections have one id")
        return self


def correction_files(folders: Folders, source: str) -> tuple[Path, Path]:
    """Where a source's corrections may be: with the declarations, and with the data."""
    return folders.params / "corrections" / f"{source}.yml", folders.data / "corrections" / f"{source}.yml"


def corrections_state(folders: Folders, source: str) -> str:
    """Changes when the source's corrections do, in either place; an empty file is not the same as none."""
    held = (b"held: " + f.read_bytes() if f.is_file() else b"none" for f in correction_files(folders, source))
    return fingerprint(*held)


def read_corrections(folders: Folders, source: Source, problems: Problems) -> list[Correction]:
    """A source's corrections from both places, oldest first. Mistakes are added to `problems`."""
    declared, private = correction_files(folders, source.id)
    out = []
    if declared.is_file():
        if source.about == "pupils":
            problems.append(f"corrections/{declared.name} is about pupils: move it to corrections/ in the data folder.")
        elif raw := read_yaml(declared, problems):
            found = check_as(Corrections, raw, f"corrections/{declared.name}", problems)
            out += found.corrections if found else []
    if private.is_file():
        out += _read_private(private, problems)
    _name_columns(source, out, problems)
    if named := find_release_stages(folders.params):
        _name_releases(source, out, named.ids, problems)
    return sorted(out, key=lambda c: (c.when, c.id))


def _read_private(file: Path, problems: Problems) -> list[Correction]:
    """As `read_yaml` and `check_as`, but without a word of what the file holds."""
    where = f"corrections/{file.name} in the data folder"
    try:
        return list(Corrections.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).corrections)
    except (yaml.YAMLError, UnicodeDecodeError):
        problems.append(f"{where} is not YAML.")
    except ValidationError as error:
        problems.extend(f"{where}: {_path(item)}: {_kind(item)}." for item in error.errors(include_input=False))
    return []


def _path(item: dict) -> str:
    """Where in the file a mistake is, by number and by the keys of this project only."""
    known = {*Corrections.model_fields, *Correction.model_fields}
    return ".".join(str(p) if isinstance(p, int) or p in known else "?" for p in item["loc"]) or "the file"


def _kind(item: dict) -> str:
    said = {"extra_forbidden": "this key is not known", "missing": "this key is needed"}
    if item["type"] == "value_error":  # our own words, above
        return item["msg"].removeprefix("Value error, ")
    return said.get(item["type"], "this cannot be read as what it should be")


def _name_releases(source: Source, found: list[Correction], known: Sequence[str], problems: Problems) -> None:
    for correction in found:
        if correction.release is not None and correction.release not in known:
            hint = did_you_mean(correction.release, list(known))
            problems.append(
                f"corrections/{source.id}.yml: {correction.id}: a release stage is named that is none.{hint}"
            )


def _name_columns(source: Source, found: list[Correction], problems: Problems) -> None:
    known = [*source.columns]
    for correction in found:
        for name in (correction.column, *(w for w in correction.where if w not in (ROW, DELIVERY))):
            if name not in known:
                hint = did_you_mean(name, known)
                problems.append(f"corrections/{source.id}.yml: {correction.id}: a column is named that is none.{hint}")
