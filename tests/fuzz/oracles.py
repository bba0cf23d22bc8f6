"""Owns what must hold of every answer: problems that stand in the file and can be told, markup that can do no harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

from digest.drawing import draw
from digest.errors import Problem
from digest.text.sanitise import TAGS
from digest.wording import hints, message

VOID = frozenset({"br", "col", "hr", "img", "wbr"})
ADDRESSES = frozenset({"href", "src", "cite", "action", "formaction", "data", "poster", "srcset", "background"})
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
DROPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")
"""What browsers drop or trim before they look for a scheme (WHATWG URL, basic URL parser)."""
TOLD = 4
"""Problems of one file that are told and drawn; there may be tens of thousands."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
ALIGNED = re.compile(r"text-align:(left|center|right)")


def lines_of(data: bytes) -> list[str]:
    """The lines of a file as an author counts them."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def located(problems: Iterable[Problem], files: Mapping[str, bytes], root: Path | None = None) -> None:
    """Every problem stands in a line of one of `files`, within that line, and can be told in both languages.

    With `root`, where those files stand, it is drawn, too.
    """
    lines = {path: lines_of(data) for path, data in files.items()}
    for number, one in enumerate(problems):
        mark = one.mark
        assert mark.path in files, f"{one.code} at {mark.path}"
        there = lines[mark.path]
        assert 0 <= mark.line <= len(there), f"{one.code}: line {mark.line} of {len(there)}"
        line = there[mark.line - 1] if mark.line else ""
        assert 0 <= mark.column <= len(line) + 1, f"{one.code}: column {mark.column} of {line!r}"
        assert mark.length >= 1, f"{one.code}: length {mark.length}"
        assert mark.column == 0 or mark.column - 1 + mark.length <= len(line) + 1, f"{one.code}: {mark} in {line!r}"
        if number < TOLD:
            told(one, root)


def told(one: Problem, root: Path | None = None) -> None:
    """A problem has a sentence and hints in both languages, and can be drawn."""
    for language in ("ja", "en"):
        assert message(one, language)
        assert all(hints(one, language))
        if root is not None:
            assert draw(one, root, language)


def harmless(html: str, *, twice: bool = False) -> None:
    """Markup of a known subset, balanced, no address but of the web, mail and this site; no id twice unless told."""
    found = UNFIT.search(html)
    assert found is None, f"{found} in the markup"
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    assert twice or len(set(reader.ids)) == len(reader.ids), f"ids twice: {reader.ids}"


class _Reader(HTMLParser):
    """Reads markup and refuses what ours never holds."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"an attribute twice: {names}"
        for name, value in attrs:
            self._attribute(name, value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        assert tag in VOID, f"<{tag}/>"

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> too many"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def _attribute(self, name: str, value: str) -> None:
        assert not name.startswith("on"), name
        if name == "style":
            assert ALIGNED.fullmatch(value), value
        if name == "id":
            self.ids.append(value)
        if name in ADDRESSES:
            scheme = SCHEME.match(DROPPED.sub("", value))
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, value
