"""Looking at a page that has come to rest: accessibility and width."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from serving import LONG

QUIET_MS = 400
AT_REST = """([quiet, limit]) => new Promise((done, fail) => {
  const begin = performance.now();
  let last = begin;
  const seen = new MutationObserver(() => { last = performance.now(); });
  seen.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const moves = a => a.playState === 'running' && a.effect.getComputedTiming().endTime < Infinity;
  const look = () => {
    const now = performance.now();
    const app = document.querySelector('[data-testid=stApp]');
    const waits = app?.dataset.testScriptState !== 'notRunning' || document.querySelector('[data-testid=stSkeleton]');
    if (waits || document.getAnimations().some(moves)) last = now;
    if (now - last < quiet && now - begin < limit) return setTimeout(look, 25);
    seen.disconnect();
    now - last < quiet ? fail(new Error('the page did not come to rest')) : done();
  };
  look();
})"""

FRESH = """() => {
  const before = window.lookedAt ?? new Map(), now = window.lookedAt = new Map();
  document.querySelectorAll('[data-fresh]').forEach((node) => node.removeAttribute('data-fresh'));
  const mark = (node) => node.setAttribute('data-fresh', '');
  const walk = (node, marked) => {
    const fresh = !marked && (!before.has(node) || before.get(node) !== node.className);
    now.set(node, node.className);
    if (fresh) mark(node);
    const within = [...node.children].map((child) => walk(child, marked || fresh));
    const shadow = [...(node.shadowRoot?.children ?? [])].map((child) => walk(child, false));
    if (shadow.some(Boolean) && !marked) mark(node);
    return fresh || within.some(Boolean) || shadow.some(Boolean);
  };
  return walk(document.body, false);
}"""
"""Marks what is new on the page, or of another style, since this was asked last; whether anything is."""


def refused(page: Page) -> list[str]:
    """What the content security policy refuses and what scripts throw on the page from now on."""
    words: list[str] = []
    page.on(
        "console", lambda message: words.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.on("pageerror", lambda error: words.append(str(error)))
    return words


def settled(page: Page) -> None:
    """Until no script runs and nothing has changed or moved on the page for a while."""
    page.evaluate(AT_REST, [QUIET_MS, LONG])


def serious(page: Page, *, again: bool = False) -> list[tuple[str, list[str]]]:
    """Serious accessibility violations of the page at rest, and where they are; `again`, of what has come since the last
    look at it: a look at a whole page takes seconds."""
    settled(page)
    return violations(page, again=again)


def violations(page: Page, *, again: bool = False) -> list[tuple[str, list[str]]]:
    """What `serious` finds on a page that is known to be at rest."""
    if not page.evaluate(FRESH) and again:
        return []
    results = Axe().run(page, context="[data-fresh]" if again else None)
    return [
        (v["id"], [node["html"][:160] for node in v["nodes"]])
        for v in results.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> int:
    """By how much the page at rest is wider than its window [px]; at most 0 where it fits."""
    settled(page)
    return beyond(page)


def beyond(page: Page) -> int:
    """What `too_wide` finds on a page that is known to be at rest [px]."""
    return page.evaluate(
        "Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - window.innerWidth))"
    )


def sheets(page: Page) -> int:
    """How many sheets of paper the page at rest takes."""
    settled(page)
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
