"""The look of every page: one palette, shared by the CSS and the charts."""

import os
from functools import cache

from pipeline.declared.yaml_text import load_yaml
from pipeline.paths import STYLE
from pipeline.report.block import styles


@cache
def palette() -> dict:
    """Colours by purpose, from palette.yml."""
    return load_yaml((STYLE / "palette.yml").read_text(encoding="utf-8"))


def stylesheet() -> str:
    """The CSS of all blocks: booklet.css, then the rules that kinds of block bring with them."""
    return "\n".join(part for part in (_booklet_css(), styles()) if part)


@cache
def _booklet_css() -> str:
    return (STYLE / "booklet.css").read_text(encoding="utf-8")


def in_our_look() -> None:
    """In JupyterLab, show the blocks as they will be printed; elsewhere do nothing."""
    if os.environ.get("JPY_SESSION_NAME"):
        from IPython.display import HTML, display

        display(HTML(f"<style>{stylesheet()}</style>"))
