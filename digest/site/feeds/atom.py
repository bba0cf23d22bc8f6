"""Owns Atom 1.0 (RFC 4287): a feed view as the bytes of `atom.xml`.

Each source on the web is a `link rel="via"` that names outlet and headline; when a post rests on one report, that one
is also its `rel="related"`. Reporters of sources are contributors, never authors (notes/news-domain.md 1.5).
"""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from digest.site.feeds.generator import EXTENSION, add, generator, owner, writer
from digest.site.feeds.sources import media_type, only_report, reporters, reports
from digest.site.feeds.texts import clean, moment, named
from digest.site.views import FeedItem, FeedView, SiteInfo

MEDIA_TYPE = "application/atom+xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(view: FeedView, site: SiteInfo) -> bytes:
    """The Atom document of `view`, UTF-8 with declaration; the same view gives the same bytes.

    Raises `ValueError` for a date without offset.
    """
    feed = generator(view, site, MEDIA_TYPE)
    feed.register_extension(EXTENSION, BaseExtension, EntryExtension, rss=False)
    feed.author(owner(site))
    for item in view.items:
        _add(feed, item, site)
    return bytes(feed.atom_str(pretty=True))


def _add(feed: FeedGenerator, item: FeedItem, site: SiteInfo) -> None:
    entry = add(feed, item, site)
    entry.published(moment(item.published))
    entry.updated(moment(item.updated or item.published))
    entry.author(writer(item, site))
    entry.summary(named(item.summary, named(item.title, item.url)))
    for name in reporters(item):
        entry.contributor(name=name)
    for report in reports(item):
        entry.link(href=report.url, rel="via", type=report.type, **({"title": report.title} if report.title else {}))
    if only_report(item):
        entry.link(href=only_report(item), rel="related", type=media_type(only_report(item)))
    entry.digest.links = entry.link()
    entry.digest.language = clean(item.language) if item.language != site.language else ""


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen loses of an entry: its language, and all of its links but the address."""

    links: list[dict[str, str]]
    language: str

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Complete this `entry` element in place."""
        if self.language:
            feed.set(LANG, self.language)
        for element, link in zip(feed.findall("link"), self.links, strict=True):
            for name, value in link.items():
                element.set(name, value)
        return feed
