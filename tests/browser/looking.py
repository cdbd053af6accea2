"""What a page is asked in a browser: contrast, names, landmarks, complaints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

Scheme = Literal["light", "dark"]

CONTRASTS = """() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (item) => {
    for (let at = item; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const item = walker.currentNode.parentElement;
    const box = item.getBoundingClientRect();
    if (!walker.currentNode.data.trim() || item.closest("script, style, svg, .vh")) continue;
    if (box.width < 3 || !item.checkVisibility()) continue;
    const style = getComputedStyle(item);
    const [a, b] = [light(parts(style.color)), light(ground(item))].sort((x, y) => y - x);
    seen.push([(a + 0.05) / (b + 0.05), item.className + " " + item.tagName,
               walker.currentNode.data.slice(0, 40)]);
  }
  return seen;
}"""
"""Contrast of each visible text with its ground, by WCAG 2.2: relative luminance."""

FAULTS = """() => {
  const found = [];
  const say = (what, item) => found.push(what + ": " + item.outerHTML.slice(0, 120));
  const name = (item) => (item.getAttribute("aria-label") || item.textContent || "").trim()
    || (item.labels && [...item.labels].map((label) => label.textContent).join(""));
  const ids = [...document.querySelectorAll("[id]")].map((item) => item.id);
  if (new Set(ids).size !== ids.length) found.push("an id stands twice");
  if (!document.documentElement.lang) found.push("the page has no language");
  if (document.querySelectorAll("main").length !== 1) found.push("not one main landmark");
  let level = 1;
  for (const item of document.querySelectorAll("h1, h2, h3, h4")) {
    const now = Number(item.tagName[1]);
    if (now > level + 1) say("a level of headings is left out", item);
    if (!item.textContent.trim()) say("a heading says nothing", item);
    level = now;
  }
  for (const item of document.querySelectorAll("a[href], button, input, summary")) {
    if (!name(item)) say("nothing names it", item);
    if (item.tabIndex > 0) say("it changes the order of focus", item);
    if (item.closest("[aria-hidden=true]")) say("it is hidden, but has focus", item);
  }
  for (const item of document.querySelectorAll("input[type=radio]")) {
    if (!item.closest("fieldset")?.querySelector("legend")) say("a choice has no name", item);
  }
  for (const item of document.querySelectorAll("svg")) {
    if (!item.querySelector("title")?.textContent.trim()) say("a drawing has no name", item);
  }
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const item of document.querySelectorAll(`[${attribute}]`)) {
      if (!document.getElementById(item.getAttribute(attribute))) say("it names nobody", item);
    }
  }
  for (const item of document.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(item.getAttribute("href").slice(1))) say("it leads nowhere", item);
  }
  const allowed = ["OL", "UL"];
  for (const item of document.querySelectorAll("li")) {
    if (!allowed.includes(item.parentElement.tagName)) say("an item outside of a list", item);
  }
  return found;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page, and what its browser complained about and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


async def look(
    browser: Browser, address: str, *, width: int = 1200, scheme: Scheme = "light",
    script: bool = True,
) -> Opened:  # fmt: skip
    """Open a page as somebody would see it."""
    context: BrowserContext = await browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    opened = Opened(page=await context.new_page())

    def complained(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            opened.complaints.append(message.text)

    def asked(request: Request) -> None:
        opened.asked.append(request.url)

    opened.page.on("console", complained)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("request", asked)
    await opened.page.goto(address)
    return opened


async def pale(page: Page) -> list[str]:
    """Return texts whose contrast is below 4.5 to 1 (WCAG AA)."""
    seen: list[tuple[float, str, str]] = await page.evaluate(CONTRASTS)
    assert len(seen) > 10, "the page says something"
    return [f"{ratio:.2f} {place}: {text}" for ratio, place, text in seen if ratio < 4.5]


async def faults(page: Page) -> list[str]:
    """Return what stands in the way of those who do not see the page or have no mouse."""
    found: list[str] = await page.evaluate(FAULTS)
    return found
