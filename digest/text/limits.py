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
_SIGN = re.compile(r"[!&*<>\[\\\]_`{|}~｜《]")


def overfull(source: str, path: str, first_line: int) -> Problem | None:
    r"""The problem with a body (line ends are `\n`) that is more than can be read, at the place where it becomes so."""
    if source.count("\n") > MOST_LINES:
        return problem("body-too-many-lines", Mark(path, first_line + MOST_LINES, 1), limit=MOST_LINES)
    found = next(islice(_SIGN.finditer(source), MOST_SIGNS, None), None) if len(source) > MOST_SIGNS else None
    if found is None:
        return None
    line = source.count("\n", 0, found.start())
    column = found.start() - source.rfind("\n", 0, found.start())
    return problem("body-too-many-signs", Mark(path, first_line + line, column), limit=MOST_SIGNS)
