"""Owns Atom 1.0 (RFC 4287): a feed view as the bytes of `atom.xml`.

Each source on the web is a `link rel="via"` that names outlet and headline; when a post rests on one report, that one
is also its `rel="related"`. Reporters of sources are contributors, never authors (notes/news-domain.md 1.5).
"""

from __future__ import annotations

from datetime import datetime, time
from html import escape

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from digest.fingerprint import of_text
from digest.site.feeds.generator import EXTENSION, add, generator, owner, writer
from digest.site.feeds.sources import media_type, only_report, reporters, reports
from digest.site.feeds.texts import clean, moment, named
from digest.site.views import FeedItem, FeedView, SiteInfo

MEDIA_TYPE = "application/atom+xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TEXTS = ("title", "subtitle", "summary", "rights")
"""The text constructs (RFC 4287, 3.1) that we write as plain text."""


def atom(view: FeedView, site: SiteInfo) -> bytes:
    """The Atom document of `view`, UTF-8 with declaration; the same view gives the same bytes.

    Raises `ValueError` for a date without offset.
    """
    feed = generator(view, site, MEDIA_TYPE)
    feed.register_extension(EXTENSION, FeedExtension, EntryExtension, rss=False)
    feed.author(owner(site))
    for item in view.items:
        _add(feed, item, site)
    return bytes(feed.atom_str(pretty=True))


def _add(feed: FeedGenerator, item: FeedItem, site: SiteInfo) -> None:
    entry = add(feed, item, site)
    entry.published(moment(item.published))
    entry.updated(_updated(item))
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


def _updated(item: FeedItem) -> datetime:
    """When the post was last changed; a day's first moment gets a fraction of a second from the post's id.

    Posts dated by the day alone would all share one instant, which the W3C validator warns about (DuplicateUpdated).
    The fraction depends on nothing but the id, so it never makes an old entry look new.
    """
    when = moment(item.updated or item.published)
    if when.time() != time():
        return when
    return when.replace(microsecond=1 + int.from_bytes(of_text(item.id)[:4], "big") % 999_999)


def _declare(parent: etree._Element) -> None:
    """Say of texts that look like markup that they are not: readers disagree on a bare `<` or `&` in plain text."""
    for name in TEXTS:
        element = parent.find(name)
        if element is not None and element.text and ("<" in element.text or "&" in element.text):
            element.set("type", "html")
            element.text = escape(element.text, quote=False)


class FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What feedgen cannot say of a feed: how its texts are to be read."""

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Complete the head of this `feed` element in place."""
        _declare(feed)
        return feed


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
        _declare(feed)
        return feed
