"""`new-year`: the checklist of a results year, made from everything declared for the year before."""

import sys

import yaml

from pipeline.atomic import write_text
from pipeline.declared import read_declared
from pipeline.declared.authority import read_authority
from pipeline.declared.newyear import YearChange, checklist
from pipeline.declared.strict import Problems
from pipeline.declared.years import Checklist, checklist_file
from pipeline.errors import CommandWrong
from pipeline.paths import Folders

HEAD = """\
# What must be confirmed before a document of the {year} results is made; written by: booklets new-year --from {last} --to {year}
# Look at each: mend the file it names where it is wrong, then set `confirmed: true` and say under `said` by whom, by role, and how.
"""


def open_year(where: Folders, last: int, new: int) -> int:
    """Write params/years/<new>.yml; refuses a year that is open already, since somebody's confirmations are in its file."""
    if new <= last:
        raise CommandWrong(what=f"The new year comes after the last: booklets new-year --from {last} --to {last + 1}")
    file = checklist_file(where.params, new)
    if file.exists():
        raise CommandWrong(what=f"{file} is there already, with what was confirmed; delete it to begin again.")
    problems = Problems()
    authority = read_authority(where.params, problems)
    problems.settle(where.params)
    made = checklist(YearChange(last, new, read_declared(where.params), authority))
    write_text(file, as_yaml(made))
    sys.stdout.write(f"{len(made.items)} things to confirm for {new}, in {file}\n")
    sys.stdout.writelines(f"  - {item.id}: {item.what}\n" for item in made.items)
    return 0


def as_yaml(made: Checklist) -> str:
    """The checklist as a person edits it."""
    head = HEAD.format(year=made.year, last=made.opened_from)
    return head + yaml.safe_dump(made.model_dump(), sort_keys=False, allow_unicode=True, width=120)
