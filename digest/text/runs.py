"""Owns what happens to a block's parsed content: line breaks dropped, readings and dates marked, its plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from digest.text.ruby import listed
from digest.text.width import joins_lines

Span = tuple[int, int, str, str]
Annotate = Callable[[Sequence[tuple[str, tuple[str, ...]]]], Sequence[Sequence[Span]]]
"""What finds date words. It gets every block of a body at once, for a word may lean on an earlier block: pairs of the
block's plain text and the keys of the sources that it cites (a quotation's paragraphs all get the quotation's). It
returns for each block its spans (start, end, value, label), offsets in characters of that text: `value` in ISO 8601 or
EDTF, `label` the resolved date in words. In the text, code and images are U+FFFC, so that nothing is found across them.
A span that crosses the border of other markup, or an earlier span, is left out."""
_OPAQUE = "\ufffc"
_HTML_DATE = re.compile(r"\d{4}(-(?:0\d|1[0-2])(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")
"""What `datetime` may hold of what EDTF can say (HTML, 4.5.14)."""
_LINKS = frozenset({"link_open", "link_close", "html_inline"})
_RAW_TIME = re.compile(r"<(/?)time\b", re.IGNORECASE)
_RAW_LINK = re.compile(r"<(/?)a\b", re.IGNORECASE)
_ESCAPED = re.compile('[&<>"]')
"""What `escapeHtml` changes: few texts hold any of it."""
_UNSEEN = frozenset({"citation", "footnote_ref", "footnote_anchor", "image", "html_inline"})


def join_lines(children: list[Token]) -> list[Token]:
    """Without the soft line breaks between East Asian characters, seen through markup (CSS Text 3, 4.1.3).

    Texts that become neighbours are one token afterwards.
    """
    breaks = [at for at, token in enumerate(children) if token.type == "softbreak"]
    if not breaks:
        return children
    dropped = {at for at in breaks if joins_lines(_last(children, at)) and joins_lines(_first(children, at))}
    kept: list[Token] = []
    for at, token in enumerate(children if dropped else ()):
        if at in dropped:
            continue
        if token.type == "text" and at - 1 in dropped:
            token.content = token.content.lstrip("\u3000")  # the indent of a pasted line
        if token.type == "text" and kept and kept[-1].type == "text":
            kept[-1].content += token.content
        else:
            kept.append(token)
    return kept if dropped else children


def _last(children: list[Token], at: int) -> str:
    """The last character before token `at`; empty where a line break or image stands between."""
    return next((found[-1:] for found in (_shown(children[back]) for back in range(at - 1, -1, -1)) if found), "")


def _first(children: list[Token], at: int) -> str:
    """The first character after token `at`."""
    return next((found[:1] for found in (_shown(children[on]) for on in range(at + 1, len(children))) if found), "")


def _shown(token: Token) -> str:
    """What a reader sees of a token, for its neighbours: a space where it is neither writing nor mere markup."""
    if token.type in {"text", "code_inline", "ruby", "text_special"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak", "image"} else ""


def plain(children: Sequence[Token], opaque: str = "") -> str:
    """The text of a block's content without markup, readings, citations and images; `opaque` stands for images."""
    if len(children) == 1 and children[0].type == "text":
        return children[0].content
    return "".join([_plain(token, opaque) for token in children])


def _plain(token: Token, opaque: str) -> str:
    if token.type in {"text", "ruby", "text_special"}:
        return token.content
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "image":
        return opaque
    return (opaque or token.content) if token.type == "code_inline" else ""


def description(children: Sequence[Token] | None) -> str:
    """The text of an image's description, which may hold markup (CommonMark 6.4)."""
    return "".join(description(t.children) if t.type == "image" else _plain(t, "") for t in children or ())


def mark_readings(children: list[Token], readings: Mapping[str, str], seen: set[str]) -> list[Token]:
    """Ruby for the listed names at their first appearance; adds them to `seen`."""
    out: list[Token] = []
    for token in children:
        out += (token.type == "text" and with_readings(token.content, readings, seen)) or [token]
    return out


def with_readings(text: str, readings: Mapping[str, str], seen: set[str]) -> list[Token]:
    """A plain text with ruby, as `mark_readings` makes it; nothing where it has no listed name."""
    out, done = [], 0
    for start, end, base, reading in listed(text, readings):
        if base not in seen:
            seen.add(base)
            out += [_text(text[done:start]), _ruby(base, reading)]
            done = end
    return [*out, _text(text[done:])] if out else []


def text_for_dates(children: Sequence[Token]) -> str:
    """The text of a block as `Annotate` gets it."""
    return plain(children, _OPAQUE)


def mark_dates(block: Token, found: Sequence[Span]) -> None:
    """Date words of a block in `<time>`, see `Annotate`; texts that hold some become tokens of the type `dated`.

    Such a token, and a `paragraph` without children, has its finished markup in `markup`.
    """
    spans = sorted(found)
    children = block.children or []
    if block.type == "paragraph" and not children:
        block.markup = _with_dates(block.content, 0, spans)
        return
    begun = at = linked = depth = 0
    for token in children:
        kind, first = token.type, begun
        end = at + len(token.content if kind == "text" else _plain(token, _OPAQUE))
        if kind in _LINKS:
            linked += _into(token, _RAW_TIME)
            depth += _into_link(token)
        while begun < len(spans) and spans[begun][0] < end:
            begun += 1
        if kind == "text" and begun > first and not linked:
            mine = [span for span in spans[first:begun] if span[0] < span[1] <= end]
            if mine:
                token.type, token.markup = "dated", _with_dates(token.content, at, mine, linked=depth > 0)
        if begun == len(spans):
            return
        at = end


def _into(token: Token, raw: re.Pattern[str]) -> int:
    """1 where raw HTML opens such an element, -1 where it closes one."""
    found = raw.match(token.content) if token.type == "html_inline" else None
    return 0 if found is None else -1 if found[1] else 1


def _into_link(token: Token) -> int:
    """1 where a token opens a link, -1 where it closes one."""
    return (token.type == "link_open") - (token.type == "link_close") + _into(token, _RAW_LINK)


def _with_dates(content: str, at: int, spans: Sequence[Span], *, linked: bool = False) -> str:
    """The markup of a text that begins at `at` of its block; within a link nothing else may take the focus (HTML)."""
    escape = escapeHtml if _ESCAPED.search(content) else None
    focus = "" if linked else ' tabindex="0"'
    out: list[str] = []
    done = 0
    for start, end, value, label in spans:
        begin, stop = start - at, end - at
        if begin < done or stop > len(content):
            continue
        opening, closing = _time(value, label, focus)
        before, word = content[done:begin], content[begin:stop]
        out += (escape(before), opening, escape(word), closing) if escape else (before, opening, word, closing)
        done = stop
    rest = content[done:]
    out.append(escape(rest) if escape else rest)
    return "".join(out)


@lru_cache(maxsize=4096)
def _time(value: str, label: str, focus: str) -> tuple[str, str]:
    """The tags around a date word: `<time>` where HTML knows such a value, else a `<span>` that keeps the EDTF.

    `focus` is the attribute that lets a keyboard or a finger come to it, for a title alone shows to a mouse only.
    """
    tag, name = ("time", "datetime") if _HTML_DATE.fullmatch(value) else ("span", "data-edtf")
    shown = f'class="date-word" title="{escapeHtml(label)}"{focus}'
    return f'<{tag} {name}="{escapeHtml(value)}" {shown}>', f"</{tag}>"


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _ruby(base: str, reading: str) -> Token:
    return Token("ruby", "", 0, content=base, meta={"parts": ((base, reading),)})
