"""Which stages belong to which phase of schools, and so which clusters are told of at which stage."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report.reading import Reading


def phases(reading: Reading) -> dict[str, list[str]]:
    """What a body of rows is called, and its stages: the declared stages by phase, and attendance where it is declared."""
    found = {f"{phase.capitalize()} phase": reading.stages_of_phase(phase) for phase in ("primary", "secondary")}
    found["Attendance"] = [s for s in reading.declared_stages() if s == "absence"]
    return {said: stages for said, stages in found.items() if stages}


def clusters(reading: Reading) -> list[PlaceCard]:
    """Every cluster in name order, the booklet's own among them."""
    own = [reading.subject] if reading.subject.kind == "cluster" else []
    return sorted({c.id: c for c in [*reading.role("sibling"), *own]}.values(), key=lambda c: c.name)


def of_stage(reading: Reading, stage: str) -> list[PlaceCard]:
    """The clusters of the stage's own phase: a secondary cluster's year 6 is one all-through school, not a cluster."""
    return [c for c in clusters(reading) if stage in reading.stages_of_phase(c.phase)]


def held(reading: Reading, measure: MeasureCard) -> list[PlaceCard]:
    """The clusters of the measure's phase that have a figure to print in any year."""
    return [c for c in of_stage(reading, measure.stage) if reading.any_shown([c.id], [measure])]
