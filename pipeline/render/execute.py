"""Execute a notebook with Papermill. The only module that imports Papermill.

Registered as Papermill's engine "forked": the cells run in the current process, which the pool forked for this one booklet.
Notebooks must not depend on it: `papermill notebooks/x.ipynb out.ipynb` with the stock engine gives the same pages.
"""

import re
from copy import deepcopy
from pathlib import Path

import nbformat

from pipeline.errors import NotebookFailed
from pipeline.packs.given import GivenPack, giving
from pipeline.pupil_numbers import without_pupil_numbers
from pipeline.render.shell import fresh_shell, run_cell

ENGINE = "forked"
PATHS = re.compile(r"(?:/[\w.@+-]+){2,}/?|[A-Za-z]:\\[^\s'\"]+")


class ForkedEngine:
    """Papermill's engine interface over IPython in this process; always this interpreter, whatever kernel a notebook names.

    Not a subclass: Papermill loads its entry points while it is itself being imported, when its base class may not be there yet.
    """

    @classmethod
    def execute_notebook(cls, nb, kernel_name, output_path=None, progress_bar=True, log_output=False, **options):
        from papermill.engines import NotebookExecutionManager

        every = options.get("autosave_cell_every", 30)
        manager = NotebookExecutionManager(nb, output_path, log_output, progress_bar, every)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, pack=options.get("pack"))
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(cls, manager, kernel_name, pack: GivenPack | None = None, **_) -> None:
        """Run the cells in order, with `pack` as the one they may open; stop at the first that fails."""
        with fresh_shell() as shell, giving(pack):
            for index, cell in enumerate(manager.nb.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                manager.cell_start(cell, index)
                ended_well = run_cell(shell, cell)
                if not ended_well:
                    manager.cell_exception(cell, index)
                manager.cell_complete(cell, index)
                if not ended_well:
                    break

    @classmethod
    def nb_kernel_name(cls, nb, name=None) -> str:
        return "python3"

    @classmethod
    def nb_language(cls, nb, language=None) -> str:
        return "python"


def read_notebook(file: Path) -> nbformat.NotebookNode:
    """The notebook as written, in the current notebook format."""
    return nbformat.read(file, as_version=4)


def smallest_notebook() -> nbformat.NotebookNode:
    """A notebook of nothing but its parameters, to run once before the first booklet."""
    source = 'publication = ""\nplace = ""\nyear = 0'
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})])


def execute(
    notebook: nbformat.NotebookNode, name: str, publication: str, place: str, year: int, pack: GivenPack | None = None
) -> nbformat.NotebookNode:
    """The notebook run for one place and made fit to issue; NotebookFailed, with the notebook's `name`, if a cell fails.

    `pack` is the only one its cells may open; without it they find their own, as by hand.
    """
    import papermill
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    papermill_engines.register(ENGINE, ForkedEngine)
    parameters = {"publication": publication, "place": place, "year": year}
    try:
        ran = papermill.execute_notebook(
            deepcopy(notebook),
            None,
            parameters,
            engine_name=ENGINE,
            progress_bar=False,
            kernel_name="python3",
            language="python",
            pack=pack,  # papermill hands what it does not know to the engine, and writes it nowhere
        )
    except PapermillExecutionError as failure:
        # The number a person sees beside the failing cell in JupyterLab, where Papermill's own parameter cell is not.
        tagged = [i for i, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])]
        injected = tagged[0] + 1 if tagged else 0
        index = failure.cell_index - 1 if failure.cell_index >= injected else failure.cell_index
        cell = sum(c.cell_type == "code" and bool(c.source.strip()) for c in notebook.cells[: index + 1])
        # Only the first line of the exception's text, without machine paths or anything shaped like a pupil number.
        first_line = (failure.evalue or "").strip().split("\n")[0][:300]
        raise NotebookFailed(
            cell=cell,
            notebook=name,
            kind=failure.ename,
            said=PATHS.sub("<path>", without_pupil_numbers(first_line)) or "(it gave no reason)",
        ) from None
    return fit_to_issue(ran, parameters)


def fit_to_issue(ran: nbformat.NotebookNode, parameters: dict) -> nbformat.NotebookNode:
    """The executed notebook without times, machine paths or random ids, so that the same inputs give the same bytes.

    The notebook's own defaults name another place; they are left out, and the booklet's parameters replace them.
    """
    issued = deepcopy(ran)
    issued.nbformat, issued.nbformat_minor = 4, 5
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    issued.metadata = nbformat.from_dict(
        {"kernelspec": kernel, "language_info": {"name": "python"}, "papermill": {"parameters": parameters}}
    )
    issued.cells = [c for c in issued.cells if "parameters" not in c.metadata.get("tags", [])]
    # A section in which no cell shows anything is left out, heading and all. The cells before the first heading stay:
    # they hold the parameters and open the booklet.
    sections: list[list[nbformat.NotebookNode]] = [[]]
    for cell in issued.cells:
        if cell.cell_type == "markdown":
            sections.append([])
        sections[-1].append(cell)
    opening, *headed = sections
    issued.cells = [*opening, *(c for cells in headed if any(c.get("outputs") for c in cells) for c in cells)]
    for number, cell in enumerate(issued.cells, start=1):
        cell.id = f"cell-{number:02d}"
        tags = ["parameters" if t == "injected-parameters" else t for t in cell.metadata.get("tags", [])]
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    return issued


def marked(notebook: nbformat.NotebookNode, words: str) -> nbformat.NotebookNode:
    """The notebook with these words above everything else."""
    above = nbformat.v4.new_markdown_cell(f"**{words}**", id="cell-00")
    copy = nbformat.from_dict(dict(notebook))
    copy.cells = [above, *notebook.cells]
    return copy


def notebook_bytes(notebook: nbformat.NotebookNode) -> bytes:
    """The notebook file."""
    return (nbformat.writes(notebook) + "\n").encode()
