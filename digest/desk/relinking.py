"""Owns new addresses in the links of a Markdown file, every other character left as it is. Pure.

A link's place comes from the parser (`Hole`); the address within it is found as CommonMark 0.31 (6.3, links; 4.7, link
reference definitions) lets it be written, and compared after the same unescaping.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from digest.text.body import Hole

INLINE = re.compile(r"\]\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s<][^\s]*?))(?=[\s)])")
DEFINITION = re.compile(r"(?m)^[ >\t]*\[(?:[^\[\]\\]|\\.)+\]:[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>\S+))")
MARKUP = re.compile(r"""(?:href|src)\s*=\s*(?:"(?P<angle>[^"]*)"|'(?P<bare>[^']*)')""")
SAFE = "/-_.~!$&'*+,;=:@"
LONGEST = 4000
"""Characters of a link that are looked through for its address."""


class Edit(NamedTuple):
    """`text` instead of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def relink(text: str, holes: Sequence[Hole], wanted: Mapping[Hole, str]) -> str:
    """The text (line ends as in the file) with the address of each hole in `wanted` replaced.

    `holes` are all links of the file that lead elsewhere, in order. What cannot be found is left as it is: the caller
    reads the result again and sees.
    """
    starts = _line_starts(text)
    edits: set[Edit] = set()
    for hole in holes:
        if hole in wanted:
            edits |= set(_edits(text, starts, hole, wanted[hole]))
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text)))


def _edits(text: str, starts: Sequence[int], hole: Hole, address: str) -> list[Edit]:
    """Where the address of this link stands: in the link itself, else in a definition that it refers to."""
    start = starts[hole.line - 1] + max(0, hole.column - 1) if hole.line <= len(starts) else 0
    own = text[start : start + min(max(hole.length, 1), LONGEST)]
    for pattern in (INLINE, MARKUP):
        for found in pattern.finditer(own):
            if _means(found, hole):
                return [_edit(found, address, start)]
    return [_edit(found, address, 0) for found in DEFINITION.finditer(text) if _means(found, hole)]


def _means(found: re.Match[str], hole: Hole) -> bool:
    from markdown_it.common.utils import unescapeAll  # noqa: PLC0415 - Markdown, only where links change

    written = found["angle"] if found["angle"] is not None else found["bare"]
    return unescapeAll(written) == hole.value


def _edit(found: re.Match[str], address: str, offset: int) -> Edit:
    group = "angle" if found["angle"] is not None else "bare"
    return Edit(offset + found.start(group), offset + found.end(group), address)


def written(path: str) -> str:
    """A path as an address in Markdown: only what would break a link is percent-encoded, Japanese stays readable."""
    return "".join(sign if sign.isalnum() or sign in SAFE else quote(sign) for sign in path)
