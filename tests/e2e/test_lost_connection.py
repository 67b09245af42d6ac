"""A lost connection loses nothing: the server is killed and started again; whatever is done first then is done, or the page says
that it is not. `make audit` does the same with a connection that is cut for longer than Streamlit keeps a session."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from broken_line import AWAY, LOST, Cable, Server, act_while_away, answer, lever, tab, take
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e
KEPT_S = 2
"""How long the server keeps a session that is cut off [s]; Streamlit's own is two minutes."""
GONE = "的，不是“made-up"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"), KEPT_S)
    yield found
    found.kill()


@pytest.fixture
def cable(server: Server) -> Iterator[Cable]:
    found = Cable(server.port)
    yield found
    found.close()


@pytest.fixture
def tabs(browser: Browser, cable: Cable) -> Iterator[Callable[[str], Page]]:
    """Opens an address in a tab of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")

    yield lambda path: tab(context, cable, path)
    context.close()


def joined(cable: Cable) -> None:
    time.sleep(KEPT_S + 1)
    cable.joined = True


def test_whatever_is_done_first_is_done(server: Server, cable: Cable, tabs: Callable[[str], Page]) -> None:
    upload = act_while_away(tabs, server.kill, server.start)
    cable.cut()  # and the session after that one says it too, until it is acted on
    expect(upload.get_by_text(AWAY)).to_be_visible()
    joined(cable)
    expect(upload.get_by_text(AWAY)).to_be_hidden()
    expect(upload.get_by_text(LOST)).to_be_visible()
    upload.get_by_role("button", name="知道了").click()
    expect(upload.get_by_text(LOST)).to_have_count(0)


def test_a_dataset_that_is_lost_is_said_and_its_levers_move_no_other(
    server: Server, cable: Cable, tabs: Callable[[str], Page]
) -> None:
    page = tabs("checks")
    take(page)
    use = page.get_by_role("button", name="在本次会话中使用")
    use.click()
    page.get_by_role("link", name="政策试算").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("政策试算 · 某市2023年1—9月")
    lever(page).press("ArrowRight")
    expect(page).to_have_url(re.compile("benefit_standard"))
    cable.cut()
    expect(page.get_by_text(AWAY)).to_be_visible()
    lever(page).press("ArrowRight")
    joined(cable)
    expect(page.get_by_text(GONE)).to_be_visible()
    expect(page.get_by_text(AWAY)).to_be_hidden()
    expect(page).to_have_url(re.compile("made-up.*benefit_standard"))
    expect(answer(page)).to_contain_text("方案与基线相同")
    page.get_by_role("radio", name="机关养老").click()
    expect(page).to_have_url(re.compile("public"))
    expect(answer(page)).to_contain_text("方案与基线相同")
    for name in ("基金概况", "数据核对"):  # until it is acted on
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(page.get_by_text(GONE)).to_be_visible()
    take(page)
    use.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("某市2023年1—9月")
    expect(page.get_by_text(GONE)).to_have_count(0)
    assert "benefit_standard" in page.url
