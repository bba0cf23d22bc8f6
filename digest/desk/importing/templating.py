"""Owns template code within bodies: Liquid, Hexo's tags and Hugo's shortcodes as Markdown, else as code.

Nothing is run. What a tag means is in `template_tags`; what stays as code is told with its line. Code blocks and spans
of the body are left alone, for posts about generators show such code; only the marks by which they did so go.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from digest.desk.importing import template_tags

_FENCE = r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$"
_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"


def _before(opening: str) -> str:
    """The pattern of what stands before an end and the next opening; many without an end take no time."""
    return f"(?:(?!{opening}).)*?"


def _pair(names: str, inside: str) -> str:
    """The pattern of a Liquid tag with its end."""
    begin, end = rf"\{{%-?\s*(?:{names})\b", rf"\{{%-?\s*end(?:{names})\s*-?%\}}"
    return rf"{begin}(?P<{inside}_args>[^%]*?)-?%\}}(?P<{inside}_text>{_before(begin)}){end}"


def _shortcode(names: str, args: str, inside: str) -> str:
    """The pattern of a Hugo shortcode with its end."""
    begin, end = rf"\{{\{{<\s*(?P<{inside}_name>{names})", rf"\{{\{{<\s*/\s*(?P={inside}_name)\s*>\}}\}}"
    text = _before(rf"\{{\{{<\s*(?P={inside}_name)\b")
    return rf"{begin}{args}>\}}\}}(?P<{inside}_text>{text}){end}"


_KINDS = {
    "code": f"{_FENCE}|{_SPAN}",
    "listing": r"^[ \t]*" + _pair("highlight|codeblock|code", "listing"),
    "hugo": r"^[ \t]*" + _shortcode("highlight", r"\s+(?P<hugo_args>[^>]*?)", "hugo"),
    "shown": r"\{\{[<%]\s*/\*(?P<shown_text>" + _before(r"\{\{[<%]\s*/\*") + r")\*/\s*[>%]\}\}",
    "html": _shortcode("rawhtml|raw|html", r"\s*", "html"),
    "quote": _pair("blockquote|quote|pullquote|note|cq|centerquote", "quote"),
    "raw": _pair("raw", "raw"),
    "comment": _pair("comment", "comment"),
    "more": r"^[ \t]*<!--\s*(?i:more|excerpt|end_excerpt|readmore)\s*-->[ \t]*$",
    "tag": r"\{%-?" + _before(r"\{%") + r"-?%\}|\{\{[<%]" + _before(r"\{\{[<%]") + r"[>%]\}\}",
    "output": r"\{\{(?![<%])" + _before(r"\{\{") + r"\}\}",
    "attributes": r"^\{:[^}\n]*\}[ \t]*$\n?|(?<=[\])*_`\w])\{:[^}\n]*\}",
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.MULTILINE | re.DOTALL)
_TAG = re.compile(
    r"\{%-?\s*(?P<name>[\w-]+)\s*(?P<args>.*?)\s*-?%\}|\{\{[<%]\s*(?P<short>/?\s*[\w/.-]+)\s*(?P<given>.*?)\s*/?[>%]\}\}",
    re.DOTALL,
)
_ADDRESS = re.compile(
    r"\{\{-?\s*(?:['\"](?P<text>[^'\"{}]*)['\"]\s*\|\s*(?:relative_url|absolute_url|prepend:[^{}|]*)|(?:site\.(?:baseurl|url|root)|site\.github\.url|page\.root))[^{}]*\}\}"
)
_VALUE = re.compile(r"\{\{-?\s*page\.(\w+)\s*-?\}\}")
_MARKS_IN_CODE = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}\n?")
_SHOWN_IN_CODE = re.compile(r"(\{\{[<%])\s*/\*(.*?)\*/\s*([>%]\}\})")
NEAR = 500
"""Characters before a piece of code that tell whether it stands in an address."""
_IN_ADDRESS = re.compile(r"\]\([^)\n]*$|=\s*[\"'][^\"'\n]*$|<https?:[^>\n]*$")


class Known(NamedTuple):
    """What a body's templates may ask of the site that it is from."""

    post: Callable[[str], str]
    """The address of a post by its file's name."""
    value: Callable[[str], str]
    """A field of the post itself, or empty."""
    outputs: bool = True
    """Whether `{{ … }}` is code of a template: it is in Jekyll and Hexo, and plain text in Hugo and Pelican."""


