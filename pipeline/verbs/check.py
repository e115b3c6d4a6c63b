"""`check`: read every declaration, look at everything kept, and list the findings of every delivery received."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.access import EVERYONE, GROUP, HAS_BITS, OPEN_DATA, PRIVATE, wider
from pipeline.declared import Declarations, Publication, read_declared
from pipeline.declared.access import outputs_access
from pipeline.declared.authority import read_authority
from pipeline.declared.places import read_declared_places
from pipeline.declared.sources import Sources, read_sources
from pipeline.declared.strict import Problems
from pipeline.deliveries.delivery import kept
from pipeline.errors import OriginalAltered, ParamsWrong
from pipeline.paths import Folders
from pipeline.report.booklet import known_sections
from pipeline.runs.sign_off import NOT_COVERED, IssuePermission
from pipeline.validated import data_notes, findings, read_tables, table
from pipeline.validated.finding_counts import finding_counts
from pipeline.validated.holds import holds
from pipeline.validated.notes import sentences
from pipeline.validated.unmatched_corrections import unmatched_corrections
from pipeline.verbs.as_kept import print_as_kept
from pipeline.verbs.output import counted, print_lines
from pipeline.verbs.receipts import file_findings, must_be_mended, pupil_counts

RIGHTS = {PRIVATE: "u=rwX,go=", GROUP: "u=rwX,g=rX,o=", EVERYONE: "u=rwX,go=rX"}  # for chmod
OPEN = (
    "open to others: {root}: more accounts than should may use {number} of its folders and files; to close them: "
    "chmod -R {rights} {root}"
)
WINDOWS = (
    "to confirm: on Windows the rights to {data} are not looked at here. To give them to this account alone: "
    'icacls "{data}" /inheritance:r /grant:r "%USERNAME%:(OI)(CI)F"; icacls "{data}" lists who has them'
)


def check_all(where: Folders) -> int:
    """Returns 0, also where there are advisory findings; 1 where something kept or issued was altered or lost, a delivery would be
    refused today, or a correction fits no row.

    Raises ParamsWrong with every mistake in the declarations.

    Of a file about pupils only numbers are listed, and findings no school can answer: `chase` writes each school its own.
    """
    declared, sources = read_everything(where.params)
    print_lines(
        f"{len(declared.measures)} measures, {len(sources)} sources and {len(declared.publications)} publications "
        "read without a mistake"
    )
    to_confirm = {m.id: m.to_confirm for m in declared.measures.values()}
    to_confirm |= {s.id: s.to_confirm for s in sources.values()}
    for name, what in to_confirm.items():
        if what:
            print_lines(f"to confirm: {name}: {' '.join(what.split())}")
    for measure in declared.measures.values():
        print_lines(*(f"to confirm: {measure.id}: {d.place} {d.year}: {d.why}" for d in measure.doubtful))
    for scale in declared.scales.values():
        for code in (c for c, its in scale.codes.items() if its.held_until_confirmed):
            why = " ".join(scale.codes[code].to_confirm.split())
            print_lines(f"to confirm: scales/{scale.id}.yml, code {code} (records with it are held): {why}")
    for year, checklist in declared.years.items():
        unconfirmed = sum(not item.confirmed for item in checklist.items)
        print_lines(
            f"to confirm: {unconfirmed} of {len(checklist.items)} items for the {year} results, in years/{year}.yml"
        )
    wrong, faults = print_as_kept(where)
    for delivery in kept(where):
        name = f"{delivery.file} ({delivery.source})"
        try:
            found = findings(where, delivery)
        except OriginalAltered:  # named above
            continue
        to_mend = must_be_mended(found)
        wrong += len(to_mend)
        print_lines(*(f"must be mended: {f.sentence()}" for f in to_mend))
        if sources[delivery.source].of_pupils:
            counts = finding_counts(table(where, delivery), found, delivery)
            print_lines(f"{name}: {pupil_counts(counts)}")
            notes = [finding.sentence() for finding in file_findings(found)]
        else:
            notes = sentences(data_notes(where, delivery))
            print_lines(f"{name}: {counted(len(notes), 'advisory finding')}")
        print_lines(*(f"  - {note}" for note in notes))
    if faults and not _all_tables_stand(where):
        print_lines("not checked: schools to hold, and corrections; the originals named above must be back first")
        return 1
    for hold in holds(where):
        rules = ", ".join(hold.why).replace("_", " ")
        print_lines(
            f"held: school {hold.laestab}, {hold.source} {hold.year} {hold.release}: {rules}; see booklets chase"
        )
    asked = unmatched_corrections(where)
    for source, number in asked.not_tried.items():
        print_lines(
            f"not tried: {counted(number, 'correction')} of {source}, of which no delivery is held or can be read"
        )
    print_lines(*(f"must be mended: {finding.sentence()}" for finding in asked.unmatched))
    print_lines(*_sign_off(where), *_access(where))
    return 1 if wrong or asked.unmatched else 0


def _all_tables_stand(where: Folders) -> bool:
    """Whether every delivery still has its table, made before its original was altered or lost."""
    try:
        read_tables(where)
    except OriginalAltered:
        return False
    return True


def _sign_off(where: Folders) -> list[str]:
    """Whether documents that rest on pupil records may be issued, where the authority is not an invented one."""
    permission = IssuePermission(where)
    if permission.why_not:
        return [
            f"to confirm: {permission.why_not}, so documents that rest on pupil records are drafts; see booklets sign-off"
        ]
    return [f"to confirm: {slug}: {NOT_COVERED}; see booklets sign-off" for slug in sorted(permission.not_covered)]


def _access(where: Folders) -> list[str]:
    """What more accounts of the machine may open than they should, with what to type."""
    if not HAS_BITS:
        return [WINDOWS.format(data=where.data)]
    lines = []
    bits = outputs_access(where.params)
    for root, access, besides in ((where.data, PRIVATE, (where.data / OPEN_DATA,)), (where.outputs, bits, ())):
        number = sum(1 for _ in wider(root, access, besides))
        if number:
            lines.append(OPEN.format(root=root, number=number, rights=RIGHTS[access]))
    return lines


def check_sections(publications: Mapping[str, Publication], problems: Problems) -> None:
    """Note each section that a publication keeps from some key stages and that no notebook can show."""
    for publication in publications.values():
        for name in publication.sections:
            problems.require(name, known_sections(), "section", f"publications/{publication.slug}.yml: sections")


def read_everything(params: Path) -> tuple[Declarations, Sources]:
    """Every declaration; raises ParamsWrong with the mistakes of all parts at once, so that they are mended in one go."""
    problems = Problems()
    declared: Declarations | None = None
    try:
        declared = read_declared(params)
    except ParamsWrong as wrong:
        problems.extend(wrong.problems)
    if declared:
        check_sections(declared.publications, problems)
    sources = read_sources(params, problems)
    read_authority(params, problems)
    read_declared_places(params, problems)
    problems.settle(params)
    assert declared is not None, "its problems are among those raised above"
    return declared, sources
