"""Schools whose records are held or were not returned: named below every table they are missing from."""

from pipeline.packs.pack import MeasureCard, PlaceCard
from pipeline.report import words
from pipeline.report.reading import Reading

WITHOUT = "Figures for all pupils are of the other schools."


def waiting(reading: Reading, schools: list[PlaceCard], measures: list[MeasureCard]) -> list[str]:
    """Which schools' records are held or were not returned this year, and that the pooled figure lacks them."""
    lines = []
    for status in reading.vocabulary.statuses_of("waiting"):
        named = [name for p in schools if (name := _waiting_name(reading, p, measures, status.id))]
        said = f"{status.words[:1].upper()}{status.words[1:]}"
        lines += [f"{said}: {words.listed(named)}."] if named else []
    return [*lines, *([WITHOUT] if lines else [])]


def _waiting_name(reading: Reading, place: PlaceCard, measures: list[MeasureCard], status: str) -> str:
    """The school's name if its records of a measure wait, with the stages where the table has several; else ""."""
    found = [m for m in measures if (c := reading.figure(place.id, m.id)) and c.status == status]
    stages = list(dict.fromkeys(reading.small_stage(m.stage) for m in found))
    several = len({m.stage for m in measures}) > 1
    return f"{place.name}{f' ({words.listed(stages)})' if several else ''}" if found else ""
