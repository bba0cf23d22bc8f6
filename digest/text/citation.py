r"""Owns the syntax of citations: `[@a; @b, 3面]`, `[see @key]`, `[-@key]` (Pandoc User's Guide, "Citation syntax").

Of Pandoc's forms all that stand in brackets count. As our citations are numbers and name no author, `-@key`, which
suppresses the author, means `@key`; locator and suffix are one text. Full-width `；` and `，` or `、` count as `;` and
`,`, because an input method types them. `\[@key]` stays text, as does anything in code. A bare `@key` is no citation
here but a mention, which the author is asked about where a source has such a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_DIVIDER = re.compile(r"[;；]")
_ITEM = re.compile(
    r"\s*(?P<prefix>(?:[^@`\\<]*[^@`\\<0-9A-Za-z._%+-])?)-?@(?P<key>\w(?:[\w:.#$%&+?<>~/-]*\w)?)"
    r"(?:(?:\s*[,，、]\s*|\s+)(?P<locator>[^@\s][^@]*))?\s*",
    re.DOTALL,
)
"""What stands before `@` must not end like the first half of an e-mail address."""
_GROUP = re.compile(r"\[([^\[\]@]*@[^\[\]]*)\]")
_MENTION = re.compile(r"(?<![0-9A-Za-z._%+/@])(?<![0-9A-Za-z._%+-]-)@(\w[\w:.#$%&+?<>~/-]*)")
_GOES_ON = re.compile(r"[:.#$%&+?<>~/-]*[0-9A-Za-z_]")


class Cited(NamedTuple):
    """A source that a group cites, with the words before it and behind it (`3面`); empty where there are none."""

    key: str
    locator: str = ""
    prefix: str = ""


def parse_group(inside: str) -> tuple[Cited, ...]:
    """What stands between `[` and `]`, source by source; empty where it is no citation group."""
    items = [_ITEM.fullmatch(part) for part in _DIVIDER.split(inside)]
    found = tuple(Cited(item["key"], _flat(item["locator"]), _flat(item["prefix"])) for item in items if item)
    return found if len(found) == len(items) else ()


def group_at(text: str, start: int, stop: int) -> str:
    """The inside of the brackets that open at `start` and may be a group; empty where there is no `@` in them."""
    found = _GROUP.match(text, start, stop)
    return found[1] if found else ""


def mention_at(text: str, at: int, stop: int) -> str:
    """The name behind the `@` at `at`, with whatever follows without a space; empty within an address."""
    found = _MENTION.match(text, at, stop)
    return found[1] if found else ""


def mentioned(name: str, keys: Iterable[str]) -> str:
    """The key that a mention begins with (Japanese goes on without a space), or empty: `@toto` is not in `@toto2`."""
    meant = (key for key in keys if name.startswith(key) and not _GOES_ON.match(name, len(key)))
    return max(meant, key=len, default="")


def _flat(words: str | None) -> str:
    return " ".join((words or "").split())
