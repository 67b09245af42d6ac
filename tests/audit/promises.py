"""What draws and the running year promise, at the size that is promised: tails of a million draws, ten seconds to a verdict."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from audit import Failed, NotRun, Section
from audit._visitor import NO_BROWSER, at_rest, chromium, visitor
from audit._watched import Watched
from sifund import catalog
from sifund.analysis.outlook.distributions import Input, Uncertain, draw, uncertain
from sifund.dataset import SAMPLE, find
from sifund.model.calibrate import calibrate

BLOCKS, SIZE, SEED = 16, 2**16, 7
"""Blocks of so many draws: 1,048,576 of each growth and year."""
TAIL, OFF = 5.0, 0.1
"""What part lies beyond each end of the range, and by how much it may differ [percent]."""
LIMIT_S = 10
USUAL = (6, 12, 20, 27, 34, 42, 49, 56, 66, 80, 88, 100)
"""Percent of a made-up year by the end of each month."""


def run(out: Path) -> Iterator[str]:
    """Growths alone, without the engine; then an office's months through a browser."""
    yield from _tails()
    if not chromium():
        yield NotRun(NO_BROWSER)
        return
    with Watched(out) as server, visitor() as context:
        took = [_verdict(context.new_page(), server.url) for _ in range(3)]
        line = f"- From an office's file of months to the verdict: {', '.join(f'{s:.1f} s' for s in took)}, at most {LIMIT_S} s."
        yield Failed(line) if max(took) > LIMIT_S else line
        yield from server.report()


def _tails() -> Iterator[str]:
    """A line a growth: the worst year's part below and above its range, and whether any draw is beyond hard bounds."""
    growths = [x for x in uncertain(calibrate(find(SAMPLE))).inputs if x.spread.shape == "yearly"]
    beyond = {x.key: np.zeros((2, len(x.path) - x.first)) for x in growths}
    past_bounds = dict.fromkeys(beyond, 0)
    for block in range(BLOCKS):
        drawn = draw(Uncertain(tuple(growths), ()), SIZE, SEED, block)
        for x in growths:
            values, ends, least, most = (
                drawn.rates[x.key][:, x.first :],
                _ends(x),
                _least(x),
                catalog.parameter(x.key).high,
            )
            beyond[x.key] += [(values < ends[0] - 1e-9).mean(axis=0), (values > ends[1] + 1e-9).mean(axis=0)]
            past_bounds[x.key] += int(((values < least) | (values > most)).sum())
    for x in growths:
        yield _tail_line(x, 100 * beyond[x.key] / BLOCKS, past_bounds[x.key])


def _ends(x: Input) -> tuple[np.ndarray, np.ndarray]:
    """P5 and P95 of each year that is drawn."""
    middle, (down, up) = x.middle(), x.reach()
    return (middle - down)[x.first :], (middle + up)[x.first :]


def _least(x: Input) -> np.ndarray:
    """The hard bound of each year: a path that lies below it stays where it is."""
    low = catalog.parameter(x.key).low if x.spread.least is None else x.spread.least
    return np.minimum(low, x.middle()[x.first :])


def _tail_line(x: Input, beyond: np.ndarray, past_bounds: int) -> str:
    down, up = (reach[x.first :] for reach in x.reach())
    low, high = _ends(x)
    free = ((low > _least(x)) & (down > 0), (high < catalog.parameter(x.key).high) & (up > 0))
    shares = [share[uncut] for share, uncut in zip(beyond, free, strict=True)]
    worst = max((float(abs(share - TAIL).max()) for share in shares if len(share)), default=0.0)
    parts = (f"{share.min():.2f} to {share.max():.2f}%" if len(share) else "cut by a hard bound" for share in shares)
    line = f"- {x.key}: below its range {next(parts)}, above {next(parts)}; beyond hard bounds {past_bounds}."
    return Failed(line) if worst > OFF or past_bounds else line


def _verdict(page: Page, url: str) -> float:
    """Seconds from giving the file to the sentence about the running year."""
    page.goto(f"{url}/performance")
    at_rest(page)
    page.get_by_role("radio", name="年中进度").click()
    expect(page.get_by_text("没有分月数").first).to_be_visible()
    begin = time.monotonic()
    page.locator("input[type=file]").set_input_files({"name": "历史.csv", "mimeType": "text/csv", "buffer": _months()})
    page.get_by_role("button", name="在本次会话中使用").click()
    expect(page.locator(".answer", has_text="2022年1至6月").first).to_be_visible()
    took = time.monotonic() - begin
    page.close()
    return took


def _months() -> bytes:
    """Five years and a half of a made-up office, by month."""
    years: Sequence[tuple[int, int]] = [*((year, 12) for year in range(2017, 2022)), (2022, 6)]
    rows = [
        f"失业保险,支出,{year}-{month:02d},累计,{50_000 * USUAL[month - 1] / 100:g},万元,月报"
        for year, last in years
        for month in range(1, last + 1)
    ]
    return "\n".join(["基金,科目,期间,计法,数值,单位,出处", *rows]).encode()


SECTION = Section("Tails of what is drawn, and the time to a verdict", run)
