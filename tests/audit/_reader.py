"""Who has a bundle and no registry: a Python, an environment that holds the bundle and that nothing may write into, and a user
without rights who runs it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit import Failed, NotRun

NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}


@cache
def reader() -> tuple[Path, dict[str, Any]]:
    """A Python of the bundle's version and the user who runs it: one who owns nothing here, where this one may become it and
    there is a Python that it may run."""
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    mine = Path(sys.executable).resolve()
    for python in filter(None, (mine, shutil.which(same, path=os.defpath))):
        try:
            subprocess.run([python, "-c", "import ensurepip"], check=True, capture_output=True, cwd="/", **NOBODY)
        except (OSError, subprocess.SubprocessError):
            continue
        return Path(python), NOBODY
    return mine, {}


def whose() -> str:
    """As whom, and by which Python, what is installed is run."""
    python, user = reader()
    version = subprocess.run([python, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if not user:
        return NotRun(f"- {version}, as the user of this checkout: there is no other that may run this Python.")
    return f"- {version}, as a user who owns nothing of it."


@contextmanager
def place_of(name: str) -> Iterator[Path]:
    """A folder that everybody may look into, until its end."""
    with TemporaryDirectory(prefix=f"sifund-{name}-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def installed(at: Path, bundle: Path, install: tuple[str, ...]) -> Path:
    """Where the commands of a fresh environment are, which holds the bundle and may not be written into: installed without
    settings of pip's and, where that can be had, without any network."""
    bare = {"HOME": str(at.parent), "PATH": os.defpath, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    subprocess.run([reader()[0], "-m", "venv", at], check=True, env=bare)
    command = [*_without_network(), at / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *install], cwd=bundle, check=True, env=bare)
    subprocess.run(["chmod", "-R", "a-w", at], check=True)
    return at / "bin"


@cache
def _without_network() -> tuple[str, ...]:
    """What takes the network from a command; nothing where this user may not."""
    cut = ("unshare", "--net")
    able = shutil.which(cut[0]) and subprocess.run([*cut, "true"], check=False, capture_output=True).returncode == 0
    return cut if able else ()


def empty(at: Path) -> dict[str, Any]:
    """What a process of that user is started with: an empty folder and home, and nothing of this checkout."""
    at.mkdir()
    user = reader()[1]
    if user:
        os.chown(at, user["user"], user["group"])
    return {"cwd": at, "env": {"HOME": str(at), "PATH": os.defpath, "PYTHONNOUSERSITE": "1"}} | user


def digest(at: Path) -> dict[str, str]:
    """Every file of an environment and what it holds."""
    return {
        str(path.relative_to(at)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in at.rglob("*") if path.is_file()
    }  # fmt: skip


def unchanged(before: dict[str, str], at: Path) -> str:
    """Whether an environment is what it was."""
    changed = sorted({*before.items()} ^ {*digest(at).items()})
    return Failed(f"- Written into what is installed: {changed[:5]}") if changed else "- Nothing was written into it."
