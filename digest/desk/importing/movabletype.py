"""Owns the reading of Movable Type text exports, and of what Hatena Blog, FC2, livedoor, goo and others write for one.

The format is read from MT's own importer and real exports (notes/news-domain.md 5.1, 5.2). MT ends a section at any
line of five hyphens, also one that an author drew; here `-----` counts only before a known section or a separator, and
`--------` only before a metadata key or the end. Each line that did not count is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.desk.importing.lines import Line, Lines
from digest.desk.importing.records import Note, note
from digest.errors import ContentError, Mark, problem

SECTION, RECORD = "-----", "--------"
SECTIONS = frozenset({"BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS", "COMMENT", "PING"})
KEYS = frozenset(
    {
        "AUTHOR", "TITLE", "BASENAME", "STATUS", "ALLOW COMMENTS", "ALLOW PINGS", "CONVERT BREAKS", "PRIMARY CATEGORY",
        "CATEGORY", "DATE", "TAGS", "NO ENTRY", "START BODY", "UNIQUE URL", "IMAGE", "PATH", "PUBLISHED", "SERIES",
    }
)  # fmt: skip
LARGEST = 32_000_000
"""Characters of one entry."""
_KEY = re.compile(r"([A-Z][A-Z ]*|CF50_[\w-]+) *:(?: ?(.*))?")
_HEADING = re.compile(r"([A-Z][A-Z ]*|CF50_[\w-]+):[ \t]*")


class Section(NamedTuple):
    """A section of an entry."""

    name: str
    line: int
    text: str


class Entry(NamedTuple):
    """An entry as the file has it."""

    line: int
    metadata: tuple[tuple[str, str, int], ...]
    """(key, value, line) in order; categories repeat."""
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def entries(lines: Lines, shown: str) -> Iterator[Entry]:
    """Every entry of the export that is not empty; raises ContentError for one that is too long or cut off."""
    ended = RECORD
    while ended == RECORD:
        reading = _Reading(lines, shown)
        ended = reading.read()
        if reading.found.metadata or reading.found.sections:
            if reading.is_cut:
                raise ContentError([problem("import-mt-cut", Mark(shown, reading.last))])
            yield reading.found


class _Reading:
    """One entry being read."""

    def __init__(self, lines: Lines, shown: str) -> None:
        self._lines, self._shown = lines, shown
        self._metadata: list[tuple[str, str, int]] = []
        self._sections: list[Section] = []
        self._notes: list[Note] = []
        self._size = 0
        self._first = 0
        self.is_cut = False
        """Whether the file ends before a separator ends this entry's last part."""
        self.last = 0
        """The line read last."""

    @property
    def found(self) -> Entry:
        """What was read."""
        return Entry(self._first, tuple(self._metadata), tuple(self._sections), tuple(self._notes))

    def read(self) -> str:
        """Reads to the entry's end; what ended it: a separator of records, or empty at the end of the file."""
        ended = self._head()
        while ended == SECTION:
            ended = self._section()
        return ended

    def _head(self) -> str:
        """Reads metadata; what ended it: a separator, or empty at the end of the file."""
        for line in self._lines:
            text = line.text.rstrip()
            if text in {SECTION, RECORD}:
                return text
            found = _KEY.fullmatch(text.lstrip("\ufeff"))
            if found and found[1] == "START BODY":
                return self._text(Section("BODY", line.number, ""))
            if found:
                self._first = self._first or line.number
                self._metadata.append((found[1].strip(), (found[2] or "").strip(), line.number))
            elif text:
                self._notes.append(note("import-mt-odd-line", self._shown, line.number, text=text[:60]))
            self._grow(line)
        self.is_cut = True
        return ""

    def _section(self) -> str:
        """Reads a section by its heading; what ended it."""
        for line in self._lines:
            text = line.text.rstrip()
            if text in {SECTION, RECORD}:
                return text
            found = _HEADING.fullmatch(text)
            if found:
                return self._text(Section(found[1], line.number, ""))
            if text:
                self._notes.append(note("import-mt-odd-line", self._shown, line.number, text=text[:60]))
        return ""

    def _text(self, section: Section) -> str:
        """Reads a section's text up to a separator that counts."""
        kept: list[str] = []
        ended = ""
        for line in self._lines:
            text = line.text.rstrip()
            if text in {SECTION, RECORD}:
                if self._counts(text):
                    ended = text
                    break
                self._notes.append(note("import-mt-rule-kept", self._shown, line.number, text=text))
            kept.append(line.text)
            self._grow(line)
        self.is_cut, self.last = not ended, max(self.last, section.line)
        self._first = self._first or section.line
        self._sections.append(section._replace(text="\n".join(kept).strip("\n")))
        return ended

    def _counts(self, separator: str) -> bool:
        """Whether a line of hyphens divides: by what the next line that is not blank is."""
        following = next((line.text.rstrip() for line in self._lines.ahead() if line.text.strip()), None)
        if following is None:
            return True
        if separator == RECORD:
            found = _KEY.fullmatch(following.lstrip("\ufeff"))
            return found is not None and found[1].strip() in KEYS
        heading = _HEADING.fullmatch(following)
        known = heading is not None and (heading[1] in SECTIONS or heading[1].startswith("CF50_"))
        return known or following in {SECTION, RECORD}

    def _grow(self, line: Line) -> None:
        self.last = line.number
        self._size += len(line.text) + 1
        if self._size > LARGEST:
            raise ContentError(
                [problem("import-long-entry", Mark(self._shown, self._first), limit=LARGEST // 1_000_000)]
            )
