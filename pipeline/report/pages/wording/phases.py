"""Which stages belong to which phase of schools, and so which clusters are shown at which stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report.reading import Reading


def clusters(reading: Reading) -> list[PlaceCard]:
    """Every cluster in the order of names, with the booklet's own."""
    own = [reading.subject] if reading.subject.kind == "cluster" else []
    return sorted({c.id: c for c in [*reading.role("sibling"), *own]}.values(), key=lambda c: c.name)


def of_stage(reading: Reading, stage: str) -> list[PlaceCard]:
    """The clusters of the stage's own phase: in a secondary cluster only an all-through school has a year 6."""
    return [c for c in clusters(reading) if stage in reading.stages_of_phase(c.phase)]


def held(reading: Reading, measure: MeasureCard) -> list[PlaceCard]:
    """The clusters of the measure's phase that have a figure to print in any year."""
    return [c for c in of_stage(reading, measure.stage) if reading.any_shown([c.id], [measure])]
