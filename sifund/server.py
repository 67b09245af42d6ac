"""The ASGI entry: `python -m sifund.server`, or `uvicorn sifund.server:app`; one worker a replica. Warm start, page
guard, health."""

from __future__ import annotations

import argparse
import gc
import pkgutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.starlette import App

from sifund import dataset, ui
from sifund.catalog import all_funds
from sifund.charts import balances, cover, spending
from sifund.engine import simulate
from sifund.scenario import TEXT_LIMIT
from sifund.text import LANGS
from sifund.ui.guard import no_pages_directory

SWITCH_S = 0.0005
"""How long a script may hold the interpreter while the event loop has messages to send [s]; Python's own is 0.005."""
ADDRESS_LIMIT = 4_000_000
"""How long a request's head may be [bytes]: whatever a browser sends reaches the page, which says what is wrong."""
QUERY_LIMIT = 500_000
LATE = ("pandas", "PIL.Image", "streamlit.emojis", "streamlit.material_icon_names")
"""What Streamlit itself imports at the first use of an element."""
ROOT = Path(__file__).resolve().parent.parent


@asynccontextmanager
async def warm(app: App) -> AsyncIterator[dict[str, Any] | None]:
    """Before the first visitor: no page discovery, every part of a page imported, data loaded, model and charts run
    once, collection frozen: whatever came later would be walked through again after each run of a page."""
    no_pages_directory()
    sys.setswitchinterval(SWITCH_S)
    for name in (*LATE, *(module.name for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."))):
        import_module(name)
    simulate(dataset.find(dataset.SAMPLE))
    for fund, lang, chart in product(all_funds(), LANGS, (spending, balances, cover)):
        chart.spec(fund, lang)
    gc.collect()
    gc.freeze()
    yield None


def health(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


class Shorten:
    """Streamlit forgets a query of over half a megabyte without a word: it is cut to what the page still calls too long."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > QUERY_LIMIT:
            query = urlencode([(key, value[: TEXT_LIMIT + 1]) for key, value in Request(scope).query_params.items()])
            answer = RedirectResponse(f"{scope['path']}?{query[:QUERY_LIMIT]}")
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


app = App(ROOT / "app.py", lifespan=warm, routes=[Route("/health", health)], middleware=[Middleware(Shorten)])


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sifund.server", description="Serve sifund.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    args = parser.parse_args()
    uvicorn.run(app, host=args.host, port=args.port, access_log=False, http="h11",
                h11_max_incomplete_event_size=ADDRESS_LIMIT)  # fmt: skip


if __name__ == "__main__":
    main()
