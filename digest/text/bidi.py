"""Owns writing direction: a text from outside keeps its direction to itself, wherever it is put.

Headlines and names may hold right-to-left letters, and the invisible signs that set a direction (Unicode Standard Annex
9, 2.1-2.4). A sign that is never ended would turn whatever follows it: the site's name in `<title>`, the next outlet in
a feed. So every text is closed once, where it is read (`closed`); and a name among other words of a line is set apart
from them (`isolated`), for letters alone are enough to pull a bracket or a number over to their side.
"""

from __future__ import annotations

import re
from html import escape
from typing import TypeVar

POP, POP_ISOLATE = "\u202c", "\u2069"
ENDS = {"\u202a": POP, "\u202b": POP, "\u202d": POP, "\u202e": POP} | dict.fromkeys("\u2066\u2067\u2068", POP_ISOLATE)
"""What ends each sign that begins a stretch of its own."""
SIGN = re.compile("[\u202a-\u202e\u2066-\u2069]")
TURNING = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters of scripts that run from right to left (the blocks of UAX 9, table 4, R and AL), and the signs."""


def closed(text: str) -> str:
    """The text with every direction that it begins also ended, and without ends of what it never began."""
    if SIGN.search(text) is None:
        return text
    parts: list[str] = []
    open_: list[str] = []
    for sign in text:
        if sign in ENDS:
            open_.append(ENDS[sign])
        elif sign in {POP, POP_ISOLATE}:
            if sign not in open_ or (sign == POP and open_[-1] != POP):
                continue  # ends nothing: an embedding within an isolate cannot be ended from outside, nor the other way
            while open_[-1] != sign:
                parts.append(open_.pop())
            open_.pop()
        parts.append(sign)
    return "".join((*parts, *reversed(open_)))


Kept = TypeVar("Kept")


def closed_within(value: Kept) -> Kept:
    """The value with every text in it closed; tuples, named ones too, are gone through to the end."""
    if isinstance(value, str):
        return closed(value)  # type: ignore[return-value]
    if not isinstance(value, tuple):
        return value
    parts = [closed_within(part) for part in value]
    return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)  # type: ignore[return-value]


def turns(text: str) -> bool:
    """Whether a text may change the order of what stands beside it in a line."""
    return not text.isascii() and TURNING.search(text) is not None


def isolated(text: str) -> str:
    """The text as markup that keeps its direction to itself: in `<bdi>` where it may turn its line, else as it is."""
    return f"<bdi>{escape(text)}</bdi>" if turns(text) else escape(text)
