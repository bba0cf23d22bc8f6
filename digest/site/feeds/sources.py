"""Owns what the sources of a feed item come to: the addresses, names and people that a format can carry."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from digest.site.addresses import absolute, web
from digest.site.feeds.texts import clean
from digest.site.views import FeedItem, FeedSource, Link, SiteInfo


class Report(NamedTuple):
    """A report on the web: where it is and how to call it."""

    url: str
    title: str
    type: str


class Category(NamedTuple):
    """A topic as Atom names it (RFC 4287, 4.2.2): the slug within the scheme, and a label to show."""

    term: str
    scheme: str
    label: str


def reports(item: FeedItem) -> tuple[Report, ...]:
    """The sources that stand on the web, each address once, in the order of the post."""
    found = {
        url: Report(url, called(source), media_type(url))
        for source in reversed(item.sources)
        if (url := web(source.url))
    }
    return tuple(reversed(found.values()))


def called(source: FeedSource) -> str:
    """Outlet and headline in one line: `東都新聞: 護衛艦が就役`."""
    return ": ".join(part for part in (clean(source.outlet), clean(source.headline)) if part)


def media_type(url: str) -> str:
    """What an address most likely leads to; the machine's own table is not asked, as it differs between machines."""
    return "application/pdf" if url.lower().endswith(".pdf") else "text/html"


def only_report(item: FeedItem) -> str:
    """The address of the source when the post rests on a single one; else the empty text."""
    return web(item.sources[0].url) if len(item.sources) == 1 else ""


def reporters(item: FeedItem) -> tuple[str, ...]:
    """Everyone named in the sources' bylines, once each."""
    names = (clean(name) for source in item.sources for name in source.reporters)
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def author(item: FeedItem, site: SiteInfo) -> str:
    """Who wrote the post: never a reporter of a source, to whom our words must not be attributed."""
    return clean(item.author).strip() or clean(site.author).strip()


def categories(item: FeedItem, site: SiteInfo) -> tuple[Category, ...]:
    """The topics of a post."""
    return tuple(_category(topic, site) for topic in item.topics if clean(topic.name).strip())


def _category(topic: Link, site: SiteInfo) -> Category:
    name = clean(topic.name)
    shelf, _, slug = topic.url.rstrip("/").rpartition("/")
    if not slug:
        return Category(name, "", name)
    return Category(clean(unquote(slug)), absolute(f"{shelf}/" if shelf else "", site), name)
