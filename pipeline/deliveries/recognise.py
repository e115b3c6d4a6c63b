"""What a file is: its source, results year, release stage and origin, from its name, folder and heading row."""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from pipeline.declared.sources import Source, Sources
from pipeline.declared.strict import load_yaml
from pipeline.declared.vocabulary import ReleaseStages
from pipeline.deliveries.read import peek_headings, table_headings

ACADEMIC_YEAR = re.compile(r"(?<!\d)(20\d\d)[-_]?(?:20)?(\d\d)(?!\d)")
MONTH = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])(?:-?[0-3]\d)?(?!\d)")
PLAIN_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


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


def recognise(name: str, data: bytes, sources: Sources) -> Source | None:
    """The source whose name pattern and characteristic columns both fit; else by columns alone, else by name alone; or None."""
    ranked = []
    # By file kind and heading row: the file is opened once for each, however many sources share it.
    headings_by_form: dict[tuple[str, int], list[str]] = {}
    for source in sources.values():
        by_name = source.recognise.by_name(name)
        same_kind = name.casefold().endswith(tuple("." + kind for kind in source.format.kinds))
        if not (by_name or same_kind):
            continue
        form = (source.format.kind_of(name), source.format.heading_row)
        if form not in headings_by_form:
            is_csv = form[0] == "csv"
            headings_by_form[form] = peek_headings(data, form[1]) if is_csv else table_headings(data, source, form[0])
        headings = {h.strip().casefold() for h in headings_by_form[form]}
        ranked.append(((source.recognise.by_columns(headings), by_name), source.id))
    best = max(ranked, default=((False, False), ""))
    return sources[best[1]] if any(best[0]) else None


def stated_time(path: Path) -> Stated:
    """The results year and edition in a file's name, else in its folder's; both must agree where both have one."""
    name, folder = _year_and_edition(path.stem), _year_and_edition(path.parent.name)
    year = name[0] or folder[0]
    conflict = bool(name[0] and folder[0] and name[0] != folder[0])
    return Stated(year, name[1] or (str(year) if year else ""), conflict)


def _year_and_edition(text: str) -> tuple[int | None, str]:
    """The results year and edition in a text: the latest academic year; else a month, which is also the edition; else a year.

    September to December belong to the results year of the next summer.
    """
    years = [int(a) + 1 for a, b in ACADEMIC_YEAR.findall(text) if int(b) == (int(a) + 1) % 100]
    if years:
        return max(years), ""
    month = MONTH.search(text)
    if month:
        year, number = int(month[1]), int(month[2])
        return year + (number >= 9), f"{year}-{number:02d}"
    plain = PLAIN_YEAR.search(text)
    return (int(plain[1]), "") if plain else (None, "")


def stated_release(name: str, releases: ReleaseStages) -> str | None:
    """The release stage in a file's name, by the vocabulary's words for file names; None without exactly one."""
    stages = [s.id for s in releases.stages if any(word in name.casefold() for word in s.file_words)]
    return stages[0] if len(stages) == 1 else None


def origin_of(path: Path) -> Origin:
    """The file's entry in the nearest origins.yml above it (at most four folders up); the last pattern that fits counts."""
    for folder in list(path.parents)[:4]:
        listed = folder / "origins.yml"
        if listed.is_file():
            entries = load_yaml(listed.read_text(encoding="utf-8")) or {}
            inside = path.relative_to(folder).as_posix()
            fits = [entry for pattern, entry in entries.items() if fnmatch(inside, pattern)]
            if fits:
                return Origin(**fits[-1])
    return Origin()


def authority_of(name: str) -> str:
    """The authority's code in a file's name (351_ks2final.csv, 2016-2017_850_ks2final.csv), or "".

    A file of one school has its LAESTAB instead (3512001_ks2_pupils_2017-2018.xlsx). That begins with the authority's code, so
    in both cases the rows that belong in the file are those whose LAESTAB begins with the result.
    """
    match = re.match(r"(?:.*_)?(\d{7}|\d{3})_", name)
    return match[1] if match else ""
