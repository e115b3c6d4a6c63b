"""`sign-off`: print the disclosure policy as it is signed, or record that it was signed off, by whom and on which day."""

from collections.abc import Iterator
from datetime import date

from pipeline.declared import read_declared
from pipeline.declared.releases import long_day
from pipeline.errors import CommandWrong
from pipeline.ledger.actions import SIGNED_OFF, TOOK_BACK, RecordedAction
from pipeline.paths import Folders
from pipeline.portal.index import write_index
from pipeline.runs.at_work import BY_A_PERSON, Start, at_work
from pipeline.runs.sign_off import POLICY, IssuePermission, SignedText
from pipeline.verbs.arguments import require_no_pupil_number
from pipeline.verbs.output import print_lines

SHORT = 12  # characters of a fingerprint that are printed
LEAST = 8  # that must be typed
TO_SIGN = "booklets sign-off --by 'Data protection officer' --of {of}"


def print_policy(where: Folders) -> int:
    """Print what there is to sign, whether it is signed off and what has changed since; changes nothing and returns 0."""
    read_declared(where.params)  # what cannot be read cannot be signed
    permission = IssuePermission(where)
    text = permission.today
    print_lines(*_in_words(text), "", *_state(permission))
    return 0


def sign_off(where: Folders, by: str, of: str, on: date | None, reference: str, start: Start = BY_A_PERSON) -> int:
    """Record that somebody in a role signed the policy off on a day (today by default); returns 0.

    `of` is the fingerprint that was printed with the text they read. CommandWrong where the policy says something else by now,
    where the role is missing, or where the day is still to come.
    """
    read_declared(where.params)
    role, note, day = " ".join(by.split()), " ".join(reference.split()), on or date.today()
    text = IssuePermission(where).today
    if not role:
        raise CommandWrong(what=f"Say who signed it off, as a role: {TO_SIGN.format(of=of or 'FINGERPRINT')}")
    require_no_pupil_number(role, note)
    if len(of) < LEAST or not text.fingerprint().startswith(of.casefold()):
        raise CommandWrong(
            what=f"{of or 'No fingerprint'} is not what the policy says today, so nothing was signed off. booklets sign-off prints it "
            "with its fingerprint: give that to whoever signs it, then type the one they read after --of."
        )
    if day > date.today():
        raise CommandWrong(what=f"{long_day(day)} is still to come: write the day on which it was signed off.")
    content = text.to_json()
    with at_work(where, "sign-off", None, start) as run:
        run.did(
            [
                RecordedAction(
                    SIGNED_OFF,
                    POLICY,
                    role,
                    after=text.fingerprint(),
                    note=f"{day.isoformat()} {note}".strip(),
                    content=content,
                )
            ]
        )
        if (where.outputs / "index.html").exists():
            write_index(where)  # it marks the drafts that can be issued
    print_lines(
        f"signed off: {text.fingerprint()[:SHORT]}, by {role} on {long_day(day)}",
        "next: booklets build --year YEAR makes the drafts again as issues",
    )
    return 0


def take_back(where: Folders, by: str, reference: str, start: Start = BY_A_PERSON) -> int:
    """Record that a sign-off no longer stands; returns 0. CommandWrong where there is none, or the role is missing."""
    role, note = " ".join(by.split()), " ".join(reference.split())
    signed = IssuePermission(where).action
    if signed is None:
        raise CommandWrong(what="The disclosure policy is not signed off, so there is nothing to undo.")
    if not role:
        raise CommandWrong(what="Say who takes the sign-off back, as a role: --by 'Data protection officer'.")
    require_no_pupil_number(role, note)
    with at_work(where, "sign-off", None, start) as run:
        run.did([RecordedAction(TOOK_BACK, POLICY, role, before=signed.after, note=note)])
        if (where.outputs / "index.html").exists():
            write_index(where)
    print_lines(
        f"taken back: the sign-off of {signed.after[:SHORT]} by {signed.role}; what was issued under it stays issued"
    )
    return 0


def _in_words(text: SignedText) -> Iterator[str]:
    """Every key of the policy with its value, each audience followed by the documents that are for it."""
    yield f"What {POLICY} says, and which documents are for whom"
    for key, value in text.policy.items():
        if key != "audiences":
            yield f"  {key}: {value}"
    for audience, rule in text.policy["audiences"].items():
        yield f"  audience {audience}"
        yield from (f"    {key}: {value}" for key, value in rule.items())
        for slug, document in text.publications.items():
            if document["audience"] == audience:
                yield f"    {slug}: {document['title']}, for: {document['readers']}"


def _state(permission: IssuePermission) -> Iterator[str]:
    """The fingerprint, whether it is signed off, and what to type."""
    text, action, signed = permission.today, permission.action, permission.signed
    yield f"fingerprint: {text.fingerprint()[:SHORT]}"
    if action and signed:
        day, _, reference = action.note.partition(" ")
        said = f"{long_day(date.fromisoformat(day))} by {action.role}{f' ({reference})' if reference else ''}"
        yield f"signed off: {action.after[:SHORT]} on {said}, entered by account {action.account}"
        if signed == text:
            return
        yield "changed since:"
        yield from (f"  {key}: {was or 'not there'} → {now or 'not there'}" for key, was, now in text.changes(signed))
    else:
        yield "signed off: no"
    if permission.rehearsal:
        yield "This authority is an invented one: its documents are issued without a sign-off."
        return
    yield "Documents that rest on pupil records are made as drafts until it is. When it has been read and agreed:"
    yield f"  {TO_SIGN.format(of=text.fingerprint()[:SHORT])}"
