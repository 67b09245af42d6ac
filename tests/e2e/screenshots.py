"""Full-page pictures of every page, language, width and scheme into out/screenshots, and two in each language for the READMEs."""

from __future__ import annotations

import io
import shutil
import sys
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from conftest import FLAGS
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from serving import LONG, ROOT, served

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LANGS, WIDTHS = ("zh", "en"), (390, 1024, 1440)
README = ("overview", "scenario")
CHANGED = "s=" + quote("1;unemployment.benefit_standard=1530@2022-01", safe="")
TABLE, CHART = ".words", '[data-testid="stVegaLiteChart"] .marks'
SHOWN = {
    "overview": TABLE, "scenario": CHART, "compare": CHART, "saved": "h1", "performance": CHART, "checks": TABLE,
    "outlook": CHART, "methods": ".stacked table", "records": "h1",
}  # fmt: skip
"""Every page, and what it must show before it is taken."""
PICTURES, IN_README = ROOT / "out" / "screenshots", ROOT / "docs" / "images"
README_HEIGHT, LIMIT = 1000, 300_000
SCROLLED = "document.querySelector('[data-testid=\"stMain\"]').scrollHeight"


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("sifund: no Chromium on this machine (`make browser`)", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    IN_README.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        sizes = [picture(browser, url, *case) for case in product(SHOWN, LANGS, WIDTHS, SCHEMES)]
        browser.close()
    sizes += [for_readme(page, lang) for page, lang in product(README, LANGS)]
    print(f"sifund: {len(sizes)} pictures, the largest {max(sizes) / 1000:.0f} kB")
    return int(max(sizes) >= LIMIT)


def picture(browser: Browser, url: str, name: str, lang: str, width: int, scheme: Scheme) -> int:
    """One page as a whole; gives the size of its file."""
    context = browser.new_context(
        viewport={"width": width, "height": 1000},
        color_scheme=scheme,
        locale="zh-CN" if lang == "zh" else "en-US",
        reduced_motion="reduce",
    )
    page = context.new_page()
    home = name == "overview"
    query = ["" if home else CHANGED, "lang=en" if lang == "en" else ""]
    page.goto(f"{url}/{'' if home else name}?" + "&".join(filter(None, query)))
    page.locator(SHOWN[name]).first.wait_for(timeout=LONG)
    unroll(page, width)
    size = save(Image.open(io.BytesIO(page.screenshot())), PICTURES / f"{name}-{lang}-{width}-{scheme}.png")
    context.close()
    return size


def unroll(page: Page, width: int) -> None:
    """Make the window as high as what its main section scrolls, until that stays the same."""
    height = 0
    for _ in range(6):
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=LONG)
        page.wait_for_timeout(1000)
        found = int(page.evaluate(SCROLLED))
        if found == height:
            return
        height = found
        page.set_viewport_size({"width": width, "height": height})


def for_readme(name: str, lang: str) -> int:
    """The upper part of a page, wide and light."""
    whole = Image.open(PICTURES / f"{name}-{lang}-1440-light.png")
    return save(whole.crop((0, 0, whole.width, min(README_HEIGHT, whole.height))), IN_README / f"{name}-{lang}.png")


def save(image: Image.Image, path: Path) -> int:
    """Save in 256 colours, which is enough for text and charts and a third of the size."""
    image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    raise SystemExit(main())
