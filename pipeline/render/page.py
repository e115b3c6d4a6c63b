"""What a page has around its blocks: title, place, marking, contact; the same in the HTML, the PDF and the workbook."""

from dataclasses import dataclass

from pipeline.packs.pack import Pack

LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Page:
    """The furniture of one booklet."""

    title: str
    place: str
    year: int
    marking: str  # who may read it and what to bear in mind, in declared words; printed on every page
    contact: str = ""
    layout: str = "booklet"  # or "sheet": set small, without a list of contents


def page_of(pack: Pack) -> Page:
    audience = pack.policy.audience or f"Audience: {pack.audience}."
    marking = f"{audience} {pack.policy.marking}".strip()
    return Page(pack.title, pack.place.name, pack.year, marking, pack.contact, pack.policy.layout)
