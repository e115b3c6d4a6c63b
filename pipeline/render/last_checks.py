"""The last look before a booklet is issued: no other place's figures, and nothing shaped like a pupil's number."""

import re

import nbformat

from pipeline.errors import PupilNumberFound, WrongPlace
from pipeline.packs.pack import Pack
from pipeline.pupil_numbers import holds_pupil_number
from pipeline.render.blocks import blocks, unmarked

PICTURES = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")


def refuse_other_places(notebook: nbformat.NotebookNode, pack: Pack) -> None:
    """Check that every block was made for the booklet's place and names only places of its pack; else raise WrongPlace."""
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
    """Raise PupilNumberFound if one of the texts, by the file it goes into, holds a pupil number; never repeat the number."""
    for where, text in texts.items():
        # A picture's base64 text can have the shape of a number by chance.
        if holds_pupil_number(PICTURES.sub("", text)):
            raise PupilNumberFound(place=place, where=where)
