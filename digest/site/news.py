"""Owns the news sitemap: the posts of the last two days, for Google News (notes/news-domain.md 1.3).

Google's rules: its own namespace, only articles of the last two days, at most 1,000, always the same file, which may
be empty. "Now" is the library's, so a build at a given moment is reproducible; when the next post leaves is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from digest.site.addresses import absolute
from digest.site.feeds.texts import clean
from digest.site.library import Entry, Library
from digest.site.sitemap import NAMESPACE
from digest.site.views import SiteInfo

NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"
NAME = "news-sitemap.xml"
LASTING = 2 * 24 * 60 * 60
"""Seconds for which a post is news."""
MOST = 1000


class NewsItem(NamedTuple):
    """A post in the news sitemap."""

    url: str
    """Site-relative."""
    date: str
    """ISO day, or instant with its offset (W3C Datetime)."""
    title: str


def recent(library: Library) -> tuple[Entry, ...]:
    """The posts of the two days before the library's moment that may be found, newest first.

    A post leaves to the second two days after its date; a calendar day counts from its first moment.
    """
    fresh = (entry for entry in library.entries if 0 <= library.now - entry.epoch < LASTING)
    return tuple(entry for entry in fresh if not entry.noindex and not entry.card.held)[:MOST]


def next_change(library: Library) -> int:
    """When the next post leaves (epoch); 0: there is none."""
    return min((entry.epoch + LASTING for entry in recent(library)), default=0)


def items(entries: Iterable[Entry]) -> tuple[NewsItem, ...]:
    """What the news sitemap says of these posts."""
    return tuple(NewsItem(entry.card.url, entry.card.date, entry.card.title) for entry in entries)


def news_sitemap(listed: Iterable[NewsItem], site: SiteInfo, name: str, language: str) -> bytes:
    """news-sitemap.xml (UTF-8); `name` and `language` are the publication's."""
    return "".join(f"{line}\n" for line in _lines(listed, site, name, language)).encode()


def _lines(listed: Iterable[NewsItem], site: SiteInfo, name: str, language: str) -> Iterator[str]:
    publication = f"<news:name>{_text(name)}</news:name><news:language>{_text(language)}</news:language>"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}">'
    for item in listed:
        yield (
            f"<url><loc>{escape(absolute(item.url, site), quote=False)}</loc>"
            f"<news:news><news:publication>{publication}</news:publication>"
            f"<news:publication_date>{_text(item.date)}</news:publication_date>"
            f"<news:title>{_text(item.title)}</news:title></news:news></url>"
        )
    yield "</urlset>"


def _text(text: str) -> str:
    return escape(clean(text), quote=False)
