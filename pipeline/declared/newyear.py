"""What a new results year may not take for granted from the last: definitions, files, comparators, thresholds, release days.

Each function of PARTS lists one kind of thing to confirm. Documents of the new year wait until every item is confirmed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.declared import Declarations, Measure
from pipeline.declared.authority import Authority
from pipeline.declared.years import Checklist, Item

WHY = (
    "A new year looks like the last until it does not: definitions, codes, column names and comparators change without "
    "notice. Nothing of the year is made until somebody has looked at each of these."
)
ESTIMATED = ("progress", "progress8")  # calculations that need the national estimates of their own year
PROPOSAL = "to confirm"  # the words by which a declaration says that it is a proposal

# Why each kind of thing cannot be taken for granted.
CONTINUED = "Their series go on, so arrows and trends will be drawn across the two years."
ENDED = "Its declaration ends there."
UNCERTAIN = "Its declaration says that this is not certain."
CODES = "Codes are added and withdrawn with the collection's guide."
RENAMED = "Publishers rename columns between years; the name of a new edition is not known beforehand."
COMPARED = "Every figure is judged against them; none is known beforehand."
REPLACED = "The list is replaced now and then; the newest received is used."
ABOLISHED = "Authorities are formed, joined and abolished."
POOLED = "A cluster's pooled figure is of the schools its list names for the year."
LINES = "A converter academy continues its line of results, a new sponsored academy begins one."
OWN_WORDS = "Their own words say that they are to be confirmed."
PATTERN = "They are those of the yearly pattern until the day itself is announced."


@dataclass(frozen=True)
class YearChange:
    """From the last results year to the new one, with everything declared."""

    last: int
    new: int
    declared: Declarations
    authority: Authority

    def of_stage(self, stage: str) -> list[Measure]:
        """The measures of a key stage."""
        return [m for m in self.declared.measures.values() if m.stage == stage]

    def named(self, stage: str) -> str:
        """A key stage's name for readers."""
        return self.declared.stages[stage].name

    def stages_of(self, source: str) -> list[str]:
        """The key stages whose figures come from a source, in their order; none where every stage depends on it."""
        stages = {self.declared.sources[source].stage}
        for measure in self.declared.measures.values():
            read = {*measure.tables, *measure.long, *measure.counts_of}
            if measure.pupils:
                read |= {measure.pupils.source, *measure.pupils.beside}
            if source in read:
                stages.add(measure.stage)
        return [stage for stage in self.declared.stages if stage in stages]


def checklist(turn: YearChange) -> Checklist:
    """Everything to confirm for the new year, from definitions through files to comparators, policy and days."""
    items = [item for part in PARTS for item in part(turn)]
    return Checklist(year=turn.new, opened_from=turn.last, why=WHY, items=items)


def to_confirm(id: str, what: str, where: str, why: str, *stages: str) -> Item:
    """An open item; `where` is below params/; documents of these key stages wait for it, every document where none is given."""
    return Item(id=id, what=what, where=f"params/{where}", why=why, stages=list(stages))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def definitions(turn: YearChange) -> Iterator[Item]:
    """For each key stage: measures that continue, measures that stop, and what is uncertain about any of them."""
    for stage in turn.declared.stages:
        measures, where = turn.of_stage(stage), f"measures/{stage}"
        continued = [m for m in measures if m.series_of(turn.new) and m.series_of(turn.last)]
        if continued:
            what = (
                f"{_counted(len(continued), 'measure')} of {turn.named(stage)}: the same pupils counted in the same way as in "
                f"{turn.last}"
            )
            yield to_confirm(f"{stage}-definitions", what, where, CONTINUED, stage)
        for m in measures:
            last_of_series = max(s.end or 9999 for s in m.series)
            last_of_records = m.pupils.years[1] if m.pupils and m.pupils.years else None
            if turn.last in (last_of_series, last_of_records):
                what = f"{m.name} stops with {turn.last}: gone, or another series begins in {turn.new}"
                yield to_confirm(f"{m.id}-stops", what, f"{where}/{m.id}.yml", ENDED, stage)
            if m.to_confirm and m.series_of(turn.new):
                what = f"{m.name}: {m.to_confirm}"
                yield to_confirm(f"{m.id}-uncertain", what, f"{where}/{m.id}.yml", UNCERTAIN, stage)


def not_held(turn: YearChange) -> Iterator[Item]:
    """Measures declared to have no figures in the new year, and those that had none in the last and may return."""
    # One item for all measures of a key stage which have no figures for the same reason.
    without: dict[tuple[str, bool, str], list[Measure]] = defaultdict(list)
    for m in turn.declared.measures.values():
        year = turn.new if turn.new in m.not_held else turn.last
        if year in m.not_held:
            without[m.stage, year == turn.new, m.not_held[year]].append(m)
    for (stage, is_declared, why), measures in without.items():
        if is_declared:
            kind, words = "not-held", f"no figures in {turn.new}"
        else:
            kind, words = "back", f"none in {turn.last}; whether there are any in {turn.new}"
        what = f"{turn.named(stage)}, {words}: {'; '.join(dict.fromkeys(m.short for m in measures))}"
        yield to_confirm(f"{stage}-{kind}-{measures[0].id}", what, f"measures/{stage}", why, stage)


