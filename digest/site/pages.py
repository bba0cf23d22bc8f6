"""Owns the unit of a build: one output file, who owns it, how its content is made, and the fingerprint that signs that.

A page is made by a function of a `Workshop` and of the arguments listed in the page, and is signed with exactly these
arguments (I1, I2): what is not among them cannot be shown, so no dependency can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, Protocol, TypeVar

from digest import fingerprint
from digest.content.articles import Article
from digest.site.library import Entry
from digest.site.views import SiteInfo

Part = TypeVar("Part")


class Whole(NamedTuple):
    """A post of which a page shows more than the card: its article is signed as a whole."""

    entry: Entry
    hrefs: tuple[tuple[int, str], ...] = ()
    """Where its links to other files of the site lead."""

    def __repr__(self) -> str:
        """The fingerprints of all that it stands for, so that a page is signed without reading them again."""
        entry = self.entry
        return f"Whole({entry.article.hex()}, {entry.card!r}, {entry.id!r}, {self.hrefs!r})"


class Copy(NamedTuple):
    """Content that is a file's, byte for byte; `source` is its path from the root."""

    source: str


class Workshop(Protocol):
    """What making a page may use, beside its arguments."""

    site: SiteInfo

    def article(self, entry: Entry) -> Article:
        """The article whose fingerprint the entry carries."""

    def once(self, make: Callable[..., Part], *args: Hashable) -> Part:
        """What this function of the workshop and these arguments makes, kept for the other pages that show it."""

    def asset(self, name: str) -> bytes:
        """The bytes of an asset of the theme."""

    def render(self, template: str, view: object) -> str:
        """A template's text for this view."""


Made = bytes | Copy | tuple[Any, ...]
"""Bytes or a copy are written as they are; a view (a named tuple) goes through the page's template."""


class Page(NamedTuple):
    """One output file."""

    path: str
    """In the output: `topics/north-korea/index.html`."""
    template: str
    """The template that it goes through or draws on; empty: none, and then nothing of the theme or site is in it."""
    owner: str
    """Whose it is, for the message when two pages want one path: a file of the author's, or what it is made from."""
    make: Callable[..., Made]
    args: tuple[Any, ...]
    modified: str = ""
    """ISO day or instant of the newest change shown, for the sitemap; empty: not listed there."""

    @property
    def signature(self) -> bytes:
        """The fingerprint of the function and all its arguments: their `repr` says all there is of them."""
        return fingerprint.of_text(f"{self.make.__module__}.{self.make.__qualname__}{self.args!r}")
