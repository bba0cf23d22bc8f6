"""Owns line breaks that count: plain ones within HTML, as MT and WordPress have them, into paragraphs.

As WordPress's wpautop and MT's html_text_transform: an empty line ends a paragraph, a single break is `<br>`, nothing
is added within or around block elements.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|"
    "iframe|li|main|nav|object|ol|p|pre|script|section|style|table|tbody|td|tfoot|th|thead|tr|ul|video"
)
_BLOCK_EDGE = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)", re.IGNORECASE)
_KEPT = re.compile(r"(<(pre|script|style|textarea)\b[^<>]*>(?:(?!<\2\b).)*?</\2\s*>)", re.IGNORECASE | re.DOTALL)
"""None holds another of its name; looking no further than there, many that are never closed take no time."""
_EMPTY_LINES = re.compile(r"\n[ \t\u3000\u00a0]*\n\s*")


def with_paragraphs(text: str) -> str:
    """The text with its paragraphs and breaks as elements; what stands in `pre` stays."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = _KEPT.split(normal)
    out = []
    for at, part in enumerate(parts):
        if at % 3 == 0:
            out.append(_paragraphs(part))
        elif at % 3 == 1:
            out.append(part)
    return "".join(out)


def _paragraphs(text: str) -> str:
    spaced = _BLOCK_EDGE.sub(r"\n\n\1\n\n", text)
    blocks = (block.strip("\n") for block in _EMPTY_LINES.split(spaced))
    return "\n".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    if _BLOCK_EDGE.fullmatch(block.strip()):
        return block
    broken = re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n", "<br>\n", block)
    return f"<p>{broken}</p>"
