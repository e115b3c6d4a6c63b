"""Moderation against what was sent: a judgement the moderator changed must be changed in the school's return."""

import pandas as pd

from pipeline.declared.scales import Scale
from pipeline.declared.sources import Source
from pipeline.deliveries.findings import BLOCKING
from pipeline.validated.across.crossed import Batch, Crossed, Rule, told

NOT_CHANGED = Rule(
    "moderation_not_applied", "", "the judgement is not the one agreed with the moderator.",
    "Send the return with the agreed judgement, or ask the moderator to correct the record.", BLOCKING,
)  # fmt: skip
NOT_SENT = Rule(
    "moderated_not_sent", "upn", "the pupil's {stage} judgement was moderated, and the school's return has no such pupil.",
    "Check the unique pupil number in both.",
)  # fmt: skip
NO_CODE = Rule(
    "moderation_code", "agreed", "the agreed judgement is no code of this assessment in this year.",
    "Ask the moderator for the code.", BLOCKING,
)  # fmt: skip
# The column each moderated subject is in; a framework keeps the number of these goals.
COLUMNS = {
    "eyfs": {"reading": "g09", "writing": "g10", "maths": "g11"},
    "ks1": {"reading": "reading", "writing": "writing", "maths": "maths"},
    "ks2": {"reading": "reading_ta", "writing": "writing", "maths": "maths_ta"},
}


def not_applied(sent: Batch, moderated: Batch, scales: dict[str, Scale]) -> list[Crossed]:
    """Judgements in a batch that differ from those agreed, and pupils moderated and not sent, school by school."""
    out = []
    for subject, ours in COLUMNS[sent.source.stage].items():
        asked = _of(moderated.rows, sent.source.stage, subject)
        asked = asked[asked["laestab"].isin(set(sent.rows["laestab"]))]
        if asked.empty or ours not in sent.rows:
            continue
        codes = _codes(sent.source, ours, scales, sent.year)
        agreed = asked["agreed"].str.casefold().map(codes)
        by_pupil = pd.Series(agreed.array, index=pd.MultiIndex.from_frame(asked[["upn", "laestab"]])).dropna()
        by_pupil = by_pupil[~by_pupil.index.duplicated()]
        at = pd.MultiIndex.from_frame(sent.rows[["upn", "laestab"]])
        right = pd.Series(by_pupil.reindex(at).array, index=sent.rows.index)
        wrong = sent.rows[right.notna() & sent.rows[ours].notna() & (right != sent.rows[ours]).fillna(False)]
        out += told(sent, Rule(NOT_CHANGED.id, ours, NOT_CHANGED.said, NOT_CHANGED.remedy, BLOCKING), wrong)
        absent = asked[~pd.MultiIndex.from_frame(asked[["upn", "laestab"]]).isin(at)]
        out += told(moderated, NOT_SENT, absent, stage=sent.source.stage.upper())
    return out


def unknown_codes(moderated: Batch, sources: dict[str, Source], scales: dict[str, Scale]) -> list[Crossed]:
    """Agreed judgements that are no code of the assessment's scale in the year."""
    wrong = pd.Series(False, index=moderated.rows.index)
    for source in sources.values():
        for subject, ours in COLUMNS.get(source.stage, {}).items():
            if ours in source.columns:
                rows = _of(moderated.rows, source.stage, subject)
                codes = _codes(source, ours, scales, moderated.year)
                bad = ~rows["agreed"].str.casefold().isin(list(codes))
                wrong[rows.index[bad]] = True
    return told(moderated, NO_CODE, moderated.rows[wrong])


def _of(rows: pd.DataFrame, stage: str, subject: str) -> pd.DataFrame:
    return rows[((rows["stage"] == stage) & (rows["subject"] == subject)).fillna(False) & rows["agreed"].notna()]


def _codes(source: Source, ours: str, scales: dict[str, Scale], year: int) -> dict[str, str]:
    codes = scales[source.columns[ours].scale].codes
    return {word.casefold(): word for word, code in codes.items() if code.used_in(year)}
