"""Owns the browsers that are looking, and what they must be told when the site changes."""

from __future__ import annotations

import secrets
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from digest.desk.serving.rebuilding import Place
from digest.desk.serving.routing import Answer, File, route, stands_in
from digest.desk.serving.shown import News, Outcome, Shown, after
from digest.wording import Language


class Browser(Protocol):
    """A connection to a page that is open somewhere."""

    def send_reload(self, path: str) -> None:
        """Tell it to reload, or to swap style sheets when `path` is one."""


class Open(NamedTuple):
    """What a browser has open."""

    file: str
    """The output file that its page was made from; empty where there was none."""
    kind: str
    """page, missing or error."""


class Audience:
    """What is shown, and to whom."""

    def __init__(self, place: Place, language: Language) -> None:
        """Nothing has been built yet."""
        self.place, self.language = place, language
        self.shown = Shown(secrets.token_hex(4))
        self._is_file = stands_in(place.output)
        self._browsers: dict[Browser, Open] = {}

    def answer(self, address: str) -> Answer:
        """What an address stands for now."""
        return route(address, self.shown.base_path, self._is_file, self.shown.moved)

    def take(self, outcome: Outcome) -> News:
        """Shows what came of a build, and tells the browsers it concerns."""
        self.shown, news = after(self.shown, outcome)
        for browser, seen in tuple(self._browsers.items()):
            if news.concerns(seen.file, seen.kind):
                browser.send_reload(news.path)
        return news

    def join(self, browser: Browser, url: str, kind: str, generation: str) -> None:
        """A browser says what it has open; one that is behind is told at once."""
        self._browsers[browser] = Open(self._file(urlsplit(url).path or "/"), kind)
        if generation != self.shown.generation:
            browser.send_reload("*")

    def leave(self, browser: Browser) -> None:
        """A browser is gone."""
        self._browsers.pop(browser, None)

    def _file(self, address: str) -> str:
        """The output file at an address now; empty where there is none."""
        found = self.answer(address)
        return found.path if isinstance(found, File) else ""
