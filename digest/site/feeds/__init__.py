"""Owns the feeds: each format one module, a pure function from a `FeedView` and the `SiteInfo` to the file's bytes.

The functions here are the only door. RSS and Atom are written with feedgen, which is loaded with lxml (80 ms) when the
first of them is written and not before.
"""

from __future__ import annotations

from collections.abc import Iterable

from digest.site.feeds.jsonfeed import json_feed
from digest.site.feeds.subscriptions import opml
from digest.site.views import FeedItem, FeedView, SiteInfo

__all__ = ["atom", "json_feed", "opml", "rss", "rss_channel", "rss_item"]


def rss(view: FeedView, site: SiteInfo) -> bytes:
    """The RSS 2.0 document of `view`: UTF-8 with declaration; raises `ValueError` for a date without offset."""
    from digest.site.feeds.rss20 import rss as write  # noqa: PLC0415 - heavy

    return write(view, site)


def rss_channel(view: FeedView, items: Iterable[bytes], site: SiteInfo) -> bytes:
    """The same document of items that `rss_item` wrote; those of `view` are not read."""
    from digest.site.feeds.rss20 import channel  # noqa: PLC0415 - heavy

    return channel(view, items, site)


def rss_item(item: FeedItem, site: SiteInfo) -> bytes:
    """An item as every RSS feed that has it carries it; raises `ValueError` for a date without offset."""
    from digest.site.feeds.rss20 import element  # noqa: PLC0415 - heavy

    return element(item, site)


def atom(view: FeedView, site: SiteInfo) -> bytes:
    """The Atom 1.0 document of `view`: UTF-8 with declaration; raises `ValueError` for a date without offset."""
    from digest.site.feeds.atom10 import atom as write  # noqa: PLC0415 - heavy

    return write(view, site)
