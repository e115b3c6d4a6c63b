"""The wheel carries the starting params/ and notebooks/ as pipeline/starting/; everything else is said in pyproject.toml.

They stand at the top of the project because analysts work in them, so no package of pipeline/ holds them.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
CARRIED = ("params", "notebooks")


class WithStartingFolders(build_py):
    """Builds the package, then puts the starting folders into it; an editable install reads them where they are."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for name in CARRIED:
                there = Path(self.build_lib) / "pipeline" / "starting" / name
                shutil.rmtree(there, ignore_errors=True)  # an earlier build's
                shutil.copytree(HERE / name, there, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))


setup(cmdclass={"build_py": WithStartingFolders})
