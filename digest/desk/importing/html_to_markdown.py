"""Owns the way from the HTML of old blogs to Markdown: sanitised by nh3, walked by markdownify, written in our dialect.

What it adds to markdownify: our own escaping, ruby, embeds as links, hosts' keyword links unwrapped, addresses that the
caller may move, and trees too deep or too large to walk, which keep their paragraphs, links and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any, NamedTuple

import nh3
from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from digest.desk.importing import embeds
from digest.desk.importing.escaping import inline, line_starts, literal, without_controls
from digest.desk.importing.mending import address
from digest.text.limits import too_deep

_TAGS = """
a article aside audio b blockquote br caption center cite code dd del details dfn div dl dt em embed figcaption figure
footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li main mark object ol p pre q rb rp rt ruby s samp section
small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video
"""
TAGS = frozenset(_TAGS.split())
PLAIN = frozenset({"p", "br", "a", "img", "li", "h2"})
ATTRIBUTES = {
    "*": {"class", "id", "name", "title", "data-lang", "lang", "itemtype"},
    "a": {"href"},
    "img": {"src", "alt", "data-src"},
    "iframe": {"src", "data-src"},
    "embed": {"src"},
    "object": {"data"},
    "video": {"src", "poster"},
    "audio": {"src"},
    "source": {"src"},
    "td": {"colspan"},
    "th": {"colspan"},
    "ol": {"start"},
    "time": {"datetime"},
}
DEEPEST = 100
LARGEST = 3_000_000
"""Characters of one body that are walked as a tree."""
MOST = 50_000
"""Tags and entities of one body that are parsed; of one with more the text alone is kept."""
_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_JUNK_ALT = re.compile(r"f:id:\S+|\S+\.(?:jpe?g|png|gif|webp)|image|画像|IMG_\d+", re.IGNORECASE)
_CODE_CLASS = re.compile(r"(?:lang(?:uage)?-|lang:|brush:\s*)([\w+#-]+)")

Move = Callable[[str, str], str | None]
"""Given `href` or `src` and an address, the address to write, or None for one that leads nowhere."""


class Converted(NamedTuple):
    """A body as Markdown."""

    markdown: str
    dropped: tuple[str, ...]
    """Addresses of links and pictures that could not be kept; a link's text stays."""
    flattened: bool
    """Whether the tree was too deep or large, and only paragraphs, links and pictures were kept."""


def convert(html: str, move: Move) -> Converted:
    """The Markdown of a body."""
    text = without_controls(html)
    if text.count("<") + text.count("&") > MOST or too_deep(text) >= 0:
        return Converted(literal(unescape(_TAG.sub("\n\n", text))) + "\n", (), flattened=True)
    soup = BeautifulSoup(_clean(text, TAGS), "html.parser")
    flat = len(text) > LARGEST or _depth(soup) > DEEPEST
    if flat:
        soup = BeautifulSoup(_clean(text, PLAIN), "html.parser")
    embeds.prepare(soup)
    walker = Walker(move)
    markdown = walker.convert_soup(soup)
    return Converted(_tidy(str(markdown)), tuple(dict.fromkeys(walker.dropped)), flat)


def _clean(text: str, tags: frozenset[str]) -> str:
    return nh3.clean(
        text,
        tags=set(tags),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in tags or tag == "*"},
        clean_content_tags={"script", "style"},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "data", "javascript", "file", "ftp", "tel"},
    )


def _depth(soup: BeautifulSoup) -> int:
    """The deepest element; walked without recursion, and no further than matters."""
    deepest, waiting = 0, [(child, 1) for child in soup.children if isinstance(child, Tag)]
    while waiting and deepest <= DEEPEST:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element.children if isinstance(child, Tag)]
    return deepest


