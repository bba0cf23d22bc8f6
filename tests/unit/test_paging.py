"""Pages are numbered from the oldest, so that a full page never changes again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.paging import Slice, slices

COUNTS, SIZES = st.integers(0, 400), st.integers(5, 60)


def oldest_first(count: int, one: Slice) -> list[int]:
    """The items of a page, counted from the oldest, which no new post renumbers."""
    return [count - 1 - place for place in range(one.start, one.stop)]


def test_a_list_that_fits_is_one_page_without_a_pager() -> None:
    assert slices("topics/nk/", 20, 20) == (Slice("topics/nk/", 0, 20, None),)
    assert slices("", 0, 20) == (Slice("", 0, 0, None),)


@given(COUNTS, SIZES)
def test_every_item_stands_on_exactly_one_page(count: int, size: int) -> None:
    pages = slices("x/", count, size)
    assert [place for one in pages for place in range(one.start, one.stop)] == list(range(count))
    assert len({one.url for one in pages}) == len(pages)


@given(COUNTS, SIZES)
def test_the_newest_page_is_neither_empty_nor_overfull(count: int, size: int) -> None:
    newest, *full = slices("x/", count, size)
    assert all(one.stop - one.start == size for one in full)
    shown = newest.stop - newest.start
    assert shown == count if not full else size // 2 <= shown < size + size // 2 + 1


@given(COUNTS, SIZES)
def test_a_new_post_changes_the_newest_page_and_at_most_the_one_that_got_full(count: int, size: int) -> None:
    before = {one.url: (oldest_first(count, one), one.pager) for one in slices("x/", count, size)}
    after = {one.url: (oldest_first(count + 1, one), one.pager) for one in slices("x/", count + 1, size)}
    items_moved = [url for url in before if url != "x/" and before[url][0] != after[url][0]]
    repaged = [url for url in before if url != "x/" and before[url][1] != after[url][1]]
    assert items_moved == []
    assert len(after.keys() - before.keys()) <= 1
    assert len(repaged) <= 1, "the last full page, whose newer neighbour was the newest page and is now a full one"


@pytest.mark.parametrize("count", [31, 100])
def test_pagers_lead_from_the_newest_to_the_oldest_and_back(count: int) -> None:
    pages = {one.url: one.pager for one in slices("x/", count, 10)}
    url, seen = "x/", ["x/"]
    while (pager := pages[url]) and pager.older:
        assert pages[pager.older] is not None
        assert pages[pager.older].newer == url  # type: ignore[union-attr]
        url = pager.older
        seen.append(url)
    assert sorted(seen) == sorted(pages)
