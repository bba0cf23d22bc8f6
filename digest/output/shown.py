"""Owns what the state knows of recipes: how pages are made again that show posts whole, and which pages show a post."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from digest.output.sealing import dumps, loads
from digest.site.recipes import Recipe

AT_ONCE = 500
"""Names asked for in one query."""


def keep_recipes(database: sqlite3.Connection, recipes: Mapping[str, Recipe], gone: list[str]) -> None:
    """Records recipes, and forgets those of pages that are made otherwise now or not at all.

    Which pages show a post is one sealed value: of rows, one might go and nobody would miss it.
    """
    old = _values(database, "recipes", "page", "urls", (*recipes, *gone))
    new = {page: one for page, one in recipes.items() if one.data}
    less, more = _by_post(old), _by_post({page: one.urls for page, one in new.items()})
    known = _values(database, "shows", "url", "pages", {**less, **more})
    shows = {url: {*known.get(url, ())} - less[url] | more[url] for url in {**less, **more}}
    _put(database, "recipes", "page", old, [(page, one.data, dumps(one.urls)) for page, one in new.items()])
    _put(database, "shows", "url", shows, [(url, dumps(tuple(sorted(pages)))) for url, pages in shows.items() if pages])


def _by_post(shown: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """The pages of each post, of the posts that pages show."""
    found: dict[str, set[str]] = defaultdict(set)
    for page, urls in shown.items():
        for url in urls:
            found[url].add(page)
    return found


def _put(
    database: sqlite3.Connection, table: str, name: str, old: Iterable[str], rows: list[tuple[str | bytes, ...]]
) -> None:
    """The rows instead of those with the old names."""
    database.executemany(f"DELETE FROM {table} WHERE {name} = ?", [(one,) for one in old])  # noqa: S608 - our own names
    if rows:
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608


def _values(
    database: sqlite3.Connection, table: str, name: str, value: str, names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """The sealed values of the rows with these names, of those there are."""
    if database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:  # noqa: S608 - our own names
        return {}
    wanted = iter(names)
    found: dict[str, tuple[str, ...]] = {}
    while some := tuple(islice(wanted, AT_ONCE)):
        marks = ", ".join("?" * len(some))
        rows = database.execute(f"SELECT {name}, {value} FROM {table} WHERE {name} IN ({marks})", some)  # noqa: S608
        found.update((row[0], loads(row[1])) for row in rows)
    return found
