"""A page written down is the same page when it is followed, with the posts as they are brought."""

from __future__ import annotations

import pickle

import pytest

from digest import fingerprint
from digest.site.cards import Card, Link
from digest.site.kinds import posts
from digest.site.library import Entry
from digest.site.pages import Page, Whole
from digest.site.recipes import Hrefs, StaleRecipeError, follow, write_down

CARD = Card("a/", "題", "2023-09-05", "", "", "", "", (), (), None, mark=b"m" * 16)
OTHER = CARD._replace(url="b/", mark=b"n" * 16)
BARE = CARD._replace(url="c/", mark=b"")
WHOLE = Whole(Entry("content/posts/a.md", "a/", "", 0, CARD, b"f" * 16, "2023-09-05"), ((0, "b/"),))
PAGE = Page("a/index.html", "post.html", "content/posts/a.md", posts.view, (WHOLE, OTHER, BARE, (Link("年", "2023/"),)))


def card(url: str, mark: bytes) -> Card:
    assert (url, mark) == (OTHER.url, OTHER.mark)
    return OTHER


def whole(url: str, mark: bytes, hrefs: Hrefs) -> Whole:
    assert (url, mark) == (WHOLE.entry.url, CARD.mark)
    return WHOLE._replace(hrefs=hrefs)


def test_a_page_that_was_written_down_is_followed() -> None:
    recipe = write_down(PAGE)
    assert recipe.urls == ("a/",)
    page = follow(PAGE.path, recipe.data, card, whole)
    assert page == PAGE
    assert page.signature == PAGE.signature


def test_a_page_that_shows_no_post_whole_is_not_written_down() -> None:
    page = PAGE._replace(args=(OTHER, ("Whole(", (OTHER, BARE)), None))
    assert write_down(page).data == b""
    assert write_down(page._replace(args=((page.args, (1, WHOLE)),))).urls == ("a/",)


@pytest.mark.parametrize("name", ["digest.site.recipes.follow", "digest.output.files.Stamp", "os.system"])
def test_a_recipe_brings_only_arguments_of_pages_to_life(name: str) -> None:
    module, _, function = name.rpartition(".")
    data = b"\x80\x05c" + f"{module}\n{function}\n".encode() + pickle.TUPLE1 + pickle.STOP
    with pytest.raises(StaleRecipeError):
        follow(PAGE.path, fingerprint.of_bytes(data) + data, card, whole)
