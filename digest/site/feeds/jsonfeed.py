"""Owns JSON Feed 1.1: a feed view as the bytes of `feed.json`, with the sources for other programs in `_digest`.

Source of the rules: the JSON Feed 1.1 specification (jsonfeed.org/version/1.1); `_digest` is DESIGN.md section 7.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from digest.site.addresses import absolute, web
from digest.site.feeds.sources import author, only_report
from digest.site.feeds.texts import clean, identity, moment, named
from digest.site.views import FeedItem, FeedSource, FeedView, SiteInfo

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(view: FeedView, site: SiteInfo) -> bytes:
    """The JSON Feed of `view`, UTF-8; the same view gives the same bytes.

    Raises `ValueError` for a date without offset.
    """
    title = named(view.title, named(site.title, site.base_url))
    head: dict[str, object] = {
        "version": VERSION,
        "title": title,
        "home_page_url": absolute(view.home, site),
        "feed_url": absolute(view.url, site),
        "description": clean(view.description),
        "language": clean(site.language),
        "authors": _authors(clean(site.author).strip(), site),
        "hubs": [{"type": "WebSub", "url": web(view.hub)}] if web(view.hub) else [],
    }
    document = _present(head) | {"items": [_item(item, site) for item in view.items]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _present(values: Mapping[str, object]) -> dict[str, object]:
    """Without what is absent: empty texts, lists and objects."""
    return {name: value for name, value in values.items() if value}


def _item(item: FeedItem, site: SiteInfo) -> dict[str, object]:
    url = absolute(item.url, site)
    return _present(
        {
            "id": identity(item.id, url),
            "url": url,
            "external_url": only_report(item),
            "title": named(item.title, url),
            **_content(item, url),
            "summary": clean(item.summary),
            "image": absolute(item.image, site) if item.image else "",
            "date_published": moment(item.published).isoformat(),
            "date_modified": moment(item.updated or item.published).isoformat(),
            "authors": _authors(author(item, site), site),
            "tags": [clean(topic.name) for topic in item.topics if clean(topic.name).strip()],
            "language": clean(item.language),
            "_digest": _digest(item),
        }
    )


def _content(item: FeedItem, url: str) -> dict[str, str]:
    """The body; a post without one says in plain text what it is about, as either is required."""
    html = clean(item.content_html)
    return {"content_html": html} if html.strip() else {"content_text": named(item.summary, named(item.title, url))}


def _authors(name: str, site: SiteInfo) -> list[dict[str, object]]:
    own = name == clean(site.author).strip()
    return [_present({"name": name, "url": web(site.author_url) if own else ""})] if name else []


def _digest(item: FeedItem) -> dict[str, object]:
    return _present(
        {
            "sources": [_source(source) for source in item.sources],
            "origins": [clean(origin) for origin in item.origins],
            "status": clean(item.status),
            "story": clean(item.story),
        }
    )


def _source(source: FeedSource) -> dict[str, object]:
    """A source with the names of `FeedSource`; its address as it was written, if it is one of the web."""
    values = source._asdict() | {"url": source.url if web(source.url) else ""}
    return _present({name: _cleaned(value) for name, value in values.items()})


def _cleaned(value: str | tuple[str, ...]) -> str | list[str]:
    return clean(value) if isinstance(value, str) else [clean(text) for text in value]
