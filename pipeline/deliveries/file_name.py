"""What the name of a delivered file, or of its folder, says: a list of evidence of year, release stage, authority and school.

The least ambiguous forms are looked for first, and what one form has read no later form reads again, so that the 2025 of
2025-09-14 is never a year and the 2018 of 999-2018 is a school's number. What is only a number that could be a school's is
`possible` at most.
"""

import re
from collections.abc import Callable, Iterator

from pipeline.declared.vocabulary import ReleaseStages
from pipeline.declared.year_evidence import YearEvidencePolicy
from pipeline.deliveries.evidence import Certainty, Evidence, Kind, Where, years_of

GAP = r"[\s_.,-]{0,3}"
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
ORDER_OF_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
TIME = r"(?:[\sT_-]{1,3}(?!20\d\d(?!\d))(?:[01]?\d|2[0-3])[.:h_-]?[0-5]\d(?:[.:_-]?[0-5]\d)?(?![-./_]?\d))?"
BETWEEN = r"(?:\s*[-/._]\s*|\s+|[\s_.-]*to[\s_.-]*)"  # what may stand between the two halves of an academic year

COPY_MARK = re.compile(r"[\s_-]*\(\d{1,3}\)|[\s_-]+copy(?:\s*\(\d{1,3}\))?(?![a-z])", re.I)
# A single digit right after a letter is no day: the 4 of KS4_03_02_26.
DAY_FIRST = re.compile(rf"((?<![\dA-Za-z])[0-3]?\d|(?<!\d)[0-3]\d)([-_. /])([01]?\d)\2((?:20)?\d\d)(?!\d){TIME}")
MONTH_NAMED = re.compile(
    rf"(?<![a-z\d])(?:(?<!20\d\d[-/])([0-3]?\d)(?:st|nd|rd|th)?[\s_.-]?)?({MONTHS})(?![a-z])(?:{GAP}(20\d\d|\d\d)(?!\d))?{TIME}",
    re.I,
)
YEAR_THEN_MONTH = re.compile(rf"(?<!\d)(20\d\d){GAP}({MONTHS})(?![a-z])(?:{GAP}[0-3]?\d(?!\d))?{TIME}", re.I)
MONTH_YEAR = re.compile(r"(?<![\dA-Za-z])(?<!(?<!\d)20\d\d[-_./])(?:(0[1-9]|1[0-2])[-_./]|([1-9])[-./])(20\d\d)(?!\d)")
# When a thing was collected or published, which may be in the year after its results.
OTHER_TERM = re.compile(rf"(?<![a-z])(?:autumn|spring|winter|easter)(?:{GAP}term)?{GAP}20\d\d(?!\d)", re.I)
SUMMER = re.compile(rf"(?<![a-z])summer(?:{GAP}term)?{GAP}(20\d\d)(?!\d)|(?<!\d)(20\d\d){GAP}summer(?![a-z])", re.I)
LONG_PAIR = re.compile(rf"(?<!\d)(20\d\d){BETWEEN}(20\d\d|\d\d)(?!\d|st|nd|rd|th)")
JOINED_PAIR = re.compile(r"(?<!\d)(20\d\d)(20\d\d|\d\d)(?!\d)")
ISO_DATE = re.compile(rf"(?<!\d)(20\d\d)([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d){TIME}")
JOINED_DAY_FIRST = re.compile(rf"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d\d)(?!\d){TIME}")
YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
LAESTAB = re.compile(r"(?<!\d)([2-9]\d\d)(\d{4})(?!\d)|(?<![\dA-Za-z])([2-9]\d\d)[\s_./-]{1,3}(\d{4})(?!\d)")
SHORT_PAIR = re.compile(rf"(?<!\d)(?<!\d[-./])(\d\d){BETWEEN}(\d\d)(?!\d|[-./]\d)")
PAIR_AMONG_NUMBERS = re.compile(rf"(?<!\d)(\d\d){BETWEEN}(\d\d)(?!\d)")  # 24-25-2026: not surely a pair
FOUR_DIGITS = re.compile(r"(?<!\d)(\d{4})(?!\d)")
SCHOOL_AND_YEAR = re.compile(r"([A-Za-z][A-Za-z0-9]*)_(\d{4}|1\d{5})_(\d\d)")
ACADEMIC_FOLDERS = re.compile(r"20\d\d/(?:20)?\d\d")
AUTHORITY = re.compile(r"(?:.*_)?(\d{7}|\d{3})_|([2-9]\d\d)[-\s]\d{4}(?!\d)")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")  # as word processors and web pages write them
NEXT_YEAR = re.compile(r"(?:[^A-Za-z0-9\0]{1,3}|[\s_.-]*to[\s_.-]*)(?:20)?(\d{1,2})(?!\d)")
LAESTAB_BEFORE = re.compile(r"(?<!\d)[2-9]\d\d[\s_./-]{1,3}$")
MONTH_AFTER = re.compile(r"[-_.](?:0[1-9]|1[0-2])(?!\d)")
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

