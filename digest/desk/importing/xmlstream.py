"""Owns the XML of exports as a stream: item by item in little memory, no entity expanded, nothing fetched or lost.

What real exports get wrong and can be put right without guessing is put right before the parser sees it: characters
that XML forbids, a bare `&`, names of HTML entities. What cannot (a tag never closed, a file that stops) is an error
with its line. A document type is refused: exports have none, and entities are how XML is turned into a bomb.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from lxml import etree

from digest.desk.importing.lines import Line, Lines
from digest.desk.importing.records import Note, note
from digest.errors import ContentError, Mark, problem

TOGETHER = 1_000
"""Lines of CDATA that are fed at once."""
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MENDED = """
NS_ERR_UNDEFINED_NAMESPACE NS_ERR_QNAME NS_ERR_XML_NAMESPACE WAR_NS_URI WAR_NS_URI_RELATIVE ERR_INVALID_CHARREF
ERR_INVALID_CHAR ERR_MISPLACED_CDATA_END
"""
MENDED = frozenset(_MENDED.split())
"""Errors of libxml2 from which it recovers without dropping text."""
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#[0-9]{1,7};|#x[0-9a-fA-F]{1,6};)([A-Za-z][A-Za-z0-9]{1,30};)?")
_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Item(NamedTuple):
    """An item with the line that it begins on."""

    line: int
    element: etree._Element


class XmlStream:
    """The items of one XML text; `base` and `notes` are complete once all are read."""

    def __init__(self, lines: Lines, shown: str) -> None:
        self._lines, self._shown = lines, shown
        self._in_cdata = self._ended = False
        self._line = self._start = 0
        self.base = ""
        self.notes: list[Note] = []
        tags = ("item", "rss", "{*}base_blog_url")
        self._parser: etree.XMLPullParser = etree.XMLPullParser(
            ("start", "end"),
            tag=tags,
            recover=True,
            huge_tree=True,
            resolve_entities=False,
            no_network=True,
            encoding="utf-8",
        )

    def items(self) -> Iterator[Item]:
        """Every item in order; an item's element is emptied when the next is asked for."""
        waiting: list[str] = []
        for line in self._lines:
            within = self._in_cdata
            waiting.append(self._clean(line) + "\n")
            if within and self._in_cdata and len(waiting) < TOGETHER:
                continue  # nothing begins or ends here, and to feed each line takes long
            self._line = line.number
            self._parser.feed("".join(waiting).encode())
            waiting.clear()
            yield from self._ready()
        self._parser.feed("".join(waiting).encode())
        self._finish()
        yield from self._ready()
        self._check_end()

    def _ready(self) -> Iterator[Item]:
        for event, found in self._parser.read_events():
            element = cast("etree._Element", found)  # noqa: SLF001 - lxml's public type
            name = str(element.tag).rpartition("}")[2]
            if event == "start" and name == "item":
                self._start = self._line
            elif event == "end" and name == "item":
                yield Item(self._start, element)
                _forget(element)
            elif event == "end" and name == "rss":
                self._ended = True
            elif event == "end":
                self.base = (element.text or "").strip()

    def _finish(self) -> None:
        try:
            self._parser.close()
        except etree.XMLSyntaxError:
            self._ended = False

    def _check_end(self) -> None:
        """Raises ContentError for what was more than a slip."""
        broken = [one for one in self._parser.feed_error_log if one.type_name not in MENDED]
        if broken:
            first = broken[0]
            raise ContentError([problem("import-xml-broken", Mark(self._shown, first.line), why=first.message)])
        if not self._ended:
            raise ContentError([problem("import-xml-cut", Mark(self._shown, self._line))])

    def _clean(self, line: Line) -> str:
        """A line as the parser may have it."""
        text = line.text
        if line.number == 1:
            text = re.sub(r"^\ufeff?\s*", "", text)
        if not text.isprintable() and ILLEGAL.search(text):
            self.notes.append(note("import-xml-characters", self._shown, line.number))
            text = ILLEGAL.sub("", text)
        return self._outside_cdata(text, line.number)

    def _outside_cdata(self, text: str, number: int) -> str:
        """The line with what is wrong outside CDATA mended; what is inside is text and stays."""
        if self._in_cdata and "]]>" not in text:
            return text
        out = []
        while text:
            edge = "]]>" if self._in_cdata else "<![CDATA["
            part, found, text = text.partition(edge)
            if not self._in_cdata:
                if _DECLARED.search(part):
                    raise ContentError([problem("import-xml-entities", Mark(self._shown, number))])
                part = _ENTITY.sub(_mended, part)
            out += [part, found]
            self._in_cdata = self._in_cdata != bool(found)
        return "".join(out)


def _mended(found: re.Match[str]) -> str:
    """A bare `&` as text; the character of an HTML entity that XML does not know."""
    sign = html.unescape(found[0])
    return html.escape(sign) if found[1] and sign != found[0] else "&amp;" + (found[1] or "")


def _forget(element: etree._Element) -> None:
    """Lets go of an item and of what stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
