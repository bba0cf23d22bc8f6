"""Owns the filling of feedgen: what RSS and Atom have in common, with every default of feedgen's that lies overridden.

feedgen 1.0.0 stamps the clock on what has no date, puts new entries first, takes the last link as the channel's, and
drops all but `href` from an entry's links (notes/news-domain.md 8.2). So each date is set, entries are appended, the
self link comes before the alternate one, and the extension of each format writes what feedgen cannot.
"""

from __future__ import annotations

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from digest.site.addresses import absolute, web
from digest.site.feeds.sources import author, categories
from digest.site.feeds.texts import clean, identity, moment, named
from digest.site.views import FeedItem, FeedView, SiteInfo

EXTENSION = "digest"
"""The attribute of feedgen's objects under which the extension stands."""
GENERATOR = "digest"
"""Without a version: a release of the program alone must not make every subscriber fetch every feed again."""
NEVER = "1990-01-01T00:00:00+00:00"
"""When a feed without items was last changed: Atom requires a date, and the W3C validator doubts any before this."""


def generator(view: FeedView, site: SiteInfo, media_type: str) -> FeedGenerator:
    """A feedgen feed with the head of `view` and no entries yet; `media_type` is that of the feed's own address."""
    home, title = absolute(view.home, site), named(view.title, named(site.title, site.base_url))
    feed = FeedGenerator()
    feed.id(identity(view.id, absolute(view.url, site)))
    feed.title(title)
    feed.description(named(view.description, title))
    feed.link(href=absolute(view.url, site), rel="self", type=media_type)
    if web(view.hub):
        feed.link(href=web(view.hub), rel="hub")
    feed.link(href=home, rel="alternate", type="text/html")
    feed.language(site.language)
    feed.updated(moment(view.updated or NEVER))
    feed.generator(GENERATOR)
    if clean(site.copyright).strip():
        feed.rights(clean(site.copyright))
    return feed


def add(feed: FeedGenerator, item: FeedItem, site: SiteInfo) -> Any:  # noqa: ANN401 - feedgen has no types
    """Append an entry with what both formats share, and hand it back for the rest."""
    entry = feed.add_entry(order="append")
    fill(entry, item, site)
    return entry


def fill(entry: FeedEntry, item: FeedItem, site: SiteInfo) -> None:
    """Give an entry what both formats share."""
    url = absolute(item.url, site)
    entry.id(identity(item.id, url))
    entry.title(named(item.title, url))
    entry.link(href=url, rel="alternate", type="text/html")
    if clean(item.content_html).strip():
        entry.content(clean(item.content_html), type="html")
    for category in categories(item, site):
        entry.category(**category._asdict())


def owner(site: SiteInfo) -> dict[str, str]:
    """The author of the whole feed as feedgen wants a person; the site's title where no one is named.

    RFC 4287, 4.1.1 asks for an author; the site itself is the honest one then.
    """
    address = web(site.author_url)
    return {"name": named(site.author, named(site.title, site.base_url))} | ({"uri": address} if address else {})


def writer(item: FeedItem, site: SiteInfo) -> dict[str, str]:
    """The author of an entry as feedgen wants a person; the owner's address only beside the owner's name."""
    name = author(item, site)
    return owner(site) if name in ("", clean(site.author).strip()) else {"name": name}
