"""Measurements of a page as it stands in the browser. All but axe work where scripts are turned off, too."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.e2e.product import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

_TARGETS = """() => {
  const holders = ['P', 'LI', 'SPAN', 'DD', 'TD'];
  const inText = (e) => e.tagName === 'A' && getComputedStyle(e).display === 'inline'
    && holders.includes(e.parentElement.tagName)
    && [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const box = (e) => (e.closest('label') || e).getBoundingClientRect();  // a label around a control is the target
  const shown = (e) => box(e).width > 0 && box(e).height > 0 && e.checkVisibility();
  const name = (e) => e.tagName + ' ' + (e.innerText || e.name || '').trim().slice(0, 30);
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((e) => shown(e) && !inText(e))
    .map((e) => ({what: name(e), w: box(e).width, h: box(e).height}))
    .filter((t) => t.w < 43.5 || t.h < 43.5);
}"""

_SMALLEST = """() => {
  let least = {px: 999, text: ''};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim(), box = node.parentElement;
    if (!text || !box.checkVisibility() || box.closest('svg, script, style')) continue;
    const px = parseFloat(getComputedStyle(box).fontSize);
    if (px < least.px) least = {px, text: text.slice(0, 30)};
  }
  return least;
}"""


def violations(page: Page) -> list[str]:
    """What axe finds, one line for each rule and place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return max(0, wide)


def small_targets(page: Page) -> list[str]:
    """Whatever can be tapped and is under 44 px high or wide; links inside running text are excepted (WCAG 2.5.8)."""
    found: list[dict[str, Any]] = page.evaluate(_TARGETS)
    return [f"{one['what']}: {one['w']:.0f} x {one['h']:.0f}" for one in found]


def body_size(page: Page) -> float:
    """Font size of running text in px."""
    px: float = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    return px


def smallest_text(page: Page) -> dict[str, Any]:
    """The smallest text on the page: px and its first words."""
    least: dict[str, Any] = page.evaluate(_SMALLEST)
    return least


def shot(page: Page, folder: Path, name: str) -> None:
    """A picture of the whole page, for eyes."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
