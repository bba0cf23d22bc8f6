"""Owns when `*`, `_` and `~~` open or close emphasis beside East Asian text, where CommonMark's rule fails it.

CommonMark 0.31 (section 6.2) asks which side of a delimiter run is white space or punctuation; Japanese has no spaces
between words, so `**「重要」**です` stays literal there. Here, between two characters that are not white space, a run
of `*` or `~` touching East Asian text on either side may both open and close. Everything else gives what CommonMark
gives. The behaviour follows the specification of the markdown-cjk-friendly project (notes/news-domain.md, 4.2).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from markdown_it.rules_inline.state_inline import Scanned, StateInline

from digest.text.width import HANGUL

_EMOJI = re.compile(
    "[\u231a-\u2328\u232b-\u2e7f\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f"
    "\U0001f232-\U0001f236\U0001f238-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001faff]"
)
"""Wide characters shown as emoji (Emoji_Presentation of emoji-data.txt): wide, but not writing."""
_SPACES = frozenset("\t\n\v\f\r")
_QUOTES = frozenset("‘’“”")
_WIDE_QUOTE = "\ufe01"
"""The variation selector that makes a curly quotation mark a full-width one."""


class Side(NamedTuple):
    """What stands on one side of a delimiter run."""

    space: bool
    punctuation: bool
    east_asian: bool


@lru_cache(maxsize=4096)
def side(char: str) -> Side:
    """Classify one character."""
    category = unicodedata.category(char)
    wide = char >= "\u1100" and unicodedata.east_asian_width(char) in "WFH" and not _EMOJI.match(char)
    return Side(
        space=category == "Zs" or char in _SPACES,
        punctuation=category[0] in "PS",
        east_asian=wide or bool(HANGUL.match(char)),
    )


def side_before(text: str, start: int) -> Side:
    """Classify what stands before `start`, looking through one variation selector; a line's start is white space."""
    last = text[start - 1] if start else " "
    if last < "\ufe00":
        return side(last)
    if "\ufe00" <= last <= "\ufe0e" and start > 1 and not side(text[start - 2]).space:
        seen = side(text[start - 2])
        wide_quote = last == _WIDE_QUOTE and text[start - 2] in _QUOTES
        return seen._replace(east_asian=seen.east_asian or wide_quote)
    if "\U000e0100" <= last <= "\U000e01ef":  # an ideographic variation: what it varies is an ideograph
        return side(last)._replace(east_asian=True)
    return side(last)


class EastAsianState(StateInline):
    """markdown-it's inline state with our answer to what may open and close."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001 - markdown-it's names
        """Length of the run at `start` and whether it may open or close; `canSplitWord` is true but for `_`."""
        marker, end = self.src[start], start
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = side_before(self.src, start)
        after = side(self.src[end]) if end < self.posMax else side(" ")
        if before.space or after.space:
            return Scanned(not after.space, not before.space, end - start)
        if not canSplitWord:
            return Scanned(before.punctuation, after.punctuation, end - start)
        beside = before.east_asian or after.east_asian
        opens = beside or before.punctuation or not after.punctuation
        closes = beside or after.punctuation or not before.punctuation
        return Scanned(opens, closes, end - start)
