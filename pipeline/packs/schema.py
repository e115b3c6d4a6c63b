"""The schema of a pack's file: its version, and how files of earlier versions are read.

Packs of issued documents are kept for ever, so every version that was ever written must stay readable.
"""

import json
from collections.abc import Callable
from typing import Any

from pipeline.errors import PackTooNew, PackUnreadable

# Raise it whenever a field of Pack or of anything inside it is added, removed or renamed, or changes its type, unit or meaning.
# Then add to UPGRADES the step from the version before; the step returns the data unchanged where the defaults of the new
# fields are true of every older pack.
SCHEMA = 5

Plain = dict[str, Any]  # a pack's file as json reads it
Upgrade = Callable[[Plain], Plain]


def current(text: str, file: object) -> str:
    """The text of a pack's file, upgraded from whatever version it was written in to the current one.

    `file` is named in errors: PackUnreadable for text that is no pack, PackTooNew for a version this code does not know.
    """
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise PackUnreadable(file, f"it is cut short or damaged ({error})") from None
    version = plain.get("schema", 1) if isinstance(plain, dict) else None
    if not isinstance(version, int) or version < 1:
        raise PackUnreadable(file, "it does not say which version of the pack's schema it follows")
    if version > SCHEMA:
        raise PackTooNew(file=file, found=version, known=SCHEMA)
    if version == SCHEMA:
        return text
    steps = [UPGRADES[step] for step in range(version, SCHEMA)]
    try:
        for upgrade in steps:
            plain = upgrade(plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise PackUnreadable(file, f"a part of it is missing or damaged ({error!r})") from None
    return json.dumps(plain | {"schema": SCHEMA})


def _from_1(plain: Plain) -> Plain:
    """Version 1 is every pack without a version number; some of its parts had several forms."""
    policy = dict(plain["policy"])
    if not isinstance(policy.get("not_compared", []), list):
        policy["not_compared"] = []  # it was a sentence, printed by no page
    key_stages = []
    for id, stage in policy.pop("stages", {}).items():
        if not isinstance(stage, dict):
            stage = {"name": stage}
        name = stage.get("name", id)
        others = {key: stage[key] for key in ("age", "school_level") if key in stage}
        key_stages.append({"id": id, "name": name, "short_name": name, **others})
    upgraded = plain | {
        "policy": policy,
        "targets": plain.get("targets") or None,
        "vocabulary": {"key_stages": key_stages},
    }
    if plain.get("account"):
        lines = [{k: v for k, v in line.items() if k != "at_deadline"} for line in plain["account"]["lines"]]
        upgraded["account"] = plain["account"] | {"lines": lines}
    return upgraded


def _from_2(plain: Plain) -> Plain:
    """Version 2 did not name its highlights: its pages chose what to say first, by other rules."""
    return plain


def _from_3(plain: Plain) -> Plain:
    """No account before version 4 counted report cards by area, and the field's default says so."""
    return plain


def _from_4(plain: Plain) -> Plain:
    """Version 4 had shorter names for cards of key figures, which no page has any more."""
    vocabulary = {k: v for k, v in plain.get("vocabulary", {}).items() if k != "on_a_card"}
    return plain | {"vocabulary": vocabulary}


UPGRADES: dict[int, Upgrade] = {1: _from_1, 2: _from_2, 3: _from_3, 4: _from_4}
