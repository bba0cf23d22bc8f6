"""Owns the quirks of hosts in old HTML: keyword links, embed cards, footnotes, and what an embed shows.

Facts: notes/news-domain.md 5.2.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from bs4 import BeautifulSoup, Tag

KEYWORDS = "a.keyword, a.okeyword, a[href*='d.hatena.ne.jp/keyword/'], a[href*='blog.goo.ne.jp/keyword']"
_YOUTUBE = re.compile(r"/(?:embed|v)/([\w-]{5,})")
_VIMEO = re.compile(r"/video/(\d+)")


def prepare(soup: BeautifulSoup) -> None:
    """Changes a body's tree: keyword links are unwrapped, an embed's second link goes, bare addresses become links."""
    for link in soup.select(KEYWORDS):
        link.unwrap()
    for frame in soup.find_all("iframe"):
        _drop_citation(frame)
    for paragraph in soup.find_all(["p", "div", "figure"]):
        _link_lone_address(soup, paragraph)


def _drop_citation(frame: Tag) -> None:
    """Hatena writes the card's address again behind it, as `<cite class="hatena-citation">`."""
    behind = frame.find_next_sibling()
    link = behind.find("a") if isinstance(behind, Tag) and "hatena-citation" in (behind.get("class") or []) else None
    if (
        isinstance(link, Tag)
        and isinstance(behind, Tag)
        and str(link.get("href")) == shown(str(frame.get("src") or ""))
    ):
        behind.decompose()


def _link_lone_address(soup: BeautifulSoup, paragraph: Tag) -> None:
    """A paragraph that is nothing but an address is what WordPress shows as an embed."""
    if any(isinstance(child, Tag) for child in paragraph.children):
        return
    text = paragraph.get_text().strip()
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        paragraph.clear()
        link = soup.new_tag("a", href=text)
        link.string = text
        paragraph.append(link)


def shown(address: str) -> str:
    """The page that an embed's address shows; the address itself where nothing better is known."""
    url = "https:" + address if address.startswith("//") else address
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    query = parse_qs(parts.query)
    if host.startswith("hatenablog-parts.com") or host.endswith("hatenablog-parts.com"):
        return unquote(query.get("url", [""])[0]) or url
    if host in {"youtube.com", "youtube-nocookie.com"} and (found := _YOUTUBE.match(parts.path)):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if host == "player.vimeo.com" and (found := _VIMEO.match(parts.path)):
        return f"https://vimeo.com/{found[1]}"
    return url
