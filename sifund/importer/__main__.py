"""An import in a process of its own: `python -m sifund.importer FOLDER`, started by `sifund.importer.apart`.

It is two processes. The worker reads, within limits; the keeper, which looks into no file, says how that ended. The
keeper's input is closed when the server ends, in whatever way: then it ends the worker and takes the folder with it.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import threading
import traceback
from pathlib import Path

from sifund.apart import NO_MEMORY

ADDRESS_BYTES, FILE_BYTES, CPU_S = 1_000_000_000, 100_000_000, 20


def main(folder: Path) -> None:
    """Wait for the word to begin, read, and stay until the server closes the line or kills the process group."""
    worker = os.fork() if os.read(0, 1) else None
    if worker == 0:
        os._exit(_work(folder))
    if worker:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        waiting = threading.Thread(target=_tell_end, args=(worker,), daemon=True)
        waiting.start()
        os.read(0, 1)
        os.killpg(0, signal.SIGTERM)
        waiting.join()
    shutil.rmtree(folder, ignore_errors=True)


def _tell_end(worker: int) -> None:
    _say(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))


def _say(what: str | int) -> None:
    """A line for the server: a place that is being read, or the exit status of the worker (negative for a signal)."""
    os.write(1, f"{json.dumps(what)}\n".encode("ascii"))


def _work(folder: Path) -> int:
    """Read the files of the folder within the limits; the exit status."""
    try:
        _limit()
        _read(folder)
    except MemoryError:
        return NO_MEMORY
    except BaseException as error:
        sys.stderr.write(
            "".join([*traceback.format_tb(error.__traceback__), type(error).__name__])
        )  # no words of a file
        sys.stderr.flush()
        return 1
    return 0


def _read(folder: Path) -> None:
    from sifund.importer.exchange import answer  # within the limits, its libraries too

    answer(folder, _say)


def _limit() -> None:
    """Bounds on memory, written files and time of this process; no core file of what it holds, no line to the server."""
    for what, most in (
        (resource.RLIMIT_AS, ADDRESS_BYTES), (resource.RLIMIT_FSIZE, FILE_BYTES), (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(
            what, (most, most + 1)
        )  # at the first a signal says which it was, at the second it is killed
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
