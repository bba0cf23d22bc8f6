"""Owns the record of external links: `content/links.tsv`, written by `check --links`, committed, and read by the build.

A line is: address, verdict, the day since when, the day it was last asked for, the status, and the posts that have it.
The posts stand in it so that only their pages change when a link dies. Pure.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import NamedTuple

from digest.errors import Mark, Problem, warning

FILE = "content/links.tsv"
HEAD = "# 外部リンクの確認の結果。check --links が書きます。コミットすると、切れたリンクに記事の中で印が付きます。\n"
VERDICTS = ("ok", "missing", "gone", "soft", "top", "unreachable", "blocked")
"""missing: 404; gone: 410; soft: a page that says it is not there; top: the front page; blocked: we may not ask."""
DEAD = frozenset({"missing", "gone", "soft", "top"})
DAYS_UNREACHABLE = 7
"""So many days without any answer, and a link is dead too: a server may be down for a night."""
LINE = re.compile(r"(https?://\S+)\t([a-z]+)\t(\d{4}-\d\d-\d\d)\t(\d{4}-\d\d-\d\d)\t(\d*)\t([^\t]*)")


class Result(NamedTuple):
    """What became of asking for an address."""

    url: str
    verdict: str
    since: str
    """ISO day on which the verdict was first found."""
    checked: str
    """ISO day of the last check."""
    status: str
    """HTTP status, or empty."""
    posts: tuple[str, ...]
    """Files that have the link."""

    @property
    def dead(self) -> bool:
        """Whether a reader finds nothing there any more."""
        if self.verdict != "unreachable":
            return self.verdict in DEAD
        days = datetime.date.fromisoformat(self.checked) - datetime.date.fromisoformat(self.since)
        return days.days >= DAYS_UNREACHABLE


def read(text: str) -> tuple[dict[str, Result], tuple[Problem, ...]]:
    """The results by address in the text of the file, and warnings for lines that are none."""
    results: dict[str, Result] = {}
    found = []
    for number, row in enumerate(text.split("\n"), 1):
        result = _result(row)
        if result:
            results[result.url] = result
        elif row.strip() and not row.startswith("#"):
            found.append(warning("bad-links-line", Mark(FILE, number), found=row.replace("\t", " ")[:60]))
    return results, tuple(found)


def _result(row: str) -> Result | None:
    match = LINE.fullmatch(row.rstrip("\n"))
    if not match or match[2] not in VERDICTS:
        return None
    try:
        for day in (match[3], match[4]):
            datetime.date.fromisoformat(day)
    except ValueError:
        return None
    return Result(match[1], match[2], match[3], match[4], match[5], tuple(filter(None, match[6].split("|"))))


def text_of(results: Iterable[Result]) -> str:
    """The file's text; the same results always give the same text."""
    return HEAD + "".join("\t".join((*one[:5], "|".join(one.posts))) + "\n" for one in sorted(results))


Dead = tuple[tuple[str, str], ...]
"""Addresses and since when each is dead (ISO day)."""


def dead_by_post(results: Iterable[Result]) -> dict[str, Dead]:
    """By the post's file: its dead links, in order of address."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(results):
        if one.dead:
            for path in one.posts:
                found.setdefault(path, []).append((one.url, one.since))
    return {path: tuple(links) for path, links in found.items()}
