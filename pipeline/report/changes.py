"""What the changes notebook opens: what documents print differently from their previous issue."""

from pipeline.changes.between import Comparison, DocumentSelection, between_issues, issued_place, since_issue
from pipeline.changes.change import FIGURE, QUESTION, RELEASE, STANDING, WORDING
from pipeline.paths import Folders, folders
from pipeline.report.block import Block
from pipeline.report.notebook_year import results_year
from pipeline.report.style import in_our_look
from pipeline.report.team import changed_documents as page


class Changes:
    """What changed, kind by kind. Every method returns what its cell shows."""

    def __init__(self, found: Comparison) -> None:
        self._found = found

    def documents(self) -> Block:
        """Which documents were compared, each with its two issues and how much differs."""
        return page.documents(self._found)

    def figures(self) -> Block:
        """Figures that are printed differently, the largest change first; a line where there are none."""
        return page.of_kind(self._found, FIGURE)

    def standings(self) -> Block:
        """Standing, direction and significance that are printed differently; a line where there are none."""
        return page.of_kind(self._found, STANDING)

    def questions(self) -> Block:
        """Questions for governors that are new, gone or raised by another figure; a line where there are none."""
        return page.of_kind(self._found, QUESTION)

    def wording(self) -> Block:
        """Sentences and notes that read differently; a line where there are none."""
        return page.of_kind(self._found, WORDING)

    def releases(self) -> Block:
        """Figures that now have another release stage; a line where there are none."""
        return page.of_kind(self._found, RELEASE)


def open_changes(
    year: int, publication: str = "", place: str = "", since: bool = False, where: Folders | None = None
) -> Changes:
    """What changed in the documents of a results year: between their last two issues, or since the last (`since`)."""
    in_our_look()
    where, year = where or folders(), results_year(year)
    compare = since_issue if since else between_issues
    return Changes(compare(where, DocumentSelection(year, publication, issued_place(where, str(place)))))