Read = tuple[Kind, int | None, Certainty]


def read_name(
    text: str, where: Where, policy: YearEvidencePolicy, latest: int, of_pupils: bool = False
) -> list[Evidence]:
    """Every year, date and school's number in a name without its ending, in the order of the name.

    `latest` is the last results year there can be: a greater number is a school's. In a file `of_pupils` a plain
    four-digit number may be the school's, unless the name says the school elsewhere.
    """
    name = _Name(text, where, policy, latest)
    name.erase(COPY_MARK)
    if not name.school_and_year():
        name.take(MONTH_NAMED, lambda m: _named_month(m) if len(m[3] or "") == 4 else None)
        name.take(YEAR_THEN_MONTH, lambda m: ("date", _year_of(int(m[1]), _month(m[2])), "possible"))
        name.take(MONTH_NAMED, _named_month)
        name.take(ISO_DATE, lambda m: ("date", _year_of(int(m[1]), int(m[3])), "possible"))
        name.take(DAY_FIRST, _day_first)
        name.take(JOINED_PAIR, name.joined_pair)
        name.take(JOINED_DAY_FIRST, lambda m: ("date", _year_of(int(m[3]), int(m[2])), "possible"))
        name.take(LONG_PAIR, name.academic_pair)
        name.take(MONTH_YEAR, lambda m: ("date", _year_of(int(m[3]), int(m[1] or m[2])), "possible"))
        name.take(YEAR_MONTH, lambda m: ("date", _year_of(int(m[1]), int(m[2])), "possible"))
        name.take(OTHER_TERM, lambda m: ("date", None, "possible"))
        name.take(SUMMER, name.summer)
        name.take(LAESTAB, lambda m: ("laestab", None, "likely"))
        name.take(
            FOUR_DIGITS, lambda m: ("school_number", None, "likely") if name.after(m, policy.school_words) else None
        )
        name.take(LONG_PAIR, lambda m: ("unclear", None, "possible"))
        name.take(SHORT_PAIR, name.short_pair)
        name.take(PAIR_AMONG_NUMBERS, lambda m: ("unclear", None, "possible") if name.short_pair(m) else None)
        names_school = any(e.kind in ("laestab", "school_number") for e in name.evidence)
        name.take(FOUR_DIGITS, lambda m: name.plain_year(m, may_be_a_school=of_pupils and not names_school))
        name.take(FOUR_DIGITS, lambda m: name.joined_short_pair(m, may_be_a_school=of_pupils and not names_school))
        name.take(FOUR_DIGITS, lambda m: ("school_number", None, "possible") if m[1] >= "1000" else None)
    return sorted(name.evidence, key=lambda e: e.at)


def read_folder(
    parents: tuple[str, ...], policy: YearEvidencePolicy, latest: int, of_pupils: bool = False
) -> list[Evidence]:
    """The same of the folder a file is in. `parents` are folder names, the nearest first; 2024/25 is one year in two folders."""
    nested = "/".join(reversed(parents[:2]))
    text = nested if ACADEMIC_FOLDERS.fullmatch(nested) else (parents[0] if parents else "")
    return read_name(text, "folder", policy, latest, of_pupils)


