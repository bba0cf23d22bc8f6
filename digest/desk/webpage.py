"""Owns the reading of a saved page: its bytes to text, and what its head says of the article, most trusted first.

JSON-LD comes first, then Open Graph and `article:*`, then plain meta tags, `time` and the title. Nothing of the
article's text is kept but the short lines in which a byline may stand. Decision: notes/news-domain.md 6.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJ])")
"""How ISO-2022-JP changes its character set."""
ODD = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff]")
"""Half-width katakana and private characters."""
ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
}
ARTICLES = re.compile(r"\w*Article|BlogPosting|Report")
RAW_BREAK = re.compile(r"[\x00-\x1f]+")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
COMMENT = re.compile(
    r"^[ \t]*(?:<!--|/\*.{0,40}?\*/|<!\[CDATA\[|//[^\n]*$)|(?:-->|\]\]>)[ \t]*(?:;[ \t]*)?$", re.MULTILINE
)
"""What JSON-LD is wrapped in; no part of it can run on over lines, or a long block would take for ever."""
DEEPEST = 40
LONGEST_LINE = 400
"""Characters of a line in which a byline is looked for."""
MOST_BLOCKS = 2_000
LONGEST = 8_000_000
"""Bytes of one line of a page; pictures saved within a page reach a few million."""


class Page(NamedTuple):
    """What a page says of its article; texts as written, empty where it says nothing."""

    headlines: tuple[str, ...] = ()
    """The best first."""
    site_name: str = ""
    """To take it off the title."""
    publishers: tuple[str, ...] = ()
    """Who publishes the page, as it says itself: a proposal for an outlet that no registry tells, never more."""
    addresses: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    free: bool | None = None
    """Whether it can be read without paying, where the page says so."""
    lang: str = ""
    lines: tuple[str, ...] = ()
    """Lines of the text, the headline's first, in which a byline may stand."""


def decode(data: bytes, declared: str = "") -> str:
    """The page's text: by byte order mark, the declared charset, the meta tag, else by what decodes without a fault."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    found = CHARSET.search(data[:4096])
    named = [declared, found[1].decode("ascii", "replace") if found else ""]
    for name in (*filter(None, named), *(["iso2022_jp"] if ESCAPE.search(data) else []), "utf-8"):
        text = _decoded(data, ALIASES.get(name.lower(), name))
        if text is not None:
            return text
    guesses = [text for name in ("cp932", "euc_jp") if (text := _decoded(data, name)) is not None]
    return min(guesses, key=_oddness) if guesses else data.decode(_known(named) or "utf-8", "replace")


def overlong(data: bytes) -> int:
    """The first line, from 1, that is longer than any page's; 0 for none."""
    if len(data) <= LONGEST:
        return 0
    return next((number for number, line in enumerate(data.splitlines(), 1) if len(line) > LONGEST), 0)


def _oddness(text: str) -> int:
    """How many characters no page is written with: what EUC-JP becomes when it is read as CP932, or the other way."""
    return len(ODD.findall(text))


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _known(named: Iterable[str]) -> str:
    """The first name that is a text encoding; broken bytes are then shown as such."""
    for name in filter(None, named):
        try:
            b"?".decode(ALIASES.get(name.lower(), name), "replace")  # of no bytes Python decodes any name
        except (LookupError, UnicodeError, ValueError):
            continue
        return ALIASES.get(name.lower(), name)
    return ""


def read(text: str) -> Page:
    """What the page in an HTML text says of its article."""
    tree = _tree(text)
    if tree is None:
        return Page()
    metas = _metas(tree)
    nodes = [node for node in _jsonld(tree) if _is_article(node)][:1]
    return Page(
        headlines=_texts(
            [
                *(unescape(text) for text in _field(nodes, "headline") if isinstance(text, str)),
                *_of(metas, "og:title", "twitter:title", "title"),
                *_title(tree),
            ]
        ),
        site_name=next(iter(_of(metas, "og:site_name")), ""),
        publishers=_texts([*_names(nodes, "publisher"), *_of(metas, "og:site_name", "application-name")]),
        addresses=_texts(
            [*_links(tree, "canonical"), *_of(metas, "og:url"), *_field(nodes, "url", "mainEntityOfPage")]
        ),
        reporters=_texts([*_persons(nodes), *_of(metas, "author", "article:author", "dc.creator")]),
        published=_texts(
            [*_field(nodes, "datePublished"), *_of(metas, "article:published_time", "pubdate", "date"), *_times(tree)]
        ),
        modified=_texts(
            [*_field(nodes, "dateModified"), *_of(metas, "article:modified_time", "og:updated_time", "lastmod")]
        ),
        free=_free(nodes, metas),
        lang=str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        lines=_lines(tree),
    )


