"""`new-year`: the checklist of a results year, made from everything declared for the year before."""

from pathlib import Path

import yaml

from pipeline.access import AS_USUAL
from pipeline.atomic import write_text
from pipeline.declared import read_declared
from pipeline.declared.authority import load_authority
from pipeline.declared.metafiles import compare_metafile
from pipeline.declared.newyear import YearChange, checklist
from pipeline.declared.years import Checklist, checklist_file
from pipeline.errors import CommandWrong
from pipeline.paths import Folders
from pipeline.verbs.arguments import require_files
from pipeline.verbs.output import print_lines

HEAD = """\
# What must be confirmed before a document of the {year} results is made; written by: booklets new-year --from {last} --to {year}
# Look at each item. Correct the file it names where that is wrong; then set `confirmed: true`, and write under `said` who
# confirmed it (a role, not a name) and how.
"""


def open_year(where: Folders, last: int, new: int) -> int:
    """Write params/years/<new>.yml and return 0; refuses a year that is open already, whose file holds confirmations."""
    if new <= last:
        raise CommandWrong(what=f"The new year comes after the last: booklets new-year --from {last} --to {last + 1}")
    file = checklist_file(where.params, new)
    if file.exists():
        raise CommandWrong(what=f"{file} is there already, with what was confirmed; delete it to begin again.")
    authority = load_authority(where.params)
    items = checklist(YearChange(last, new, read_declared(where.params), authority))
    write_text(file, as_yaml(items), AS_USUAL)
    print_lines(f"{len(items.items)} items to confirm for {new}, in {file}")
    print_lines(*(f"  - {item.id}: {item.what}" for item in items.items))
    return 0


def compare_metafiles(where: Folders, year: int, files: list[Path]) -> int:
    """Print, for each metafile, the columns and codes that are new to us and those of the year that it lacks; returns 0.

    CommandWrong for a file that lists no columns, or fits no source.
    """
    require_files((f for f in files if not f.is_file()), "file")
    sources = read_declared(where.params).sources
    for found in (compare_metafile(file, sources, year) for file in files):
        print_lines(
            f"{found.file}: {found.listed} columns, compared with {found.source} for {year}",
            f"  it lists {len(found.not_declared)} that are not declared: {', '.join(found.not_declared) or 'none'}",
            f"  it lacks {len(found.not_listed)} that are declared: {', '.join(found.not_listed) or 'none'}",
            *(
                f"  codes of {c.heading}: not declared: {', '.join(c.not_declared) or 'none'}; "
                f"declared and not listed: {', '.join(c.not_listed) or 'none'}"
                for c in found.codes
            ),
        )
    return 0


def as_yaml(checklist: Checklist) -> str:
    """The checklist as a person edits it, under a comment that says how."""
    head = HEAD.format(year=checklist.year, last=checklist.opened_from)
    return head + yaml.safe_dump(checklist.model_dump(), sort_keys=False, allow_unicode=True, width=120)
