"""The schema of a pack's file: its version, and how a file of an earlier version is read today.

Packs of issued documents are kept for ever, so every version that was ever written must stay readable.
"""

import json
from collections.abc import Callable

from pipeline.errors import PackTooNew, PackUnreadable

# Raise it whenever the fields of Pack or of anything inside it change: one is added, removed, renamed, or has another type,
# unit or meaning. Then add to UPGRADES the step from the version before; it leaves the plain data as it is where the defaults
# of the new fields are true of every older pack.
SCHEMA = 2

Plain = dict  # a pack's file as json gives it
Upgrade = Callable[[Plain], Plain]


def current(text: str, file: object) -> str:
    """The text of a pack's file, brought from whatever version it was written in to today's.

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
    """Version 1 is every pack without a version number; some of its parts changed while it had none."""
    policy = dict(plain["policy"])
    if not isinstance(policy.get("not_compared", []), list):
        policy["not_compared"] = []  # it was a sentence, printed by no page
    stages = {k: v if isinstance(v, dict) else {"name": v} for k, v in policy.pop("stages", {}).items()}
    names = [
        {"id": k, "name": v.get("name", k), "short_name": v.get("name", k), **_known(v)} for k, v in stages.items()
    ]
    upgraded = plain | {
        "policy": policy,
        "targets": plain.get("targets") or None,
        "vocabulary": {"key_stages": names},
    }
    if plain.get("account"):
        lines = [{k: v for k, v in line.items() if k != "at_deadline"} for line in plain["account"]["lines"]]
        upgraded["account"] = plain["account"] | {"lines": lines}
    return upgraded


def _known(stage: Plain) -> Plain:
    return {name: stage[name] for name in ("age", "school_level") if name in stage}


UPGRADES: dict[int, Upgrade] = {1: _from_1}
