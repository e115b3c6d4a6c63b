"""Whether a document rests on pupil records: then it is issued only under a disclosure policy that was signed off."""

from collections.abc import Iterator

from pipeline.declared import Publication
from pipeline.packs.pack import Pack
from pipeline.packs.spread import peers_of
from pipeline.places import Place
from pipeline.workspace.run_context import RunContext


def rests_on_pupil_records(pack: Pack, publication: Publication, place: Place, run: RunContext) -> bool:
    """Whether anything in a pack is from pupil records: a figure, also one that is withheld, an estimate, or the dot of another
    school that is drawn without its name."""
    of_pupils = {delivery[:12] for delivery in run.sources.of_pupils}
    behind = {s.delivery for s in pack.sources} | {d[:12] for f in pack.figures for d in f.delivery.split(",")}
    return bool(of_pupils & behind) or any(d[:12] in of_pupils for d in _behind_dots(pack, publication, place, run))


def _behind_dots(pack: Pack, publication: Publication, place: Place, run: RunContext) -> Iterator[str]:
    """The deliveries behind every school's figures among which the place is drawn."""
    drawn = {*pack.positions, *(measure for pair in pack.scatters for measure in pair.split(","))}
    for peer in peers_of(publication, place, pack.year, run.register) if drawn else ():
        for fig in (run.figures.get(peer, pack.year, measure) for measure in drawn):
            if fig:
                yield from fig.delivery.split(",")
