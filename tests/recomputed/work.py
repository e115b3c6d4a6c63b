"""Every figure of every place, worked out from the returns: one measure, one place, one group of pupils at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.recomputed import eyfs, ks1, ks2, ks4, mtc, phonics, progress, tracked
from tests.recomputed.groups import groups_of
from tests.recomputed.places import Places
from tests.recomputed.returns import RELEASES, Return
from tests.recomputed.rules import NOBODY, Figure, Row, Rule

Key = tuple[str, int, str, str, str]  # place, year, stage, measure, group
Rows = dict[str, list[Row]]  # school -> its rows
Held = set[tuple[str, int, str, str]]  # source, year, release, school: not to be counted until the school answers
YEAR_GROUPS = {
    "eyfs_pupils": "R",
    "phonics_pupils": "1",
    "ks1_pupils": "2",
    "mtc_pupils": "4",
    "ks2_pupils": "6",
    "ks4_pupils": "11",
}
PUPILS = ("_pupils", "_roll", "_entries")  # how the names of sources about pupils end
OF_YEAR_TWO = ("phonics_pupils", "pupil_roll")  # what phonics by the end of year 2 rests on


class Work:
    """The returns of an authority, sorted; `figures()` works everything out."""

    def __init__(self, returns: Iterable[Return], places: Places, held: Held) -> None:
        self.places, self.held = places, held
        self._in_force: dict[tuple[str, int, str], Rows] = {}
        self._answered: dict[tuple[str, int, int], dict[str, list]] = {}
        self.last: dict[tuple[str, int, str], Rows] = defaultdict(dict)  # (source, year, release) -> each school's last
        estimates: list[Row] = []
        for one in returns:
            if one.source == "progress_estimates":
                estimates += one.rows
            if not one.source.endswith(PUPILS):
                continue
            sent: Rows = defaultdict(list)
            for row in one.rows:
                sent[row["LAESTAB"]].append(row)
            self.last[one.source, one.year, one.release] |= sent
        self.rules = self._rules(progress.estimates(estimates))
        self.groups = {
            (year, row["UPN"]): groups_of(row)
            for year in {y for s, y, _ in self.last if s == "pupil_roll"}
            for row in _flat_parts(self._ripest("pupil_roll", year))
        }

    def _rules(self, held: progress.Estimates) -> dict[str, list[Rule]]:
        return {
            "eyfs_pupils": eyfs.RULES,
            "phonics_pupils": phonics.RULES,
            "ks1_pupils": ks1.RULES,
            "mtc_pupils": mtc.RULES,
            "ks2_pupils": ks2.RULES + progress.rules(held),
            "ks4_pupils": ks4.rules(held),
            "tracked_pupils": tracked.RULES,
        }

    def figures(self) -> dict[Key, Figure]:
        found: dict[Key, Figure] = {}
        for source, rules in self.rules.items():
            for year in sorted({y for s, y, _ in self.last if s == source}):
                alive = [r for r in rules if year in r.years]
                found |= dict(self._of_schools(source, year, alive))
                found |= dict(self._of_pools(source, year, alive))
                found |= dict(self._said(source, year, alive))
        for year in sorted({y for s, y, _ in self.last if s == "phonics_pupils"}):
            found |= dict(self._phonics_y2(year))
        return found

    # One place, one measure

    def _all_groups(
        self, place: str, year: int, stage: str, rule: Rule, schools: list[list[Row]]
    ) -> Iterator[tuple[Key, Figure]]:
        """A figure for all pupils of these schools and one for every group with pupils in the measure."""
        found: dict[str, list] = defaultdict(list)
        for rows in schools:
            for group, answers in self._answers(rule, year, rows).items():
                found[group] += answers
        for group, answers in found.items():
            if group == "all" or answers:
                figure = rule.figure(answers)
                if group == "all" or figure != NOBODY:
                    yield (place, year, stage, rule.measure, group), figure

    def _answers(self, rule: Rule, year: int, rows: list[Row]) -> dict[str, list]:
        """Group -> what each of its pupils adds, of one school's rows; nothing where the measure is about none of them."""
        key = rule.measure, year, id(rows)
        if key not in self._answered:
            about = [row for row in rows if rule.where(row)]
            found: dict[str, list] = defaultdict(list, {"all": []} if about else {})
            for row in about:
                answer = rule.pupil(row, year)
                for group in {"all"} | self.groups.get((year, row["UPN"]), set()) if answer is not None else ():
                    found[group].append(answer)
            self._answered[key] = found
        return self._answered[key]

    # Schools

    def rows_in_force(self, source: str, year: int, release: str) -> Rows:
        """Each school's last rows, without held schools and without discounted pupils; KS4 pupils with their entries."""
        if (source, year, release) not in self._in_force:
            self._in_force[source, year, release] = self._rows_in_force(source, year, release)
        return self._in_force[source, year, release]

    def _rows_in_force(self, source: str, year: int, release: str) -> Rows:
        kept = {
            school: [row for row in own if row.get("DISCOUNTED", "").upper() not in ("Y", "YES", "1")]
            for school, own in self.last.get((source, year, release), {}).items()
            if school in self.places.schools and not self._is_held(school, year, release, source)
        }
        kept = {school: own for school, own in kept.items() if own}
        if source == "ks4_pupils":
            kept = {s: own for s, own in kept.items() if not self._is_held(s, year, release, "ks4_entries")}
            kept = ks4.with_entries(kept, self._entries(year, release))
        return kept

    def _is_held(self, school: str, year: int, release: str, *sources: str) -> bool:
        return any((source, year, release, school) in self.held for source in sources)

    def _entries(self, year: int, release: str) -> list[Row]:
        """Each pupil's entries of this release; of the ripest other release for a pupil who has none in this one."""
        of_pupil: dict[str, list[Row]] = {}
        for one in [*self._releases("ks4_entries", year), release]:
            now: dict[str, list[Row]] = defaultdict(list)
            for row in _flat(self.last.get(("ks4_entries", year, one), {})):
                now[row["UPN"]].append(row)
            of_pupil |= now
        return list(_flat(of_pupil))

    def _of_schools(self, source: str, year: int, rules: list[Rule]) -> Iterator[tuple[Key, Figure]]:
        for release in self._releases(source, year):
            for school, rows in self.rows_in_force(source, year, release).items():
                for rule in rules:
                    yield from self._all_groups(school, year, _stage(release, source, rows), rule, [rows])

    def _releases(self, source: str, year: int) -> list[str]:
        """The releases held of a source and year, the least ripe first."""
        return [r for r in RELEASES if (source, year, r) in self.last]

    # Clusters, trusts and the authority

    def _ripest(self, source: str, year: int) -> dict[str, tuple[str, list[Row]]]:
        """School -> its stage and its rows of the ripest release that has any."""
        found = {}
        for release in self._releases(source, year):
            for school, rows in self.rows_in_force(source, year, release).items():
                found[school] = _stage(release, source, rows), rows
        return found

    def _of_pools(self, source: str, year: int, rules: list[Rule]) -> Iterator[tuple[Key, Figure]]:
        ripest = self._ripest(source, year)
        for pool, members in self.places.members(year).items():
            parts = [ripest[school] for school in sorted(members) if school in ripest]
            for rule in rules if parts else []:
                stages = [stage for stage, own in parts if any(map(rule.where, own))]
                if stages:
                    yield from self._all_groups(
                        pool, year, min(stages, key=RELEASES.index), rule, [own for _, own in parts]
                    )

    # What is said of schools without figures

    def _said(self, source: str, year: int, rules: list[Rule]) -> Iterator[tuple[Key, Figure]]:
        """`held` for a school whose records are; `no_return` for one with pupils on roll and no row at all."""
        rests_on = (source, "ks4_entries") if source == "ks4_pupils" else (source,)
        for held_source, held_year, release, school in self.held:
            if held_source in rests_on and held_year == year and school in self.places.schools:
                for rule in rules:
                    yield (school, year, release, rule.measure, "all"), Figure(None, None, None, "held")
        sent = {school for release in self._releases(source, year) for school in self.last[source, year, release]}
        newest = self._releases(source, year)[-1]
        for school, rows in self._roll(year).items():
            if school not in sent and any(row["YEARGROUP"] == YEAR_GROUPS.get(source) for row in rows):
                for rule in rules:
                    yield (school, year, newest, rule.measure, "all"), Figure(None, None, None, "no_return")

    def _roll(self, year: int) -> Rows:
        return {school: rows for school, (_, rows) in self._ripest("pupil_roll", year).items()}

    # Phonics by the end of year 2

    def _phonics_y2(self, year: int) -> Iterator[tuple[Key, Figure]]:
        """Of the pupils in year 2 on the roll, at the roll's school; needs the checks of both years."""
        now, before = (self._ripest("phonics_pupils", y) for y in (year, year - 1))
        if year not in phonics.Y2.years or not now or not before:
            return
        met, out = phonics.by_the_end_of_year_two(_flat_parts(now), _flat_parts(before))
        stage = min((s for s, _ in now.values()), key=RELEASES.index)
        waiting = {school: release for s, y, release, school in self.held if s in OF_YEAR_TWO and y == year}
        asked = {
            school: [{**r, "Y2": None if r["UPN"] in out else r["UPN"] in met} for r in rows if r["YEARGROUP"] == "2"]
            for school, rows in self._roll(year).items()
            if school not in waiting
        }
        for school, rows in asked.items():
            yield from self._all_groups(school, year, stage, phonics.Y2, [rows])
        for pool, members in self.places.members(year).items():
            yield from self._all_groups(
                pool, year, stage, phonics.Y2, [asked[s] for s in sorted(members) if s in asked]
            )
        for school, release in waiting.items():
            yield (school, year, release, phonics.Y2.measure, "all"), Figure(None, None, None, "held")


def _stage(release: str, source: str, rows: list[Row]) -> str:
    """The release, but provisional at most while a result is still to come."""
    waiting = source == "ks2_pupils" and any(row[h] == "" for row in rows for h in ks2.WAITED_FOR)
    return min(release, "provisional", key=RELEASES.index) if waiting else release


def _flat(rows: Rows) -> Iterator[Row]:
    return (row for own in rows.values() for row in own)


def _flat_parts(parts: dict[str, tuple[str, list[Row]]]) -> list[Row]:
    return [row for _, own in parts.values() for row in own]
