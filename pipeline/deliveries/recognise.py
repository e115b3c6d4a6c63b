"""What a file is: its source, results year, release stage and origin, from its name, folder and heading row."""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from yaml import YAMLError

from pipeline.declared.sources import Source, Sources
from pipeline.declared.vocabulary import ReleaseStages
from pipeline.declared.yaml_text import load_yaml, said_of
from pipeline.declared.year_evidence import YearEvidencePolicy
from pipeline.deliveries.archive import Opened, open_archive
from pipeline.deliveries.ctf import is_ctf_name, school_in_name
from pipeline.deliveries.evidence import Evidence
from pipeline.deliveries.file_name import read_authority, read_folder, read_name, read_releases
from pipeline.deliveries.findings import Finding
from pipeline.deliveries.read import headings_of
from pipeline.deliveries.results_year import day_stated
from pipeline.deliveries.table_rows import declared_names
from pipeline.deliveries.workbook import workbook_kind

LARGEST_ORIGINS = 1_000_000  # bytes; the one shipped with the project has 20,000
SEPARATORS = re.compile(r"[;\t|]")


@dataclass(frozen=True)
class Stated:
    """The results year and edition in a file's name or folder. `conflict` is set where the two disagree on the year."""

    year: int | None
    edition: str
    conflict: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a file came from, as written beside it."""

    publisher: str = ""
    licence: str = ""
    origin: str = ""
    release: str = ""


@dataclass(frozen=True)
class Recognised:
    """The source a file is taken for, and whether its columns and its name are that source's."""

    source: Source
    by_columns: bool
    by_name: bool

    def sentence(self) -> str:
        """By what it was recognised, as the end of a sentence."""
        if self.by_columns and self.by_name:
            return "its columns and its name"
        return "its columns" if self.by_columns else "its name; no other source has its columns"


def recognise(name: str, data: bytes, sources: Sources) -> Recognised | None:
    """The source whose name pattern and characteristic columns both fit; else by columns alone, else by name alone; or None."""
    opened = open_archive(name, data)
    ranked = []
    # By file kind and heading row: the file is opened once for each, however many sources share it.
    headings_by_form: dict[tuple[str, int], list[set[str]]] = {}
    for source in sources.values():
        another_form = _is_another_form(source, opened)
        names = [name, opened.name, *([Path(opened.name).with_suffix(".csv").name] if another_form else [])]
        by_name = any(map(source.recognise.by_name, names))
        if not (by_name or name.casefold().endswith(source.format.endings)):
            continue
        form = (source.format.kind_of(opened.name), source.format.heading_row)
        if form not in headings_by_form:
            headings_by_form[form] = [{h.strip().casefold() for h in row} for row in headings_of(opened, source)]
        rows = headings_by_form[form]
        by_columns = any(source.recognise.by_columns(row) for row in rows)
        by_name = by_name and (another_form or _may_be_of(source, rows))
        ranked.append(((by_columns, by_name), source.id))
    (by_columns, by_name), best = max(ranked, default=((False, False), ""))
    return Recognised(sources[best], by_columns, by_name) if by_columns or by_name else None


def _is_another_form(source: Source, opened: Opened) -> bool:
    """Whether it is a workbook, and the source is received in none: it is refused for that, and not left alone as a stranger's."""
    return "xlsx" not in source.format.kinds and bool(workbook_kind(opened.data))


def _may_be_of(source: Source, rows: list[set[str]]) -> bool:
    """Whether a file named like the source's may be one: some row at its top has two of its headings, or none has two cells.

    Headings that are separated otherwise than the rows under them stand in one cell.
    """
    names = declared_names(source).keys()
    apart = [{part.strip() for cell in row for part in SEPARATORS.split(cell)} for row in rows]
    return all(len(row) < 2 for row in rows) or any(len(row & names) > 1 for row in apart)


def year_evidence_of(path: Path, policy: YearEvidencePolicy, latest: int, of_pupils: bool = False) -> list[Evidence]:
    """The evidence of its results year in a file's name and folders; `latest` is the last results year there can be."""
    parents = tuple(p.name for p in path.parents if p.name)
    return read_name(path.stem, "name", policy, latest, of_pupils) + read_folder(parents, policy, latest, of_pupils)


def stated_time(path: Path, policy: YearEvidencePolicy, latest: int) -> Stated:
    """The date of a register or a table of many years, by its name, else by its folder; `conflict` where their years differ."""
    evidence = year_evidence_of(path, policy, latest)
    best = day_stated(evidence)
    if best is None:
        return Stated(None, "")
    folder = day_stated([e for e in evidence if e.where == "folder"])
    conflict = folder is not None and folder.year != best.year
    return Stated(best.year, best.month or str(best.year), conflict)


def stated_release(name: str, releases: ReleaseStages) -> str | None:
    """The release stage in a file's name; None where it has none or several."""
    named = {e.release for e in read_releases(name, releases)}
    return named.pop() if len(named) == 1 else None


def origin_of(path: Path) -> Origin | Finding:
    """The file's entry in the nearest origins.yml above it (at most four folders up); the last pattern that fits counts.

    The finding that says what is wrong with an origins.yml that cannot be relied on. One that is a link is not read: it would lead
    out of what was delivered.
    """
    for folder in list(path.parents)[:4]:
        listed = folder / "origins.yml"
        if listed.is_symlink():
            return _origins_wrong(path, "is a link to another file, which is not followed. Put the file itself there.")
        if not listed.is_file():
            continue
        try:
            with listed.open("rb") as file:
                text = file.read(LARGEST_ORIGINS + 1)
            if len(text) > LARGEST_ORIGINS:
                return _origins_wrong(
                    path, f"has more than {LARGEST_ORIGINS // 1000:,} kB. Keep one entry for each pattern of files."
                )
            entries = load_yaml(text.decode("utf-8")) or {}
            inside = path.relative_to(folder).as_posix()
            fits = [_origin(entry) for pattern, entry in entries.items() if fnmatch(inside, str(pattern))]
        except YAMLError as error:
            return _origins_wrong(path, said_of(error))
        except UnicodeDecodeError:
            return _origins_wrong(path, "is not UTF-8 text; save it again with the encoding UTF-8.")
        except (AttributeError, TypeError):
            known = ", ".join(Origin.__dataclass_fields__)
            return _origins_wrong(
                path, f"should hold patterns of files, and under each of them texts for some of: {known}."
            )
        if fits:
            return fits[-1]
    return Origin()


def _origin(entry: dict[str, str]) -> Origin:
    """An entry as it is declared; TypeError where it holds another key, or what is no text."""
    if not all(isinstance(value, str) for value in entry.values()):
        raise TypeError
    return Origin(**entry)


def _origins_wrong(path: Path, said: str) -> Finding:
    remedy = "Mend it or take it away, and receive the file again."
    return Finding(path.name, None, None, "origins_unreadable", f"the origins.yml above it {said}", remedy)


def authority_of(name: str) -> str:
    """The authority's code in a file's name (351_ks2final.csv, 2016-2017_850_ks2final.csv), or "".

    A file of one school has its LAESTAB instead (3512001_ks2_pupils_2017-2018.xlsx). That begins with the authority's code, so
    in both cases the rows that belong in the file are those whose LAESTAB begins with the result.
    """
    if is_ctf_name(name):
        return school_in_name(name)  # the digits at its end are a serial number (3512001_CTF_351LLLL_001.xml)
    return next((e.code for e in read_authority(name)), "")
