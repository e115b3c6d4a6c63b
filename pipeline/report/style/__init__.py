"""The look of every page: one palette, spoken by the CSS and by the charts."""

from functools import cache

import yaml

from pipeline.paths import STYLE


@cache
def palette() -> dict:
    """Colours by purpose, from palette.yml."""
    return yaml.safe_load((STYLE / "palette.yml").read_text(encoding="utf-8"))


@cache
def stylesheet() -> str:
    """The booklet's CSS, for a person who runs a notebook by hand."""
    return (STYLE / "booklet.css").read_text(encoding="utf-8")
