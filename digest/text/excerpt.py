"""Owns excerpts: the beginning of a text, cut where a reader would pause."""

from __future__ import annotations

import re
import unicodedata

from digest.text.bidi import closed

LIMIT = 120
"""Characters: what search engines and social cards show of a Japanese description."""
SENTENCE_END = re.compile(r"[。！？!?][」』）)”’]*|(?<=[a-z0-9])\.(?=\s)")
_SPACES = re.compile(r"\s+")
_LATIN_WORD = re.compile(r"[0-9A-Za-z]+\Z")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3")


def excerpt(text: str, limit: int = LIMIT) -> str:
    """The beginning of a plain text, white space collapsed, at most `limit` characters long.

    Cut after the last sentence that fits, unless that keeps less than a third; then at a character, with `…`, never
    inside a Latin word or number, before a combining mark, or inside a sequence of joined emoji.
    """
    flat = _SPACES.sub(" ", text).strip()
    return closed(flat if len(flat) <= limit else _cut(flat, limit))


def _cut(flat: str, limit: int) -> str:
    ends = [found.end() for found in SENTENCE_END.finditer(flat, 0, limit + 1) if found.end() <= limit]
    if ends and ends[-1] * 3 >= limit:
        return flat[: ends[-1]]
    return flat[: _safe_cut(flat, limit - 1)].rstrip(" 、，,") + "…"


def _safe_cut(text: str, at: int) -> int:
    """The nearest place at or before `at` where the text may be cut."""
    if text[at].isascii() and text[at].isalnum():
        word = _LATIN_WORD.search(text, 0, at)
        at = word.start() if word and word.start() * 2 > at else at
    while at > 1 and (text[at] in _JOINERS or text[at - 1] == "\u200d" or unicodedata.combining(text[at])):
        at -= 1
    return at
