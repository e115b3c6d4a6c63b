"""What a page has around its blocks: title, place, marking, contact; the same in the HTML, the PDF and the workbook."""

from dataclasses import dataclass

from pipeline.ledger.issues import DRAFT
from pipeline.packs.pack import Pack

LANGUAGE = "en-GB"
DRAFT_WORDS = f"{DRAFT}: the disclosure policy it was made under is not signed off. Do not pass it on."


@dataclass(frozen=True)
class Page:
    """The furniture of one booklet."""

    title: str
    place: str
    year: int
    marking: str  # who may read it and what to bear in mind, in declared words; printed on every page
    contact: str = ""
    layout: str = "booklet"  # or "sheet": set small, without a list of contents
    draft: str = ""  # of a document that is not issued, what each page says of that

    @property
    def heading(self) -> str:
        """The title its files carry inside; that of an issue is `Issue.heading`."""
        return f"{f'{DRAFT}. ' if self.draft else ''}{self.title}: {self.place}, {self.year}"


def page_of(pack: Pack, draft: bool = False) -> Page:
    audience = pack.policy.audience or f"Audience: {pack.audience}."
    marking = f"{audience} {pack.policy.marking}".strip()
    words = DRAFT_WORDS if draft else ""
    return Page(pack.title, pack.place.name, pack.year, marking, pack.contact, pack.policy.layout, words)
