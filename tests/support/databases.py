"""A PostgreSQL server of the tests' own: Debian's package, in a folder and on a port of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.serving import absent, free_port


def programs() -> Path:
    """Where Debian puts initdb and pg_ctl: the newest version's folder. None: the test is skipped, in CI it fails."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        absent("no PostgreSQL on this machine: `make postgresql` installs Debian's where it can")
    return found[-1].parent


def run(*command: str | Path) -> None:
    """Root may not run PostgreSQL; the package's own user does."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run([*map(str, command)], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def postgres(at: Path) -> Iterator[str]:
    """A running server with the package's own durability settings; gives the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="sifund-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    try:
        run(at / "initdb", "--auth=trust", "--username=sifund", "--encoding=UTF8", "--no-locale", "-D", data)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        run(at / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://sifund@127.0.0.1:{port}/postgres"
        finally:
            run(at / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder)
