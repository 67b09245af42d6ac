"""The ASGI entry: `sifund serve`, `python -m sifund.server`, or `uvicorn sifund.server:app`; one worker a replica. Warm start, page
guard, health; what stands before it is in `sifund.door`."""

from __future__ import annotations

import gc

gc.disable()  # what is loaded stays: to look through it again and again took a sixth of the time to the first answer

# ruff: noqa: E402
import argparse
import asyncio
import logging
import os
import pkgutil
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from itertools import product
from typing import Any

import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.starlette import App

from sifund import __version__, dataset, gauges, oidc, settings, ui
from sifund.access import faults, refuse_open
from sifund.access.login import USER
from sifund.analysis.outlook.reliability import past_of
from sifund.catalog import all_funds
from sifund.charts import balances, cover, spending
from sifund.door import (
    ClosedPaths,
    Headers,
    KnownHosts,
    Patience,
    RareFailures,
    Shorten,
    headers,
    hosts,
    more_descriptors,
)
from sifund.dressed import Dressed
from sifund.gate import Gate, Way
from sifund.home import site
from sifund.joined import Joined
from sifund.model.case import Case
from sifund.problem import SifundError
from sifund.requests import Requests, begin
from sifund.text import LANGS
from sifund.ui import elements
from sifund.ui.parts import style
from sifund.ui.parts.served import first_script
from sifund.ui.session import datasets, failure, guard, storage
from sifund.upkeep.serving import hold
from sifund.uploads import Uploads

SWITCH_S = 0.0005
"""How long a script may hold the interpreter while the event loop has messages to send [s]; Python's own is 0.005."""
ADDRESS_LIMIT = 4_000_000
"""How long a request's head may be [bytes]: whatever a browser sends reaches the page, which says what is wrong."""
LATE = ("pandas", "PIL.Image", "streamlit.emojis", "streamlit.material_icon_names")
"""What Streamlit itself imports at the first use of an element."""
FIRST = ("sifund.ui.overview", "sifund.ui.parts.bar", "sifund.ui.parts.which", "sifund.ui.stage")
"""What app.py and the first page import."""
COLLECT = (5_000, 10, 10)
"""After how many objects Python looks for circles of them; its own 700 stop all sessions once a run, and longer every tenth."""
PERSON = {USER: "person"}
"""By which header Streamlit tells people apart: a cut session goes on for its own person alone."""
UNREAD = "%s is not read: settings of Streamlit come from .streamlit/config.toml alone"


@asynccontextmanager
async def warm(app: App) -> AsyncIterator[dict[str, Any] | None]:
    """Before the first visitor: no page discovery, data loaded, the model run once, and what the first page imports; the
    rest beside the first visitors."""
    gc.disable()
    guard.stand()
    for line in (*unread(), *(wrong("en") for wrong in settings.unusable())):
        logging.getLogger(__name__).warning(line)
    sys.setswitchinterval(SWITCH_S)
    for name in (*LATE, *FIRST):
        import_module(name)
    for code, problems in dataset.damaged().items():
        logging.getLogger(__name__).warning(
            "the dataset %s cannot be read: %s", code, "; ".join(p("en") for p in problems)
        )
    Case(datasets.sample()).side()
    rest = asyncio.create_task(asyncio.to_thread(_rest))
    yield None
    await rest


def _rest() -> None:
    """All that visitors will need; then it is frozen: whatever is loaded later is walked through by every full collection."""
    try:
        _load()
        gc.collect()
        gc.freeze()
    finally:
        gc.set_threshold(*COLLECT)
        gc.enable()


