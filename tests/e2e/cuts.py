"""What is cut on a page: words that reach beyond their chart, their cell of a table, or their box."""

from __future__ import annotations

from looking import settled
from playwright.sync_api import Page

WATCH_GRIDS = """(() => {
  const ink = CanvasRenderingContext2D.prototype, cut = window.cutCells = new Map();
  const wrap = (name, before) => {
    const known = ink[name];
    ink[name] = function (...given) { before.call(this, ...given); return known.apply(this, given); };
  };
  wrap('save', function () { (this.held ??= []).push(this.inside); });
  wrap('restore', function () { this.inside = (this.held ?? []).pop(); });
  wrap('beginPath', function () { this.drawn = undefined; });
  wrap('rect', function (x, y, w, h) { this.drawn = [x, x + w, y, y + h]; });
  wrap('clip', function () { if (this.drawn) this.inside = this.drawn; });
  wrap('fillText', function (text, x, y) {
    if (!this.inside || !String(text).trim()) return;
    const wide = this.measureText(text).width, left = x - ({right: wide, end: wide, center: wide / 2}[this.textAlign] ?? 0);
    const [from, to] = this.inside;
    const over = Math.max(from - left, left + wide - to), place = `${text}@${Math.round(y)}`;
    over > 1 && to - from > 20 ? cut.set(place, Math.round(over)) : cut.delete(place); // as it was drawn last
  });
})()"""
"""Before the page is loaded: notes every text of a canvas that is drawn over the edge of what it is clipped to."""

CUT = """() => {
  const cut = [...(window.cutCells ?? new Map())].map(([place, by]) => `cell “${place}” by ${by} px`);
  const visible = (node) => node.checkVisibility?.({opacityProperty: true, visibilityProperty: true}) ?? true;
  for (const svg of document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks')) {
    const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')].filter((one) => one.textContent.trim());
    for (const one of texts) {
      const box = one.getBoundingClientRect();
      const side = /rotate/.test(one.getAttribute('transform')) ? 4 : 1; // the box of a line is higher than its letters
      const across = Math.max(frame.left - box.left, box.right - frame.right) - side;
      const over = Math.max(across, Math.max(frame.top - box.top, box.bottom - frame.bottom) - 4);
      if (over > 0.5) cut.push(`chart “${one.textContent}” by ${over.toFixed(1)} px`);
      if (/…$/.test(one.textContent)) cut.push(`chart “${one.textContent}” shortened`);
    }
    for (const axis of svg.querySelectorAll('.role-axis-label')) {
      const every = [...axis.querySelectorAll('text')], names = every.every((one) => one.getAttribute('text-anchor') === 'end');
      for (const one of every) if (names && one.getAttribute('opacity') === '0') cut.push(`chart “${one.textContent}” hidden`);
      const labels = [...axis.querySelectorAll('text')].filter((one) => one.textContent.trim() && one.getAttribute('opacity') !== '0');
      const boxes = labels.map((one) => [one.textContent, one.getBoundingClientRect()]);
      boxes.forEach(([a, one], at) => boxes.slice(at + 1).forEach(([b, other]) => {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 2 && down > 3) cut.push(`chart “${a}” over “${b}”`);
      }));
    }
  }
  const main = document.querySelector('[data-testid=stMain]');
  for (const node of main.querySelectorAll('*')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const style = own && visible(node) && getComputedStyle(node);
    if (!style || !['hidden', 'clip'].includes(style.overflowX) || style.clipPath !== 'none') continue;
    const over = node.scrollWidth - node.clientWidth;
    if (node.clientWidth > 1 && over > 1) cut.push(`box “${node.textContent.trim().slice(0, 60)}” by ${over} px`);
  }
  return [...new Set(cut)];
}"""


def cuts(page: Page) -> list[str]:
    """Everything that is cut on the page at rest; its grids must have been watched (WATCH_GRIDS) since it was loaded."""
    settled(page)
    return page.evaluate(CUT)
