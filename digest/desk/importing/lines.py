"""Owns the lines of an export: decoded as they are read, numbered, with a look ahead, none too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from digest.errors import ContentError, Mark, problem

LONGEST = 8_000_000
"""Bytes of one line, as UTF-8; blogs with pictures inside their text reach three million."""
AHEAD = 200
"""Lines looked at before a separator is judged."""


class Line(NamedTuple):
    """A line without its end."""

    number: int
    text: str


class Lines:
    """The lines of a text, one at a time; `ahead` looks without taking. Holds no more than it has looked at."""

    def __init__(self, stream: TextIO, shown: str) -> None:
        """`shown` is how messages name the file."""
        self._stream, self._shown = stream, shown
        self._waiting: deque[Line] = deque()
        self._read = 0

    def __iter__(self) -> Iterator[Line]:
        """Every line that is left."""
        while (line := self.take()) is not None:
            yield line

    def take(self) -> Line | None:
        """The next line, or None at the end."""
        return self._waiting.popleft() if self._waiting else self._next()

    def ahead(self) -> Iterator[Line]:
        """The lines to come, at most `AHEAD`, without taking them."""
        for at in range(AHEAD):
            if at >= len(self._waiting):
                line = self._next()
                if line is None:
                    return
                self._waiting.append(line)
            yield self._waiting[at]

    def _next(self) -> Line | None:
        try:
            text = self._stream.readline(LONGEST + 1)
        except UnicodeError:  # of an encoding that the author named
            raise ContentError([problem("import-encoding-wrong", Mark(self._shown, self._read + 1))]) from None
        if not text:
            return None
        self._read += 1
        if len(text) > LONGEST // 3 and len(text.encode("utf-8", "replace")) > LONGEST:
            raise ContentError([problem("import-long-line", Mark(self._shown, self._read), limit=LONGEST // 1_000_000)])
        return Line(self._read, text.removesuffix("\n"))


def open_text(file: Path, encoding: str, *, given: bool) -> TextIO:
    r"""The file as text with `\n` line ends; where the author named the encoding, what it lacks becomes U+FFFD."""
    stream = file.open(encoding=encoding, errors="replace" if given else "strict", newline=None)
    if encoding == "utf-8" and stream.read(1) != "\ufeff":
        stream.seek(0)
    return stream
