"""The real three minutes: the connection is cut for longer than the server, as it ships, keeps a session, in a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from e2e.broken_line import LOST, Cable, Server, act_while_away, tab
from playwright.sync_api import expect
from streamlit import config

from audit import NotRun, Section
from audit._visitor import NO_BROWSER, chromium, visitor

AWAY_S = 180


def run(out: Path) -> Iterator[str]:
    """Whatever is done first when the line is back is done, or the page says that it is not."""
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    kept_s = int(config.get_option("server.disconnectedSessionTTL") or 0)
    assert kept_s < AWAY_S, "the server keeps a session longer than the line is cut"
    server = Server(out)
    cable = Cable(server.port)
    try:
        with visitor() as context:
            upload = act_while_away(lambda path: tab(context, cable, path), cable.cut, lambda: _wait(cable))
            expect(upload.get_by_text(LOST)).to_be_visible()
    finally:
        cable.close()
        server.kill()
    yield f"- The connection was cut for {AWAY_S} s; the server keeps a session for {kept_s} s."
    yield "- A lever by key, the language, a link of the bar, a section: done, with the right figures. The upload in preview: said."


def _wait(cable: Cable) -> None:
    time.sleep(AWAY_S)
    cable.joined = True


SECTION = Section("A connection that is lost for three minutes", run)
