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
    shows: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for page, urls in old.items():
        for url in urls:
            shows[url][0].add(page)
    kept = [(page, one) for page, one in recipes.items() if one.data]
    for page, one in kept:
        for url in one.urls:
            shows[url][1].add(page)
    known = _values(database, "shows", "url", "pages", shows)
    now = {url: {*known.get(url, ())} - less | more for url, (less, more) in shows.items()}
    database.executemany("DELETE FROM recipes WHERE page = ?", [(page,) for page in old])
    database.executemany(
        "INSERT INTO recipes VALUES (?, ?, ?)", [(page, one.data, dumps(one.urls)) for page, one in kept]
    )
    database.executemany("DELETE FROM shows WHERE url = ?", [(url,) for url, pages in now.items() if not pages])
    rows = [(url, dumps(tuple(sorted(pages)))) for url, pages in now.items() if pages]
    database.executemany("INSERT OR REPLACE INTO shows VALUES (?, ?)", rows)


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
