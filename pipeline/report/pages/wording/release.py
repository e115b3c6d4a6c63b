"""The release stages of this year's figures: one sentence for the front page and for the data notes."""

from pipeline.report import words
from pipeline.report.reading import Reading, short


def release_stages(reading: Reading) -> list[str]:
    """A sentence where all figures have one release stage; else the stage by key stage or, for one key stage, by place."""
    places = {p.id: short(p) for p in (reading.subject, *reading.comparators)}
    stages = {m.id: m.stage for m in reading.pack.measures}
    year = reading.year
    cells = [f for f in reading.pack.figures if f.year == year and reading.is_printed(f) and f.place in places]
    ours = {f.measure for f in cells if f.place == reading.subject.id} or {f.measure for f in cells}
    cells = sorted((f for f in cells if f.measure in ours), key=lambda f: list(places).index(f.place))
    found = {f.release for f in cells}
    if not found:
        return []
    if len(found) == 1:
        return [f"All figures of {year} are {reading.vocabulary.release(found.pop()).of_schools_in_full}."]
    several = len({stages[f.measure] for f in cells}) > 1
    names = [reading.stage_name(stages[f.measure]) if several else places[f.place] for f in cells]
    return [f"Release stage of the figures of {year}. {_by_release(reading, names, [f.release for f in cells])}."]


def _by_release(reading: Reading, names: list[str], releases: list[str]) -> str:
    """ "Key stage 2: final; Phonics screening check: provisional"."""
    held: dict[str, set[str]] = {}
    for name, release in zip(names, releases, strict=True):
        held.setdefault(name, set()).add(release)
    alike: dict[str, list[str]] = {}
    for name, stages in held.items():
        named = [r.of_schools_in_full for r in reading.vocabulary.releases if r.id in stages]
        alike.setdefault(words.listed(named), []).append(name)
    return "; ".join(f"{words.listed(names)}: {stages}" for stages, names in alike.items())