class _Name:
    """A name while it is read: what a form has read is blanked out, so that it is read once."""

    def __init__(self, text: str, where: Where, policy: YearEvidencePolicy, latest: int) -> None:
        self.text = self.left = text.translate(DASHES)
        self.where: Where = where
        self.policy, self.latest = policy, latest
        self.evidence: list[Evidence] = []

    def erase(self, form: re.Pattern[str]) -> None:
        self.text = self.left = form.sub(lambda m: "\0" * len(m[0]), self.left)

    def take(self, form: re.Pattern[str], read: Callable[[re.Match[str]], Read | None]) -> None:
        """Adds the evidence of every place where the form fits and `read` gives it a meaning."""
        at = 0
        while m := form.search(self.left, at):
            meaning = read(m)
            if meaning is None:
                at = m.start() + 1  # the form may fit again inside what was refused
                continue
            at = m.end()
            kind, year, certainty = meaning
            code = re.sub(r"\D", "", m[0]) if kind in ("laestab", "school_number") else ""
            month = _month_of(m) if kind == "date" and year and m.re is not FOUR_DIGITS else ""
            seen = m[0].strip(" _-.")
            self.evidence.append(
                Evidence(self.where, kind, seen, certainty, year, code=code, month=month, at=m.start())
            )
            self.left = self.left[: m.start()] + "\0" * len(m[0]) + self.left[m.end() :]  # the same length: places stay

    def possible(self, year: int) -> bool:
        return self.policy.earliest <= year <= self.latest

    def after(self, m: re.Match[str], words: list[str]) -> bool:
        """Whether one of these words is right before the match."""
        before = re.sub(r"[\s_.,:#(-]+", " ", self.text[: m.start()].casefold()).rstrip()
        return any(re.search(rf"(?<![a-z]){re.escape(word)}$", before) for word in words)

    def academic_pair(self, m: re.Match[str]) -> Read | None:
        """2024-25 and 2024-2025; a pair that is not two years running is left for other forms.

        Of three years running (2023 2024-25) the first may be a school's number, so the last two are read where an
        authority's code is before it. The 2026 of 2025 2026_07 is a month's.
        """
        first, second = int(m[1]), _full(m[2])
        if second != first + 1 or not self.possible(second):
            return None
        if self._third_year(m, second):
            return None if LAESTAB_BEFORE.search(self.text[: m.start(1)]) else ("unclear", None, "possible")
        if len(m[2]) == 4 and MONTH_AFTER.match(self.left, m.end()):
            return None
        return ("academic_year", second, "likely")

    def _third_year(self, m: re.Match[str], second: int) -> bool:
        """Whether the year after a pair follows it.

        Two digits count even where they begin a date; a whole year does not, since dates begin with one so often.
        """
        third = f"{(second + 1) % 100:02d}"
        left, text = NEXT_YEAR.match(self.left, m.end()), NEXT_YEAR.match(self.text, m.end())
        begins_a_date = text is not None and text[1] == third and not text[0].endswith(f"20{third}")
        return begins_a_date or (left is not None and left[1] == third)

    def joined_pair(self, m: re.Match[str]) -> Read | None:
        """202425 and 20242025; 202412 is a month, and another run of digits is no year."""
        if pair := self.academic_pair(m):
            return pair
        may_be_a_date = len(m[0]) == 8 or "01" <= m[2] <= "12"
        return None if may_be_a_date else ("unclear", None, "possible")

    def short_pair(self, m: re.Match[str]) -> Read | None:
        second = _full(m[2])
        if second != _full(m[1]) + 1 or not self.possible(second) or self.after(m, self.policy.age_words):
            return None
        return ("unclear", None, "possible") if self._third_year(m, second) else ("academic_year", second, "likely")

    def plain_year(self, m: re.Match[str], may_be_a_school: bool) -> Read | None:
        year = int(m[1])
        if not self.possible(year):
            return None
        if self.after(m, self.policy.download_words):
            return ("date", year, "possible")
        unclear = any(e.kind == "unclear" for e in self.evidence)
        # The 2024 of 20251103_2024 is as likely twenty-four minutes past eight in the evening.
        date_before = any(e.kind == "date" and e.at < m.start() for e in self.evidence)
        may_be_a_time = date_before and self.left[: m.start()].rstrip(" _-T").endswith("\0")
        # The 2024 of 2024-5, of 2024 + 25 or of 2024 25 Oct 2026 may be half of an academic year.
        after = NEXT_YEAR.match(self.text, m.end())
        may_be_half = after is not None and after[1] in (f"{(year + 1) % 100:02d}", f"{(year + 1) % 10}")
        doubtful = may_be_a_school or unclear or may_be_a_time or may_be_half
        return ("year", year, "possible" if doubtful else "likely")

    def summer(self, m: re.Match[str]) -> Read | None:
        year = int(m[1] or m[2])
        return ("year", year, "likely") if self.possible(year) else None

    def joined_short_pair(self, m: re.Match[str], may_be_a_school: bool) -> Read | None:
        """2425, only where nothing else in the name is a year; at its beginning it is as likely a school's number."""
        first, second = _full(m[1][:2]), _full(m[1][2:])
        if second != first + 1 or not self.possible(second) or years_of(self.evidence, "likely"):
            return None
        others = {n for n in FOUR_DIGITS.findall(self.text) if _full(n[2:]) == _full(n[:2]) + 1} - {m[1]}
        doubtful = may_be_a_school or m.start() == 0 or bool(others)
        return ("academic_year", second, "possible" if doubtful else "likely")

    def school_and_year(self) -> bool:
        """PHONICS_2025_24: the whole name is a collection's word, a school's number and two digits of the year."""
        m = SCHOOL_AND_YEAR.fullmatch(self.left.replace("\0", "").strip())
        if not m:
            return False
        word, school, year = m[1].casefold(), m[2], _full(m[3])
        if word not in self.policy.school_then_year or not self.possible(year):
            return False
        self.evidence += [
            Evidence(self.where, "school_number", school, "likely", code=school, at=m.start(2)),
            Evidence(self.where, "year", m[3], "likely", year, at=m.start(3)),
        ]
        return True


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _month(word: str) -> int:
    return ORDER_OF_MONTHS.index(word[:3].casefold()) + 1


