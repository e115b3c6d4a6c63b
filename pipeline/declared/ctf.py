"""Code sets of the Common Transfer File: which combination of codes fills which column of which source, year by year.

The Department publishes the codes anew each year (its assessment component files). So there is one file for each results
year, `params/ctf/<year>.yml`; every line names the evidence for it, and says where that is still to be confirmed.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import model_validator

from pipeline.declared.strict import Problems, StrictModel, check_as, did_you_mean, read_yaml
from pipeline.declared.yaml_text import SAFE

FOLDER = "ctf"
NUMBERS = ("count", "scaled_score")  # types of column that a result given as a number may fill


class Combination(NamedTuple):
    """The codes that say what one result in a Common Transfer File is a result of."""

    stage: str
    subject: str
    method: str
    component: str
    qualifier: str


class CodeEvidence(StrictModel):
    """Where a combination was seen, and what a person must still confirm about it ("" where nothing is open)."""

    what: str
    to_confirm: str = ""


class ResultLine(StrictModel):
    """One combination: the column of a source that its results fill, or the reason why they are not read."""

    stage: str
    subject: str
    method: str
    component: str
    qualifier: str
    source: str = ""
    column: str = ""
    number: str = ""  # the column that is filled instead where the result is a number (a mark beside a code)
    codes: dict[str, str] = {}  # the file's code -> the code of the column's scale, where they differ
    seen: str = ""  # a key of `evidence`
    not_read: str = ""  # the reason why these results are left out, in place of source, column and seen

    @model_validator(mode="after")
    def _read_or_not(self) -> "ResultLine":
        read = (self.source, self.column, self.seen)
        if self.not_read and any((*read, self.number, self.codes)):
            raise ValueError("has `not_read`, so it fills no column: take out source, column, number, codes and seen")
        if not self.not_read and not all(read):
            raise ValueError("needs source, column and seen; or `not_read` with the reason")
        return self

    @property
    def combination(self) -> Combination:
        return Combination(self.stage, self.subject, self.method, self.component, self.qualifier)


class CodeSet(StrictModel):
    """params/ctf/<year>.yml: how results of one results year are written in a Common Transfer File."""

    year: int
    why: str
    locale: str  # results of another country's assessments are not read
    status: str  # the ResultStatus of a result that counts
    evidence: dict[str, CodeEvidence]
    pupil: dict[str, list[str]]  # our column -> the elements of a pupil it is read from, the first that is there
    results: list[ResultLine]

    def lines(self) -> dict[Combination, ResultLine]:
        return {line.combination: line for line in self.results}

    def open_points(self, lines: Iterable[ResultLine]) -> list[str]:
        """What is to be confirmed about these lines, each point once."""
        points = (self.evidence[line.seen].to_confirm for line in lines if line.seen)
        return list(dict.fromkeys(point for point in points if point))


def code_set_file(year: int) -> str:
    """The code set of a results year as messages name it."""
    return f"params/{FOLDER}/{year}.yml"


def read_code_sets(params: Path, problems: Problems) -> dict[int, CodeSet]:
    """Every code set by its results year; the file's name is the year. Mistakes are added with file and line."""
    code_sets = {}
    for file in sorted((params / FOLDER).glob("*.yml")):
        code_set = _read(file, problems)
        if code_set and file.stem != str(code_set.year):
            problems.append(f"{FOLDER}/{file.name} is the code set of {code_set.year}: its name should be its year.")
        elif code_set:
            code_sets[code_set.year] = code_set
    return code_sets


def add_code_sets(sources: MutableMapping[str, Any], params: Path, problems: Problems) -> None:
    """Give every source of pupils the code sets, so that a changed code set is a changed source.

    Each source has the whole code sets: what a file holds beyond one source's results is reported with that source's findings.
    """
    code_sets = read_code_sets(params, problems)
    for code_set in code_sets.values():
        _refers_to(code_set, params / FOLDER / f"{code_set.year}.yml", sources, problems)
    named = {line.source for code_set in code_sets.values() for line in code_set.results}
    for source in [s for s in sources.values() if s.id in named and s.of_pupils]:
        sources[source.id] = source.model_copy(update={"ctf": code_sets})


def _read(file: Path, problems: Problems) -> CodeSet | None:
    """One file, its result lines checked one by one so that each mistake is reported with its line."""
    raw = read_yaml(file, problems)
    if raw is None:
        return None
    results, before = raw.get("results"), len(problems)
    if not isinstance(results, list):
        return check_as(CodeSet, raw, f"{FOLDER}/{file.name}", problems)
    for entry, line in zip(results, _lines(file, "results"), strict=True):
        if isinstance(entry, dict):
            check_as(ResultLine, entry, f"{FOLDER}/{file.name} line {line}", problems)
        else:
            problems.append(f"{FOLDER}/{file.name} line {line} should hold named keys: stage, subject and so on.")
    mistaken = len(problems) > before
    whole = check_as(CodeSet, {**raw, "results": [] if mistaken else results}, f"{FOLDER}/{file.name}", problems)
    if whole and not mistaken:
        _agrees(whole, file, problems)
    return None if mistaken else whole


def _lines(file: Path, key: str) -> list[int]:
    """The line in the file on which each entry of the list under a key begins."""
    top = yaml.compose(file.read_text(encoding="utf-8"), Loader=SAFE)
    assert top is not None, "the file holds the key"
    listed = next(value for name, value in top.value if name.value == key)
    return [entry.start_mark.line + 1 for entry in listed.value]


def _agrees(code_set: CodeSet, file: Path, problems: Problems) -> None:
    """Notes every combination with two lines, and every line whose evidence is not listed."""
    first: dict[Combination, int] = {}
    for result, line in zip(code_set.results, _lines(file, "results"), strict=True):
        where = f"{FOLDER}/{file.name} line {line}"
        if result.combination in first:
            problems.append(f"{where} gives the combination of line {first[result.combination]} a second time.")
        first.setdefault(result.combination, line)
        if result.seen and result.seen not in code_set.evidence:
            hint = did_you_mean(result.seen, list(code_set.evidence))
            problems.append(f"{where} names evidence {result.seen!r} that the file does not list.{hint}")


def _refers_to(code_set: CodeSet, file: Path, sources: Mapping[str, Any], problems: Problems) -> None:
    """Notes every source named that is not declared or not of pupils, and every column that cannot hold a result."""
    of_pupils = [s.id for s in sources.values() if s.of_pupils]
    columns = {name for s in of_pupils for name in sources[s].columns}
    for ours in code_set.pupil:
        if ours not in columns:
            hint = did_you_mean(ours, sorted(columns))
            problems.append(f"{FOLDER}/{file.name} gives the pupil a column {ours!r} that no source declares.{hint}")
    for result, line in zip(code_set.results, _lines(file, "results"), strict=True):
        where = f"{FOLDER}/{file.name} line {line}"
        if result.source and result.source not in of_pupils:
            hint = did_you_mean(result.source, of_pupils)
            problems.append(f"{where} names a source {result.source!r} that is no declared source of pupils.{hint}")
        elif result.source:
            _columns_fit(result, where, sources[result.source].columns, problems)


def _columns_fit(result: ResultLine, where: str, columns: Mapping[str, Any], problems: Problems) -> None:
    for named, types in ((result.column, ("outcome", *NUMBERS)), (result.number, NUMBERS)):
        if named and named not in columns:
            hint = did_you_mean(named, list(columns))
            problems.append(f"{where} names a column {named!r} that {result.source} does not declare.{hint}")
        elif named and columns[named].type not in types:
            problems.append(f"{where}: {named} of {result.source} is of type {columns[named].type}, not a result.")
