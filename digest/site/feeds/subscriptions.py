"""Owns the subscription list: the site's feeds as OPML 2.0, to be imported into a feed reader in one go.

JSON feeds are left out: the format's `type="rss"` promises what every reader can read, RSS or Atom
(opml.org/spec2.opml).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from digest.site.addresses import absolute, web
from digest.site.feeds.texts import clean, named
from digest.site.views import Feed, SiteInfo

MEDIA_TYPE = "text/x-opml"
READABLE = ("application/rss+xml", "application/atom+xml")


def opml(feeds: Sequence[Feed], site: SiteInfo) -> bytes:
    """The OPML 2.0 document that lists `feeds` in their order under one folder, UTF-8 with declaration.

    Give one format of each feed: a reader that imports both would show every post twice.
    """
    title = named(site.title, site.base_url)
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        " <head>",
        *_head(title, site),
        " </head>",
        " <body>",
        f"  <outline text={_attribute(title)}>",
        *(_outline(feed, site) for feed in feeds if feed.type in READABLE),
        "  </outline>",
        " </body>",
        "</opml>",
    )
    return ("\n".join(lines) + "\n").encode()


def _head(title: str, site: SiteInfo) -> tuple[str, ...]:
    """No `docs`, which the W3C validator refuses, and no dates: the list changes when its feeds do."""
    values = (("title", title), ("ownerName", clean(site.author)), ("ownerId", web(site.author_url)))
    return tuple(f"  <{name}>{_text(value)}</{name}>" for name, value in values if value.strip())


def _outline(feed: Feed, site: SiteInfo) -> str:
    """A feed with the page that it is the feed of (`htmlUrl` is the channel's link): the folder that it stands in."""
    url = absolute(feed.url, site)
    title = _attribute(named(feed.title, url))
    home = _attribute(absolute("".join(feed.url.rpartition("/")[:2]), site))
    return f'   <outline type="rss" text={title} title={title} xmlUrl={_attribute(url)} htmlUrl={home}/>'


def _text(value: str) -> str:
    """A text between tags (XML 1.0, 2.4); a carriage return survives only as a reference (2.11)."""
    return escape(value, quote=False).replace("\r", "&#13;")


def _attribute(value: str) -> str:
    """A quoted value of an attribute; what a reader would normalise to spaces (XML 1.0, 3.3.3) as references."""
    told = _text(value).replace("\n", "&#10;").replace("\t", "&#9;").replace('"', "&quot;")
    return f'"{told}"'
