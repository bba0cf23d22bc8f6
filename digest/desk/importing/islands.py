"""Owns HTML within Markdown: blocks that hold any are turned into Markdown, all other lines stay to the letter.

Our site shows raw HTML as text, other generators let it through. A block is a top-level one of CommonMark; neighbours
that belong together, as `<div>` … `</div>` with blank lines between, are taken together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_ONLY_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!<!--).)*?-->\s*)+", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)\b[^<>]*?(/?)>")
_FOOTNOTE = re.compile(r"\[\^([\w-]{1,40})\]")
_OPEN, _CLOSE = "\U000f0000", "\U000f0001"
"""Characters that mean nothing to anybody stand for the two ends of a footnote's mark."""
_VOID_TAGS = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_TAGS.split())


class Done(NamedTuple):
    """A text without raw HTML."""

    text: str
    blocks: int
    """How many were converted."""


def without_html(text: str, convert: Callable[[str], str]) -> Done:
    """The Markdown with its HTML converted; `convert` makes Markdown of HTML."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    lines = text.split("\n")
    count = 0
    for start, end in reversed(_spans(parser.parse(text), lines)):
        source = "\n".join(lines[start:end])
        made = "" if _ONLY_COMMENTS.fullmatch(source) else _converted(source, parser, convert)
        count += bool(made)
        lines[start:end] = ["", *made.split("\n"), ""] if made else [""]
    return Done("\n".join(lines), count)


def _converted(source: str, parser: MarkdownIt, convert: Callable[[str], str]) -> str:
    """The Markdown of a part that holds HTML; the marks of footnotes, which CommonMark does not know, go around it."""
    hidden = _FOOTNOTE.sub(rf"{_OPEN}\1{_CLOSE}", source)
    return convert(parser.render(hidden)).replace(_OPEN, "[^").replace(_CLOSE, "]")


def _spans(tokens: list[Token], lines: list[str]) -> list[tuple[int, int]]:
    """Line ranges that hold HTML, those that belong together as one."""
    merged: list[tuple[int, int]] = []
    for start, end in _blocks(tokens):
        if merged and (start <= merged[-1][1] or _opens("\n".join(lines[merged[-1][0] : merged[-1][1]]))):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """The lines of each top-level block that holds HTML."""
    span = (0, 0)
    found = False
    for token in tokens:
        if token.level == 0 and token.map and token.nesting >= 0:
            span, found = (token.map[0], token.map[1]), False
        html = token.type == "html_block" or any(child.type == "html_inline" for child in token.children or ())
        if html and not found:
            found = True
            yield span


def _opens(source: str) -> bool:
    """Whether more elements begin than end here."""
    depth = 0
    for closing, name, alone in _TAG.findall(re.sub(r"<!--(?:(?!<!--).)*?-->", "", source, flags=re.DOTALL)):
        if name.lower() not in _VOID and not alone:
            depth += -1 if closing else 1
    return depth > 0
