"""Takes the corrections that describe an erased pupil's rows out of data/corrections, and leaves every other line as it was written."""

from collections.abc import Callable

import yaml

from pipeline.atomic import write_text
from pipeline.declared.corrections import Correction, read_corrections
from pipeline.declared.sources import Source
from pipeline.declared.strict import Problems
from pipeline.declared.yaml_text import load_yaml
from pipeline.paths import Folders
from pipeline.validated.clean_tables import declared


def corrections_without(folders: Folders, wanted: Callable[[str, Correction], bool]) -> list[str]:
    """Take out the corrections that are `wanted`, by source; returns the files changed, by path below the data folder."""
    changed = []
    for name, source in declared(folders.params).items():
        file = folders.data / "corrections" / f"{name}.yml"
        if source.of_pupils and file.is_file() and _take_out(folders, source, wanted):
            changed.append(file.relative_to(folders.data).as_posix())
    return changed


def _take_out(folders: Folders, source: Source, wanted: Callable[[str, Correction], bool]) -> bool:
    problems = Problems()
    gone = {c.id for c in read_corrections(folders, source, problems) if wanted(source.id, c)}
    problems.settle(folders.data / "corrections")
    file = folders.data / "corrections" / f"{source.id}.yml"
    if not gone:
        return False
    text = file.read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # it was read as corrections
    entries = next(v for k, v in root.value if k.value == "corrections")
    spans = [(e.start_mark.line, e.end_mark.line, e.end_mark.column) for e in entries.value if _id_of(e) in gone]
    if len(spans) == len(entries.value):
        file.unlink()
        return True
    if entries.flow_style:  # on one line: written again without its comments
        raw = load_yaml(text)
        raw["corrections"] = [c for c in raw["corrections"] if c["id"] not in gone]
        write_text(file, yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
        return True
    lines = text.splitlines(keepends=True)
    for first, last, column in spans:
        for at in range(first, last + bool(column)):
            if at < len(lines):
                lines[at] = ""
    write_text(file, "".join(lines))
    return True


def _id_of(entry: yaml.MappingNode) -> str:
    return next((v.value for k, v in entry.value if k.value == "id"), "")
