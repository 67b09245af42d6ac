"""`make audit`: every section, or those that are named (`make audit ARGS="papers pythons"`), and a dated report in out/audit.

The report has a part a section, written as each goes on; the exit status is 1 where anything failed.
"""

from __future__ import annotations

import argparse
import pkgutil
import shutil
import time
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TextIO

import pytest

import audit
from audit import OUT, ROOT, Failed, NotRun, Section


def sections() -> dict[str, Section]:
    """Every module of this package that has a section, by name."""
    names = [module.name for module in pkgutil.iter_modules(audit.__path__) if not module.name.startswith("_")]
    modules = {name: import_module(f"audit.{name}") for name in names}
    return {name: module.SECTION for name, module in modules.items() if hasattr(module, "SECTION")}


def main() -> int:
    known = sections()
    parser = argparse.ArgumentParser(
        prog="make audit", description="What is too slow, or too much for the eye, for `make test`."
    )
    parser.add_argument("section", nargs="*", help=f"of {', '.join(known)} (default all)")
    wanted = parser.parse_args().section or list(known)
    if unknown := [name for name in wanted if name not in known]:
        parser.error(f"there is no section {', '.join(unknown)}; there are {', '.join(known)}")
    OUT.mkdir(parents=True, exist_ok=True)
    report = OUT / f"{datetime.now().astimezone():%Y-%m-%d}.md"
    with report.open("w", encoding="utf-8") as page:
        print(f"# Audit of {report.stem}", file=page, flush=True)
        wrong = sum(_section(name, known[name], page) for name in wanted)
    print(
        f"sifund: {f'{wrong} things failed' if wrong else 'nothing failed'}; the report is {report.relative_to(ROOT)}"
    )
    return 1 if wrong else 0


def _section(name: str, section: Section, page: TextIO) -> int:
    """Run one section into the report; how much of it failed."""
    folder, begin, wrong, skipped = OUT / name, time.monotonic(), 0, 0
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    print(f"sifund: audit: {section.title}", flush=True)
    print(f"\n## {section.title}\n", file=page, flush=True)
    for line in _lines(section, folder):
        wrong, skipped = wrong + isinstance(line, Failed), skipped + isinstance(line, NotRun)
        print(line, file=page, flush=True)
        if isinstance(line, Failed | NotRun):
            print(f"sifund: audit: {name}: {line}", flush=True)
    ended = f"{wrong} failed" if wrong else "nothing failed"
    print(
        f"\n*{name}: {ended}{f', {skipped} not run' if skipped else ''}; {time.monotonic() - begin:.0f} s.*",
        file=page,
        flush=True,
    )
    return wrong


def _lines(section: Section, folder: Path) -> Iterator[str]:
    try:
        yield from section.run(folder)
    except (Exception, pytest.fail.Exception) as error:
        traceback.print_exc()
        yield Failed(f"it broke off: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
