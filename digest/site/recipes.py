"""Owns recipes: a page that shows posts whole, written down so that it can be made again without planning the site.

A recipe holds the page's function and arguments. Posts in them are named, not copied: a card by its address and its
fingerprint, a whole post by its address. So a recipe is small, and whoever follows it must bring the posts as they are
now; where a card is another than it was, the page is another than planned, and the recipe is of no use.
"""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from digest import fingerprint
from digest.site.cards import Card
from digest.site.pages import Page, Whole
from digest.thawing import Reader

KINDS = "digest.site.kinds."
"""Where functions that make pages are defined; a recipe can call no other."""
PARTS = ("digest.site.",)
"""Where the types of their arguments are defined."""
PROTOCOL = 5
"""Of pickle."""

Hrefs = tuple[tuple[int, str], ...]
"""Where a post's links lead, by the index of the hole."""


class Recipe(NamedTuple):
    """A page written down; empty where it shows no post whole."""

    data: bytes = b""
    urls: tuple[str, ...] = ()
    """The addresses of the posts that it shows whole."""


class NamedCard(NamedTuple):
    """What a recipe has in the place of a card."""

    url: str
    mark: bytes


class NamedWhole(NamedTuple):
    """What a recipe has in the place of a whole post."""

    url: str
    mark: bytes
    hrefs: Hrefs


class StaleRecipeError(Exception):
    """A recipe speaks of what is not so any more."""


def write_down(page: Page) -> Recipe:
    """The recipe of a page; an empty one where it shows no post whole."""
    if not _shows_whole(page.args):
        return Recipe()
    urls: dict[str, None] = {}
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=PROTOCOL)
    pickler.dispatch_table = {Card: _named_card, Whole: lambda whole: _named_whole(whole, urls)}
    pickler.dump((page.make.__module__, page.make.__qualname__, page.template, page.owner, page.args))
    return Recipe(fingerprint.sealed(buffer.getvalue()), tuple(urls))


def _shows_whole(args: Iterable[object]) -> bool:
    """Whether there is a whole post among the arguments of a page: plain values, tuples, cards and wholes."""
    for one in args:
        kind = type(one)
        if kind is Whole or (kind is not Card and isinstance(one, tuple) and _shows_whole(one)):
            return True
    return False


def _named_card(card: Card) -> Any:  # noqa: ANN401 - as pickle takes it
    """How to pickle a card: by its address and its mark; one without a mark is copied."""
    return (NamedCard, (card.url, card.mark)) if card.mark else card.__reduce_ex__(PROTOCOL)


def _named_whole(whole: Whole, urls: dict[str, None]) -> Any:  # noqa: ANN401 - as above
    """How to pickle a whole post: by its address, the mark of its card and where its links lead; `urls` notes it."""
    urls[whole.entry.url] = None
    return (NamedWhole, (whole.entry.url, whole.entry.card.mark, whole.hrefs))


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
    try:
        module, name, template, owner, args = _Reader(fingerprint.opened(recipe), card, whole).load()
    except (pickle.UnpicklingError, EOFError, TypeError, AttributeError, ValueError) as error:
        raise StaleRecipeError from error
    if not module.startswith(KINDS) or "." in name:
        raise StaleRecipeError
    return Page(path, template, owner, getattr(importlib.import_module(module), name), args)


class _Reader(Reader):
    def __init__(self, data: bytes, card: Callable[..., Card], whole: Callable[..., Whole]) -> None:
        super().__init__(data, PARTS)
        self._bring = {NamedCard.__name__: card, NamedWhole.__name__: whole}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as pickle has it
        """What brings a post, or a type of the arguments."""
        if module == __name__ and name in self._bring:
            return self._bring[name]
        return super().find_class(module, name)
