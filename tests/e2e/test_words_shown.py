"""Odd names in a real browser: their text is what is seen, and no link, icon, sign or formula is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from looking import settled
from odd_names import CHANGED, NAME, odd_dataset
from playwright.sync_api import Page
from seen import ODD
from serving import LONG, served

from sifund import dataset as datasets
from sifund.scenario import dataset_mark
from sifund.store import Content, Store
from sifund.store.database import Database, default_url

pytestmark = pytest.mark.e2e
SIGNS = """http://evil.example/x?a=1&b=2|see https://evil.example. now|www.evil.example|WWW.evil.example/a_b_c|a@evil.example
mail a.b+c@d-evil.co.uk now|:smile:|a:smile:b :+1: :100:|:material/home:|:material_home:|:streamlit:|:red[x]|:red|x:red y
a :blue-background[y] b|:small[z]{a=b}|:help[x]|:shimmer|:color[q]{foreground="red"}|::leaf[x]|:::box|$x$ and $y$|$$x$$|[a](b)
[a][b] ![i](http://x.evil/z.png)|<b>bold</b> <script>alert(1)</script>|<http://a.evil>|# head|## head ##|- item|* item|+ item|1. one
12) two|> quote|---|===|*a* **b** _c_ __d__ a_b_c ~~s~~|`code` ``x``|a -> b <- c <-> d -- e >= f <= g ~= h|a --|&amp; &lt;b&gt; &#58; &copy;
\\*a\\* C:\\dir\\new|12:30:45 甲:乙|:甲[乙]|甲:red[乙]|注:http://x.evil.z|{{ x }} {x} %s|[^1] [^1]: foot|[x]: http://a.evil
mailto:a@evil.c xmpp:a@evil.c|ftp://a.evil/c|a::b:::c|:|a:|=SUM(A1) -1 +2 @x"""
LINES = [sign for line in SIGNS.splitlines() for sign in line.split("|")]
MADE = """() => [...document.querySelectorAll(':is([data-testid=stMain], #stFloatingOverlayPortal) :is(a, img, .katex, em, del, code, s, '
  + '[role=img], .stMarkdownColoredText, .stMarkdownColoredBackground, .stMarkdownBadge, iframe, script)')]
  .filter(e => /evil|^home icon$/.test(e.outerHTML + (e.getAttribute('aria-label') || '')) || e.matches('.katex, '
  + '.stMarkdownColoredText, .stMarkdownColoredBackground, .stMarkdownBadge'))
  .filter(e => !e.closest('[data-testid=stCode]')).map(e => e.outerHTML.slice(0, 200))"""
"""What was made of a name: links, pictures, formulas, colours, signs; what is there to be copied stands as code on purpose."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that keeps a dataset and saved scenarios under odd names; its address and the scenario's text."""
    home = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIFUND_HOME", str(home))
        patch.delenv("SIFUND_DATA", raising=False)
        found = odd_dataset()
        datasets.keep(found)
        mark = dataset_mark(found)
        database = Database(default_url())
        for name, note in [*((line, "") for line in reversed(LINES[:18])), (NAME, "\n".join(LINES))]:
            Store(database).add(Content(name, f"1;d={mark};{CHANGED}", mark, "0" * 12, {}, note, NAME))
        database.close()
        with served() as url:
            yield f"{url} 1;d={mark};n={quote(NAME, safe='')};{CHANGED}"


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def open_page(page: Page, odd: str, name: str, lang: str = "zh") -> None:
    url, text = odd.split(" ", 1)
    page.goto(f"{url}/{name}?s={quote(text, safe='')}&lang={lang}")
    page.get_by_role("heading", level=1).wait_for(timeout=LONG)
    settled(page)


def test_a_note_and_names_of_saved_scenarios_are_seen_as_they_are(odd: str, page: Page) -> None:
    open_page(page, odd, "saved")
    folds = page.get_by_test_id("stExpander").locator("summary")
    seen = [words(text).split(f" · {words(NAME)} · ")[0] for text in folds.all_text_contents()]
    assert [text.removeprefix("keyboard_arrow_right") for text in seen] == [words(line) for line in (NAME, *LINES[:18])]
    folds.first.click()
    note = page.get_by_test_id("stExpanderDetails").get_by_test_id("stMarkdown").first
    note.wait_for(timeout=LONG)
    settled(page)
    assert [words(line) for line in note.inner_text().splitlines() if line.strip()] == [words(line) for line in LINES]
    assert page.evaluate(MADE) == []


PAGES = dict.fromkeys(("", "outlook", "performance", "checks", "methods"), ()) | {
    "scenario": ("预设方案", "保存", "分享"), "compare": ("加入方案", "排列与改名", "分享"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_made_of_an_odd_name(name: str, odd: str, page: Page) -> None:
    open_page(page, odd, name)
    for button in PAGES[name]:
        page.get_by_role("button", name=button).first.click()
        settled(page)
        assert page.evaluate(MADE) == []
        page.keyboard.press("Escape")  # what is open lies over the folds below it
        settled(page)
    for fold in page.get_by_test_id("stExpander").locator("summary").all()[:6]:
        fold.click()
    settled(page)
    assert words(ODD) in words(page.get_by_role("heading", level=1).inner_text())
    assert page.evaluate(MADE) == []
