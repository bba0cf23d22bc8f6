"""Owns the paging of lists: pages are numbered from the oldest, so that a full page never changes again.

The list's own address shows the newest posts, at least half a page of them and at most one and a half; behind it lie
full pages, `page/1/` the oldest. A new post so changes one page of a list of any length (issue: no thousand rewrites).
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from digest.site import urls
from digest.site.views import Pager

Item = TypeVar("Item")


class Slice(NamedTuple):
    """One page of a list."""

    url: str
    start: int
    stop: int
    pager: Pager | None


def slices(first: str, count: int, size: int) -> tuple[Slice, ...]:
    """The pages of a list of `count` items, newest first, at the address `first`; items are counted newest first."""
    full = max(0, (count - size // 2) // size) if count > size else 0
    newest = count - full * size
    total = full + 1
    pages = [Slice(first, 0, newest, _pager(first, total, total) if full else None)]
    for number in range(full, 0, -1):
        start = newest + (full - number) * size
        pages.append(Slice(urls.numbered(first, number), start, start + size, _pager(first, number, total)))
    return tuple(pages)


def _pager(first: str, number: int, total: int) -> Pager:
    def address(of: int) -> str:
        return first if of == total else urls.numbered(first, of)

    newer = address(number + 1) if number < total else None
    older = address(number - 1) if number > 1 else None
    return Pager(number, total if number == total else 0, newer, older)
