"""The front door of the changes notebook: what documents say otherwise than in their issue before."""

from pipeline.changes.between import Comparison, DocumentSelection, between_issues, since_issue
from pipeline.changes.change import FIGURE, QUESTION, RELEASE, STANDING, WORDING
from pipeline.paths import Folders, folders
from pipeline.report.pages import changes as page
from pipeline.report.style import in_our_look


class Changes:
    """What changed, kind by kind. Every method returns what its cell shows."""

    def __init__(self, found: Comparison) -> None:
        self._found = found

    def documents(self):
        return page.documents(self._found)

    def figures(self):
        return page.of_kind(self._found, FIGURE)

    def standings(self):
        return page.of_kind(self._found, STANDING)

    def questions(self):
        return page.of_kind(self._found, QUESTION)

    def wording(self):
        return page.of_kind(self._found, WORDING)

    def releases(self):
        return page.of_kind(self._found, RELEASE)


def open_changes(
    year: int, publication: str = "", place: str = "", since: bool = False, where: Folders | None = None
) -> Changes:
    """What changed in the documents of a results year: between their last two issues, or since the last (`since`)."""
    in_our_look()
    compare = since_issue if since else between_issues
    return Changes(compare(where or folders(), DocumentSelection(year, publication, str(place))))