class Kept(NamedTuple):
    """Template code that stays as code."""

    name: str
    line: int
    """In the body, from 1."""


class Plain(NamedTuple):
    """A body without template code."""

    text: str
    unknown: tuple[Kept, ...]


def plain(text: str, known: Known) -> Plain:
    """The body with template code as Markdown."""
    reading = _Reading(text, known)
    return Plain(reading.between(0, len(text)), tuple(reading.unknown))


class _Reading:
    """A body being read; offsets are those of the body, so that every tag's line is known."""

    def __init__(self, text: str, known: Known) -> None:
        self._text, self._known = text, known
        self.unknown: list[Kept] = []
        self._read: set[str] = set()
        self._ends = [end.start() for end in re.finditer("\n", text)]

    def between(self, start: int, end: int) -> str:
        """The part of the body with its template code as Markdown."""
        out, last = [], start
        for found in _ANY.finditer(self._text, start, end):
            made = getattr(self, f"_{found.lastgroup}")(found)
            out += [self._text[last : found.start()], made]
            last = found.end()
        return "".join([*out, self._text[last:end]])

    def _code(self, found: re.Match[str]) -> str:
        if found["ticks"]:
            return found[0]
        return _SHOWN_IN_CODE.sub(r"\1\2\3", _MARKS_IN_CODE.sub("", found[0]) if "endraw" in found[0] else found[0])

    def _listing(self, found: re.Match[str]) -> str:
        return template_tags.fenced(found["listing_args"], found["listing_text"])

    def _hugo(self, found: re.Match[str]) -> str:
        return template_tags.fenced(found["hugo_args"], found["hugo_text"])

    def _shown(self, found: re.Match[str]) -> str:
        """A shortcode that the post shows and does not run."""
        return f"`{found[0][:3]}{found['shown_text']}{found[0][-3:]}`"

    def _html(self, found: re.Match[str]) -> str:
        return found["html_text"]

    def _quote(self, found: re.Match[str]) -> str:
        return template_tags.quoted(self.between(*found.span("quote_text")))

    def _raw(self, found: re.Match[str]) -> str:
        return found["raw_text"]

    def _comment(self, _found: re.Match[str]) -> str:
        return ""

    _more = _attributes = _comment

    def _tag(self, found: re.Match[str]) -> str:
        tag = _TAG.fullmatch(found[0])
        name = re.sub(r"\s", "", tag["name"] or tag["short"]).lower() if tag else found[0].strip("{}<>% \n")[:30]
        if name.removeprefix("/").removeprefix("end") in self._read and name.startswith(("end", "/")):
            return ""  # the end of a tag that is Markdown by now
        made = template_tags.known(name, tag["args"] or tag["given"] or "", self._known.post) if tag else None
        self._read |= {name} if made is not None else set()
        return self._kept(found, name) if made is None else made

    def _output(self, found: re.Match[str]) -> str:
        if not self._known.outputs:
            return found[0]
        if address := _ADDRESS.fullmatch(found[0]):
            return address["text"] or ""
        field = _VALUE.fullmatch(found[0])
        value = self._known.value(field[1]) if field else ""
        return value or self._kept(found, found[0].strip("{} \n")[:40])

    def _kept(self, found: re.Match[str], name: str) -> str:
        """Code that nobody can read: noted, and as a code span where it stands in text."""
        start = found.start()
        self.unknown.append(Kept(name, bisect_left(self._ends, start) + 1))
        before = self._text[max(start - NEAR, self._text.rfind("\n", 0, start) + 1) : start]
        stays = "\n" in found[0] or "`" in found[0] or _IN_ADDRESS.search(before) is not None
        return found[0] if stays else f"`{found[0]}`"
