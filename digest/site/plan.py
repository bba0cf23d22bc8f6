"""Owns the plan: the complete list of output files, with one owner each (I2, I3). Pure.

A new kind of page is one module in `digest/site/kinds/` with a `pages(model)`, named here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from digest.errors import Mark, Problem, problem
from digest.site.kinds import (
    balance,
    citations,
    corrections,
    discovery,
    feeds,
    home,
    outlets,
    periods,
    places,
    posts,
    redirects,
    reporters,
    statics,
    stories,
    topics,
)
from digest.site.model import Model
from digest.site.pages import Page

KINDS = (
    home.pages,
    posts.pages,
    citations.pages,
    statics.pages,
    periods.pages,
    topics.pages,
    outlets.pages,
    reporters.pages,
    places.pages,
    stories.pages,
    corrections.pages,
    balance.pages,
    feeds.pages,
)
LONGEST_NAME = 255
"""Bytes that a file system takes for one name."""

LONGEST_SIGN = 4
"""Bytes that a character of UTF-8 may take."""


def plan(model: Model) -> tuple[Page, ...]:
    """Every output file of the site, sorted by path."""
    pages = [page for kind in KINDS for page in kind(model)]
    pages += redirects.pages(model, pages)
    pages += discovery.pages(model, pages)
    return tuple(sorted(pages, key=lambda page: page.path))


def clashes(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Two pages that want one path, also where a file system does not tell case or normal forms apart."""
    first: dict[str, Page] = {}
    found: list[Problem] = []
    folders: dict[str, Page] = {}
    for page in pages:
        key = _folded(page.path)
        other = first.setdefault(key, page)
        if other is not page:
            found.append(_clash(page, other))
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = page
            folder = folder.rpartition("/")[0]
        may_be_long = len(page.path) * LONGEST_SIGN > LONGEST_NAME
        if may_be_long and any(len(part.encode()) > LONGEST_NAME for part in page.path.split("/")):
            found.append(problem("name-too-long", _mark(page), path=page.path, limit=LONGEST_NAME))
    found += [_clash(folders[key], page) for key, page in first.items() if key in folders]
    return tuple(found)


def _folded(path: str) -> str:
    """What paths have in common that some file system takes for one."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _clash(page: Page, other: Page) -> Problem:
    one, two = sorted(
        (page, other), key=lambda each: (not each.owner.startswith("content/posts/"), each.owner), reverse=False
    )
    return problem(
        "alias-clash"
        if page.owner.endswith(redirects.OWNER) or other.owner.endswith(redirects.OWNER)
        else "output-clash",
        _mark(two if two.owner.startswith("content/") else one),
        path=page.path,
        owner=one.owner,
        other=two.owner,
    )


def _mark(page: Page) -> Mark:
    path = page.owner.split(": ")[0]
    return Mark(path if path.startswith("content/") else "content/site.yaml", 0)
