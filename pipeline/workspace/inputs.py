"""What figures and packs depend on, as keys: while none of it has changed, nothing is calculated again.

Both depend on all of params: the declarations are passed on as a whole, so the code does not show which part a figure needs. What
issued documents have printed is left out although packs are protected with it in mind: whatever was issued under these same keys
is among the figures that the protection has weighed already.
"""

from pipeline.deliveries.delivery import kept
from pipeline.deliveries.tombstone import erasures
from pipeline.keys import fingerprint, of_code, of_params
from pipeline.paths import Folders


def input_keys(folders: Folders, product: str = "packs") -> dict[str, str]:
    """What a product depends on, part by part: the deliveries with what is recorded of them, the team's corrections, params, code.

    Where anything was erased, that and the counts kept of it are a part too.
    """
    parts = {
        "deliveries": fingerprint(*sorted(d.to_json() for d in kept(folders))),
        "corrections": of_params(folders.data / "corrections"),
        "params": of_params(folders.params),
        "code": of_code(product),
    }
    stones = [text for d in kept(folders) if (text := erasures(d.folder(folders)))]
    if stones:
        counts = (f.read_bytes() for f in folders.kept_counts if f.is_file())
        parts["erasures"] = fingerprint(*sorted(stones), *counts)
    return parts


def figures_key(folders: Folders) -> str:
    """All that the Figure table depends on, as one key."""
    parts = input_keys(folders, "figures")
    return fingerprint(*(parts[name] for name in sorted(parts)))
