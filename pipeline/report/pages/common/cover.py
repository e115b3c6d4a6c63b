"""The cover: whose booklet, which year, for whom."""

from dataclasses import dataclass

from pipeline.report.block import Block, safe, typeset, typeset_call
from pipeline.report.pages.common.endmatter import answered_by
from pipeline.report.reading import Reading
from pipeline.report.section import section


@dataclass(frozen=True, kw_only=True)
class Cover(Block):
    """The only block with a first-level heading."""

    name: str
    about: tuple[str, ...]
    kind = "cover"

    def html(self) -> str:
        lines = "".join(f'<p class="bk-sub">{typeset(a)}</p>' for a in self.about)
        return (
            f'<div class="bk bk-cover" id="{safe(self.id)}"><p class="bk-what">{typeset(self.caption)}</p>'
            f"<h1>{typeset(self.name)}</h1>{lines}</div>"
        )

    def paper(self) -> str:
        return typeset_call("cover", what=self.caption, name=self.name, about=self.about)

    def rows(self) -> list[list[str]]:
        return [[self.name], *([a] for a in self.about)]


@section
def cover(reading: Reading) -> Cover:
    """The title of the document: whose it is, of which results year, and for whom.

    From: the pack's place, publication and readers, who may read it, and who answers questions.
    When empty: never; every document starts with it.
    """
    pack = reading.pack
    as_at = f"As it was known on {reading.as_at}." if pack.as_at else ""
    is_sheet = pack.policy.layout == "sheet"  # of which every page says it at its foot
    marking = "" if is_sheet else pack.policy.audience
    known = " ".join(part for part in (marking, as_at, answered_by(reading)) if part)
    facts = [reading.subject.note, f"For: {pack.readers}.", known]
    results = f"targets for summer {pack.targets.year}" if pack.targets else f"results of summer {pack.year}"
    return Cover(
        id="cover",
        place=pack.place.id,
        caption=f"{pack.title}, {results}",
        name=pack.place.name,
        about=tuple(f for f in facts if f),
    )
