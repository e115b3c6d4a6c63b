"""`erase`: take one pupil's records, or those of years that have passed, out of everything below data/; nothing brings them back."""

import re
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.console import ask
from pipeline.declared import read_declared
from pipeline.deliveries.delivery import Delivery
from pipeline.deliveries.sought import Sought
from pipeline.deliveries.store import find_delivery, trial_store
from pipeline.deliveries.tombstone import is_emptied
from pipeline.errors import CommandWrong
from pipeline.keeping import pending
from pipeline.keeping.due import held_records
from pipeline.keeping.erase import (
    Decision,
    Erased,
    change_of,
    erase_deliveries,
    erase_pupil,
    keep_what_stands,
    known_names,
    of_pupils,
)
from pipeline.keeping.traces import files_with
from pipeline.ledger.issued import issued_packs
from pipeline.packs.pack import Pack
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.pupil_numbers import ANY_LETTER
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.verbs.arguments import require_role_and_reason
from pipeline.verbs.output import counted, print_lines
from pipeline.workspace.moved import figures_now, moved

ASK = "-"  # instead of a number: ask for it


@dataclass(frozen=True, repr=False)  # it holds pupils' numbers
class ErasureRequest:
    """What is to be erased: pupils by their numbers, or deliveries by their age, their rule or their names."""

    upn: str = ""
    upn_file: Path | None = None
    before: date | None = None
    due: bool = False
    deliveries: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    early: bool = False


def erase_records(
    where: Folders,
    wanted: ErasureRequest,
    by: str,
    because: str,
    dry_run: bool = False,
    sure: bool = False,
    start: Start = BY_A_PERSON,
) -> int:
    """Tell what an erasure takes out, then do it; returns 1 where something of a pupil is left that has to be removed by hand.

    `by` is a role. CommandWrong where nothing fits, where the role or reason is missing, or where it is not confirmed (`sure`).
    """
    _require_one(wanted)
    require_role_and_reason(by, because, "who decided it", "--by 'Data protection officer' --because 'request upheld'")
    numbers = _numbers(wanted)
    with ExitStack() as stack:
        run = None if dry_run else stack.enter_context(at_work(where, "erase", None, start))
        _no_other_trial(where)
        chosen = [] if numbers else _chosen(where, wanted)
        # Both are stores of their own, so that a dry run, which holds no lock, writes nothing into the real one.
        before, trial = stack.enter_context(trial_store(where)), stack.enter_context(trial_store(where))
        pupils = [known_names(trial, number) for number in numbers]
        decision = Decision(by.strip(), because.strip(), _rule(wanted))
        parts = [erase_pupil(where, trial, pupil, decision) for pupil in pupils]
        _require_something(where, parts)
        erased = _together(parts or [erase_deliveries(where, trial, chosen, decision)])
        keep_what_stands(before, trial, erased)
        ranks = read_declared(where.params).vocabulary.releases.ranks
        _tell(erased, moved(figures_now(before), figures_now(trial), ranks).all().sentence(), dry_run)
        _tell_issued(where, erased)
        if run is None:
            print_lines("nothing was erased: this was a dry run")
            return 0
        _confirm(sure)
        pending.decide(where, change_of(trial, where, erased))
        run.ended(pending.complete(where))
        if (where.outputs / "index.html").exists():
            write_index(where)
    print_lines("erased")
    return _tell_traces(where, pupils)


def _rule(wanted: ErasureRequest) -> str:
    """By which rule, for the tombstone."""
    if wanted.before:
        return f"before {wanted.before}"
    return "retention rule" if wanted.due else "one file" if wanted.deliveries else "one pupil"


def _require_one(wanted: ErasureRequest) -> None:
    ways = [bool(wanted.upn or wanted.upn_file), bool(wanted.before), wanted.due, bool(wanted.deliveries)]
    if sum(ways) != 1:
        raise CommandWrong(what="Say what to erase, in one way: --upn, --upn-file, --before, --due or --delivery.")
    if wanted.sources and not (wanted.before or wanted.due):
        raise CommandWrong(what="--source goes with --before or --due: a pupil is erased from every source.")