def _tree(text: str) -> HtmlElement | None:
    from lxml import etree, html  # noqa: PLC0415 - heavy, and only for clippings

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    try:
        return html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _texts(found: Iterable[object]) -> tuple[str, ...]:
    """Texts on one line each, empty ones and repeats left out."""
    flat = (" ".join(text.split()) for text in found if isinstance(text, str))
    return tuple(dict.fromkeys(text for text in flat if text and len(text) <= 2_000))


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and meta.get("content"):
            found.setdefault(name, []).append(str(meta.get("content")))
    return found


def _of(metas: Mapping[str, list[str]], *names: str) -> list[str]:
    return [text for name in names for text in metas.get(name, ())]


def _title(tree: HtmlElement) -> list[str]:
    heading = next(tree.iter("h1"), None)
    title = tree.findtext(".//title")
    return [title or "", heading.text_content() if heading is not None and title is None else ""]


def _links(tree: HtmlElement, rel: str) -> list[str]:
    return [str(link.get("href")) for link in tree.iter("link") if rel in (link.get("rel") or "").lower().split()]


def _times(tree: HtmlElement) -> list[str]:
    return [str(time.get("datetime")) for time in tree.iter("time") if time.get("datetime")][:1]


def _jsonld(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Every object of every JSON-LD block, lists and `@graph` opened."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _objects(loads(script.text or ""), 0)


def loads(text: str) -> Any:  # noqa: ANN401
    """The value of a JSON-LD block, with the slips mended that pages make; None when it is beyond that."""
    bare = COMMENT.sub("", text)
    for attempt in (bare, RAW_BREAK.sub(" ", bare), TRAILING_COMMA.sub("", RAW_BREAK.sub(" ", bare))):
        try:
            return json.loads(attempt)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and ARTICLES.fullmatch(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _field(nodes: Iterable[Mapping[str, Any]], *names: str) -> list[object]:
    """Values of these fields; an object stands for its `@id` or `url`."""
    values = [node.get(name) for node in nodes for name in names]
    return [one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in values]


def _names(nodes: Iterable[Mapping[str, Any]], field: str) -> list[object]:
    """The names of what stands in a field, alone or in a list."""
    values = [
        one for node in nodes for value in [node.get(field)] for one in (value if isinstance(value, list) else [value])
    ]
    return [unescape(name) for one in values if isinstance(one, dict) and isinstance(name := one.get("name"), str)]


def _persons(nodes: Iterable[Mapping[str, Any]]) -> list[object]:
    """Authors that are persons; an organisation signs no report."""
    names: list[object] = []
    for node in nodes:
        authors = node.get("author")
        for one in authors if isinstance(authors, list) else [authors]:
            if isinstance(one, str):
                names.append(one)
            elif isinstance(one, dict) and "Organization" not in str(one.get("@type")):
                name = one.get("name")
                names += name if isinstance(name, list) else [name]
    return names


def _free(nodes: Iterable[Mapping[str, Any]], metas: Mapping[str, list[str]]) -> bool | None:
    for said in [*(node.get("isAccessibleForFree") for node in nodes), *_of(metas, "article:content_tier")]:
        word = str(said).lower()
        if word in {"true", "free", "http://schema.org/true", "https://schema.org/true"}:
            return True
        if word in {"false", "locked", "metered", "http://schema.org/false", "https://schema.org/false"}:
            return False
    return None


def _lines(tree: HtmlElement) -> tuple[str, ...]:
    """Paragraphs of the article, or of the page; long ones by their two ends, where bylines stand."""
    root = next(tree.iter("article", "main"), tree)
    lines: list[str] = []
    for number, block in enumerate(root.iter("p", "div", "span", "li", "h1", "h2", "address")):
        if number > MOST_BLOCKS:
            break
        if block.tag in {"div", "li", "span"} and len(block):
            continue
        text = block.text_content().strip(" \t\r\n")
        if text and len(text) <= LONGEST_LINE * 10:
            lines.append(text)
    return tuple(dict.fromkeys(lines))