def codes(turn: YearChange) -> Iterator[Item]:
    """Codes and thresholds of every scale, and the codes whose meaning is not certain."""
    for scale in turn.declared.scales.values():
        unsure = [code or "empty" for code, c in scale.codes.items() if c.to_confirm and c.used_in(turn.new)]
        why = f"How these count is not certain: {', '.join(unsure)}." if unsure else CODES
        what = f"{scale.name}: the codes and thresholds of {turn.new}"
        sources = [name for name, s in turn.declared.sources.items() if scale.id in s.scales]
        stages = dict.fromkeys(stage for name in sources for stage in turn.stages_of(name))
        yield to_confirm(f"codes-{scale.id}", what, f"scales/{scale.id}.yml", why, *stages)


def estimates(turn: YearChange) -> Iterator[Item]:
    """National figures without which progress and its intervals cannot be calculated."""
    for stage in turn.declared.stages:
        measures = [m for m in turn.of_stage(stage) if m.series_of(turn.new)]
        if any(m.pupils and m.pupils.sum in ESTIMATED for m in measures):
            what = f"{turn.named(stage)}: the national estimates for progress of {turn.new} are received"
            where = "sources/progress_estimates.yml"
            yield to_confirm(f"{stage}-estimates", what, where, "Each year has its own.", stage)
        spread = [m.short for m in measures if m.estimate and turn.new not in m.estimate.national_sd]
        if spread:
            what = f"{turn.named(stage)}: the national spread of {turn.new} for {'; '.join(spread)}"
            why = "Without it no interval is estimated."
            yield to_confirm(f"{stage}-spread", what, f"measures/{stage}", why, stage)


def files(turn: YearChange) -> Iterator[Item]:
    """Every file that is delivered: how it is recognised, its columns, and the items that are read from a long file."""
    for source in (s for s in turn.declared.sources.values() if s.results_year != "none"):
        read = turn.declared.items_of(source.id)
        items = f" and {_counted(len(read), 'item')}" if read else ""
        what = (
            f"{source.title}: the file with {turn.new} is recognised and its columns{items} are named as declared, or it is not "
            "due yet"
        )
        ended = [name for name, column in source.columns.items() if column.until == turn.last]
        why = f"Columns that stop with {turn.last}: {', '.join(ended)}." if ended else source.to_confirm or RENAMED
        stages = turn.stages_of(source.id)
        yield to_confirm(f"file-{source.id}", what, f"sources/{source.id}.yml", why, *stages)


def comparators(turn: YearChange) -> Iterator[Item]:
    """The places that figures are compared with, and which schools belong where."""
    authority, year = turn.authority, turn.new
    what = f"{authority.england.name}: which figures of {year}, by which release"
    yield to_confirm("england", what, "authority.yml", COMPARED)
    if authority.neighbours.count:
        what = f"The {authority.neighbours.count} statistical neighbours of {year}"
        yield to_confirm("neighbours", what, "sources/statistical_neighbours.yml", REPLACED)
    for group in authority.groups:
        what = f"{group.name}: its {len(group.authorities)} authorities in {year}"
        yield to_confirm(f"group-{group.id}", what, "authority.yml", ABOLISHED)
    yield to_confirm("clusters", f"Which schools are in which cluster in {year}", "places/clusters.csv", POOLED)
    what = f"Schools that opened, closed, converted or joined since {turn.last}"
    yield to_confirm("lineage", what, "places/lineage.yml", LINES)


def policies(turn: YearChange) -> Iterator[Item]:
    """Thresholds and rules that are still proposals."""
    policy = turn.declared.policy
    for name in type(policy).model_fields:
        unsure = sorted({" ".join(path) or "the whole" for path in _proposals(getattr(policy, name))})
        if unsure:
            what = f"Rules that are still a proposal: {', '.join(unsure)}"
            yield to_confirm(f"policy-{name}", what, f"policy/{name}.yml", OWN_WORDS)


def _proposals(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of keys to every rule whose reason says that it is to be confirmed."""
    if isinstance(value, (BaseModel, dict)):
        for step, inside in dict(value).items():
            yield from _proposals(inside, (*path, str(step)))
    elif isinstance(value, list):
        for inside in value:
            yield from _proposals(inside, path)
    elif isinstance(value, str) and PROPOSAL in value:
        yield path[:-1]


def dates(turn: YearChange) -> Iterator[Item]:
    """The days on which results are published."""
    releases = turn.declared.releases.stages
    unknown = [s for s in turn.declared.stages if any(turn.new not in day.years for day in releases[s].values())]
    if unknown:
        what = f"The days of the releases of {turn.new}: {', '.join(map(turn.named, unknown))}"
        yield to_confirm("release-days", what, "releases.yml", PATTERN)


PARTS = (definitions, not_held, codes, estimates, files, comparators, policies, dates)
