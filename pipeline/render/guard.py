"""The last look before a booklet is issued: no other place's figures, and nothing shaped like a pupil's number."""

import re

import nbformat

from pipeline.errors import PupilNumberFound, WrongPlace
from pipeline.packs.pack import Pack
from pipeline.render.blocks import blocks, unmarked

# Unique pupil number: check letter, authority (3), school (4), year (2), serial (3, or 2 and a letter while temporary).
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN = re.compile(rf"(?<![0-9A-Za-z])([{LETTERS}])(\d{{11}}[\d{LETTERS}])(?![0-9A-Za-z])")
PICTURES = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")


def is_pupil_number(check: str, rest: str) -> bool:
    """Whether the check letter fits: the digits weighted 2 to 13, modulo 23 (DfE's UPN guide)."""
    values = [int(c) if c.isdigit() else LETTERS.index(c) for c in rest]
    return LETTERS[sum(v * weight for weight, v in enumerate(values, start=2)) % 23] == check


def without_pupil_numbers(text: str) -> str:
    """The text with everything of a pupil number's form hidden, whether or not its check letter fits."""
    return UPN.sub("<pupil number>", text)


def holds_pupil_number(text: str) -> bool:
    """Whether a pupil number with a fitting check letter stands in the text; pictures are not text."""
    return any(is_pupil_number(m[1], m[2]) for m in UPN.finditer(PICTURES.sub("", text)))


def refuse_strangers(notebook: nbformat.NotebookNode, pack: Pack) -> None:
    """WrongPlace unless every block was made for the booklet's place and names only places its pack holds."""
    known = {pack.place.id, *(p.id for p in pack.places)}
    for cell in unmarked(notebook):
        raise WrongPlace(place=pack.place.id, stranger="no known place", block=f"an output of cell {cell}")
    for block in blocks(notebook):
        if block.place != pack.place.id:
            raise WrongPlace(place=pack.place.id, stranger=block.place or "no known place", block=block.id)
        for stranger in block.places:
            if stranger not in known:
                raise WrongPlace(place=pack.place.id, stranger=stranger, block=block.id)


def refuse_pupil_numbers(place: str, texts: dict[str, str]) -> None:
    """PupilNumberFound if one of the named texts holds a pupil number; the number itself is never repeated."""
    for where, text in texts.items():
        if holds_pupil_number(text):
            raise PupilNumberFound(place=place, where=where)
