"""nbconvert's exporters with the booklet's templates, for the web page and for the PDF. The only module that imports nbconvert."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import nbformat

from pipeline.paths import STYLE

if TYPE_CHECKING:
    from nbconvert.exporters import TemplateExporter


def exporter(
    template: str, extension: str, printed: Sequence[str], filters: Mapping[str, Callable]
) -> "TemplateExporter":
    """An exporter that shows outputs, never code, with a template of report/style; `printed` are the forms it takes, best first."""
    from nbconvert.exporters import HTMLExporter, TemplateExporter
    from traitlets.config import Config

    settings = Config()
    settings.HTMLExporter.default_preprocessors = []  # they copy and re-validate the notebook ten times over
    settings.HTMLExporter.exclude_anchor_links = True
    settings.TemplateExporter.default_preprocessors = []
    settings.TemplateExporter.exclude_input = True
    settings.NbConvertBase.display_data_priority = list(printed)
    kind = HTMLExporter if extension == ".html" else TemplateExporter
    made = kind(
        config=settings,
        template_name=template,
        extra_template_basedirs=[str(STYLE)],
        template_file=f"index{extension}.j2",
    )
    for name, made_by in filters.items():
        made.register_filter(name, made_by)
    return made


def exported(made: "TemplateExporter", notebook: nbformat.NotebookNode, facts: Mapping) -> str:
    """The notebook in the exporter's form; its template finds the facts as `resources.booklet`."""
    from nbconvert.exporters.templateexporter import TemplateExporter

    # HTMLExporter's own version of this method parses and rewrites the whole page again, for alt texts that blocks already give.
    return TemplateExporter.from_notebook_node(made, notebook, resources={"booklet": dict(facts)})[0].strip() + "\n"
