"""Which policies and corrections differ from those of the run before, so that the ledger names who first worked with them."""

from pipeline.keys import fingerprint
from pipeline.ledger.actions import CHANGED, FIRST_USED, RecordedAction, fingerprints_recorded, record_actions
from pipeline.paths import Folders

# What decides who may see what, and what is counted. Everything else in params/ is known by its version control alone.
WATCHED = ("policy/*.yml", "publications/*.yml", "corrections/*.yml", "authority.yml", "vocabulary/authorities.yml")


def record_changed_files(where: Folders) -> int:
    """Enter each watched file that changed since it was last entered, with its fingerprint before and after; returns their number.

    The account is the one that works with the change first. Who edited the file is for version control to say.
    """
    files = {f"params/{f.relative_to(where.params).as_posix()}": f for p in WATCHED for f in where.params.glob(p)}
    files |= {f"data/corrections/{f.name}": f for f in (where.data / "corrections").glob("*.yml")}
    now = {name: fingerprint(file.read_bytes()) for name, file in files.items()}
    known = fingerprints_recorded(where.ledger)
    changed = [name for name in sorted({*now, *known}) if now.get(name, "") != known.get(name, "")]
    if changed:
        record_actions(where.ledger, (_action(name, known.get(name, ""), now.get(name, "")) for name in changed))
    return len(changed)


def _action(name: str, before: str, after: str) -> RecordedAction:
    return RecordedAction(CHANGED if before else FIRST_USED, name, before=before, after=after)
