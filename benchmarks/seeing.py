"""Owns when a saved sentence is seen: by a browser that has the page open, or by one who asks for the page again.

In the browser a script that is there before the page's own tells the moment when the sentence is in the page and the
frame with it is drawn, whether the page was loaded again or changed in place.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext, Page
from previews import Preview

LOOKING = """
(() => {
  const told = new Set();
  const look = () => {
    for (const paragraph of document.querySelectorAll("main p")) {
      const text = paragraph.textContent.replace(/\\s/g, "");
      if (!text.startsWith("追記") || told.has(text)) continue;
      told.add(text);
      requestAnimationFrame(() => setTimeout(() => window.benchmarkSees(text, Date.now() / 1000)));
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""
"""The first task after a frame's callbacks runs when that frame is drawn."""
LOOK = 0.02
"""Seconds between two looks whether the browser has told; its own clock counts, so they add nothing."""
OPEN = 60.0
"""Seconds that a page may take to load, which it may while the server still works on the edit before."""
ASK = 0.01
"""Seconds between two requests of one who asks."""


class Eye(Protocol):
    """One way to see."""

    manner: str

    def open(self, post: Path) -> None:
        """Turn to a post's page."""

    def sees(self, mark: str, limit: float) -> float | None:
        """When the sentence with this mark was there, in seconds since the epoch; None: not within the limit."""


class BrowserEye:
    """A page in a real Chromium, which the server itself must bring up to date."""

    manner = "browser"

    def __init__(self, context: BrowserContext, preview: Preview) -> None:
        """Looks with a page of its own in this context."""
        self._page: Page = context.new_page()
        self._preview = preview
        self._seen: dict[str, float] = {}
        self._page.expose_function("benchmarkSees", self._hear)
        self._page.add_init_script(LOOKING)

    def _hear(self, text: str, moment: float) -> None:
        self._seen.setdefault(text, moment)

    def open(self, post: Path) -> None:
        """Open the page and wait until it is loaded whole."""
        self._page.goto(self._preview.address(post), wait_until="load", timeout=OPEN * 1000)

    def sees(self, mark: str, limit: float) -> float | None:
        """The moment that the browser tells."""
        end = time.perf_counter() + limit
        while True:
            found = next((moment for text, moment in self._seen.items() if mark in text), None)
            if found is not None or time.perf_counter() > end:
                return found
            self._preview.alive()
            self._page.wait_for_timeout(LOOK * 1000)


class AskingEye:
    """One who asks for the page again and again; the way for servers that do not reload an open page."""

    manner = "request"

    def __init__(self, preview: Preview) -> None:
        """Asks this server."""
        self._preview = preview
        self._post = preview.site.subject

    def open(self, post: Path) -> None:
        """Ask for this page from now on."""
        self._post = post

    def sees(self, mark: str, limit: float) -> float | None:
        """The moment when an answer with the sentence was there."""
        end = time.perf_counter() + limit
        while mark not in self._preview.ask(self._post, limit):
            self._preview.alive()
            if time.perf_counter() > end:
                return None
            time.sleep(ASK)
        return time.time()