def _load() -> None:
    """Every other part of a page is imported, the record that headlines tell is made and the charts are built once."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)
    for fund in (sample := datasets.sample()).funds:
        past_of(sample, fund)
    for fund, lang, chart in product(all_funds(), LANGS, (spending, balances, cover)):
        chart.spec(fund, lang)


def unread(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """What the environment says to no effect; Streamlit reads of it what is secret, its command line alone the rest."""
    yield from (says.en for says in settings.unknown(environment))
    secret = {option.env_var for option in config.get_config_options().values() if option.sensitive}
    yield from (UNREAD % name for name in sorted(environment) if name.startswith("STREAMLIT_") and name not in secret)


def health(request: Request) -> PlainTextResponse:
    """Alive."""
    return PlainTextResponse("ok")


def ready(request: Request) -> JSONResponse:
    """What a replica needs before it is sent visitors: 200 where all of it is there, else 503 and what is missing."""
    parts = {"dataset": _dataset(), "store": _store(), "folders": _folders()}
    fine = all(part["ok"] for part in parts.values())
    return JSONResponse({"ok": fine, "version": __version__, **parts}, status_code=200 if fine else 503)


def metrics(request: Request) -> PlainTextResponse:
    """How this replica fares; the gate asks who wants to know."""
    page = gauges.SERVER.text(guard.sessions(), store_up=_store()["ok"])
    return PlainTextResponse(page, headers={"Cache-Control": "no-store"}, media_type=gauges.FORMAT)


def _dataset() -> dict[str, Any]:
    sample = dataset.kept_dataset(dataset.SAMPLE)
    wrong = sorted(dataset.damaged())
    if sample is None:
        return {"ok": False, "damaged": wrong}
    return {"ok": True, "code": sample.code, "fingerprint": sample.fingerprint, "damaged": wrong}


def _store() -> dict[str, Any]:
    try:
        storage.store().search(limit=1)
    except SifundError as error:
        return {"ok": False, "why": str(error)}
    return {"ok": True}


def _folders() -> dict[str, Any]:
    """Datasets at hand; a folder that is named and cannot be read is missing."""
    wanting = [
        folder.name for folder in dataset.homes() if folder.exists() and not os.access(folder, os.R_OK | os.X_OK)
    ]
    return {"ok": not wanting, "datasets": dataset.codes(), "unreadable": wanting}


def make_app(served: str = "") -> App:
    """The app behind its door; `served` is the address that is listened on."""
    allowed = hosts(served)
    way = _way()

    @asynccontextmanager
    async def lifespan(app: App) -> AsyncIterator[dict[str, Any] | None]:
        config.set_option("server.allowedHosts", [name.strip("[]") for name in allowed])
        config.set_option("server.trustedUserHeaders", PERSON)
        begin()
        asyncio.get_running_loop().set_exception_handler(RareFailures())
        async with warm(app) as state:
            yield state

    middleware = [
        Middleware(Requests),
        Middleware(Headers, headers()),
        Middleware(KnownHosts, allowed),
        Middleware(ClosedPaths),
        Middleware(Gate, way),
        Middleware(Shorten),
        Middleware(Dressed, style.sheet(), first_script(), elements.scripts()),
        Middleware(Uploads, guard.uploaded, guard.whose),
        Middleware(Joined),
    ]
    routes = [Route("/health", health), Route("/ready", ready), Route("/metrics", metrics)]
    return App(site() / "app.py", lifespan=lifespan, routes=routes, middleware=middleware,
               on_script_error=failure.report, secrets=oidc.secrets() if way else None)  # fmt: skip


def _way() -> Way | None:
    """The login by OpenID Connect, where it is asked for and whole; what is missing is said."""
    if settings.LOGIN.read().lower() != "oidc":
        return None
    if wrong := faults():
        logging.getLogger(__name__).error("%s", SifundError(wrong))
        return None
    config.set_option("server.cookieSecret", settings.COOKIE_SECRET.read())
    return oidc.way()


app = make_app()
gc.enable()


def serve(host: str, port: int) -> None:
    """Serve until interrupted. Raises SifundError for an open address without a login, for a proxy that cannot be one, and where
    a restore is under way or cannot be finished."""
    refuse_open(host)
    if wrong := [*filter(None, [settings.PROXY.problem()]), *faults()]:
        raise SifundError(wrong)
    more_descriptors()
    hold()
    uvicorn.run(make_app(host), host=host, port=port, access_log=False, http=Patience, proxy_headers=False,
                h11_max_incomplete_event_size=ADDRESS_LIMIT, use_colors=False)  # fmt: skip


def main() -> None:
    """Serve until interrupted, or say why not."""
    parser = argparse.ArgumentParser(prog="python -m sifund.server", description="Serve sifund.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    args = parser.parse_args()
    try:
        serve(args.host, args.port)
    except SifundError as error:
        sys.exit("\n".join(f"sifund: {line}" for lang in LANGS for line in error.lines(lang)))


if __name__ == "__main__":
    main()
