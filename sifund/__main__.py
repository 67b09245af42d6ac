"""`python -m sifund`: the command line."""

import sys
from io import TextIOWrapper

from sifund.cli import main


def run() -> int:
    """The exit status of the command in sys.argv; both streams are UTF-8 whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
