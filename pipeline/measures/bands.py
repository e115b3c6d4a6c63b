"""The Department's five bands of a progress score, from 1 (well above average) to 5 (well below average)."""

BANDS = {1: "well above average", 2: "above average", 3: "average", 4: "below average", 5: "well below average"}
NUMBERS = {word: number for number, word in BANDS.items()}
SUFFIX = "_band"


def band_of(measure: str) -> str:
    """The id under which a progress measure's published band is stored, as a figure of its own."""
    return f"{measure}{SUFFIX}"


def is_band(measure: str) -> bool:
    """Whether a stored figure is a published band, which is never printed by itself."""
    return measure.endswith(SUFFIX)


def measure_of(stored: str) -> str:
    """The measure a stored figure belongs to, be it the measure itself or its band."""
    return stored.removesuffix(SUFFIX)
