"""Owns the sheet of one rendering: where in the author's file we are, and what was found on the way.

markdown-it knows the lines of a block and nothing of places inside it. A paragraph's content is its source lines
without indent and quotation marks, so a place in the content is found again by its line and by where that line's
text stands in the source line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from digest.errors import Mark, Problem
from digest.text.body import Citation, Hole, Mention

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(slots=True)
class Sheet:
    """What one call of `render` has collected so far; it never outlives that call."""

    path: str
    first_line: int
    lines: list[str]
    language: str = "ja"
    problems: list[Problem] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    readings: dict[str, None] = field(default_factory=dict)
    tables: int = 0
    raw_html: Mark | None = None
    """Where the first raw HTML stands."""
    depth: int = 0
    """1 while the content of a block is parsed, more inside an image's description."""
    _content: str = ""
    _lines: tuple[int, int] = (0, 1)
    _begin: int = 0
    """Where in its line a table's cell may begin: after the cell before it."""
    _starts: list[tuple[int, int]] = field(default_factory=list)
    """Line and column of each line of the content; empty until they are asked for."""
    _offsets: list[int] = field(default_factory=list)
    """Where in the content its lines begin, as long as `_starts`."""

    def enter(self, block: Token, lines: tuple[int, int], *, is_cell: bool) -> None:
        """Go to a block's content, which stands somewhere on `lines` (from 0, end excluded); maybe a table's cell."""
        if is_cell and self._lines == lines:
            self._begin = max(self._begin, self._column(lines[0], self._content, self._begin) + len(self._content))
        else:
            self._begin = 0
        self._content, self._lines, self._starts = block.content, lines, []

    def mark(self, offset: int, length: int) -> Mark:
        """The place in the file of `length` characters from `offset` in the block's content."""
        self._starts = self._starts or self._find_lines()
        row = bisect_right(self._offsets, offset) - 1
        line, column = self._starts[row]
        within = offset - self._offsets[row]
        stop = self._offsets[row + 1] - 1 if row + 1 < len(self._offsets) else len(self._content)
        length = min(length, stop - offset)  # a caret runs along one line
        return Mark(self.path, self.first_line + line, column + within + 1 if column >= 0 else 0, max(1, length))

    def whole_line(self, line: int) -> Mark:
        """The place of a whole line of the body, counted from 0."""
        return Mark(self.path, self.first_line + line, 0, 1)

    def hole(self, kind: str, value: str, at: Mark) -> str:
        """Leave a hole; returns the text that stands for it in the markup."""
        self.holes.append(Hole(kind, value, at.line, at.column, at.length))
        return f"\x00{len(self.holes) - 1}\x00"

    def _find_lines(self) -> list[tuple[int, int]]:
        """Line and column (-1 where it cannot be told) of each content line; leading blank ones may be missing."""
        contents, begin = self._content.split("\n"), self._begin
        self._offsets = list(accumulate((len(text) + 1 for text in contents[:-1]), initial=0))
        first, last = self._lines[0], min(self._lines[1], len(self.lines))
        shift = next((at for at in range(first, last) if self._column(at, contents[0], begin) >= 0), first)
        rows = range(shift, shift + len(contents))
        return [(row, self._column(row, text, begin)) for row, text in zip(rows, contents, strict=True)]

    def _column(self, line: int, text: str, begin: int) -> int:
        if line >= len(self.lines):
            return -1
        if self.lines[line].startswith(text, begin):
            return begin
        found = self.lines[line].find(text, begin)
        return found if found >= 0 or "|" not in text else self.lines[line].find(text.replace("|", "\\|"), begin)
