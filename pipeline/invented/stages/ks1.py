"""Key stage 1: teachers' judgements in reading, writing, mathematics and science."""

import numpy as np
import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.invented.marking import OF_THE_TEACHER, Sitting, first_said, judged, odd

SUBJECTS = ("reading", "writing", "maths")
BELOW = {"reading": 0.05, "writing": 0.06, "maths": 0.045}
ENGAGED = 0.35  # share of special schools' children assessed by the engagement model, once there is one


def judgements(sitting: Sitting, scale: Scale, science: Scale) -> pd.DataFrame:
    out = pd.DataFrame(index=sitting.pupils.index)
    engaged = np.where(sitting.pupils["special"].to_numpy() & sitting.drawn(ENGAGED, "engaged"), "EM", "").astype(
        object
    )
    engaged[:] = np.where(scale.codes["EM"].used_in(sitting.year), engaged, "")
    left = odd(sitting, scale, {"L": OF_THE_TEACHER["L"]}, "child")
    for subject in (*SUBJECTS, "science"):
        steps = [("EXS", sitting.england(subject))]
        steps = steps if subject == "science" else [("GDS", sitting.england(f"{subject}_high")), *steps]
        its = science if subject == "science" else scale
        few = odd(sitting, its, {c: s for c, s in OF_THE_TEACHER.items() if c != "L"}, "teacher", subject)
        code = judged(its, sitting.year, sitting.standing(subject), steps, BELOW.get(subject, 0.0))
        out[subject] = first_said(left, few, engaged, code)
    return out
