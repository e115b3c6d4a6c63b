"""Which documents of a plan rest on something that is not as it was kept: they are held until it is back.

A pack names the deliveries behind the figures it prints. A delivery that is behind no figure at all (a register, a roll, a census)
gives names, schools and cohorts to all of them, so every document rests on it.
"""

from collections.abc import Collection

from pipeline.deliveries.originals import NAMED_BY, OriginalFault
from pipeline.ledger.issued import IssuedPackFault
from pipeline.packs.plan import Plan, pack_file
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import Folders
from pipeline.stored import stored_json, stored_table


def resting(
    where: Folders, plan: Plan, originals: Collection[OriginalFault], packs: Collection[IssuedPackFault]
) -> dict[tuple[str, str], str]:
    """(publication, place) -> why the document is held, of the documents that rest on one of these."""
    originals = [fault for fault in originals if fault.in_force]
    if not originals and not packs:
        return {}
    own_pack = {f.issue.document: f"the pack of its issue {f.issue.number} {f.what}" for f in packs}
    behind_figures = _behind_figures(where) if originals else frozenset()
    because = {}
    for item in plan.documents:
        why = own_pack.get((item.publication, item.place, item.year), "")
        named = _named(where, item) if originals else frozenset()
        for fault in originals:
            if not why and (
                named is None or fault.delivery not in behind_figures or fault.delivery[:NAMED_BY] in named
            ):
                why = f"it rests on {fault.said}, whose original {fault.what}"
        if why:
            because[item.publication, item.place] = f"{why}; see booklets check"
    return because


def _behind_figures(where: Folders) -> frozenset[str]:
    """The fingerprints of all deliveries behind a figure; none where there is no Figure table, so that everything is held."""
    table = stored_table(where.figures, ["delivery"])
    listed = [] if table is None else table["delivery"].dropna().unique()
    return frozenset(fingerprint for several in listed for fingerprint in several.split(","))


def _named(where: Folders, item: PlannedDocument) -> frozenset[str] | None:
    """The beginnings of the fingerprints a document's pack names; None where it cannot be read and may name any."""
    pack = stored_json(pack_file(where, item))
    if pack is None:
        return None
    several = [row["delivery"] for part in ("figures", "sources") for row in pack[part]]
    return frozenset(fingerprint[:NAMED_BY] for names in several for fingerprint in names.split(","))
