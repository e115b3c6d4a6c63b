"""Who may open the documents in outputs/ on the machine they are made on."""

from pathlib import Path
from typing import Literal

from pipeline.access import EVERYONE, GROUP, PRIVATE, Access
from pipeline.declared.strict import Problems, StrictModel, read_alone, read_as

FILE = "policy/access.yml"
BITS: dict[str, Access] = {"account": PRIVATE, "group": GROUP, "everyone": EVERYONE}


class AccessPolicy(StrictModel):
    """params/policy/access.yml."""

    # Which accounts may read documents: the one that makes them, its group too, or all.
    outputs: Literal["account", "group", "everyone"]
    outputs_why: str  # the reason for it
    why: str


def read_access_policy(params: Path, problems: Problems) -> AccessPolicy | None:
    """The policy, or None with every mistake noted."""
    return read_as(AccessPolicy, params / FILE, problems)


def outputs_access(params: Path) -> Access:
    """The permission bits of what is written into outputs/; ParamsWrong with every mistake of the policy's file."""
    return BITS[read_alone(AccessPolicy, params, FILE).outputs]
