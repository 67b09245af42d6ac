"""`python -m sifund`: the command line."""

import signal
import sys
from io import TextIOWrapper


def run() -> int:
    """The exit status of the command in sys.argv; both streams are UTF-8 whatever the locale. Interrupted, also while it is
    imported, it ends as other programs do."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from sifund.cli import main

        return main(sys.argv[1:])
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(run())
