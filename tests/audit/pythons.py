"""The suite without the browser on every Python that is promised and found here, each with libraries of its own."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from audit import ROOT, Failed, NotRun, Section

MINORS = (11, 12, 13, 14)
PLACES = ("PYENV_ROOT/versions/3.{minor}*/bin", "HOME/.pyenv/versions/3.{minor}*/bin",
          "HOME/.local/share/uv/python/cpython-3.{minor}*/bin", "/opt/python/*3.{minor}*/bin", "/usr/local/bin", "/usr/bin")  # fmt: skip
"""Where a Python may be beside the PATH."""
KEPT = ROOT / "out" / "pythons"
REQUIREMENTS = ("requirements-dev.txt", "requirements.txt", "requirements-postgres.txt", "constraints.txt")
SUITE = ("-m", "pytest", "-q", "-m", "not e2e", "--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile",
         "-p", "no:cacheprovider")  # fmt: skip
LAST = 25
"""How many of its last lines tell what an installation or a suite failed in."""


def run(out: Path) -> Iterator[str]:
    """A line for each version, found or not."""
    for minor in MINORS:
        python = found(minor)
        if python is None:
            yield NotRun(f"- Python 3.{minor}: not found here.")
        else:
            yield from _on(python, minor, out)


def found(minor: int) -> Path | None:
    """A Python 3.minor that runs and can make virtual environments."""
    for python in _candidates(minor):
        probe = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, {minor}))"
        try:
            if subprocess.run([python, "-c", probe], check=False, capture_output=True, timeout=60).returncode == 0:
                return python
        except OSError:
            pass
    return None


def _candidates(minor: int) -> Iterator[Path]:
    name = f"python3.{minor}"
    yield from (
        Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if (Path(folder) / name).exists()
    )
    for place in PLACES:
        head, _, rest = place.partition("/")
        if head and not os.environ.get(head):
            continue
        yield from sorted(Path(os.environ.get(head, "/")).glob(f"{rest.format(minor=minor)}/{name}"), reverse=True)


def _on(python: Path, minor: int, out: Path) -> Iterator[str]:
    version = _run([python, "--version"], out / "version").strip().removeprefix("Python ")
    made, said = _installed(python, KEPT / f"3.{minor}", out / f"install-3.{minor}.txt")
    if not made:
        yield Failed(f"- Python {version} ({python}): its libraries could not be installed.")
        yield from ("", "```", *said.splitlines()[-LAST:], "```")
        return
    log = out / f"suite-3.{minor}.txt"
    said = _run([KEPT / f"3.{minor}" / "bin" / "python", *SUITE], log)
    ended = said.splitlines()[-1].strip("= ") if said else "it said nothing"
    if re.search(r"\d+ passed", ended) and not re.search(r"failed|error", ended):
        yield f"- Python {version}: {ended}."
    else:
        yield Failed(f"- Python {version}: {ended} ({log.relative_to(ROOT)}).")
        yield from ("", "```", *(line for line in said.splitlines()[-LAST:]), "```")


def _installed(python: Path, at: Path, log: Path) -> tuple[bool, str]:
    """Whether the pinned libraries are installed in a virtual environment of their own, and what the installer said. It is
    kept for the next time, until what is pinned is another."""
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in REQUIREMENTS)).hexdigest()
    stamp = at / "stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return True, ""
    shutil.rmtree(at, ignore_errors=True)
    said = _run([python, "-m", "venv", at], log)
    pip = [at / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if (at / "bin" / "python").exists():
        said += _run([*pip, "-r", ROOT / REQUIREMENTS[0]], log)
    probe = "import streamlit, polars, pytest, psycopg"
    if not (at / "bin" / "python").exists() or _run([at / "bin" / "python", "-c", probe], log):
        return False, said
    stamp.write_text(digest)
    return True, said


def _run(command: list[Path | str], log: Path) -> str:
    """What a command says, on both streams, which the log keeps."""
    at = os.environ | {"PYTHONNOUSERSITE": "1"}
    for name in ("PYTHONPATH", "PYTHONHOME"):
        at.pop(name, None)
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=at, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)  # fmt: skip
    with log.open("a", encoding="utf-8") as page:
        page.write(done.stdout)
    return done.stdout


SECTION = Section("The suite on each Python that is promised", run)
