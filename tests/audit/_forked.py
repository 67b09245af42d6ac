"""pytest in a process forked from one that has the libraries loaded, and nothing of the project: Polars has not run there,
so that forking is safe, and each run begins with the text that stands in its folder."""

from __future__ import annotations

import os
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload([
    "pytest", "hypothesis", "coverage", "polars", "altair", "pyarrow", "scipy.stats", "scipy.optimize", "pydantic", "docxtpl", "lxml.etree",
    "sqlalchemy", "alembic", "narwhals", "fastexcel", "xlsxwriter", "typst", "vl_convert", "pypdf", "streamlit.testing.v1",
])  # fmt: skip
ENDLESS = -1


def pytest_in(folder: Path, files: list[str], seconds: float | None = None, *, context: str = "") -> int:
    """pytest's exit code for test files of a copy of the tree, until the first failure; ENDLESS after so many seconds. With a
    context, what they run is noted under it by the copy's `.coveragerc`. Raises RuntimeError where the process did not begin:
    its exit code is that of a test that failed."""
    begun, begins = _SERVER.Pipe(duplex=False)
    process = _SERVER.Process(target=_run, args=(begins, folder, files, context))
    process.start()
    process.join(seconds)
    if process.is_alive() and process.pid:
        os.killpg(process.pid, 9)
        process.join()
        return ENDLESS
    if not begun.poll():
        raise RuntimeError(f"pytest could not be begun for {', '.join(files)}")
    return process.exitcode or 0


def _run(begins: Connection, folder: Path, files: list[str], context: str) -> None:
    begins.send(True)
    os.setsid()
    with open(os.devnull, "r+b") as nothing:
        for stream in range(3):
            os.dup2(nothing.fileno(), stream)
    root = str(Path(__file__).resolve().parents[2])
    sys.path[:] = [str(folder), *(path for path in sys.path if not path.startswith(root) or "site-packages" in path)]
    for name in [name for name in sys.modules if name.split(".")[0] == "audit"]:
        del sys.modules[name]
    os.chdir(folder)
    os.environ["HYPOTHESIS"] = "ci"
    sys.exit(_noted(folder, files, context) if context else _pytest(files))


def _pytest(files: list[str]) -> int:
    import pytest

    command = ["-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", *files]
    return int(pytest.main(command))


def _noted(folder: Path, files: list[str], context: str) -> int:
    from coverage import Coverage

    notes = Coverage(config_file=str(folder / ".coveragerc"), context=context)
    notes.start()
    code = _pytest(files)
    notes.stop()
    notes.save()
    return code
