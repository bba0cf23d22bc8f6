"""Owns RSS 2.0: a feed view as the bytes of `feed.xml`, full text and summary, dates as RFC 822 wants them.

Follows the RSS Advisory Board's specification and profile and notes/news-domain.md 1.5 and 8.1. `dc:creator` is who
wrote the digest. The sources' reporters stand in `dc:contributor`, their reports in `dc:source` (one element, as the
W3C validator refuses a second) and, where they are on the web, in `atom:link rel="via"`. There is no `author` (it must
be a mail address) and no `source` (it must name a feed).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.utils import format_datetime
from html import escape

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from digest.site.addresses import web
from digest.site.feeds.generator import EXTENSION, fill, generator
from digest.site.feeds.sources import author, called, reporters, reports
from digest.site.feeds.texts import clean, moment, named
from digest.site.views import FeedItem, FeedSource, FeedView, SiteInfo

MEDIA_TYPE = "application/rss+xml"
ATOM = "http://www.w3.org/2005/Atom"
PLAIN = re.compile(rb"<(?:title|description|category)\b[^<]*>[^<]*</")
"""Elements of text as they stand in the serialised feed; within `content:encoded` no tag is bare."""
DC = "http://purl.org/dc/elements/1.1/"
PREFIXES = {"dc": DC, "atom": ATOM, "content": "http://purl.org/rss/1.0/modules/content/"}
"""Those of feedgen's `rss` element, and Dublin Core's."""
START, END = b"    <item>\n", b"  </channel>\n"
"""How feedgen's pretty document begins an item and ends after the last one."""


def rss(view: FeedView, site: SiteInfo) -> bytes:
    """The RSS 2.0 document of `view`, UTF-8 with declaration; the same view gives the same bytes.

    Raises `ValueError` for a date without offset.
    """
    return channel(view, (element(item, site) for item in view.items), site)


def channel(view: FeedView, items: Iterable[bytes], site: SiteInfo) -> bytes:
    """The document of a feed whose `items` are written already (by `element`); those of `view` are not read.

    A post stands in some twenty feeds, of its topics, outlets and reporters: it is written once for all of them.
    """
    feed = generator(view, site, MEDIA_TYPE)
    feed.register_extension(EXTENSION, ChannelExtension, ItemExtension, atom=False)
    feed.digest.view = view
    head, end, rest = feed.rss_str(pretty=True).rpartition(END)
    return b"".join((PLAIN.sub(_hexadecimal, head), *items, end, rest))


def element(item: FeedItem, site: SiteInfo) -> bytes:
    """The `item` element as it stands in a channel, whose prefixes it uses. Raises `ValueError` as `rss` does."""
    entry = FeedEntry()
    entry.register_extension(EXTENSION, ItemExtension, atom=False)
    fill(entry, item, site)
    entry.description(_description(item), isSummary=True)
    entry.digest.item, entry.digest.site = item, site
    around = etree.Element("rss", nsmap=PREFIXES)
    etree.SubElement(around, "channel").append(entry.rss_entry())
    text: bytes = etree.tostring(around, pretty_print=True, encoding="UTF-8")
    return PLAIN.sub(_hexadecimal, text[text.index(START) : text.rindex(END)])


def _hexadecimal(element: re.Match[bytes]) -> bytes:
    """The profile's way to write `&` and `<` in plain text, which no reader unescapes twice."""
    return element[0].replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")


def _description(item: FeedItem) -> str:
    """The summary as markup: readers take a description for HTML, so plain text is escaped once more than XML asks."""
    return escape(named(item.summary, named(item.title, item.url)), quote=False)


class ChannelExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen cannot say of a channel: that nothing has changed yet, and where its hub is."""

    view: FeedView

    def extend_ns(self) -> dict[str, str]:
        """The Dublin Core prefix that the items use."""
        return {"dc": DC}

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Mend the channel of this `rss` element in place."""
        channel = feed[0]
        stamp = channel.find("lastBuildDate")
        if stamp is not None and not self.view.updated:
            channel.remove(stamp)
        if web(self.view.hub):
            _link(channel, {"href": web(self.view.hub), "rel": "hub"})
        return feed


class ItemExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen cannot say of an item: its dates without touching the process's locale, and Dublin Core."""

    item: FeedItem
    site: SiteInfo

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Complete this `item` element in place."""
        item = self.item
        _text(feed, "pubDate", format_datetime(moment(item.published)))
        if item.updated and item.updated != item.published:
            _text(feed, f"{{{ATOM}}}updated", moment(item.updated).isoformat())
        _dublin(feed, "creator", author(item, self.site))
        for name in reporters(item):
            _dublin(feed, "contributor", name)
        found = reports(item)
        _dublin(feed, "source", "; ".join((*(report.url for report in found), *_unlinked(item.sources))))
        for report in found:
            title = {"title": report.title} if report.title else {}
            _link(feed, {"href": report.url, "rel": "via", "type": report.type} | title)
        if item.language != self.site.language:
            _dublin(feed, "language", clean(item.language))
        return feed


def _unlinked(sources: Iterable[FeedSource]) -> Iterator[str]:
    """Outlet and headline of reports that have no address: on paper, on air (Dublin Core 1.1 takes any string)."""
    return (called(source) for source in sources if called(source) and not web(source.url))


def _dublin(parent: etree._Element, name: str, text: str) -> None:
    if text.strip():
        _text(parent, f"{{{DC}}}{name}", text)


def _link(parent: etree._Element, attributes: dict[str, str]) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
