"""Owns the folded copy of a text: its NFKC form, and where each character of that form stands in the original.

The parsers of bylines and date words compare on the folded copy, so that full and half width are the same to them, and
report offsets into what the author wrote. The map is exact where one character becomes several (㍻ → 平成) and where
several become one (half-width ｶﾞ → ガ). The rule: Unicode Annex 15; notes/news-domain.md 2.1, 1.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLAIN = r"\x00-\x7f\u3000-\u3029\u3041-\u3096\u30a0-\u30fe\u4e00-\u9fff\uff01-\uff5e"
"""Characters of Japanese news that fold one to one and never join the character before them."""
_ALL_PLAIN = re.compile(rf"[{_PLAIN}]*")
_WIDE = re.compile(r"[\u3000\uff01-\uff5e]+")
"""Those of them that folding changes: normalising these alone is far cheaper than the text that they stand in."""
_JAMO = re.compile(r"[\u1160-\u11ff]")
"""Hangul vowels and finals: letters that join the one before them."""


@cache
def _piece() -> re.Pattern[str]:
    """A run of plain characters, or one with all that may join it; few texts need it, and it takes long to compile."""
    return re.compile(rf"([{_PLAIN}]+)(?![^{_PLAIN}])|[\s\S][^{_PLAIN}]*")


class Folded(NamedTuple):
    """A folded text and its map back: character `i` of `text` comes from `original[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the original that holds `text[start:end]`; an empty span stays empty."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
        return at, at


def fold(text: str) -> Folded:
    """The NFKC form of `text` with its map; never raises, whatever the text."""
    if _ALL_PLAIN.fullmatch(text):
        return Folded(_narrow(text), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _piece().finditer(text):
        if found.group(1) is not None:
            pieces.append(_narrow(found.group()))
            starts.extend(range(*found.span()))
            ends.extend(range(found.start() + 1, found.end() + 1))
            continue
        for start, end in _clusters(text, *found.span()):
            piece = unicodedata.normalize("NFKC", text[start:end])
            pieces.append(piece)
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
    return Folded("".join(pieces), starts, ends)


def _narrow(plain: str) -> str:
    """The NFKC form of plain characters."""
    return _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide.group()), plain)


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans within `text[start:end]` that normalisation cannot join with each other."""
    for at in range(start + 1, end):
        if not _joins(text[at]):
            yield start, at
            start = at
    yield start, end


def _joins(character: str) -> bool:
    """Whether this character may combine with the one before it: marks, and Hangul vowels and finals."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first)[0] == "M" or _JAMO.match(first) is not None
