"""Scales: what each code in a pupil's outcome means, whether the pupil counts, and which level it reaches."""

from pathlib import Path

from pydantic import model_validator

from pipeline.declared.strict import Problems, StrictModel, did_you_mean, read_as


class Code(StrictModel):
    """One code of a scale. An empty code ("") stands for a cell left empty."""

    said: str
    eligible: bool  # whether the pupil is in the denominator
    met: list[str] = []  # the levels the code reaches by itself
    by_score: bool = False  # the levels follow from the score beside the code, by the scale's thresholds
    pending: bool = False  # the result is still to come: until then every figure of the school is provisional at most
    points: float | dict[int, float] | None = None  # what the code is worth; or first results year -> worth
    since: int | None = None  # first results year the code was used
    until: int | None = None
    to_confirm: str = ""  # what is not certain about it: the proposal that it is counted by, and why
    # Whether nobody knows yet how it counts: until then a school's records with it are held, and `to_confirm` says what to find out.
    held_until_confirmed: bool = False
    seen: str = ""  # where it was seen, of a code that is not in the collection's own guide

    @model_validator(mode="after")
    def _says_what_to_confirm(self) -> "Code":
        if self.held_until_confirmed and not self.to_confirm:
            raise ValueError(
                "is `held_until_confirmed`, so it needs `to_confirm`: the proposal for how it counts, and why"
            )
        return self

    def used_in(self, year: int) -> bool:
        """Whether the code was in use in a results year."""
        return (self.since or 0) <= year <= (self.until or 9999)

    def worth(self, year: int) -> float | None:
        """The code's points in a results year: those of the latest first year not after it; None where it has none."""
        if not isinstance(self.points, dict):
            return self.points
        begun = [first for first in self.points if first <= year]
        return self.points[max(begun)] if begun else None


class Scale(StrictModel):
    """The codes of one kind of outcome, as delivered (case does not matter when they are read)."""

    id: str
    name: str
    levels: list[str] = []
    thresholds: dict[str, float] = {}  # level -> the least score that reaches it
    codes: dict[str, Code]
    why: str

    @model_validator(mode="after")
    def _levels_are_its_own(self) -> "Scale":
        named = [*self.thresholds, *(level for code in self.codes.values() for level in code.met)]
        for level in named:
            if level not in self.levels:
                raise ValueError(f"the level {level!r} is not listed in `levels`.{did_you_mean(level, self.levels)}")
        folded = [c.casefold() for c in self.codes]
        if len(set(folded)) < len(folded):
            raise ValueError(
                "two codes differ only in case, so a delivered code could be either: leave out one of them"
            )
        return self


def read_scales(params: Path, problems: Problems) -> dict[str, Scale]:
    """Every scale in params/scales; the file's name is the id. Mistakes are added to `problems`."""
    scales = (read_as(Scale, f, problems, id=f.stem) for f in sorted((params / "scales").glob("*.yml")))
    return {s.id: s for s in scales if s}
