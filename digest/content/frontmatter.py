"""Owns the split of an author's file into front matter and body."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from digest.errors import Mark, Problem, problem

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Parts(NamedTuple):
    """A file's two halves; lines count from 1 in the file."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file of ours: UTF-8, line ends as line feeds, a byte order mark dropped."""
    bare = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = bare.decode()
    except UnicodeDecodeError as error:
        before = bare[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return "", (problem("not-utf8", Mark(path, line, column), byte=f"0x{bare[error.start]:02x}"),)
    if b"\r" in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if b"\0" in data:
        line = text[: text.index("\0")].count("\n") + 1
        return "", (problem("nul-character", Mark(path, line)),)
    return text, ()


def split(text: str, path: str) -> tuple[Parts, tuple[Problem, ...]]:
    """Front matter and body of a text that begins with `---` and ends its front matter with `---`."""
    first = FENCE.match(text)
    if first is None:
        return Parts("", 1, text, 1), (
            problem("no-front-matter", Mark(path, 1, 1, max(1, len(text.split("\n", 1)[0])))),
        )
    last = FENCE.search(text, first.end())
    if last is None:
        return Parts("", 2, "", 2), (problem("front-matter-open", Mark(path, 1, 1, 3)),)
    yaml = text[first.end() + 1 : last.start()]
    body_line = text.count("\n", 0, last.end()) + 2
    return Parts(yaml, 2, text[last.end() + 1 :], body_line), ()