def _numbers(wanted: ErasureRequest) -> list[str]:
    """The pupils' numbers; no message repeats one."""
    if wanted.upn_file is not None:
        if not wanted.upn_file.is_file():
            raise CommandWrong(what=f"There is no file {wanted.upn_file}. Write one number on each line of it.")
        lines = wanted.upn_file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    elif wanted.upn == ASK:
        if sys.stdin.isatty():
            ask("Unique pupil number:")
            lines = [sys.stdin.readline()]
        else:
            lines = sys.stdin.read().splitlines()
    else:
        lines = [wanted.upn]
    numbers = []
    for at, line in enumerate(lines, start=1):
        number = "".join(line.split()).upper()
        if number and not re.fullmatch(ANY_LETTER, number):
            where = f"Line {at}" if len(lines) > 1 else "What was given"
            raise CommandWrong(
                what=f"{where} is no unique pupil number: a letter, eleven digits, and a digit or a letter. Nothing was erased."
            )
        numbers += [number] if number else []
    if not numbers and (wanted.upn or wanted.upn_file):
        raise CommandWrong(what="No unique pupil number was given. Nothing was erased.")
    return list(dict.fromkeys(numbers))


def _no_other_trial(where: Folders) -> None:
    """A dry run of `receive` or `withdraw` works on copies of the originals and holds no lock, so it would keep the records."""
    if any(where.data.glob(".trial.*.part")):
        raise CommandWrong(
            what="A dry run is at work, or was stopped less than an hour ago, and holds copies of what is to be erased. Wait until it has "
            f"ended, or delete the folders .trial.*.part in {where.data}; then run this again. Nothing was erased."
        )


def _chosen(where: Folders, wanted: ErasureRequest) -> list[Delivery]:
    """The deliveries of years that have passed, of those due, or those named; CommandWrong where none fits or one is not due."""
    declared, today = read_declared(where.params), date.today()
    unknown = [s for s in wanted.sources if s not in declared.sources or not declared.sources[s].of_pupils]
    if unknown:
        listed = ", ".join(n for n, s in declared.sources.items() if s.of_pupils)
        raise CommandWrong(what=f"{unknown[0]!r} is no source of pupil records. Write one of: {listed}.")
    held = [h for h in held_records(where, declared) if not wanted.sources or h.source in wanted.sources]
    if wanted.deliveries:
        chosen = [_the_one(where, named) for named in wanted.deliveries]
        held = [h for h in held if set(h.deliveries) & set(chosen)]
    else:
        held = [h for h in held if (h.is_due(today) if wanted.due else wanted.before and h.ended < wanted.before)]
        chosen = [d for h in held for d in h.deliveries]
    if not chosen:
        raise CommandWrong(
            what="No pupil records fit, so nothing was erased. What is held and due: booklets retention."
        )
    not_due = [h for h in held if not h.is_due(today)]
    if not_due and not (wanted.early or wanted.deliveries):
        listed = "; ".join(f"{h.source} {h.year} until {h.due}" for h in not_due[:8])
        raise CommandWrong(
            what=f"Not due yet by params/retention.yml: {listed}{' and more' if len(not_due) > 8 else ''}. Nothing was erased. "
            "To erase them all the same add --early; to leave them, name the sources with --source."
        )
    return chosen


def _the_one(where: Folders, named: str) -> Delivery:
    found = [d for d in find_delivery(where, named) if d in of_pupils(where)]
    if len(found) != 1:
        said = "No delivery of pupil records is named so" if not found else f"{len(found)} deliveries are named so"
        raise CommandWrong(what=f"{said}; give the fingerprint of one: booklets list --deliveries. Nothing was erased.")
    if is_emptied(where, found[0]):
        raise CommandWrong(what="Every record of that delivery was erased before.")
    return found[0]


