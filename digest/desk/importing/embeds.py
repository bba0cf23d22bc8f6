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
    _mark_footnotes(soup)
    for frame in soup.find_all("iframe"):
        _drop_citation(frame)
    for paragraph in soup.find_all(["p", "div", "figure"]):
        _link_lone_address(soup, paragraph)


def _mark_footnotes(soup: BeautifulSoup) -> None:
    """Footnotes as Hatena renders them become elements of ours: `fnref` where one is called, `fnote` with its text.

    The call is a link named `fn-…` (`fn1` in diaries) to `#f-…`; the note is a `p.footnote` whose link is named so.
    """
    notes = {key: note for note in soup.select("p.footnote") if (key := _footnote_key(note.find("a"), "f"))}
    calls = [(link, key) for link in soup.find_all("a") if (key := _footnote_key(link, "fn")) in notes]
    for number, key in enumerate(dict.fromkeys(key for _, key in calls), 1):
        name = f"f{number}"
        for link, _ in ((link, one) for link, one in calls if one == key):
            outer = link.find_parent(["sup", "span"])
            alone = outer is not None and outer.get_text().strip() == link.get_text().strip()
            (outer if outer is not None and alone else link).replace_with(soup.new_tag("fnref", attrs={"title": name}))
        _as_note(notes[key], name)


def _footnote_key(link: object, mark: str) -> str:
    """What a footnote's two links share: their names without `fn` or `f`; empty for other links."""
    if not isinstance(link, Tag):
        return ""
    found = re.fullmatch(rf"{mark}(-?\w[\w-]*)", str(link.get("name") or link.get("id") or ""))
    return found[1] if found and not (mark == "f" and found[1].startswith("n")) else ""


def _as_note(note: Tag, name: str) -> None:
    link = note.find("a")
    inner = note.select_one(".footnote-text")
    for part in [link, *note.select(".footnote-delimiter")]:
        if part is not None and inner is not part:
            part.decompose()
    first = note.find(string=True)
    if inner is None and first is not None:
        first.replace_with(re.sub(r"^\s*[:：]\s*", "", str(first)))
    note.name, note["title"] = "fnote", name


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
