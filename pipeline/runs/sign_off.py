"""The sign-off of the disclosure policy: what was signed, whether it still stands, and which documents may therefore be issued.

A document that rests on pupil records is issued only while what the policy says is what was signed off, word for word, and the
document is for the audience and readers it was signed off for. Comments and the order of keys may change. A document of
published figures needs no sign-off, and neither does an authority that does not exist.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.declared.authority import load_authority, load_authority_codes
from pipeline.declared.strict import Problems, read_yaml
from pipeline.keys import fingerprint
from pipeline.ledger.actions import SIGNED_OFF, TOOK_BACK, RecordedAction, last_action
from pipeline.packs.planned import PlannedDocument
from pipeline.paths import Folders

POLICY = "params/policy/disclosure.yml"
NOT_SIGNED = "the disclosure policy is not signed off"
CHANGED_SINCE = "the disclosure policy has changed since it was signed off"
NOT_COVERED = "its audience and readers are not among what was signed off"


@dataclass(frozen=True)
class SignedText:
    """What is signed: what the disclosure policy says, and of each publication its audience and readers."""

    policy: Mapping[str, Any]
    publications: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, params: Path) -> "SignedText":
        """As the declarations are today; ParamsWrong where one of the files cannot be read."""
        problems = Problems()
        policy = read_yaml(params / "policy" / "disclosure.yml", problems)
        files = {file.stem: read_yaml(file, problems) for file in sorted((params / "publications").glob("*.yml"))}
        problems.settle(params)
        facts = ("title", "audience", "readers")
        return cls(policy or {}, {slug: {k: str((p or {}).get(k, "")) for k in facts} for slug, p in files.items()})

    @classmethod
    def from_json(cls, text: str) -> "SignedText":
        """As `to_json` wrote it."""
        plain = json.loads(text)
        return cls(plain["policy"], plain["publications"])

    def to_json(self) -> str:
        """One line with sorted keys: the same text says the same."""
        return json.dumps(vars(self), default=str, ensure_ascii=False, sort_keys=True)

    def fingerprint(self) -> str:
        """The SHA-256 of all of it."""
        return fingerprint(self.to_json())

    def changes(self, before: "SignedText") -> Iterator[tuple[str, str, str]]:
        """Each key that says something else than before: (key, what it said, what it says); "" where it was or is not there."""
        was, now = dict(_flat(json.loads(before.to_json()))), dict(_flat(json.loads(self.to_json())))
        for key in sorted({*was, *now}):
            if was.get(key) != now.get(key):
                yield key, was.get(key, ""), now.get(key, "")


@dataclass(frozen=True)
class IssuePermission:
    """Which documents of an authority may be issued today. Nothing is read before a document that rests on pupil records asks."""

    where: Folders

    def why_draft(self, document: PlannedDocument) -> str:
        """Why a document may only be made as a draft; "" for one that may be issued."""
        if not document.of_pupils:
            return ""
        return self.why_not or (NOT_COVERED if document.publication in self.not_covered else "")

    @cached_property
    def why_not(self) -> str:
        """Why nothing that rests on pupil records may be issued; "" where the policy is signed off or the authority invented."""
        if self.rehearsal:
            return ""
        if self.signed is None:
            return NOT_SIGNED
        return CHANGED_SINCE if self.signed.policy != self.today.policy else ""

    @cached_property
    def not_covered(self) -> frozenset[str]:
        """The publications whose title, audience or readers are not those that were signed off."""
        if self.rehearsal or self.signed is None:
            return frozenset()
        signed = self.signed.publications
        return frozenset(slug for slug, facts in self.today.publications.items() if signed.get(slug) != facts)

    @cached_property
    def rehearsal(self) -> bool:
        """Whether the authority is an invented one, by its code."""
        return load_authority(self.where.params).code in load_authority_codes(self.where.params).invented

    @cached_property
    def today(self) -> SignedText:
        """What the declarations say, in the form in which it is signed."""
        return SignedText.from_json(SignedText.of(self.where.params).to_json())

    @cached_property
    def action(self) -> RecordedAction | None:
        """The last sign-off; None where there is none or it was taken back."""
        last = last_action(self.where.ledger, SIGNED_OFF, TOOK_BACK)
        return last if last and last.did == SIGNED_OFF else None

    @cached_property
    def signed(self) -> SignedText | None:
        """What was signed off last."""
        return SignedText.from_json(self.action.content) if self.action else None


def _flat(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every value by its keys: "policy.audiences.school.minimum_group"."""
    for key, value in content.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        else:
            yield name, str(value)
