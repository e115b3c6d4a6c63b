"""What a file is: its source, results year, release stage and origin, from its name, its folder and its heading row."""

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
    """What a file's name and folder say of its time. `conflict` is set where the two disagree."""

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
    """The source whose name pattern and tell-tale columns both fit; else by columns alone; else by name alone."""
    ranked = []
    read_once: dict[
        tuple[str, int], list[str]
    ] = {}  # a file of one form is opened once, however many sources it may be of
    for source in sources.values():
        by_name = source.recognise.by_name(name)
        same_kind = name.casefold().endswith(tuple("." + kind for kind in source.format.kinds))
        if not (by_name or same_kind):
            continue
        form = (source.format.kind_of(name), source.format.heading_row)
        if form not in read_once:
            is_csv = form[0] == "csv"
            read_once[form] = peek_headings(data, form[1]) if is_csv else table_headings(data, source, form[0])
        headings = {h.strip().casefold() for h in read_once[form]}
        ranked.append(((source.recognise.by_columns(headings), by_name), source.id))
    best = max(ranked, default=((False, False), ""))
    return sources[best[1]] if any(best[0]) else None


def stated_time(path: Path) -> Stated:
    """The results year and edition in a file's name, else in its folder's; both must agree where both speak."""
    name, folder = _year_and_edition(path.stem), _year_and_edition(path.parent.name)
    year = name[0] or folder[0]
    conflict = bool(name[0] and folder[0] and name[0] != folder[0])
    return Stated(year, name[1] or (str(year) if year else ""), conflict)


def _year_and_edition(text: str) -> tuple[int | None, str]:
    """The latest academic year written, else the one a month or a plain year falls in; and the month as the edition."""
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
    """The release stage a file's name says, where it says one and no other."""
    found = [s.id for s in releases.stages if any(word in name.casefold() for word in s.file_words)]
    return found[0] if len(found) == 1 else None


def origin_of(path: Path) -> Origin:
    """What the nearest origins.yml above a file says of it; the last pattern that fits counts."""
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
    """The authority's code a file's name holds (351_ks2final.csv, 2016-2017_850_ks2final.csv), or nothing.

    A file of one school alone holds its LAESTAB instead (3512001_ks2_pupils_2017-2018.xlsx); that begins with the
    authority's code, so rows that do not begin with what is given here have no place in the file.
    """
    found = re.match(r"(?:.*_)?(\d{7}|\d{3})_", name)
    return found[1] if found else ""
