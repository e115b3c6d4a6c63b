"""The look of every page: one file of design tokens, shared by the web page, the PDF and the charts, and the fonts they are set in."""

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pipeline.declared.yaml_text import load_yaml
from pipeline.paths import STYLE
from pipeline.report.block import styles

FONTS = STYLE / "fonts"  # with their licence; .ttf for the PDF and the charts, .woff2 of Latin letters for the web page
WEIGHTS = {"Regular": 400, "Bold": 700}


@cache
def tokens() -> dict:
    """Colours, type and page, from tokens.yml."""
    return load_yaml((STYLE / "tokens.yml").read_text(encoding="utf-8"))


def palette() -> dict:
    """Colours by purpose."""
    return tokens()["colours"]


def stylesheet() -> str:
    """The CSS of all blocks: fonts, colours and sizes as variables, booklet.css, then the rules that kinds of block bring with them."""
    return "\n".join(part for part in (_fonts_and_variables(), _booklet_css(), styles()) if part)


@cache
def _booklet_css() -> str:
    return (STYLE / "booklet.css").read_text(encoding="utf-8")


@cache
def _fonts_and_variables() -> str:
    faces = "\n".join(
        f'@font-face {{ font-family: "{tokens()["type"][family]}"; font-weight: {weight}; '
        f"src: url(data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}) }}"
        for family, weight, file in _web_fonts()
    )
    colours = " ".join(f"--{name}: {value};" for name, value in _flat(palette()))
    kind = tokens()["type"]
    families = f'--family: "{kind["family"]}"; --condensed: "{kind["condensed"]}";'
    sizes = " ".join(f"--{name}-size: {size}pt;" for name, size in kind["sizes"].items())
    return f"{faces}\n:root {{ {colours} {families} {sizes} }}"


def _web_fonts() -> Iterator[tuple[str, int, Path]]:
    """Family (a key of the tokens), weight and file of every font a web page holds."""
    for family, stem in (("family", "IBMPlexSans"), ("condensed", "IBMPlexSansCondensed")):
        for name, weight in WEIGHTS.items():
            yield family, weight, FONTS / f"{stem}-{name}-Latin1.woff2"


def _flat(colours: Mapping) -> Iterator[tuple[str, str]]:
    """Every colour as purpose-name and value: ("page-ink", "#0B0C0C")."""
    for purpose, named in colours.items():
        for name, value in named.items():
            yield f"{purpose}-{name}", value


def in_our_look() -> None:
    """In JupyterLab, show the blocks as they will be printed; elsewhere do nothing."""
    if os.environ.get("JPY_SESSION_NAME"):
        from IPython.display import HTML, display

        display(HTML(f"<style>{stylesheet()}</style>"))