def _year_of(year: int, month: int) -> int:
    """The results year a month is in: an academic year begins in September."""
    return year + (month >= 9)


def _named_month(m: re.Match[str]) -> Read | None:
    if not m[1] and not m[3]:
        return None  # "may" and "march" are words too
    return ("date", _year_of(_full(m[3]), _month(m[2])) if m[3] else None, "possible")


def _day_first(m: re.Match[str]) -> Read | None:
    """14-09-2025 and, as some write it, 09-14-2025; 24-25 is no day and month."""
    first, second = int(m[1]), int(m[3])
    if not 1 <= first <= 31 or not 1 <= second <= 31 or min(first, second) > 12:
        return None
    return ("date", _year_of(_full(m[4]), second if second <= 12 else first), "possible")


def _month_of(m: re.Match[str]) -> str:
    """The month of a date as yyyy-mm, by which editions are ordered."""
    if m.re is DAY_FIRST:
        return f"{_full(m[4])}-{int(m[3]) if int(m[3]) <= 12 else int(m[1]):02d}"
    if m.re is MONTH_NAMED:
        return f"{_full(m[3])}-{_month(m[2]):02d}"
    if m.re is YEAR_THEN_MONTH:
        return f"{m[1]}-{_month(m[2]):02d}"
    if m.re is MONTH_YEAR:
        return f"{m[3]}-{int(m[1] or m[2]):02d}"
    if m.re is JOINED_DAY_FIRST:
        return f"{m[3]}-{m[2]}"
    return f"{m[1]}-{m[3] if m.re is ISO_DATE else m[2]}"


def read_releases(name: str, releases: ReleaseStages) -> list[Evidence]:
    """Every release stage a file's name says, by whole words: "finalised" is not "final", nor "early years" an early release."""
    words = [(m[0].casefold(), m.start()) for m in WORDS.finditer(name)]
    evidence = []
    for stage in releases.stages:
        for place, (word, at) in enumerate(words):
            before = words[place - 1][0] if place else ""
            pair = f"{word} {words[place + 1][0]}" if place + 1 < len(words) else word
            if (
                word in stage.file_words
                and before not in releases.file_words_denied_by
                and pair not in stage.not_file_words
            ):
                evidence.append(Evidence("name", "release", word, "likely", release=stage.id, at=at))
    return evidence


def read_authority(name: str) -> Iterator[Evidence]:
    """The authority's code a file's name holds (351_ks2final.csv, 2016-2017_850_ks2final.csv), or one school's LAESTAB.

    Where the school's number stands apart from the code (999-2018), only the code is given: a school's own file then
    answers for its rows, not its name.
    """
    m = AUTHORITY.match(name)
    if m:
        code = m[1] or m[2]
        yield Evidence("name", "laestab" if len(code) == 7 else "authority", code, "likely", code=code, at=m.start())
