"""What figures and packs rest on, as keys: when none of it has changed, nothing is worked out again."""

from pipeline.deliveries.delivery import kept
from pipeline.keys import fingerprint, of_code, of_params
from pipeline.paths import Folders

ROOMS = ("declared", "deliveries", "validated", "places", "pupils", "measures", "disclosure", "packs")


def input_keys(folders: Folders) -> dict[str, str]:
    """What figures and packs depend on, part by part: deliveries held, the team's own corrections, params, code."""
    return {
        "deliveries": fingerprint(*sorted(d.fingerprint for d in kept(folders))),
        "corrections": of_params(folders.data / "corrections"),
        "params": of_params(folders.params),
        "code": of_code(*ROOMS),
    }


def inputs_key(folders: Folders) -> str:
    """All that figures and packs depend on, as one key."""
    parts = input_keys(folders)
    return fingerprint(*(parts[name] for name in sorted(parts)))
