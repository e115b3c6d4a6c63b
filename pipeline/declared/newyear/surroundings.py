"""What stands around the new year's figures: the files they come in, comparators, clusters, thresholds, release days."""

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.declared.newyear.year_change import YearChange, count, to_confirm
from pipeline.declared.sources import Source
from pipeline.declared.years import Item

PROPOSAL = "to confirm"  # the words by which a declaration says that it is a proposal
RENAMED = "Publishers rename columns between years; the name of a new edition is not known beforehand."
SHAPED = "Every standing is worked out against them; none is known beforehand."
REPLACED = "The list is replaced now and then; the newest received is used."
ABOLISHED = "Authorities are formed, joined and abolished."
POOLED = "A cluster's pooled figure is of the schools its list names for the year."
LINES = "A converter goes on with its line of results, a new sponsored academy begins one."
ITS_WORDS = "Their own words say that they are to be confirmed."
PATTERN = "They are those of the yearly pattern until the day itself is announced."


def files(turn: YearChange) -> Iterator[Item]:
    """Every file that is delivered: how it is recognised, its columns, and the items a long file is read for."""
    for source in (s for s in turn.declared.sources.values() if s.results_year != "none"):
        read = turn.declared.items_of(source.id)
        items = f" and {count(len(read), 'item')}" if read else ""
        named = f"its columns{items} are named as declared"
        what = f"{source.title}: the file with {turn.new} is recognised and {named}, or it is not due yet"
        stages = turn.stages_of(source.id)
        yield to_confirm(f"file-{source.id}", what, f"sources/{source.id}.yml", _about(source, turn.last), *stages)


def _about(source: Source, last: int) -> str:
    ends = [name for name, column in source.columns.items() if column.until == last]
    return f"Columns that stop with {last}: {', '.join(ends)}." if ends else source.to_confirm or RENAMED


def comparators(turn: YearChange) -> Iterator[Item]:
    """Beside whom figures stand, and which schools are where."""
    us, year = turn.authority, turn.new
    yield to_confirm(
        "england", f"{us.england.name}: which figures of {year}, by which release", "authority.yml", SHAPED
    )
    if us.neighbours.count:
        what = f"The {us.neighbours.count} statistical neighbours of {year}"
        yield to_confirm("neighbours", what, "sources/statistical_neighbours.yml", REPLACED)
    for group in us.groups:
        what = f"{group.name}: its {len(group.authorities)} authorities in {year}"
        yield to_confirm(f"group-{group.id}", what, "authority.yml", ABOLISHED)
    yield to_confirm("clusters", f"Which schools are in which cluster in {year}", "places/clusters.csv", POOLED)
    what = f"Schools that opened, closed, converted or joined since {turn.last}"
    yield to_confirm("lineage", what, "places/lineage.yml", LINES)


def policies(turn: YearChange) -> Iterator[Item]:
    """Thresholds and rules that are proposals still."""
    policy = turn.declared.policy
    for name in type(policy).model_fields:
        unsure = sorted({" ".join(path) or "the whole" for path in _unsure(getattr(policy, name))})
        if unsure:
            what = f"Rules that are a proposal still: {', '.join(unsure)}"
            yield to_confirm(f"policy-{name}", what, f"policy/{name}.yml", ITS_WORDS)


def _unsure(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The steps to every rule whose reason says that it is to be confirmed."""
    if isinstance(value, (BaseModel, dict)):
        for step, inside in dict(value).items():
            yield from _unsure(inside, (*path, str(step)))
    elif isinstance(value, list):
        for inside in value:
            yield from _unsure(inside, path)
    elif isinstance(value, str) and PROPOSAL in value:
        yield path[:-1]


def dates(turn: YearChange) -> Iterator[Item]:
    """When each release is published."""
    releases = turn.declared.releases.stages
    unsaid = [s for s in turn.declared.stages if any(turn.new not in day.years for day in releases[s].values())]
    if unsaid:
        what = f"The days of the releases of {turn.new}: {', '.join(map(turn.named, unsaid))}"
        yield to_confirm("release-days", what, "releases.yml", PATTERN)
