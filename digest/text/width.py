"""Owns widths: how many columns a text takes on a terminal, and which characters are wide ones (UAX #11)."""

from __future__ import annotations

import re
import unicodedata

WIDE_CLASSES = frozenset({"W", "F"})
"""East Asian Width classes that take two columns."""
FULL_OR_HALF = frozenset({"W", "F", "H"})
"""East Asian Width classes of East Asian writing, half-width katakana included (CSS Text 3, section 4.1.3)."""
NARROW_TEXT = re.compile(r"[\x20-\x7e]*\Z")
HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\u3200-\u321e\u3260-\u327e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc]")
"""Script Hangul: Korean puts spaces between its words, so it does not join across lines as Japanese does."""
NO_COLUMN = frozenset({"Mn", "Me", "Cf", "Cc"})
"""General categories that take no column of their own: combining marks, format and control characters."""


def columns(text: str) -> int:
    """How many terminal columns a text takes: two for a wide character, none for a combining mark."""
    if NARROW_TEXT.match(text):
        return len(text)
    return sum(_columns_of(char) for char in text)


def is_wide(char: str) -> bool:
    """Whether this one character takes two columns; false for an empty text."""
    return bool(char) and unicodedata.east_asian_width(char) in WIDE_CLASSES


def joins_lines(char: str) -> bool:
    """Whether a line that ends or begins with this character joins its neighbour without a space (CSS Text 3, 4.1.3).

    East Asian Width W, F or H, and not Hangul; false for an empty text.
    """
    if char < "\u1100":
        return False
    return unicodedata.east_asian_width(char) in FULL_OR_HALF and not HANGUL.match(char)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in NO_COLUMN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in WIDE_CLASSES else 1
