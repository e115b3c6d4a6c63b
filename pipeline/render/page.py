"""What a page says around its blocks: title, place, marking, contact. The same facts stand on the HTML, PDF and workbook."""

from dataclasses import dataclass

from pipeline.packs.pack import Pack

LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Page:
    """The furniture of one booklet."""

    title: str
    place: str
    year: int
    marking: str  # who may read it, in the words of the disclosure policy; printed on every page
    contact: str = ""


def page_of(pack: Pack) -> Page:
    marking = pack.policy.get("audience") or f"Audience: {pack.audience}."
    return Page(pack.title, pack.place.name, pack.year, marking, pack.contact)
