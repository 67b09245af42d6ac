"""`serve`: the app, until interrupted."""

from __future__ import annotations

import argparse

from sifund.cli.command import Answer, Command

PORTS = range(1, 65_536)


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument(
        "--port", type=int, choices=PORTS, metavar="PORT", default=8501, help="port (default %(default)s)"
    )


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for an open address without a login, and where a restore is under way or cannot be finished."""
    from sifund.server import serve

    serve(args.host, args.port)
    return Answer("")


COMMAND = Command("Serve the app until interrupted.", _options, _run)
