"""Moderation against the school's return: a judgement the moderator changed must be changed in the school's return."""

from dataclasses import replace

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.cross_file import Batch, CrossFileFinding, Rule, by_school

NOT_CHANGED = Rule(
    "moderation_not_applied", "", "the judgement is not the one agreed with the moderator.",
    "Send the return with the agreed judgement, or ask the moderator to correct the record.", BLOCKING,
)  # fmt: skip
NOT_SENT = Rule(
    "moderated_not_sent", "upn", "the pupil's {stage} judgement was moderated, and the school's return has no such pupil.",
    "Check the unique pupil number in both.",
)  # fmt: skip
NO_CODE = Rule(
    "moderation_code", "agreed", "the agreed judgement is not a code of this assessment in this year.",
    "Ask the moderator for the code.", BLOCKING,
)  # fmt: skip
# The column of each moderated subject. The early learning goals keep their numbers from one framework to the next.
COLUMNS = {
    "eyfs": {"reading": "g09", "writing": "g10", "maths": "g11"},
    "ks1": {"reading": "reading", "writing": "writing", "maths": "maths"},
    "ks2": {"reading": "reading_ta", "writing": "writing", "maths": "maths_ta"},
}


def not_applied(sent: Batch, moderated: Batch, scales: dict[str, Scale]) -> list[CrossFileFinding]:
    """Judgements in a batch that differ from those agreed, and moderated pupils who are not in it, school by school."""
    out: list[CrossFileFinding] = []
    for subject, ours in COLUMNS[sent.source.stage].items():
        judged = _of(moderated.rows, sent.source.stage, subject)
        judged = judged[judged["laestab"].isin(set(sent.rows["laestab"]))]
        if judged.empty or ours not in sent.rows:
            continue
        codes = _codes(sent.source, ours, scales, sent.year)
        agreed = judged["agreed"].str.casefold().map(codes)
        by_pupil = pd.Series(agreed.array, index=pd.MultiIndex.from_frame(judged[["upn", "laestab"]])).dropna()
        by_pupil = by_pupil[~by_pupil.index.duplicated()]
        at = pd.MultiIndex.from_frame(sent.rows[["upn", "laestab"]])
        expected = pd.Series(by_pupil.reindex(at).array, index=sent.rows.index)
        differs = (expected != sent.rows[ours]).fillna(False)
        wrong = sent.rows[expected.notna() & sent.rows[ours].notna() & differs]
        out += by_school(sent, replace(NOT_CHANGED, column=ours), wrong)
        absent = judged[~pd.MultiIndex.from_frame(judged[["upn", "laestab"]]).isin(at)]
        out += by_school(moderated, NOT_SENT, absent, stage=sent.source.stage.upper())
    return out


def unknown_codes(moderated: Batch, sources: dict[str, Source], scales: dict[str, Scale]) -> list[CrossFileFinding]:
    """Agreed judgements that are not a code of the assessment's scale in the year."""
    wrong = pd.Series(False, index=moderated.rows.index)
    for source in sources.values():
        for subject, ours in COLUMNS.get(source.stage, {}).items():
            if ours in source.columns:
                rows = _of(moderated.rows, source.stage, subject)
                codes = _codes(source, ours, scales, moderated.year)
                bad = ~rows["agreed"].str.casefold().isin(list(codes))
                wrong[rows.index[bad]] = True
    return by_school(moderated, NO_CODE, moderated.rows[wrong])


def _of(rows: pd.DataFrame, stage: str, subject: str) -> pd.DataFrame:
    """The moderated rows of a key stage and subject which have an agreed judgement."""
    return rows[((rows["stage"] == stage) & (rows["subject"] == subject)).fillna(False) & rows["agreed"].notna()]


def _codes(source: Source, ours: str, scales: dict[str, Scale], year: int) -> dict[str, str]:
    """A scale's codes of the year by their case-folded spelling."""
    codes = scales[source.columns[ours].scale].codes
    return {word.casefold(): word for word, code in codes.items() if code.used_in(year)}
