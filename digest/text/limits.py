"""Owns how much of a body is rendered: far more than a post ever has, and no more than a build can do in a moment.

Long texts are no trouble, but every line can be a block and every sign of markup a token, and reading one takes some
ten microseconds. So lines and signs are counted, not characters: a megabyte of prose stays within both.
"""

from __future__ import annotations

import re
from itertools import islice

from digest.errors import Mark, Problem, problem

MOST_LINES = 20_000
MOST_SIGNS = 50_000
DEEPEST_TAGS = 1_000
"""Elements within each other in raw HTML: what parses it takes the square of their number."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_FLAT_TAGS = """
area base br col dd dt embed hr img input li link meta option p rp rt source tbody td tfoot th thead tr track wbr
"""
_FLAT = frozenset(_FLAT_TAGS.split())
"""Elements that end where the next of them begins, or have no inside (HTML, 13.1.2.4)."""
_SIGN = re.compile(r"[!&*<>\[\\\]_`{|}~｜《]")


def too_deep(html: str) -> int:
    """Where in a markup elements stand too deep within each other, by the tags alone; -1 where they never do."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth + (-1 if tag[1] else 1))
            if depth > DEEPEST_TAGS:
                return tag.start()
    return -1


def overfull(source: str, path: str, first_line: int, *, tags: bool) -> Problem | None:
    r"""The problem with a body (line ends are `\n`) that is more than can be read, at the place where it becomes so.

    `tags` says whether raw HTML counts as such.
    """
    if source.count("\n") > MOST_LINES:
        return problem("body-too-many-lines", Mark(path, first_line + MOST_LINES, 1), limit=MOST_LINES)
    found = next(islice(_SIGN.finditer(source), MOST_SIGNS, None), None) if len(source) > MOST_SIGNS else None
    if found is not None:
        return problem("body-too-many-signs", _place(source, found.start(), path, first_line), limit=MOST_SIGNS)
    deep = too_deep(source) if tags else -1
    return problem("body-too-deep", _place(source, deep, path, first_line), limit=DEEPEST_TAGS) if deep >= 0 else None


def _place(source: str, offset: int, path: str, first_line: int) -> Mark:
    return Mark(path, first_line + source.count("\n", 0, offset), offset - source.rfind("\n", 0, offset))
