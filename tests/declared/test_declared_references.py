"""Every name in params that another declaration gives is misspelt in turn, and every one is found when params are read."""

import copy
import re
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.declared import ctf, strict
from pipeline.errors import ParamsWrong
from pipeline.paths import ROOT
from pipeline.verbs import check

PARAMS = ROOT / "params"
EACH = 2  # names tried of each kind of place: the rest are read by the same lines of code

# Where a name is given, not taken: a misspelling there makes a new name, and whoever takes the old one is told. Or it is printed
# as it stands. "*" is any one step, and "~" a key. Every other place that holds a declared name must take it from somewhere.
GIVEN = """
    sources/* columns ~
    sources/* columns * codes ~
    sources/* columns * codes *
    sources/* columns * said
    sources/* columns * nothing *
    sources/* columns * names *
    sources/* columns * named * *
    sources/* rows kinds ~
    sources/* checks * id
    sources/* checks * words *
    sources/* checks * one_of *
    sources/* checks * never *
    sources/* recognise names *
    scales/* levels *
    scales/* codes ~
    scales/* codes * said
    measures/* name
    measures/* short
    measures/* counts
    measures/* pupils slots * * name
    policy/rag.yml rules ~
    policy/rag.yml words *
    policy/arrows.yml signs *
    policy/disclosure.yml audiences ~
    policy/self_evaluation.yml grids ~
    policy/targets.yml stages ~
    policy/glossary.yml terms * term
    policy/pupil_checks.yml every_pupil * id
    policy/questions.yml * questions * id
    policy/formats.yml suffix *
    policy/receipt_limits.yml *
    policy/receipt_limits.yml opening *
    policy/results_year.yml * *
    vocabulary/* groups ~
    vocabulary/* groups * name
    vocabulary/* groups * short_name
    vocabulary/* groups * in_pair
    vocabulary/* groups * in_question
    vocabulary/* groups * family
    vocabulary/* stages * id
    vocabulary/* stages * name
    vocabulary/* stages * short_name
    vocabulary/* stages * adjective
    vocabulary/* stages * of_schools
    vocabulary/* stages * as_noted
    vocabulary/* stages * file_words *
    vocabulary/* stages * year_words *
    vocabulary/* stages * not_file_words *
    vocabulary/* statuses ~
    vocabulary/* statuses * words
    vocabulary/* statuses * short_words
    vocabulary/* statuses * mark
    vocabulary/terms.yml * *
    vocabulary/terms.yml * ~
    strategy/* * * id
    strategy/* * * * *
    timeline.yml rows * id
    timeline.yml rows * words
    authority.yml * *
    authority.yml groups * *
    authority.yml groups * * *
    years/* items * id
    places/* * * *
    ctf/* * * *
    ctf/* * *
    ctf/* evidence ~
"""


def _walk(node, path=()):
    """Every text of a file with its path; a key's own path ends with "~"."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(key, str):
                yield (*path, "~"), key
            yield from _walk(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _walk(value, (*path, number))
    elif isinstance(node, str):
        yield path, node


def _given(file, path):
    steps = [file, *map(str, path)]
    for line in GIVEN.split("\n"):
        wanted = line.split()
        if wanted and len(wanted) == len(steps):
            fits = [re.fullmatch(w.replace("*", ".*").replace("~", "~"), s) for w, s in zip(wanted, steps, strict=True)]
            if all(fits) and (steps[-1] == "~") == (wanted[-1] == "~"):
                return True
    return False


def _misspelt(content, path, word):
    changed = copy.deepcopy(content)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    wrong = f"{word}x" if not word[-1:].isdigit() else f"{word}7"
    if path[-1] == "~":
        entries = [(wrong if key == word else key, value) for key, value in inner.items()]
        inner.clear()
        inner.update(entries)
    else:
        inner[path[-1]] = wrong
    return changed


@pytest.fixture
def files(monkeypatch):
    """The content of every file in params, by its name there; what is put into it is what is read."""
    held, read = {}, strict.read_yaml

    def from_memory(file, problems):
        name = str(Path(file).relative_to(PARAMS))
        if name not in held:
            held[name] = read(file, problems)
        return held[name]  # declarations are made from it and none changes it: see the end of the test

    for module in (strict, ctf):
        monkeypatch.setattr(module, "read_yaml", from_memory)
    check.read_everything(PARAMS)
    return held


def _names(files):
    """Every word that some declaration gives as a name."""
    declared, sources = check.read_everything(PARAMS)
    names = {*declared.measures, *sources, *declared.publications, *declared.scales, *declared.stages}
    names |= {*declared.vocabulary.groups.groups, *declared.vocabulary.releases.ids, *declared.policy.rag.rules}
    names |= {*declared.policy.disclosure.audiences, *declared.policy.self_evaluation.grids}
    names |= {p.notebook for p in declared.publications.values()}
    names |= {s for p in declared.publications.values() for s in p.sections}
    for source in sources.values():
        names |= {*source.columns, *(word for column in source.columns.values() for word in column.codes.values())}
    names |= {level for scale in declared.scales.values() for level in scale.levels}
    return {name for name in names if len(name) > 1}


@pytest.mark.property
@pytest.mark.slow
def test_every_misspelt_name_is_found(files):
    names, tried, quiet = _names(files), defaultdict(int), []
    as_it_was = copy.deepcopy(files)
    for file in sorted(files):
        for path, word in _walk(files[file]):
            if word not in names or _given(file, path):
                continue
            place = (file.split("/")[0], tuple("#" if isinstance(s, int) else s for s in path))
            tried[place] += 1
            if tried[place] > EACH:
                continue
            right, files[file] = files[file], _misspelt(files[file], path, word)
            try:
                check.read_everything(PARAMS)
                quiet.append(f"{file}: {'.'.join(map(str, path))} ({word})")
            except ParamsWrong:
                pass
            finally:
                files[file] = right
    assert files == as_it_was
    assert sum(min(n, EACH) for n in tried.values()) > 300
    assert not quiet, "\n".join(quiet)
