"""Which stages belong to which phase of schools, and so which clusters are told of at which stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report.reading import Reading

PHASES = {  # what a body of rows is called -> its stages
    "Primary phase": ("eyfs", "phonics", "ks1", "mtc", "ks2"),
    "Secondary phase": ("ks4",),
    "Attendance": ("absence",),
}


def clusters(reading: Reading) -> list[PlaceCard]:
    """Every cluster in name order, the booklet's own among them."""
    own = [reading.subject] if reading.subject.kind == "cluster" else []
    return sorted({c.id: c for c in [*reading.role("sibling"), *own]}.values(), key=lambda c: c.name)


def of_stage(found: list[PlaceCard], stage: str) -> list[PlaceCard]:
    """The clusters of the stage's own phase: a secondary cluster's year 6 is one all-through school, not a cluster."""
    said = next((said for said, stages in PHASES.items() if stage in stages), "")
    return [c for c in found if said.startswith(c.phase.capitalize())]


def held(reading: Reading, measure: MeasureCard) -> list[PlaceCard]:
    """The clusters of the measure's phase that have a figure to print in any year."""
    return [c for c in of_stage(clusters(reading), measure.stage) if reading.any_shown([c.id], [measure])]
