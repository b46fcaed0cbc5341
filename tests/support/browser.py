"""A real headless Chromium: pages as different people have them, what they complain about, and axe.

`pytest_plugins = ["tests.support.browser"]` in the top conftest makes the fixtures known.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.support.by_keys import only_keys

SHELL = "chromium-headless-shell"
"""Debian's Chromium without windows: a page costs it a third of what it costs the whole browser."""
PROGRAMS = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_RUN_AXE = """async ([runOnly, someOnly]) => {
  const grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage, opacity, position].join(" ");
      const below = ground(one.parentElement);
      grounds.set(one, own === "rgba(0, 0, 0, 0) none 1 static" ? below : `${below}|${own}`);
    }
    return grounds.get(one);
  };
  const kind = (one) => {
    const { color, fontSize, fontWeight, textDecorationLine, textShadow } = getComputedStyle(one);
    const off = Boolean(one.closest(":disabled, [aria-disabled=true]"));
    const around = getComputedStyle(one.parentElement).color;
    const own = [color, fontSize, fontWeight, textDecorationLine, textShadow];
    return [one.localName, off, around, ...own, ground(one)].join();
  };
  const some = () => {
    const kinds = new Map();
    for (const one of document.body.querySelectorAll("*")) {
      const speaks = one.matches("input, select, textarea")
        || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (speaks && one.checkVisibility()) kinds.set(kind(one), [...(kinds.get(kind(one)) ?? []), one]);
    }
    return [...new Set([...kinds.values()].flatMap((of) => [of[0], of[Math.floor(of.length / 2)], of.at(-1)]))];
  };
  const asked = { runOnly, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(someOnly ? { include: some() } : document, asked);
  return violations.map(({ id, impact, nodes }) => ({ id, impact, targets: nodes.map((one) => one.target) }));
}"""
"""The second time it asks three elements of each kind, all those that have their colours, size and weight and every
ground beneath in common: each line of a long table has the same. Loaded ahead would be what no page of ours has."""
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Look:
    """How somebody looks at the portal; widths and heights in CSS pixels; by keys alone nothing is pointed at."""

    width: int = 1280
    height: int = 900
    colour_scheme: Literal["light", "dark"] = "light"
    forced_colours: bool = False
    javascript: bool = True
    language: str = "de-DE"
    keys: bool = False


@dataclass(frozen=True)
class Violation:
    """A rule of axe that a page breaks, and the elements that break it, as CSS selectors."""

    rule: str
    impact: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """A page of its own browser profile, and everything it complained about so far: errors on the console (broken
    content security policy among them), uncaught exceptions, and requests that left the site."""

    page: Page
    look: Look
    complaints: list[str]


OpenPage = Callable[..., Visit]


def program() -> str | None:
    """The path of the browser: `PORTAL_CHROMIUM`, else the first known one on the PATH."""
    return os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without any profile."""
    path = program()
    if path is None:
        raise FileNotFoundError(
            "No Chromium on the PATH; `python3 -m tests` installs it, or name one in PORTAL_CHROMIUM."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, base_url: str, look: Look = Look()) -> Iterator[Visit]:
    """A fresh profile's page; `visit.page.goto("/…")` is relative to the base address."""
    with _context(browser, base_url, look) as context, only_keys(context) if look.keys else nullcontext():
        page = context.new_page()
        yield Visit(page, look, _listen(page, base_url))


def axe(visit: Visit, *, colours_only: bool = False) -> list[Violation]:
    """What axe finds on the page as it stands, WCAG 2.2 AA and best practice; it runs under the page's own policy.

    `colours_only` asks what another colour scheme can change, of a page that was looked at in full before.
    Needs JavaScript: without it axe would wait for ever, so it refuses with a ValueError.
    """
    if not visit.look.javascript:
        raise ValueError("axe cannot look at a page without JavaScript")
    if visit.page.evaluate("typeof axe === 'undefined'"):
        visit.page.evaluate(AXE_SCRIPT)
    found = visit.page.evaluate(_RUN_AXE, [_COLOURS if colours_only else _WCAG, colours_only])
    return [Violation(one["id"], one["impact"], tuple(map(str, one["targets"]))) for one in found]


def axe_in_both_schemes(visit: Visit) -> list[Violation]:
    """What axe finds in light, and what it finds fault with in the colours of dark."""
    page = visit.page
    found = axe(visit)
    page.emulate_media(color_scheme="dark")
    found += axe(visit, colours_only=True)
    page.emulate_media(color_scheme="light")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for each test process."""
    with launched() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page(base_url, width=360, javascript=False, …)`: a visit with these fields of a Look."""
    with ExitStack() as closing:
        yield lambda base_url, **fields: closing.enter_context(visit(browser, base_url, Look(**fields)))


@contextmanager
def _context(browser: Browser, base_url: str, look: Look) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.colour_scheme,
        forced_colors="active" if look.forced_colours else "none",
        java_script_enabled=look.javascript,
        locale=look.language,
        timezone_id="Europe/Berlin",
    )
    try:
        yield context
    finally:
        context.close()


def _listen(page: Page, base_url: str) -> list[str]:
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != urlsplit(base_url).netloc:
            complaints.append(f"a request to {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
