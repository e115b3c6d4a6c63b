"""The step from one results year to the next, and how one thing to confirm is written down."""

from dataclasses import dataclass

from pipeline.declared import Declarations, Measure
from pipeline.declared.authority import Authority
from pipeline.declared.years import Item


@dataclass(frozen=True)
class YearChange:
    """From the last results year to the new one, with everything declared."""

    last: int
    new: int
    declared: Declarations
    authority: Authority

    def of_stage(self, stage: str) -> list[Measure]:
        return [m for m in self.declared.measures.values() if m.stage == stage]

    def named(self, stage: str) -> str:
        return self.declared.stages[stage].name

    def stages_of(self, source: str) -> list[str]:
        """The stages whose figures come from a source, in their order; none for one that every stage rests on."""
        about = {m.stage for m in self.declared.measures.values() if source in _sources(m)}
        about |= {self.declared.sources[source].stage}
        return [stage for stage in self.declared.stages if stage in about]


def _sources(measure: Measure) -> set[str]:
    pupils = {measure.pupils.source, *measure.pupils.beside} if measure.pupils else set()
    return pupils | {*measure.tables, *measure.long, *measure.counts_of}


def to_confirm(id: str, what: str, where: str, why: str, *stages: str) -> Item:
    """An open item; `where` is below params/; documents of these stages wait for it, every document where none is named."""
    return Item(id=id, what=what, where=f"params/{where}", why=why, stages=list(stages))


def count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
