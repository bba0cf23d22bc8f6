"""Owns strong text, the commonest markup: `**text**` made at once where no other reading of it is possible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it.rules_inline.state_inline import StateInline

_UNSIGNED = r"[^\n\\`~*_\[\]!<&@{｜《]"
_STRONG = re.compile(rf"\*\*(?P<text>{_UNSIGNED}+)\*\*(?!\*)")
"""Strong text without any sign within; every sign that `digest.text.inline` knows ends the search."""
_LETTER = r"[\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff]"
_CERTAIN = re.compile(rf"\*\*(?P<text>{_LETTER}(?:{_UNSIGNED}*{_LETTER})?)\*\*(?!\*)")
"""Such text between kana or kanji: beside these, stars open and close whatever stands on their other side."""


def at_once(source: str, sign: re.Pattern[str]) -> list[Token] | None:
    """The tokens of a text without markup, or with none but strong text that can be nothing else; None for others."""
    out: list[Token] = []
    done = 0
    while begun := sign.search(source, done):
        found = _CERTAIN.match(source, begun.start())
        if found is None:
            return None
        if begun.start() > done:
            out.append(Token("text", "", 0, content=source[done : begun.start()]))
        out += _strong_tokens(found["text"])
        done = found.end()
    if done < len(source):
        out.append(Token("text", "", 0, content=source[done:]))
    return out


def _strong_tokens(text: str) -> tuple[Token, ...]:
    return (
        Token("strong_open", "strong", 1, markup="**"),
        Token("text", "", 0, content=text),
        Token("strong_close", "strong", -1, markup="**"),
    )


def rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`**text**` made at once where no other reading is possible: no delimiter stands open before it, none within.

    So it gives what the rule for emphasis would, without a token and a search for each `*`.
    """
    found = None if silent or state.delimiters else _STRONG.match(state.src, state.pos, state.posMax)
    if found is None or not _is_strong(state, found):
        return False
    if state.pending:
        state.pushPending()
    state.tokens += _strong_tokens(found["text"])
    state.pos = found.end()
    return True


def _is_strong(state: StateInline, found: re.Match[str]) -> bool:
    """Whether the stars open and close."""
    opening, closing = state.scanDelims(state.pos, True), state.scanDelims(found.end("text"), True)  # noqa: FBT003
    return opening.can_open and closing.can_close
