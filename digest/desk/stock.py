"""Owns the stock: all posts as they now are, remembered where they did not change since the last build."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from digest.content.articles import Article
from digest.gathering import Gathered
from digest.output import lock
from digest.output.crew import available
from digest.output.packs import BrokenPackError, Packs
from digest.output.reading import Desk, Readings, read_all
from digest.output.salt import salt
from digest.output.state import State

Value = TypeVar("Value")
OUTWARD = re.compile(r'<a [^>]*?href="(https?://[^"]+)"')


def readings(root: Path, gathered: Gathered) -> Readings:
    """All posts; only the state's memory of them is written."""
    return _with(root, gathered, lambda found, _: found)


def outward(root: Path, gathered: Gathered) -> dict[str, tuple[str, ...]]:
    """Every external address of sources and bodies, of pages and stories too, with the files that have it."""

    def collect(found: Readings, packs: Packs) -> dict[str, tuple[str, ...]]:
        files: dict[str, set[str]] = {}
        plain = [(one.path, one.body.html) for one in gathered.pages]
        plain += [(one.path, one.body.html) for one in gathered.stories]
        for path, markup in plain:
            for url in _leading_out(markup):
                files.setdefault(url, set()).add(path)
        for path in sorted(found.entries):
            for url in _addresses(packs.read(*found.places[path])):
                files.setdefault(url, set()).add(path)
        return {url: tuple(sorted(paths)) for url, paths in sorted(files.items())}

    return _with(root, gathered, collect)


def _addresses(article: Article) -> Iterator[str]:
    for source in article.post.sources:
        yield from filter(None, (source.url,))
    yield from _leading_out(article.body.html)


def _leading_out(markup: str) -> Iterator[str]:
    for found in OUTWARD.finditer(markup):
        yield html.unescape(found[1]).partition("#")[0]


def _with(root: Path, gathered: Gathered, use: Callable[[Readings, Packs], Value]) -> Value:
    try:
        return _once(root, gathered, use, empty=False)
    except BrokenPackError:  # what is remembered is not what was written: nothing of it is believed
        return _once(root, gathered, use, empty=True)


def _once(root: Path, gathered: Gathered, use: Callable[[Readings, Packs], Value], *, empty: bool) -> Value:
    folder = root / ".digest"
    with lock.held(folder):
        state = State(folder, salt(), empty=empty)
        packs = Packs(folder / "packs")
        try:
            desk = Desk(root, folder / "packs", gathered.context, gathered.config)
            found = read_all(desk, gathered.posts, state, jobs=available(), progress=lambda _: None)
            state.commit(found.changed, {}, {})
            return use(found, packs)
        finally:
            packs.close()
            state.close()
