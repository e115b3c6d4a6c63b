"""Where progress starts: key stage 1 for key stage 2, key stage 2 for key stage 4."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import Sitting, rank
from pipeline.invented.rare_codes import is_rare

SUBJECTS = ("reading", "writing", "maths")
LEVELS = [
    ("3", 0.25),
    ("2A", 0.52),
    ("2B", 0.75),
    ("2C", 0.88),
    ("1", 0.965),
    ("W", 1.0),
]  # share at each level or above
JUDGED = [("GDS", 0.2), ("EXS", 0.73), ("WTS", 0.95), ("PK3", 1.0)]
FROM_ELSEWHERE = 0.7  # share of those who came since whose earlier results came with them
UNKNOWN = 0.012  # share of all others without


def key_stage_1(sitting: Sitting, scale: Scale, file: pd.DataFrame | None) -> pd.DataFrame:
    """Levels to 2019; later the code of the key stage 1 file itself, and for children who came since, one like it."""
    out = pd.DataFrame(index=sitting.pupils.index)
    known = sitting.drawn(FROM_ELSEWHERE, "prior") | (sitting.pupils["joined"].to_numpy() <= 2)
    known &= ~sitting.drawn(UNKNOWN, "no prior")
    for subject in SUBJECTS:
        steps = JUDGED if scale.codes["GDS"].used_in(sitting.year) else LEVELS
        code = np.where(known, _by_share(sitting.standing(subject), steps), "").astype(object)
        if file is not None:
            filed = file[subject].reindex(out.index)
            sent = [c for c, its in scale.codes.items() if its.used_in(sitting.year) and not is_rare(scale.id, c)]
            code = np.where(filed.notna(), filed.where(filed.isin(sent), ""), code)
        out[f"ks1_{subject}"] = code
    return out


def _by_share(z: np.ndarray, steps: list[tuple[str, float]]) -> np.ndarray:
    """The code of each share, best first."""
    shares = np.array([share for _, share in steps])
    return np.array([code for code, _ in steps], dtype=object)[
        np.searchsorted(shares, 1 - rank(z)).clip(0, len(steps) - 1)
    ]


def key_stage_2(sitting: Sitting, file: pd.DataFrame | None) -> np.ndarray:
    """A fine level to 2019; later the mean of the reading and mathematics scores of the key stage 2 file; none from 2025."""
    z = sitting.standing("english") + sitting.standing("maths")
    place = rank(z) - 0.5
    known = ~sitting.drawn(0.03, "no prior") & ~(
        sitting.pupils["special"].to_numpy() & sitting.drawn(0.5, "no prior, special")
    )
    known &= (sitting.pupils["joined"].to_numpy() <= 6) | sitting.drawn(FROM_ELSEWHERE, "prior")
    if sitting.year >= 2025:
        return np.full(len(z), np.nan)
    if file is None:
        return np.where(known, np.round((4.75 + 2.4 * place).clip(1.5, 5.9), 1), np.nan)
    scored = (file["reading_score"] + file["maths_score"]) / 2
    filed = scored.reindex(sitting.pupils.index).to_numpy(dtype=float)
    in_file = sitting.pupils.index.isin(file.index)
    return np.where(in_file, filed, np.where(known, np.round(104 + 26 * place), np.nan))