def _require_something(where: Folders, parts: list[Erased]) -> None:
    """Say which numbers are in no record; CommandWrong where none is in any."""
    nothing = [
        str(at) for at, one in enumerate(parts, start=1) if not (one.deliveries or one.chase_lists or one.corrections)
    ]
    if parts and len(nothing) == len(parts):
        what = "The number is in no record" if len(parts) == 1 else "None of these numbers is in a record"
        raise CommandWrong(what=f"{what} below {where.data}. Nothing was erased. Check how it is written.")
    if nothing:
        print_lines(f"in no record: the numbers given as {', '.join(nothing)} of {len(parts)}")


def _together(parts: list[Erased]) -> Erased:
    """All parts as one; several erasures from one delivery stay apart."""
    lists = sorted({name for part in parts for name in part.chase_lists})
    corrections = sorted({name for part in parts for name in part.corrections})
    return Erased([d for part in parts for d in part.deliveries], corrections, lists)


def _tell(erased: Erased, figures: str, dry_run: bool) -> None:
    would = "would erase" if dry_run else "to erase"
    print_lines(*(f"{would}: {one.sentence}" for one in erased.deliveries))
    print_lines(*(f"{would}: corrections about these records in data/{name}" for name in erased.corrections))
    for folder in sorted({name.rpartition("/")[0] for name in erased.chase_lists}):
        _, year, school = folder.split("/")
        print_lines(
            f"{would}: the chase list data/{folder}; what is left of it: booklets chase --year {year} --school {school}"
        )
    print_lines(f"the counts made from the records stand; figures that move: {figures}")


def _tell_issued(where: Folders, erased: Erased) -> None:
    """Name the issued documents that count the records: they stand, and cannot be recalled."""
    schools = {school for one in erased.deliveries for school in one.schools}
    named = {one.delivery.fingerprint[:12] for one in erased.deliveries}
    documents: dict[str, list[int]] = {}
    for pack in issued_packs(where):
        behind = {source.delivery for source in Pack.read(pack.file).sources}
        if behind & named and (pack.place in schools or len(pack.place) != 7):
            documents.setdefault(f"{pack.publication} {pack.place} {pack.year}", []).append(pack.number)
    if documents:
        print_lines(
            f"cannot be recalled, and stand as issued: {counted(len(documents), 'document')} with counts that include these records"
        )
        print_lines(*(f"  {name}, issue {', '.join(map(str, numbers))}" for name, numbers in documents.items()))
    print_lines(
        "cannot be reached from here: backups made before today, and copies that were sent out or taken elsewhere"
    )


def _confirm(sure: bool) -> None:
    if sure:
        return
    if not sys.stdin.isatty():
        raise CommandWrong(
            what="Nothing brings erased records back. Look first with --dry-run, then add --yes. Nothing was erased."
        )
    ask("Nothing brings these records back. Type yes to erase them:")
    if sys.stdin.readline().strip().casefold() != "yes":
        raise CommandWrong(what="Nothing was erased.")


def _tell_traces(where: Folders, pupils: list[Sought]) -> int:
    """Look for the pupils in every file that is left, and name those that still speak of one."""
    left = 0
    for folder, remedy in (
        (where.data, "take it out by hand"),
        (where.params, "take it out by hand; params/ is yours to edit"),
        (where.outputs, "it was issued and is not changed; delete it, and ask those who have it to"),
    ):
        files = [f for pupil in pupils if folder.is_dir() for f in files_with(folder, pupil)]
        left += len(files)
        print_lines(
            *(
                f"still holds the number or the name: {_shown(f, folder, pupils)}; {remedy}"
                for f in dict.fromkeys(files)
            )
        )
    if pupils and not left:
        print_lines("every file below data/, params/ and outputs/ was looked through: no trace is left")
    return 1 if left else 0


def _shown(file: Path, folder: Path, pupils: list[Sought]) -> str:
    """The file's path, without what names a pupil in it."""
    path = (Path(folder.name) / file.relative_to(folder)).as_posix()
    for pupil in pupils:
        path = pupil.cleared(path)
    return path
