"""The linked tables of one measure and year: which cells add up to which, which are known, and which must not be derivable.

There are four tables, each built with the suppression of those before it already decided: all pupils of areas (authority, clusters,
trusts) with the schools that make them up; the groups of areas; all pupils of the schools one document lists; the groups of one school.
Tables of areas are the same for every document of an audience, so that no two documents can be differenced.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pipeline.declared import Measure
from pipeline.declared.policy import AudienceRule, Disclosure
from pipeline.disclosure.known_figures import ALL, KnownFigures, implied_range
from pipeline.disclosure.linked_table import Cell, Key, LinkedTable, OwnPart
from pipeline.disclosure.table_builder import LinkedTableBuilder
from pipeline.measures.figure_index import Fig

Family = tuple[str, ...]  # the groups of one family, which between them hold every pupil whose group is known


@dataclass(frozen=True)
class MeasureTables:
    """The tables of one measure and results year, for one audience.

    In each, `hidden` are the figures already decided to be suppressed by the tables before it.
    """

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
        """Whether cells are counts of pupils; those of a mean are sums of scores."""
        return self.measure.unit == "percent"

    def area_totals(self, hidden: Collection[Key]) -> LinkedTable:
        """All pupils of every area, and of the schools that make it up."""
        builder = LinkedTableBuilder(self.measure.adds_up)
        for area in self.known.areas(self.year):
            self._add_area(builder, area, ALL, hidden)
        self._link_schools_to_areas(builder, ALL)
        return builder.table(self._insiders(builder))

    def area_groups(
        self, families: tuple[Family, ...], hidden: Collection[Key], by_school: bool = False
    ) -> LinkedTable:
        """The groups of these families in every area, linked to all pupils; `by_school`: no schools are merged.

        Suppressed figures of all pupils must not be derivable from the groups either.
        """
        builder = LinkedTableBuilder(self.measure.adds_up)
        for area in self.known.areas(self.year):
            self._add_decided_area(builder, area, ALL, hidden)
            for group in (g for family in families for g in family):
                self._add_area(builder, area, group, hidden)
        for school in (
            (s for schools in self.known.schools_by_areas(self.year).values() for s in schools) if by_school else ()
        ):
            self._add_school(builder, school, ALL)
        self._link(builder, families)
        return builder.table(self._insiders(builder))

    def school_totals(
        self, listed: Iterable[str], families: tuple[Family, ...], hidden: Collection[Key]
    ) -> LinkedTable:
        """All pupils of the schools a document lists, linked to what is printed of their areas."""
        builder = LinkedTableBuilder(self.measure.adds_up)
        for school in listed:
            self._add_school(builder, school, ALL, printed=True, hidden=hidden)
        for area in self.known.areas(self.year):
            for group in [ALL, *(g for family in families for g in family)]:
                self._add_decided_area(builder, area, group, hidden)
        self._link(builder, families)
        return builder.table(self._insiders(builder))

    def school_groups(self, school: str, families: tuple[Family, ...], hidden: Collection[Key]) -> LinkedTable:
        """The groups of these families in one school, linked to all its pupils, whose figure the school itself knows."""
        builder = LinkedTableBuilder(self.measure.adds_up)
        fig = self._fig(school, ALL)
        if fig is not None and fig.denominator:
            builder.add(self._cell(fig, fig.denominator, known=True))
        for family in families:
            for group in family:
                self._add_school(builder, school, group, printed=True, hidden=hidden)
            builder.link((school, ALL), [(school, g) for g in family], self.whole)
        self._link_groups_within_others(builder, school)
        return builder.table({})  # whoever has a school's own figures need not derive them

    # Cells

    def _fig(self, place: str, group: str) -> Fig | None:
        return self.known.fig(place, self.year, self.measure.id, group)

    def _add_area(self, builder: LinkedTableBuilder, area: str, group: str, hidden: Collection[Key] = ()) -> None:
        """An area's cell, still to be decided: protected where too few pupils are behind it."""
        fig, pupils = self._fig(area, group), self._pupils(area, group)
        if fig is None or not pupils or not fig.printable:
            return
        known = self.known.is_known(fig, self.audience)
        small = self._too_few(area, group, pupils)
        protected = not known and (small or (group == ALL and self._discloses_a_group(fig, pupils)))
        unprinted = (small and not self.known.published(fig)) or ((area, group) in hidden and not protected)
        builder.add(self._cell(fig, pupils, protected=protected, known=known, unprinted=unprinted))

    def _add_decided_area(self, builder: LinkedTableBuilder, area: str, group: str, hidden: Collection[Key]) -> None:
        """An area's cell as a table before this one has decided it: printed and so known, or suppressed."""
        fig, pupils = self._fig(area, group), self._pupils(area, group)
        if fig is None or not pupils or not fig.printable:
            return
        suppressed = (area, group) in hidden
        protected = suppressed and (group == ALL or self._too_few(area, group, pupils))
        unprinted = suppressed and not protected
        builder.add(self._cell(fig, pupils, known=not suppressed, protected=protected, unprinted=unprinted))

    def _add_school(
        self,
        builder: LinkedTableBuilder,
        school: str,
        group: str,
        printed: bool = False,
        hidden: Collection[Key] = (),
    ) -> None:
        """A school's cell; `printed`: by the document at hand, if it is not suppressed."""
        fig = self._fig(school, group)
        if fig is None or not fig.denominator:
            return
        known = self.known.is_known(fig, self.audience)
        least = self._least(group) if printed else self.policy.protects_below
        small = fig.denominator < self._counting_before(fig, least)
        protected = small and not known
        suppressed = (school, group) in hidden and not protected
        unprinted = suppressed or not (printed or known) or (small and not self.known.published(fig))
        builder.add(self._cell(fig, fig.denominator, protected=protected, known=known, unprinted=unprinted))

    def _cell(
        self, fig: Fig, pupils: int, *, protected: bool = False, known: bool = False, unprinted: bool = False
    ) -> Cell:
        low, high = 0.0, float(pupils)
        if fig.value is not None:
            ends = 0 if self.known.published(fig) else self.rule.ends_of(fig.group, pupils)
            low, high = implied_range(fig, pupils, self.measure, ends)
        key = (fig.place_id, fig.group)
        return Cell(key, pupils, low, high, self.whole, protected=protected, known=known, unprinted=unprinted)

    # Insiders

    def _insiders(self, builder: LinkedTableBuilder) -> dict[tuple[str, ...], dict[Key, OwnPart]]:
        """What the heads of schools know of the table: each alone, or as many together as the audience's rule says."""
        together = self.rule.heads_together
        if not together or not self.measure.adds_up:
            return {}
        groups = dict.fromkeys(group for _, group in builder.cells)
        heads: dict[str, dict[Key, OwnPart]] = {}
        for counting, schools in self.known.schools_by_areas(self.year).items():
            for school in schools:
                heads[school] = dict(self._own_parts(builder, school, counting, groups))
        named = [school for school in heads if heads[school]]
        # All the heads there are would hold everything: of so few, one fewer puts theirs together.
        groups_of_heads = combinations(named, max(1, min(together, len(named) - 1)))
        return {names: _added(heads[n] for n in names) for names in groups_of_heads}

    def _own_parts(
        self, builder: LinkedTableBuilder, school: str, counting: tuple[str, ...], groups: Iterable[str]
    ) -> Iterator[tuple[Key, OwnPart]]:
        """A school's part of its own cells, of the merged cell that counts it, and of its areas."""
        for group in groups:
            fig = self._fig(school, group)
            if fig is None or not fig.denominator:
                continue
            own = self._own_part(fig, fig.denominator)
            here = (school, group) if (school, group) in builder.cells else (_merged_schools(counting), group)
            yield from ((key, own) for key in (here, *((a, group) for a in counting)) if key in builder.cells)

    def _own_part(self, fig: Fig, pupils: int) -> OwnPart:
        """What a school's head knows of its figure: the count itself or, of a mean, the sum behind its unrounded value."""
        if self.whole and fig.numerator is not None:
            return OwnPart(pupils, fig.numerator, fig.numerator)
        if fig.value is None:
            return OwnPart(pupils, 0.0, float(pupils))
        if self.measure.per_pupil is None:
            return OwnPart(pupils, *implied_range(fig, pupils, self.measure))
        least, most = self.measure.per_pupil
        scores = min(max(pupils * (fig.number - least) / (most - least), 0.0), float(pupils))
        return OwnPart(pupils, scores, scores)

    # Limits

    def _least(self, group: str) -> int:
        return self.rule.minimum_cohort if group == ALL else max(self.rule.minimum_cohort, self.rule.minimum_group)

    def _counting_before(self, fig: Fig, least: int) -> int:
        """The least pupils of a figure that is printed: more than `least` where an earlier document kept it back for too few.

        Printed now, it would tell how the few did who have come since.
        """
        return least + self.policy.protects_below - 1 if self.known.was_too_few(fig, self.audience) else least

    def _too_few(self, area: str, group: str, pupils: int) -> bool:
        """Whether the area has too few pupils in the group, or has too few outside its largest school.

        The head of the largest school knows that school's own figure, and could subtract it (a dominance rule).
        """
        members = [self._denominator(s, group) for s in self.known.areas(self.year)[area]]
        others = pupils - max(members, default=0)
        least = max(self._least(group), self.policy.protects_below)
        fig = self._fig(area, group)
        least = least if fig is None else self._counting_before(fig, least)
        return pupils < least or 0 < others < self.policy.protects_below

    def _discloses_a_group(self, fig: Fig, pupils: int) -> bool:
        """Whether the figure of all pupils alone leaves a small group too narrow an interval: where nearly all or nearly none met it."""
        low, high = implied_range(fig, pupils, self.measure)
        for group in self.known.figures.groups(fig.place_id, self.measure.id):
            members = self._pupils(fig.place_id, group)
            if group == ALL or not members or not self._too_few(fig.place_id, group, members):
                continue
            # At most all the group's members met it; at least those who met it and cannot all be outside the group.
            most, least = min(members, high), max(0, low - (pupils - members))
            if most - least < min(self.policy.interval, members):
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

    def _link(self, builder: LinkedTableBuilder, families: tuple[Family, ...]) -> None:
        """Link schools to areas, for all pupils and for groups; and in every place, groups of a family to all pupils."""
        for group in [ALL, *(g for family in families for g in family)]:
            self._link_schools_to_areas(builder, group)
        for place in dict.fromkeys(place for place, group in builder.cells if group == ALL):
            for family in families:
                builder.link((place, ALL), [(place, g) for g in family], self.whole)
            self._link_groups_within_others(builder, place)

    def _link_groups_within_others(self, builder: LinkedTableBuilder, place: str) -> None:
        """A group whose pupils are all in another is a part of that one; the rest of it is a cell nobody prints.

        Where the two figures contradict that (two columns of a roll may), nobody can derive anything from it.
        """
        for group, other in self.known.declared.vocabulary.groups.among.items():
            part, total = self._fig(place, group), self._fig(place, other)
            if part and total and (place, group) in builder.cells and self._is_part_of(part, total):
                builder.link((place, other), [(place, group)], self.whole)

    def _is_part_of(self, part: Fig, total: Fig) -> bool:
        """Whether a figure's pupils can all be among those of another, by its counts."""
        if not part.denominator or not total.denominator or part.denominator > total.denominator:
            return False
        inside, all_of_it = self._own_part(part, part.denominator), self._own_part(total, total.denominator)
        rest = total.denominator - part.denominator
        return inside.low <= all_of_it.low and all_of_it.high - inside.high <= rest

    def _link_schools_to_areas(self, builder: LinkedTableBuilder, group: str) -> None:
        """Each area is the sum of its schools. Schools that are neither protected nor known are merged into one cell an area.

        Merging keeps the table small and, of one family of groups, loses nothing: an intruder has no information that tells them apart.
        Of several families it loses a little, which the numbers of each school's pupils in each group say together.
        """
        areas, by_areas = self.known.areas(self.year), self.known.schools_by_areas(self.year)
        figs = {school: self._fig(school, group) for schools in by_areas.values() for school in schools}
        for school, fig in figs.items():
            if fig is None:
                continue
            known = self.known.is_known(fig, self.audience)
            if group == ALL:
                if known or (fig.denominator and fig.denominator < self.policy.protects_below):
                    self._add_school(builder, school, group)
            elif (school, ALL) in builder.cells and fig.denominator:
                # A school's group is printed nowhere but in its own booklet, unless it was published.
                builder.add(self._cell(fig, fig.denominator, known=known, unprinted=not known))
        for counting, schools in by_areas.items():
            others = [school for school in schools if (school, group) not in builder.cells]
            pupils = sum(self._denominator(school, group) for school in others)
            if pupils:
                key = (_merged_schools(counting), group)
                builder.add(Cell(key, pupils, 0, pupils, self.whole, unprinted=True))
        for area, members in areas.items():
            parts = [(school, group) for school in sorted(members)]
            parts += [(_merged_schools(counting), group) for counting in by_areas if area in counting]
            rest_protected = group == ALL and self._rest_is_a_suppressed_school(area, members, figs)
            builder.link((area, group), parts, self.whole, rest_protected)

    def _rest_is_a_suppressed_school(self, area: str, members: Collection[str], figs: Mapping[str, Fig | None]) -> bool:
        """Whether the area's pupils beyond its schools' cohorts are those of a suppressed school whose cohort was not published."""
        schools = [fig for fig in map(figs.get, members) if fig is not None]
        without_cohort = any(fig.status == "suppressed_by_publisher" and not fig.denominator for fig in schools)
        return without_cohort and self._pupils(area, ALL) > sum(self._denominator(s, ALL) for s in members)


def _added(parts: Iterable[Mapping[Key, OwnPart]]) -> dict[Key, OwnPart]:
    """What several heads know of each cell when they put their schools' figures together."""
    together: dict[Key, OwnPart] = {}
    for own in parts:
        for key, part in own.items():
            other = together.get(key, OwnPart(0, 0, 0))
            together[key] = OwnPart(part.pupils + other.pupils, part.low + other.low, part.high + other.high)
    return together


def _merged_schools(areas: tuple[str, ...]) -> str:
    """The place name of the cell into which the other schools of the same areas are merged."""
    return "other schools of " + ", ".join(areas)
