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
