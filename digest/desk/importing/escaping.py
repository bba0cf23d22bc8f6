"""Owns plain text as Markdown: what our dialect would read as markup is escaped, and nothing else is touched.

The dialect is docs/markdown.md: CommonMark, tables, footnotes, `~~`, definition lists, ruby, citations, `◎` headings.
"""

from __future__ import annotations

import re
import unicodedata

_INLINE = re.compile(r"[\\`*\[\]<{]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~(?=~)|&(?=#?\w+;)")
_LINE_START = re.compile(
    r"(?m)^([ \t]*)(?:(?P<sign>#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$|-|\+)|=|~|\||:(?=[\s-]))"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)|(?P<mark>[◎○●■◆▽▼★]))"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str) -> str:
    r"""The text without control characters and lone surrogates, which no page or feed can hold; `\n` and tabs stay."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def inline(text: str) -> str:
    """Text that stands within a line."""
    return _INLINE.sub(lambda found: "\\" + found[0], text).replace("《", "&#12298;")


def line_starts(text: str) -> str:
    """Text, already escaped inline, with what would begin a block at the start of any of its lines escaped, too."""
    return _LINE_START.sub(_at_start, text)


def _at_start(found: re.Match[str]) -> str:
    if found["mark"]:
        return f"{found[1]}&#{ord(found['mark'])};"
    return f"{found[1]}\\{found['sign']}" if found["sign"] else f"{found[1]}{found['number']}\\{found['dot']}"


def paragraph(text: str) -> str:
    """A paragraph of plain text; its line breaks are kept as hard ones."""
    lines = [line.strip() for line in without_controls(text).split("\n")]
    return "\\\n".join(line_starts(inline(line)) for line in lines if line)


def literal(text: str) -> str:
    """A whole body as plain paragraphs in which every sign stands for itself, whatever the dialect makes of signs."""
    blocks = re.split(r"\n[ \t\u3000\u00a0]*\n", without_controls(text))
    return "\n\n".join(done for block in blocks if (done := _letters(block)))


def _letters(block: str) -> str:
    lines = [line.strip() for line in block.split("\n")]
    return "\\\n".join("".join(map(_letter, line)) for line in lines if line)


def _letter(sign: str) -> str:
    if sign.isascii() and not sign.isalnum() and sign not in " \t":
        return "\\" + sign
    return f"&#{ord(sign)};" if sign in "《｜◎○●■◆▽▼★" else sign


def one_line(text: str, longest: int = 500) -> str:
    """A text as one line of front matter: NFC, white space folded, controls dropped, cut with `…` where too long."""
    line = " ".join(unicodedata.normalize("NFC", without_controls(text)).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
