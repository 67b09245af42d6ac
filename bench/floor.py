"""The least that Streamlit can do, served the way sifund is: `uvicorn bench.floor:app`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from streamlit.starlette import App


@asynccontextmanager
async def warm(app: App) -> AsyncIterator[dict[str, Any] | None]:
    """As in sifund.server: the chart library is loaded and collection frozen before the first visitor."""
    import altair  # noqa: F401
    import pandas  # noqa: F401
    import polars  # noqa: F401

    gc.collect()
    gc.freeze()
    yield None


app = App(Path(__file__).resolve().parent / "floor_page.py", lifespan=warm)
