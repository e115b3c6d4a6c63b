"""The linked tables behind one measure of one year: what adds up to what, what is out, and what must not be had.

Four questions are asked, each with the answers before it settled: all pupils of areas (authority, clusters, trusts) and of the
schools behind them; the groups of areas; all pupils of the schools one document lists; the groups of one school.
The answers about areas are the same for every document of an audience, so no two can be set against each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pipeline.declared import Measure
from pipeline.declared.policy import AudienceRule, Disclosure
from pipeline.disclosure.known_figures import ALL, KnownFigures, range_of
from pipeline.disclosure.linked_table import Cell, Key, LinkedTable
from pipeline.disclosure.table_builder import LinkedTableBuilder
from pipeline.measures.figure_index import Fig

Family = tuple[str, ...]  # the groups of one family, which together hold every pupil whose group is known


@dataclass(frozen=True)
class MeasureTables:
    """The tables of one measure and results year, for one audience."""

    measure: Measure
    year: int
    audience: str
    known: KnownFigures

    @property
    def policy(self) -> Disclosure:
        return self.known.declared.policy.disclosure

    @property
    def rule(self) -> AudienceRule:
        return self.policy.audiences[self.audience]

    @property
    def whole(self) -> bool:
        return self.measure.unit == "percent"

    def areas(self) -> LinkedTable:
        """All pupils of every area, and of the schools behind it."""
        table = LinkedTableBuilder(self.measure.adds_up)
        for area in self.known.areas(self.year):
            self._area(table, area, ALL)
        self._schools_behind(table, ALL)
        return table.linked()

    def areas_groups(self, families: tuple[Family, ...], hidden: Collection[Key]) -> LinkedTable:
        """The groups of these families in every area, beside all pupils.

        `hidden` are the figures found not to be printed so far; those for all pupils must not be had from the groups either.
        """
        table = LinkedTableBuilder(self.measure.adds_up)
        for area in self.known.areas(self.year):
            self._settled(table, area, ALL, hidden)
            for group in (g for family in families for g in family):
                self._area(table, area, group, hidden)
        self._behind(table, families)
        return table.linked()

    def schools(self, listed: Iterable[str], families: tuple[Family, ...], hidden: Collection[Key]) -> LinkedTable:
        """All pupils of the schools a document lists, beside what is printed of their areas."""
        table = LinkedTableBuilder(self.measure.adds_up)
        for school in listed:
            self._school(table, school, ALL, printed=True, hidden=hidden)
        for area in self.known.areas(self.year):
            for group in [ALL, *(g for family in families for g in family)]:
                self._settled(table, area, group, hidden)
        self._behind(table, families)
        return table.linked()

    def school_groups(self, school: str, families: tuple[Family, ...], hidden: Collection[Key]) -> LinkedTable:
        """The groups of these families in one school, beside all its pupils, whose figure it has itself."""
        table = LinkedTableBuilder(self.measure.adds_up)
        fig = self._fig(school, ALL)
        if fig is not None and fig.denominator:
            table.add(self._cell(fig, fig.denominator, known=True))
        for family in families:
            for group in family:
                self._school(table, school, group, printed=True, hidden=hidden)
            table.join((school, ALL), [(school, g) for g in family], self.whole)
        return table.linked()

    # Cells

    def _fig(self, place: str, group: str) -> Fig | None:
        return self.known.fig(place, self.year, self.measure.id, group)

    def _area(self, table: LinkedTableBuilder, area: str, group: str, hidden: Collection[Key] = ()) -> None:
        fig, pupils = self._fig(area, group), self._pupils(area, group)
        if fig is None or not pupils or not (fig.shown or fig.status == "bounded"):
            return
        out = self.known.out(fig, self.audience)
        few = not out and (self._too_few(area, group, pupils) or (group == ALL and self._tells_of_a_group(fig, pupils)))
        table.add(self._cell(fig, pupils, protected=few, known=out, unprinted=(area, group) in hidden and not few))

    def _settled(self, table: LinkedTableBuilder, area: str, group: str, hidden: Collection[Key]) -> None:
        fig, pupils = self._fig(area, group), self._pupils(area, group)
        if fig is not None and pupils and (fig.shown or fig.status == "bounded"):
            kept = (area, group) in hidden
            guarded = kept and (group == ALL or self._too_few(area, group, pupils))
            table.add(self._cell(fig, pupils, known=not kept, protected=guarded, unprinted=kept and not guarded))

    def _school(
        self, table: LinkedTableBuilder, school: str, group: str, printed: bool = False, hidden: Collection[Key] = ()
    ) -> None:
        fig = self._fig(school, group)
        if fig is None or not fig.denominator:
            return
        out = self.known.out(fig, self.audience)
        least = self._least(group) if printed else self.policy.protects_below
        few = fig.denominator < least and not out
        kept = not (printed or out) or ((school, group) in hidden and not few)
        table.add(self._cell(fig, fig.denominator, protected=few, known=out, unprinted=kept))

    def _cell(self, fig: Fig, pupils: int, **marks: bool) -> Cell:
        low, high = 0, pupils
        if fig.value is not None:
            ends = 0 if self.known.published(fig) else self.rule.ends_of(fig.group, pupils)
            low, high = range_of(fig, pupils, self.measure, ends)
        return Cell((fig.place_id, fig.group), pupils, low, high, self.whole, **marks)

    # Limits

    def _least(self, group: str) -> int:
        return self.rule.minimum_cohort if group == ALL else max(self.rule.minimum_cohort, self.rule.minimum_group)

    def _too_few(self, area: str, group: str, pupils: int) -> bool:
        """Too few pupils, or too few but for one school: its head could work out the others."""
        members = [self._denominator(s, group) for s in self.known.areas(self.year)[area]]
        others = pupils - max(members, default=0)
        return pupils < max(self._least(group), self.policy.protects_below) or 0 < others < self.policy.protects_below

    def _tells_of_a_group(self, fig: Fig, pupils: int) -> bool:
        """Whether all pupils' figure alone leaves too little doubt about a group of few: where nearly all or nearly none met it."""
        low, high = range_of(fig, pupils, self.measure)
        for group in self.known.figures.groups(fig.place_id, self.measure.id):
            few = self._pupils(fig.place_id, group)
            if group == ALL or not few or not self._too_few(fig.place_id, group, few):
                continue
            if min(few, high) - max(0, low - (pupils - few)) < min(self.policy.interval, few):
                return True
        return False

    def _pupils(self, area: str, group: str) -> int:
        """An area's pupils; where only a percentage was published, those of its schools."""
        fig = self._fig(area, group)
        if fig is not None and fig.denominator:
            return fig.denominator
        return sum(self._denominator(s, group) for s in self.known.areas(self.year)[area])

    def _denominator(self, school: str, group: str) -> int:
        fig = self._fig(school, group)
        return (fig.denominator or 0) if fig is not None else 0

    # Sums

    def _behind(self, table: LinkedTableBuilder, families: tuple[Family, ...]) -> None:
        """Schools behind areas, all pupils and groups; and everywhere all pupils are the groups of a family."""
        for group in [ALL, *(g for family in families for g in family)]:
            self._schools_behind(table, group)
        for place in dict.fromkeys(place for place, group in table.cells if group == ALL):
            for family in families:
                table.join((place, ALL), [(place, g) for g in family], self.whole)

    def _schools_behind(self, table: LinkedTableBuilder, group: str) -> None:
        """Each area is its schools; those nobody is told of, or can be harmed by, stand together as one cell."""
        areas, crowds = self.known.areas(self.year), self.known.crowds(self.year)
        figs = {s: self._fig(s, group) for together in crowds.values() for s in together}
        for school, fig in figs.items():
            if group == ALL and self._stands_out(fig):
                self._school(table, school, group)
            elif group != ALL and fig is not None and (school, ALL) in table.cells:
                self._behind_a_group(table, fig)
        for named, together in crowds.items():
            self._crowd(table, group, named, [s for s in together if (s, group) not in table.cells])
        for area, members in areas.items():
            parts = [(s, group) for s in sorted(members)] + [(_crowd_name(c), group) for c in crowds if area in c]
            table.join((area, group), parts, self.whole, group == ALL and self._unknown_few(area, members, figs))

    def _behind_a_group(self, table: LinkedTableBuilder, fig: Fig) -> None:
        """A school's group is printed nowhere but in its own booklet, unless it was published."""
        if fig.denominator:
            out = self.known.out(fig, self.audience)
            table.add(self._cell(fig, fig.denominator, known=out, unprinted=not out))

    def _stands_out(self, fig: Fig | None) -> bool:
        if fig is None:
            return False
        few = bool(fig.denominator) and fig.denominator < self.policy.protects_below
        return few or self.known.out(fig, self.audience)

    def _unknown_few(self, area: str, members: Collection[str], figs: Mapping[str, Fig | None]) -> bool:
        """Whether what the area counts beyond the schools' cohorts is a suppressed school whose cohort was not published."""
        unknown = any(
            f is not None and f.status == "suppressed_by_publisher" and not f.denominator
            for f in map(figs.get, members)
        )
        return unknown and self._pupils(area, ALL) > sum(self._denominator(s, ALL) for s in members)

    def _crowd(self, table: LinkedTableBuilder, group: str, areas: tuple[str, ...], schools: list[str]) -> None:
        pupils = sum(self._denominator(s, group) for s in schools)
        if pupils:
            table.add(Cell((_crowd_name(areas), group), pupils, 0, pupils, self.whole, unprinted=True))


def _crowd_name(areas: tuple[str, ...]) -> str:
    return "other schools of " + ", ".join(areas)
