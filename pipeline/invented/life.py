"""The whole life of the authority, year after year: who was assessed when, and with which results."""

from collections.abc import Iterator

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented import estimates, moderation, transitions
from pipeline.invented.children import Population
from pipeline.invented.marking import Sitting
from pipeline.invented.schools import GROUPS
from pipeline.invented.stages import eyfs, ks1, ks2, ks4, mtc, phonics, tracked

RESULTS_YEARS = (2016, 2017, 2018, 2019, 2022, 2023, 2024, 2025)
LAST_KS1, FIRST_MTC = 2023, 2022
KS2_PROGRESS, KS4_PROGRESS = (2016, 2017, 2018, 2019, 2022, 2023), (2016, 2017, 2018, 2019, 2022, 2023, 2024)
NO_RETURN = 2025
Delivered = tuple[str, int | None, pd.DataFrame]  # source, results year, table of canonical columns


class Life:
    """Tables of every delivery, oldest year first, so that a key stage finds the earlier results of the same children."""

    def __init__(self, population: Population, scales: dict[str, Scale], seed: int) -> None:
        self.population, self.scales, self.seed = population, scales, seed
        self.filed: dict[tuple[str, int], pd.DataFrame] = {}  # (stage, year) -> results by child
        self.estimated: list[pd.DataFrame] = []
        self.rates: list[pd.DataFrame] = []
        self.met_phonics: set[int] = set()

    def deliveries(self) -> Iterator[Delivered]:
        self._earlier_phonics(RESULTS_YEARS[0] - 1)
        for year in RESULTS_YEARS:
            if year - 1 not in RESULTS_YEARS and year != RESULTS_YEARS[0]:
                self._earlier_phonics(year - 1)
            yield from self._year(year)
        yield "progress_estimates", None, pd.concat(self.estimated)
        yield "transition_rates", None, pd.concat(self.rates)

    def _year(self, year: int) -> Iterator[Delivered]:
        roll = self._known(self.population.roll(year))
        yield "pupil_roll", year, roll
        for source, table in self._stages(year, roll):
            yield source, year, roll.drop(columns="year_group", errors="ignore").join(table, how="inner")
        yield "tracked_pupils", year, self._tracked(year, roll)
        yield "moderation", year, self._moderation(year, roll)

    def _stages(self, year: int, roll: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
        profiles = eyfs.profile(self._sitting("eyfs", year, roll, 0), self.scales["eyfs_goal"])
        yield "eyfs_pupils", self._file("eyfs", year, profiles)
        yield "phonics_pupils", self._phonics(year, roll)
        if year <= LAST_KS1:
            sitting = self._sitting("ks1", year, roll, 2)
            judgements = ks1.judgements(sitting, self.scales["ks1_assessment"], self.scales["ks1_science"])
            yield "ks1_pupils", self._file("ks1", year, judgements)
        if year >= FIRST_MTC:
            yield "mtc_pupils", mtc.marks(self._sitting("mtc", year, roll, 4), self.scales["mtc"])
        sitting = self._sitting("ks2", year, roll, 6)
        table = self._file("ks2", year, ks2.results(sitting, self.scales, self.filed.get(("ks1", year - 4))))
        if year in KS2_PROGRESS:
            self.estimated.append(estimates.key_stage_2(year, table, self.scales, self.seed))
        if year in transitions.MADE_OF["ks2"].values():
            self.rates.append(transitions.of_key_stage_2(year, table, self.scales))
        yield "ks2_pupils", table
        yield from self._ks4(year, roll)

    def _ks4(self, year: int, roll: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
        sitting = self._sitting("ks4", year, roll, 11)
        pupils = ks4.pupils(sitting, self.filed.get(("ks2", year - 5)) if year > 2019 else None)
        entries = ks4.entries(sitting, self.scales["ks4_grade"])
        if year in KS4_PROGRESS:
            counted = pupils[pupils["discounted"] == "no"]
            attained = ks4.attainment_8(entries, counted.index)
            self.estimated.append(estimates.key_stage_4(year, counted["ks2_average"], attained))
        if year in transitions.MADE_OF["ks4"].values():
            prior = pupils.loc[pupils["discounted"] == "no", "ks2_average"]
            self.rates.append(transitions.of_key_stage_4(year, prior, entries))
        yield "ks4_pupils", pupils
        yield "ks4_entries", entries.set_index("child")

    def _phonics(self, year: int, roll: pd.DataFrame) -> pd.DataFrame:
        """Year 1, and those of year 2 who have not met the standard, by this authority's own records."""
        first = phonics.year_1(self._sitting("phonics", year, roll, 1), self.scales["phonics"])
        again = roll[(roll["group"] == 2) & ~roll.index.isin(self.met_phonics)]
        second = phonics.year_2(self._sitting("phonics", year, again, 2), self.scales["phonics"])
        self.met_phonics = set(first.index[first["phonics"] == "Wa"])
        both = pd.concat([first, second])
        return both[~((roll.loc[both.index, "case"] == "no_return") & (year == NO_RETURN))]

    def _earlier_phonics(self, year: int) -> None:
        """Who met the standard in a year of which there is no file."""
        sitting = self._sitting("phonics", year, self._known(self.population.roll(year, range(1, 2))), 1)
        table = phonics.year_1(sitting, self.scales["phonics"])
        self.met_phonics = set(table.index[table["phonics"] == "Wa"])

    def _tracked(self, year: int, roll: pd.DataFrame) -> pd.DataFrame:
        parts = []
        for group, collections in tracked.COLLECTED.items():
            sitting = self._sitting("tracked", year, roll, group)
            parts += [tracked.collection(sitting, self.scales["tracked"], group, name) for name in collections]
        return roll.join(pd.concat(parts), how="inner")

    def _moderation(self, year: int, roll: pd.DataFrame) -> pd.DataFrame:
        stages = {"eyfs": 0, "ks1": 2, "ks2": 6} if year <= LAST_KS1 else {"eyfs": 0, "ks2": 6}
        parts = [moderation.moderated(self._sitting(s, year, roll, g), self.filed[s, year]) for s, g in stages.items()]
        return roll.join(pd.concat(parts), how="inner")

    def _file(self, stage: str, year: int, table: pd.DataFrame) -> pd.DataFrame:
        self.filed[stage, year] = table
        return table

    def _sitting(self, stage: str, year: int, roll: pd.DataFrame, group: int) -> Sitting:
        return Sitting(self.population.cast, self.seed, stage, year, roll[roll["group"] == group])

    def _known(self, places: pd.DataFrame) -> pd.DataFrame:
        """A roll with everything known about its children and schools, indexed by child, in the order of schools and year groups."""
        schools = self.population.cast.schools
        roll = places.join(self.population.children, on="child")
        at = roll["school"].to_numpy()
        roll["laestab"] = pd.Series([s.laestab for s in schools], dtype=object).to_numpy()[at]
        roll["case"] = pd.Series([s.case for s in schools], dtype=object).to_numpy()[at]
        roll["special"] = pd.Series([s.special for s in schools]).to_numpy()[at]
        roll["attracts"] = pd.Series([s.attracts for s in schools]).to_numpy()[at]
        roll["sex"] = roll["boy"].map({True: "boy", False: "girl"})
        roll["born"] = roll["born"].dt.strftime("%Y-%m-%d")
        roll["year_group"] = roll["group"].map(GROUPS)
        roll["language"] = roll["eal"].map({True: "other_than_english", False: "english"})
        roll.loc[roll["unclassified"], "language"] = "unclassified"
        roll["non_mobile"] = roll["stayed"].map({True: "yes", False: "no"})
        for yes_no in ("disadvantaged", "fsm"):
            roll[yes_no] = roll[yes_no].map({True: "yes", False: "no"})
        return roll.sort_values(["laestab", "group", "surname", "forename", "upn"], kind="stable").set_index("child")
