"""The ASGI entry: `uvicorn sifund.server:app`, one worker a replica. Warm start, page guard, health."""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.starlette import App

from sifund import dataset
from sifund.catalog import all_funds
from sifund.charts import balances, cover, spending
from sifund.engine import simulate
from sifund.text import LANGS
from sifund.ui.guard import no_pages_directory

SWITCH_S = 0.0005
"""How long a script may hold the interpreter while the event loop has messages to send [s]; Python's own is 0.005."""
ROOT = Path(__file__).resolve().parent.parent


@asynccontextmanager
async def warm(app: App) -> AsyncIterator[dict[str, Any] | None]:
    """Before the first visitor: no page discovery, data loaded, model and charts run once, collection frozen."""
    no_pages_directory()
    sys.setswitchinterval(SWITCH_S)
    simulate(dataset.find(dataset.SAMPLE))
    for fund, lang, chart in product(all_funds(), LANGS, (spending, balances, cover)):
        chart.spec(fund, lang)
    gc.collect()
    gc.freeze()
    yield None


def health(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


app = App(ROOT / "app.py", lifespan=warm, routes=[Route("/health", health)])
