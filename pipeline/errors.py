"""Every error the data team can see. The docstring of an error is its message, so the message is written once."""


class PipelineError(Exception):
    """A problem the data team can solve; its message says what to do. {names} in the docstring are filled from `facts`."""

    exit_code = 2  # the command or the params are wrong, and nothing was done

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(" ".join((type(self).__doc__ or "").split()).format(**facts))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback: IPython asks an error for it by this name."""
        return [str(self)]


class ParamsWrong(PipelineError):
    """The declarations in {folder} must be corrected before anything can run:
    {problems}"""

    def __init__(self, folder: object, problems: list[str]) -> None:
        self.facts = {"folder": folder, "problems": problems}
        self.problems = problems
        listed = "\n".join(f"  - {p}" for p in problems)
        Exception.__init__(self, f"The declarations in {folder} must be corrected before anything can run:\n{listed}")


class YearNotConfirmed(PipelineError):
    """{count} of the {year} results must be confirmed in {file} before a document of that year is made:
    {items}"""

    def __init__(self, year: int, file: object, items: list[str]) -> None:
        self.facts = {"year": year, "file": file, "items": items}
        count = f"{len(items)} thing{'' if len(items) == 1 else 's'}"
        listed = "\n".join(f"  - {i}" for i in items)
        message = f"{count} of the {year} results must be confirmed in {file} before a document of that year is made:\n{listed}"
        Exception.__init__(self, message)


class CorrectionsDoNotFit(PipelineError):
    """{count} not fit the deliveries held, so what should be corrected would be printed as it was delivered. Nothing was made:
    {problems}"""

    def __init__(self, problems: list[str]) -> None:
        count = "1 correction does" if len(problems) == 1 else f"{len(problems)} corrections do"
        self.facts = {"count": count, "problems": problems}
        listed = "\n".join(f"  - {p}" for p in problems)
        message = (
            f"{count} not fit the deliveries held, so what should be corrected would be printed as it was delivered. Nothing was "
            f"made:\n{listed}\nThen run the same command again; booklets check lists every such correction."
        )
        Exception.__init__(self, message)


class CommandWrong(PipelineError):
    """{what}"""


class NoSuchPlace(PipelineError):
    """There is no place {place!r} in this authority's register. {nearest}"""


class NoSuchPublication(PipelineError):
    """There is no publication {slug!r} in {folder}.{nearest} It holds: {known}."""


class NoSuchSection(PipelineError, AttributeError):
    """There is no section {name!r}.{nearest} The sections are: {known}."""


class SectionTwice(PipelineError):
    """Two sections are called {name!r}, in {first} and in {second}. Give one of the two functions another name."""


class StageNotDeclared(PipelineError):
    """The publication {publication!r} does not declare the stage {stage!r}.{nearest} It declares: {declared}. Correct the call,
    or add the stage to `stages:` in params/publications/{publication}.yml."""


class NothingReceived(PipelineError):
    """No delivery has been received into {folder} yet. Run: booklets receive {example}"""


class NothingToPrint(PipelineError):
    """{publication} {year} cannot be made for {place}: {why}.{instead}"""

    exit_code = 1


class PackChanged(PipelineError):
    """The pack of {place} was composed again, with other figures, while this run was at work. Nothing was issued. Build it again."""

    exit_code = 1


class PackUnreadable(PipelineError):
    """{file} cannot be read as a pack: {why}. {remedy}"""

    exit_code = 1

    def __init__(self, file: object, why: str) -> None:
        kept = str(file).endswith(".gz")
        remedy = (
            "It is kept of an issued document and cannot be made again: restore it from a backup."
            if kept
            else "It is made again from the deliveries: delete the folder of its year in store/packs, then build again."
        )
        super().__init__(file=file, why=why, remedy=remedy)


class PackTooNew(PipelineError):
    """{file} was written by a newer version of this program: its schema is {found}, and this version knows schemas up to
    {known}. Nothing was done with it. Update this program, then run the same command again."""

    exit_code = 1


class NotTheGivenPack(PipelineError):
    """A notebook that is being issued opens only the pack it was given, which is {given}; this one asked for {asked}. Let its
    first cells open the booklet with publication, place and year as they are in its parameters."""

    exit_code = 1


