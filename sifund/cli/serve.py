"""`serve`: the app, until interrupted."""

from __future__ import annotations

import argparse

from sifund.cli.command import Answer, Command
from sifund.cli.parser import Parser, Whole
from sifund.text import Text

HOST, PORT = "127.0.0.1", 8501


def _options(parser: Parser) -> None:
    parser.add("--host", metavar="ADDRESS", default=HOST,
               says=Text(f"监听的地址（默认{HOST}）", f"address to listen on (default {HOST})"))  # fmt: skip
    parser.add("--port", type=Whole(1, 65_535), metavar="PORT", default=PORT,
               says=Text(f"端口（默认{PORT}）", f"port (default {PORT})"))  # fmt: skip


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for an open address without a login, and where a restore is under way or cannot be finished."""
    from sifund.server import serve

    serve(args.host, args.port)
    return Answer("")


COMMAND = Command(Text("启动网页服务，直到中断。", "Serve the app until interrupted."), _options, _run)
