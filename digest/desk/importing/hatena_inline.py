"""Owns what Hatena's notation writes within a line, as Markdown: addresses, pictures, goods, keywords, footnotes.

Source: the host's help on はてな記法 (notes/news-domain.md 5.2). What has no meaning outside the host stays as text and
is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from digest.desk.importing.escaping import inline

_KINDS = {
    "plain": r"\[\](?P<plain_text>.*?)\[\]|\)\(\((?P<bare_note>[^()]*)\)\)\(|(?P<triple>\(\(\([^()]*\)\)\))",
    "code": r"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    "note": r"\(\((?P<note_text>(?:[^()\n]|\([^()\n]*\)|\[[^\[\]\n]*\])+)\)\)",
    "photo": r"\[f:id:(?P<user>[\w-]+):(?P<day>\d{8})(?P<time>\d{6})(?P<ending>[jpg]?)"
    r"(?P<photo_options>(?::[^\[\]\n:]*)*)\]",
    "goods": r"\[?(?:asin|ASIN|isbn|ISBN):(?P<asin>[\dA-Za-z-]{9,17})(?P<goods_options>(?::[^\[\]\n]*)?)\]?",
    "address": r"\[(?P<url>https?://[^\s\[\]]+?)"
    r"(?P<how>:(?:title|embed|image|bookmark|barcode|cite|movie)\b[^\[\]\n]*)?\]",
    "keyword": r"\[\[(?P<word>[^\[\]\n]+)\]\]",
    "contents": r"^\[:contents\][ \t]*$",
    "other": r"\[(?:tex|google|wikipedia|keyword|d|g|id|twitter|tweet|map|question|rakuten|niconico|ugomemo|amazon"
    r"|graph):[^\[\]\n]+\]",
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.MULTILINE)
SIGNS = re.compile(
    r"\[https?://[^\s\[\]]+?:(?:title|embed|image|bookmark)\b[^\[\]\n]*\]|\[f:id:[\w-]+:\d{14}|\[(?:asin|isbn):|^\[:contents\]"
    r"|\[tex:",
    re.IGNORECASE | re.MULTILINE,
)
"""What nothing but this notation writes."""
_ENDINGS = {"j": "jpg", "p": "png", "g": "gif", "": "jpg"}


class Told(NamedTuple):
    """Something that stays as text, and where: an offset in the text."""

    what: str
    at: int


class Inline:
    """The reading of lines; collects footnotes and what stays as text."""

    def __init__(self, escape: Callable[[str], str]) -> None:
        """`escape` is for the text between: Markdown's signs of text that is no Markdown, or nothing of one that is."""
        self._escape = escape
        self.footnotes: list[str] = []
        self.kept: list[Told] = []

    def read(self, text: str, at: int = 0) -> str:
        """The Markdown of a text that begins at the offset `at` of the whole."""
        out, last = [], 0
        for found in _ANY.finditer(text):
            made = getattr(self, f"_{found.lastgroup}")(found, at)
            out += [self._escape(text[last : found.start()]), made]
            last = found.end()
        return "".join([*out, self._escape(text[last:])])

    def _plain(self, found: re.Match[str], _at: int) -> str:
        text = (
            found["plain_text"] if found["plain_text"] is not None else found["triple"] or f"(({found['bare_note']}))"
        )
        return inline(text)

    def _code(self, found: re.Match[str], _at: int) -> str:
        return found[0]

    def _note(self, found: re.Match[str], at: int) -> str:
        self.footnotes.append("")
        number = len(self.footnotes)
        self.footnotes[number - 1] = self.read(found["note_text"], at + found.start("note_text"))
        return f"[^h{number}]"

    def _photo(self, found: re.Match[str], _at: int) -> str:
        user, day = found["user"], found["day"]
        name = f"{day}{found['time']}.{_ENDINGS[found['ending']]}"
        told = dict(one.partition("=")[::2] for one in found["photo_options"].split(":") if "=" in one)
        alt = told.get("alt") or told.get("title") or ""
        return f"![{inline(alt)}](https://cdn-ak.f.st-hatena.com/images/fotolife/{user[0]}/{user}/{day}/{name})"

    def _goods(self, found: re.Match[str], _at: int) -> str:
        code = found["asin"].replace("-", "")
        title = found["goods_options"].partition("title=")[2]
        return f"[{inline(title or found['asin'])}](https://www.amazon.co.jp/dp/{code})"

    def _address(self, found: re.Match[str], _at: int) -> str:
        how, title = (found["how"] or "").partition("=")[::2]
        if how.startswith(":image"):
            return f"![]({found['url']})"
        return f"[{inline(title)}](<{found['url']}>)" if title else f"<{found['url']}>"

    def _keyword(self, found: re.Match[str], _at: int) -> str:
        return inline(found["word"])

    def _contents(self, _found: re.Match[str], _at: int) -> str:
        return ""

    def _other(self, found: re.Match[str], at: int) -> str:
        self.kept.append(Told(found[0][:40], at + found.start()))
        return inline(found[0])