def _tidy(markdown: str) -> str:
    """No trailing blanks, no runs of empty lines outside code, one line end at the end."""
    lines: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        mark = re.match(r"[> ]*(?:[-*+] |\d+\. )*(`{3,})", line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        kept = line if fence else line.rstrip()
        if fence or kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip("\n") + "\n"


class Walker(MarkdownConverter):
    """markdownify with our dialect."""

    def __init__(self, move: Move) -> None:
        """`move` says what becomes of each address."""
        super().__init__(heading_style="atx", bullets="-", newline_style="backslash", autolinks=False)
        self.move = move
        self.dropped: list[str] = []

    def escape(self, text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """Text as Markdown."""
        return line_starts(inline(text)) if text else ""

    def _moved(self, kind: str, url: str) -> str | None:
        """The address to write; None, and noted, for one that leads nowhere."""
        bare = re.sub(r"[\x00-\x20\x7f-\x9f]+", lambda found: "%20" if found[0] == " " else "", url.strip())
        moved = self.move(kind, bare) if bare else None
        if moved is None:
            self.dropped.append(bare[:80] or "(empty)")
        return moved

    def convert_a(self, element: Tag, text: str, parent_tags: frozenset[str]) -> str:
        """A link on one line; without its address, its text."""
        label = _BLANK_LINES.sub(" ", text.strip()).replace("\\\n", " ").replace("\n", " ").strip()
        if "_noformat" in parent_tags or not element.get("href") or not label:
            return text
        moved = self._moved("href", str(element["href"]))
        return f"[{label}]({address(moved)})" if moved is not None else text

    def convert_img(self, element: Tag, _text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """A picture, also within a heading, a cell or a link."""
        source = str(element.get("data-src") or element.get("src") or "")
        moved = self._moved("src", source)
        alt = _description(element)
        return f"![{inline(alt)}]({address(moved)})" if moved is not None else inline(alt)

    def convert_br(self, _element: Tag, _text: str, parent_tags: frozenset[str]) -> str:
        """A hard break."""
        return " " if "_inline" in parent_tags else "\\\n"

    def convert_p(self, _element: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph, which never begins or ends with a hard break."""
        kept = re.sub(r"^(?:\\\n|\s)+|(?:\\\n|\s)+$", "", text)
        if "_inline" in parent_tags:
            return f" {kept} "
        return f"\n\n{kept}\n\n" if kept else ""

    convert_div = convert_p
    convert_article = convert_section = convert_center = convert_figure = convert_p
    convert_header = convert_footer = convert_main = convert_aside = convert_details = convert_summary = convert_p

    def convert_fnref(self, element: Tag, _text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """The call of a footnote."""
        return f"[^{element['title']}]"

    def convert_fnote(self, element: Tag, text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """A footnote's text, on one line."""
        return f"\n\n[^{element['title']}]: {' '.join(text.replace(chr(92) + chr(10), ' ').split())}\n\n"

    def convert_ruby(self, element: Tag, text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """`{漢字|かんじ}`, with the bar that does not divide cells."""
        base = "".join(part for part in element.find_all(string=True) if _outside(part, ("rt", "rp"))).strip()
        reading = "".join(found.get_text() for found in element.find_all("rt")).strip()
        plain = not re.search(r"[{}|｜\\\n`*\[\]<]", base + reading)
        return f"{{{base}｜{reading}}}" if base and reading and plain else text

    def convert_pre(self, element: Tag, _text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """A fenced block whose fence is longer than any in it."""
        code = element.get_text().strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`{3,}", code)), default=0))
        return f"\n\n{fence}{_language(element)}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_td(self, element: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002 - markdownify's form
        """A cell on one line, its bars escaped."""
        cell = re.sub(r"(?<!\\)\|", r"\\|", text.replace("\\\n", " ").replace("\n", " ").strip())
        span = str(element.get("colspan") or "1")
        return f" {cell} " + "|" * (min(int(span), 100) if re.fullmatch(r"[1-9]\d{0,3}", span) else 1)

    convert_th = convert_td
    convert_q = None

    def convert_iframe(self, element: Tag, _text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """An embed as a link to what it shows."""
        shown = embeds.shown(str(element.get("src") or element.get("data-src") or element.get("data") or ""))
        moved = self._moved("href", shown) if shown else None
        return f"\n\n[{inline(str(element.get('title') or shown))}]({address(moved)})\n\n" if moved else ""

    convert_embed = convert_iframe

    def convert_object(self, element: Tag, text: str, parent_tags: frozenset[str]) -> str:
        """What it holds, else a link."""
        return text if text.strip() else self.convert_iframe(element, text, parent_tags)

    def convert_video(self, element: Tag, text: str, parent_tags: frozenset[str]) -> str:  # noqa: ARG002 - markdownify's form
        """A link to the file."""
        source = element.find("source")
        url = str(element.get("src") or (source.get("src") if isinstance(source, Tag) else "") or "")
        moved = self._moved("href", url) if url else None
        return f"\n\n[{inline(url)}]({address(moved)})\n\n" if moved else text

    convert_audio = convert_video


def _outside(part: Any, names: tuple[str, ...]) -> bool:  # noqa: ANN401 - bs4's strings
    return part.find_parent(names) is None


def _description(element: Tag) -> str:
    """The picture's description; a host's name of the file is none."""
    texts = (str(element.get(name) or "") for name in ("alt", "title"))
    return next(
        (" ".join(text.split()) for text in texts if text.strip() and not _JUNK_ALT.fullmatch(text.strip())), ""
    )


def _language(element: Tag) -> str:
    """The language of a code block: data-lang, or a class of it or of the `code` in it."""
    inner = element.find("code")
    classes = [*_classes(element), *(_classes(inner) if isinstance(inner, Tag) else [])]
    told = str(element.get("data-lang") or "") or next((m[1] for c in classes if (m := _CODE_CLASS.match(c))), "")
    return told if re.fullmatch(r"[\w+#.-]{1,30}", told) else ""


def _classes(element: Tag) -> list[str]:
    found: Any = element.get("class") or []
    return [found] if isinstance(found, str) else list(found)
