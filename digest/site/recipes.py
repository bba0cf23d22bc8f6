"""Owns recipes: a page that shows posts whole, written down so that it can be made again without planning the site.

A recipe holds the page's function and arguments. Posts in them are named, not copied: a card by its address and its
fingerprint, a whole post by its address. So a recipe is small, and whoever follows it must bring the posts as they are
now; where a card is another than it was, the page is another than planned, and the recipe is of no use.
"""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Callable
from typing import Any, NamedTuple

from digest import fingerprint
from digest.site.cards import Card
from digest.site.pages import Page, Whole
from digest.thawing import Reader

KINDS = "digest.site.kinds."
"""Where functions that make pages are defined; a recipe can call no other."""
PARTS = ("digest.site.",)
"""Where the types of their arguments are defined."""


Hrefs = tuple[tuple[int, str], ...]
"""Where a post's links lead, by the index of the hole."""


class Recipe(NamedTuple):
    """A page written down; empty where it shows no post whole."""

    data: bytes = b""
    urls: tuple[str, ...] = ()
    """The addresses of the posts that it shows whole."""


class StaleRecipeError(Exception):
    """A recipe speaks of what is not so any more."""


def write_down(page: Page) -> Recipe:
    """The recipe of a page; an empty one where it shows no post whole."""
    if "Whole(" not in repr(page.args):  # what a page is signed with says what it shows; a text may say so in vain
        return Recipe()
    buffer = io.BytesIO()
    pickler = _Pickler(buffer)
    pickler.dump((page.make.__module__, page.make.__qualname__, page.template, page.owner, page.args))
    if not pickler.urls:
        return Recipe()
    data = buffer.getvalue()
    return Recipe(fingerprint.of_bytes(data) + data, tuple(dict.fromkeys(pickler.urls)))


def follow(
    path: str,
    recipe: bytes,
    card: Callable[[str, bytes], Card],
    whole: Callable[[str, bytes, Hrefs], Whole],
) -> Page:
    """The page at `path` with its posts as `card(url, mark)` and `whole(url, mark, hrefs)` bring them.

    `mark` is the fingerprint of the card that was shown, or that belongs to what was shown whole.

    Raises StaleRecipeError where it cannot be followed, and whatever the two raise.
    """
    mark, data = recipe[: fingerprint.SIZE], recipe[fingerprint.SIZE :]
    if fingerprint.of_bytes(data) != mark:
        raise StaleRecipeError
    try:
        module, name, template, owner, args = _Reader(data, card, whole).load()
    except (pickle.UnpicklingError, EOFError, TypeError, AttributeError, ValueError) as error:
        raise StaleRecipeError from error
    if not module.startswith(KINDS) or "." in name:
        raise StaleRecipeError
    return Page(path, template, owner, getattr(importlib.import_module(module), name), args)


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, protocol=5)
        self.urls: list[str] = []

    def persistent_id(self, obj: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - pickle's signature
        """Posts are named: a card `(url, mark)`, a whole `(url, mark, hrefs)`."""
        if type(obj) is Card and obj.mark:
            return (obj.url, obj.mark)
        if type(obj) is Whole:
            self.urls.append(obj.entry.url)
            return (obj.entry.url, obj.entry.card.mark, obj.hrefs)
        return None


class _Reader(Reader):
    def __init__(self, data: bytes, card: Callable[..., Card], whole: Callable[..., Whole]) -> None:
        super().__init__(data, PARTS)
        self._card, self._whole = card, whole

    def persistent_load(self, pid: tuple[Any, ...]) -> Card | Whole:
        """The post that is named."""
        return self._card(*pid) if len(pid) == 2 else self._whole(*pid)