class OriginalAltered(PipelineError):
    """The original of {said}, in {folder}, {what}. Nothing is made from it until it is back; what was made from it before stands.
    Put it back by receiving the same file again (booklets receive FILE) or by copying that folder from a backup. To do without
    it: booklets withdraw {named} --by ROLE --because REASON"""

    exit_code = 1


class IssuedPackAltered(PipelineError):
    """The pack of {document}, {file}, {what}. It says what was told in that issue, and no figure can be protected without it: until it
    is back its document is held and nothing new is composed. The documents in outputs/ stand. Copy the file from a backup, then run
    the same command again."""

    exit_code = 1


class DeliveryUnreadable(PipelineError):
    """{file} is damaged: what is recorded of a delivery cannot be read from it. Its original beside it stands. The next run that
    works in the data folder, such as booklets build, writes it again from the ledger; where the ledger does not know the delivery,
    copy the folder from a backup."""

    exit_code = 1


class LedgerDamaged(PipelineError):
    """{file}, the record of runs, deliveries and issues, {what}. Nothing was done. The deliveries, the issued packs and the documents
    in outputs/ stand, but the record cannot be made again from them. Copy ledger.sqlite from the last backup (below data/ in it) to
    its place, or put the whole data folder back as it was then: booklets restore --from BACKUP --replace. Then run the same command
    again: documents issued since the backup are entered again."""

    exit_code = 1


class LockUnreadable(PipelineError):
    """{lock} does not say which run holds it: it is damaged. Nothing was done, and nothing else is lost. Make sure that no run is at
    work on any machine that uses this folder, delete {lock}, then run the same command again."""

    exit_code = 1


class RestoreUnfinished(PipelineError):
    """A restore into {data} was stopped before its end, so what is there is of two moments. Nothing was done. Run it again:
    booklets restore --from BACKUP --replace"""

    exit_code = 1


class OutOfMemory(PipelineError):
    """There is not enough memory: the machine has no more, or this run may use no more. Finished documents are complete and nothing is
    half written. Close other programs, raise the limit, or make fewer documents at a time (--jobs 1); then run the same command
    again: it goes on from here."""

    exit_code = 1


class BackupRefused(PipelineError):
    """{backup} cannot be used: {why}. Nothing was written, and what is in the data folder stands. If it is a backup, use an earlier
    one."""

    exit_code = 1


class StoreInUse(PipelineError):
    """Another run is at work in {data} since {since}: {owner}. Nothing was done. Wait until it has ended, then run this
    again; if it was killed on another machine, delete {data}/run.lock first."""

    exit_code = 1


class ClockWentBack(PipelineError):
    """This machine's clock says {now}, but the last run in {data} was at {last}. Nothing was done, because issues would have
    the wrong date. Set the clock; if it is right now and was wrong then, run this once: booklets --clock-is-right {verb}"""

    exit_code = 1


class DiskFull(PipelineError):
    """There is no room left on the disk that holds {folder}. Finished documents are complete and nothing is half written. Make room,
    then run the same command again: it goes on from here."""

    exit_code = 1


class CannotWrite(PipelineError):
    """{folder} cannot be written to ({why}). Finished documents are complete and nothing is half written. Check that its
    disk works and that the user this runs as may write there, then run the same command again."""

    exit_code = 1


class CannotRead(PipelineError):
    """Something in {folder} can no longer be read ({why}). Nothing is half written. If it was moved or deleted, put it back;
    if the folder is on a network drive, check that the drive is connected. Then run the same command again."""

    exit_code = 1


class FileMissing(PipelineError):
    """{path} is missing. {what}"""


class NotAllowed(PipelineError):
    """{path} cannot be opened ({why}). Check that the path is the right one and that the user this runs as may read and write
    there, then run the same command again."""


class PathUnusable(PipelineError):
    """{path} cannot be used ({why}): a file is where a folder is needed, or a folder where a file is. Move it away or name
    another path, then run the same command again."""


class WrongPlace(PipelineError):
    """The booklet of {place} contains a block made for {stranger} ({block}). Nothing was issued."""


class PupilNumberFound(PipelineError):
    """The booklet of {place} contains something that looks like a pupil number in its {where}. Nothing was issued."""


class NotebookFailed(PipelineError):
    """Cell {cell} of {notebook} stopped: {kind}: {said}"""
