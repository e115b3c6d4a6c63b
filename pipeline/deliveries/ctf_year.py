"""The results of one results year in a Common Transfer File, each with the line of the year's code set that lists its codes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.declared.ctf import CodeSet, Combination, ResultLine
from pipeline.deliveries.ctf import CommonTransferFile, CtfPupil, CtfResult


class Unlisted(NamedTuple):
    """Codes of results that the code set does not list, or lists for another country or status, and how many pupils have them."""

    combination: Combination
    locale: str
    status: str
    pupils: int


@dataclass(frozen=True)
class CtfOfYear:
    """A file with the name it was delivered under, read by the code set of one results year."""

    name: str
    file: CommonTransferFile
    code_set: CodeSet

    @property
    def year(self) -> int:
        return self.code_set.year

    @cached_property
    def lines(self) -> dict[Combination, ResultLine]:
        return self.code_set.lines()

    def results(self, pupil: CtfPupil) -> list[CtfResult]:
        """The pupil's results of the year, listed or not."""
        return [r for r in pupil.results if r.year == self.year]

    def line(self, result: CtfResult) -> ResultLine | None:
        """The line of a result that counts; None for codes not listed, another country's result, or another status."""
        counts = (result.locale, result.status) == (self.code_set.locale, self.code_set.status)
        return self.lines.get(result.combination) if counts else None

    def read_by_line(self, pupil: CtfPupil) -> Iterator[tuple[CtfResult, ResultLine]]:
        """The pupil's listed results of the year, each with its line."""
        for result in self.results(pupil):
            line = self.line(result)
            if line:
                yield result, line

    @cached_property
    def lines_used(self) -> list[ResultLine]:
        """The lines that list the codes of at least one result, in the code set's order."""
        used = {line.combination for p in self.file.pupils for _, line in self.read_by_line(p)}
        return [line for line in self.code_set.results if line.combination in used]

    @property
    def sources(self) -> list[str]:
        """The sources its results belong to, in the code set's order."""
        return list(dict.fromkeys(line.source for line in self.lines_used if line.source))

    @cached_property
    def unlisted(self) -> list[Unlisted]:
        """Every unlisted combination of the year, the one with most pupils first."""
        pupils: Counter[tuple[Combination, str, str]] = Counter()
        for pupil in self.file.pupils:
            unlisted = [r for r in self.results(pupil) if self.line(r) is None]
            # A set, so that a pupil with two results of the same codes counts once.
            pupils.update({(r.combination, r.locale, r.status) for r in unlisted})
        return sorted((Unlisted(*codes, n) for codes, n in pupils.items()), key=lambda u: (-u.pupils, u))

    @property
    def pupils_unread(self) -> int:
        """Pupils who have results of the year, none of which is listed."""
        return sum(bool(self.results(p)) and not any(self.read_by_line(p)) for p in self.file.pupils)

    @property
    def pupils_without_results(self) -> int:
        return sum(not self.results(p) for p in self.file.pupils)

    @property
    def other_years(self) -> dict[int | None, int]:
        """The number of results of each other year, earliest first; results without a year come before all."""
        numbers = Counter(r.year for p in self.file.pupils for r in p.results if r.year != self.year)
        return dict(sorted(numbers.items(), key=lambda item: item[0] or 0))
