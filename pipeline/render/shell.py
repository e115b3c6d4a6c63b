"""Run a notebook's code cells with IPython in this very process: no kernel, no sockets.

A fresh kernel costs seconds of start-up; a forked process that already holds pandas and matplotlib costs none. What a cell
shows is kept as notebook outputs, in the order it was shown, as a kernel would keep it.
"""

import atexit
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase

import nbformat.v4
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

INLINE_CHARTS = "module://matplotlib_inline.backend_inline"


class Recorder:
    """The outputs of the cell now running, in the order they were shown."""

    def __init__(self) -> None:
        self.outputs: list[nbformat.NotebookNode] = []
        self._clear_first = False

    def start(self, outputs: list) -> None:
        self.outputs, self._clear_first = outputs, False

    def add(self, kind: str, **facts: object) -> None:
        if self._clear_first:
            self.clear()
        self.outputs.append(nbformat.v4.new_output(kind, **facts))

    def write(self, stream: str, text: str) -> None:
        """Join text to the stream before it, as a kernel's client does."""
        last = self.outputs[-1] if self.outputs else None
        if last and last.output_type == "stream" and last.name == stream and not self._clear_first:
            last.text += text
        elif text:
            self.add("stream", name=stream, text=text)

    def clear(self, wait: bool = False) -> None:
        self._clear_first = wait
        if not wait:
            self.outputs.clear()


class Stream(TextIOBase):
    """A standard stream that writes into the recorder."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self.name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._recorder.write(self.name, text)
        return len(text)


def as_json(bundle: dict) -> dict:
    """A display bundle as a notebook may hold it: pictures as base64 text."""
    return {kind: b64encode(v).decode() if isinstance(v, bytes) else v for kind, v in bundle.items()}


class Publisher(DisplayPublisher):
    """display(...) becomes a display_data output; an update replaces the output it names."""

    shell: "Shell"

    def publish(
        self,
        data: dict,
        metadata: dict | None = None,
        source: object = None,  # IPython passes it and no longer uses it
        *,
        transient: dict | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        name = (transient or {}).get("display_id")
        if update and name in self.shell.displays:
            self.shell.displays[name].update(data=as_json(data), metadata=metadata or {})
            return
        self.shell.recorder.add("display_data", data=as_json(data), metadata=metadata or {})
        if name:
            self.shell.displays[name] = self.shell.recorder.outputs[-1]

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class Hook(DisplayHook):
    """The value of a cell's last line becomes an execute_result output."""

    shell: "Shell"

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        count = self.prompt_count
        self.shell.recorder.add(
            "execute_result", data=as_json(format_dict), metadata=md_dict or {}, execution_count=count
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """IPython without a terminal or a kernel; everything shown goes to its recorder."""

    displayhook_class = Hook
    display_pub_class = Publisher

    def __init__(self, **traits: object) -> None:
        self.recorder = Recorder()
        self.displays: dict[str, nbformat.NotebookNode] = {}  # by the name under which a cell may update one
        super().__init__(**traits)

    def enable_gui(self, gui: str | None = None) -> None:
        """`%matplotlib inline` asks for a window system; there is none and none is needed."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.recorder.add("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))


@contextmanager
def fresh_shell() -> Iterator[Shell]:
    """A shell with an empty namespace for one notebook. Afterwards streams and charts are as they were, and no shell is left."""
    import matplotlib
    from matplotlib import pyplot
    from matplotlib_inline.backend_inline import configure_inline_support

    settings = Config()
    settings.HistoryManager.enabled = False  # no history file, and no thread that writes it
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.separate_in = ""
    before = (sys.stdout, sys.stderr, sys.stdin, sys.modules["__main__"])
    Shell.clear_instance()
    shell = Shell.instance(config=settings)
    # pyplot's charts are shown below their cell, as a kernel sets it up.
    matplotlib.use(INLINE_CHARTS)
    matplotlib.interactive(True)
    # The function keeps on itself which backend it set up, and for which shell: that of the booklet before.
    vars(configure_inline_support)["current_backend"] = "unset"
    configure_inline_support(shell, INLINE_CHARTS)
    sys.stdout, sys.stderr = Stream(shell.recorder, "stdout"), Stream(shell.recorder, "stderr")
    try:
        with open(os.devnull, encoding="utf-8") as nothing:
            sys.stdin = nothing
            yield shell
    finally:
        sys.stdout, sys.stderr, sys.stdin, sys.modules["__main__"] = before
        # Close pyplot's charts and restore its settings, so that a worker's next booklet starts as its first did.
        pyplot.close("all")
        pyplot.rcdefaults()
        atexit.unregister(shell.atexit_operations)  # it would only tidy what ends with the process, and takes 0.1 s
        Shell.clear_instance()


def run_cell(shell: Shell, cell: nbformat.NotebookNode) -> bool:
    """Run one code cell, fill in its outputs and execution count; whether it ended without an error."""
    cell.outputs = []
    shell.recorder.start(cell.outputs)
    cell.execution_count = shell.execution_count
    return shell.run_cell(cell.source, store_history=True, cell_id=cell.get("id")).success
