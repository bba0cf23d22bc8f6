"""Owns the blocks that are told at a glance: paragraphs, headings and quotations of one line, and lists of such lines.

They are nearly all there is in a text of news. Taken are only those that no rule of markdown-it could read otherwise,
and as its rules would have made them; at anything else the text is left to them. So this changes nothing but the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.common.utils import mdTrim
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT = r"[A-Za-z\u3005-\u3011\u3041-\u9fff\uff01-\uff5d][^\n]*+"
"""A line that begins with a letter or bracket, as no block of another kind does but for what the next line makes it."""
_BLOCK = re.compile(
    rf"(?:(?P<paragraph>{_TEXT})(?:\n\n++(?![ \t]*[:~])|\n*+\Z)"  # no definition of a term follows
    r"|(?P<marks>#{1,6}) ++(?P<heading>[^\s#][^\n#]*+)(?:\n++|\Z)"
    rf"|> (?P<quotation>{_TEXT})(?:\n\n++|\n*+\Z)"
    rf"|(?P<list>- {_TEXT}(?:\n- {_TEXT})*+)(?:\n\n++(?![ \t\-])|\n*+\Z))"  # nothing more of the list follows
)


class Paragraph(Token):
    """A paragraph that stands in nothing else, in one token; it has children where it holds a sign of markup."""

    __slots__ = ()
    type = "paragraph"
    tag = "p"
    nesting: Literal[-1, 0, 1] = 0
    level = 0
    info = ""
    block = True
    hidden = False

    def __init__(self, content: str, line: int, children: list[Token] | None) -> None:
        """`content` stands on `line` of the text, from 0."""
        self.content, self.map, self.children, self.markup = content, [line, line + 1], children, ""
        self.attrs, self.meta = {}, {}


def take(source: str, at: int, line: int, sign: re.Pattern[str], tokens: list[Token]) -> tuple[int, int]:
    """Add the tokens of the plain blocks from `at` on, where `line` begins and no block is open; where they end.

    `sign`: what markup within a line begins with.
    """
    while found := _BLOCK.match(source, at):
        kind = found.lastgroup
        content = mdTrim(found[kind or 0])
        if kind == "paragraph":
            tokens.append(Paragraph(content, line, [] if sign.search(content) else None))
        elif kind == "heading":
            tokens += _heading(content, found["marks"], line)
        elif kind == "quotation":
            tokens += _quotation(content, line)
        else:
            tokens += _list(content.split("\n"), line)
        line += source.count("\n", at, found.end())
        at = found.end()
        if at == len(source):
            break
    return at, line


def _heading(content: str, marks: str, line: int) -> Iterable[Token]:
    tag, lines = f"h{len(marks)}", [line, line + 1]
    return (
        Token("heading_open", tag, 1, map=lines, markup=marks, block=True),
        _content(content, line, 1),
        Token("heading_close", tag, -1, markup=marks, block=True),
    )


def _quotation(content: str, line: int) -> Iterable[Token]:
    lines = [line, line + 1]
    return (
        Token("blockquote_open", "blockquote", 1, map=lines, markup=">", block=True),
        Token("paragraph_open", "p", 1, map=lines, level=1, block=True),
        _content(content, line, 2),
        Token("paragraph_close", "p", -1, level=1, block=True),
        Token("blockquote_close", "blockquote", -1, markup=">", block=True),
    )


def _list(items: list[str], line: int) -> list[Token]:
    out = [Token("bullet_list_open", "ul", 1, map=[line, line + len(items)], markup="-", block=True)]
    for number, item in enumerate(items, line):
        lines = [number, number + 1]
        out += (
            Token("list_item_open", "li", 1, map=lines, level=1, markup="-", block=True),
            Token("paragraph_open", "p", 1, map=lines, level=2, block=True, hidden=True),
            _content(mdTrim(item[2:]), number, 3),
            Token("paragraph_close", "p", -1, level=2, block=True, hidden=True),
            Token("list_item_close", "li", -1, level=1, markup="-", block=True),
        )
    out.append(Token("bullet_list_close", "ul", -1, markup="-", block=True))
    return out


def _content(content: str, line: int, level: int) -> Token:
    return Token("inline", "", 0, map=[line, line + 1], level=level, children=[], content=content, block=True)
