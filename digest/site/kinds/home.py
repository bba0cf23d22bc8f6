"""Owns the home page and the pages of older posts behind it."""

from __future__ import annotations

from collections.abc import Iterator

from digest.site.jsonld import website
from digest.site.kinds.lists import list_pages
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.views import Head


def pages(model: Model) -> Iterator[Page]:
    """Home, newest posts first."""
    head = Head("home", "", "", model.config.description, json_ld=website(model.site))
    for page in list_pages(model, model.library.entries, "home.html", "home", head, model.config.title):
        yield page if page.path == "index.html" else _older(page, model)


def _older(page: Page, model: Model) -> Page:
    """A page of older posts has a title of its own and is not the site's node."""
    head, *rest = page.args
    title = model.words["posts"] + f" {rest[2 + 1].number}" if rest[3] else model.words["posts"]
    return page._replace(args=(head._replace(title=title, json_ld=""), *rest))
