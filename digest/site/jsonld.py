"""Owns JSON-LD: what a page says of itself to search engines and other programs in the words of schema.org.

A post is a `NewsArticle` that cites its sources, each a node of its own within `citation`; the mapping is
notes/news-domain.md 1.5, Google's advice for articles 1.3. `ReportageNewsArticle` claims reporting of one's own and is
never used. Sources stay inside the post's node: as nodes beside it they would pass for this page's own articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from digest.site.addresses import absolute, web
from digest.site.feeds.texts import clean, identity
from digest.site.jsontext import encoded, listed, member, node, text
from digest.site.views import CorrectionView, Head, Link, PostView, ReporterView, SiteInfo, SourceView

CONTEXT = "https://schema.org"
POST_TYPES = frozenset(
    ("NewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "Article", "BlogPosting")
)
DEFAULT_TYPE = "NewsArticle"
REPORT_TYPES = {
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "background": "BackgroundNewsArticle",
    "release": "Article",
}
"""By a source's kind; all else is a `NewsArticle`. schema.org has no press release."""
WHEN = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?")
"""What schema.org takes for a Date or DateTime (ISO 8601); other EDTF texts are left out."""
ESCAPES = tuple((mark, f"\\u{ord(mark):04x}") for mark in "<>&\u2028\u2029")
"""What may not stand in a script element as it is (HTML, 4.12.1.3), nor in old JavaScript."""
REMEMBERED = 4096
"""How many nodes of a kind are remembered: the same outlets, people and places are named in post after post."""


class Point(NamedTuple):
    """Where a place lies, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Facts(NamedTuple):
    """What the node of a post says beyond its view."""

    id: str = ""
    """The frozen `tag:` URI; without it the permalink names the node."""
    type: str = DEFAULT_TYPE
    """A schema.org type of `POST_TYPES`; anything else becomes a `NewsArticle`."""
    language: str = ""
    """Of the post; default: the site's."""
    points: Mapping[str, Point] = {}
    """By the name of a place as it stands in the view."""


NO_FACTS = Facts()


def news_article(post: PostView, site: SiteInfo, facts: Facts = NO_FACTS) -> str:
    """The JSON-LD document of a post's page, ready for a script element; `post.head.json_ld` is not read.

    Dates come from `post.head` where it has them (Google wants an offset), else from the post itself.
    """
    return _document(_post(post, site, facts), _trail(post.head, site))


def website(site: SiteInfo) -> str:
    """The JSON-LD document of the home page."""
    publisher = node("Organization", *_called(site), text("@id", f"{site.base_url}#publisher"))
    words = (text("description", clean(site.description)), text("inLanguage", site.language))
    return _document(node("WebSite", *_identified(site), *words, member("publisher", publisher)))


def breadcrumbs(head: Head, site: SiteInfo) -> str:
    """The JSON-LD document of any other page: its way from home; empty for a page without crumbs."""
    trail = _trail(head, site)
    return _document(trail) if trail else ""


def _document(*nodes: str) -> str:
    found = f'{{"@context":"{CONTEXT}",{listed("@graph", filter(None, nodes))}}}'
    for mark, escaped in ESCAPES:  # each looks for one character: ten times quicker than str.translate
        found = found.replace(mark, escaped)
    return found


def _post(post: PostView, site: SiteInfo, facts: Facts) -> str:
    url = absolute(post.head.url, site)
    address = encoded(url)
    return node(
        facts.type if facts.type in POST_TYPES else DEFAULT_TYPE,
        text("@id", identity(facts.id, f"{url}#article")),
        member("url", address),
        member("mainEntityOfPage", address),
        *_words(post, site, facts),
        *_times(post),
        listed("image", _images(post.head, site)),
        member("author", _author(post.author, site)),
        member("publisher", _publisher(site)),
        member("isPartOf", node("WebSite", *_identified(site))),
        member("isAccessibleForFree", "true"),
        *_happening(post, facts),
        listed("citation", (_report(source, url, facts) for source in post.sources)),
        listed("isBasedOn", (f"{{{_report_id(source, url)}}}" for source in post.sources)),
        listed("correction", map(_correction, post.corrections)),
    )


def _words(post: PostView, site: SiteInfo, facts: Facts) -> tuple[str, ...]:
    return (
        text("headline", clean(post.title)),
        text("description", clean(post.head.description)),
        text("inLanguage", facts.language or site.language),
        listed("keywords", map(encoded, _names(post.topics))),
        text("creativeWorkStatus", clean(post.status)),
        text("backstory", clean(post.backstory)),
    )


def _times(post: PostView) -> tuple[str, str]:
    """When it came out and last changed; a correction is a change, as in feeds and the sitemap."""
    published = post.head.published or post.date
    updated = post.head.updated or post.updated or published
    changed = max((updated, *(correction.date for correction in post.corrections)))
    return text("datePublished", _when(published)), text("dateModified", _when(changed))


def _when(moment: str) -> str:
    return moment if WHEN.fullmatch(moment) else ""


def _images(head: Head, site: SiteInfo) -> list[str]:
    image = head.image or site.image
    return [encoded(absolute(image, site))] if image else []


def _happening(post: PostView, facts: Facts) -> tuple[str, str]:
    """The event: where it was, and as an `Event` when the day is known too (an Event without both is an error)."""
    places = [(clean(place.name), facts.points.get(place.name)) for place in post.event_places]
    where = listed("contentLocation", (_place(*place) for place in places))
    start, _, end = post.event_date.partition("/")
    if not places or not _when(start):
        return where, ""
    location = listed("location", (_place(*place, with_address=True) for place in places))
    days = (text("startDate", start), text("endDate", _when(end)))
    return where, member("about", node("Event", text("name", clean(post.title)), *days, location))


def _author(name: str, site: SiteInfo) -> str:
    """One person, by name alone; their page is the author's own address, or this site for want of another."""
    known = clean(name) or clean(site.author)
    if not known:
        return _publisher(site)
    own = known == clean(site.author)
    return node("Person", text("name", known), text("url", (web(site.author_url) if own else "") or site.base_url))


def _publisher(site: SiteInfo) -> str:
    return node("Organization", *_called(site))


def _called(site: SiteInfo) -> tuple[str, str]:
    return member("name", encoded(clean(site.title))), member("url", encoded(site.base_url))


def _identified(site: SiteInfo) -> tuple[str, str, str]:
    return text("@id", f"{site.base_url}#website"), *_called(site)


def _report(source: SourceView, post_url: str, facts: Facts) -> str:
    """A source as a node; its `@id` is the place of the source on the page, and its authors are its own."""
    kind = REPORT_TYPES.get(source.kind, DEFAULT_TYPE)
    return node(
        kind,
        _report_id(source, post_url),
        text("headline", clean(source.headline)),
        text("url", web(source.url)),
        text("archivedAt", web(source.archive_url)),
        member("publisher", _outlet(source)),
        listed("author", map(_person, _names(source.reporters))),
        member("sourceOrganization", _named("Organization", clean(source.agency.name)) if source.agency else ""),
        text("datePublished", _when(source.published)),
        text("dateModified", _when(source.modified)),
        text("inLanguage", clean(source.lang)),
        member("isAccessibleForFree", "false" if source.paywall else ""),
        listed("locationCreated", (_place(clean(one.name), facts.points.get(one.name)) for one in source.places)),
        listed("citation", map(_relayed, _names(source.cites))),
        *(_newspaper(source) if kind != "Article" else ()),
    )


def _report_id(source: SourceView, post_url: str) -> str:
    return text("@id", f"{post_url}#source-{source.key}")


def _newspaper(source: SourceView) -> tuple[str, ...]:
    """What schema.org knows of news articles alone."""
    day = clean(source.dateline_date or source.dateline_written)
    dateline = " ".join(part for part in ("・".join(_names(source.places)), day) if part)
    return (
        text("dateline", dateline),
        text("printEdition", clean(source.print_edition.removesuffix(source.print_page + source.print_section))),
        text("printPage", clean(source.print_page).removesuffix("面")),
        text("printSection", clean(source.print_section)),
    )


def _outlet(source: SourceView) -> str:
    """Who published it; a release comes from a ministry or a company, not from a newsroom."""
    kind = "Organization" if source.kind == "release" or source.official else "NewsMediaOrganization"
    return _named(kind, clean(source.outlet.name))


@lru_cache(maxsize=REMEMBERED)
def _named(kind: str, name: str) -> str:
    return node(kind, text("name", name)) if name else ""


@lru_cache(maxsize=REMEMBERED)
def _person(name: str) -> str:
    return node("Person", text("name", name))


@lru_cache(maxsize=REMEMBERED)
def _relayed(name: str) -> str:
    """The report or statement that a source passes on, of which we know no more than whose it is."""
    return node("CreativeWork", member("creator", _named("Organization", name)))


def _place(name: str, point: Point | None, *, with_address: bool = False) -> str:
    called = encoded(name)
    axes = (member(axis, encoded(value)) for axis, value in point._asdict().items()) if point else ()
    geo = node("GeoCoordinates", *axes) if point else ""
    return node("Place", member("name", called), member("geo", geo), member("address", called if with_address else ""))


def _correction(correction: CorrectionView) -> str:
    return node(
        "CorrectionComment", text("text", clean(correction.text)), text("datePublished", _when(correction.date))
    )


def _names(named: Iterable[Link | ReporterView]) -> list[str]:
    return [name for one in named if (name := clean(one.name))]


def _trail(head: Head, site: SiteInfo) -> str:
    """The way from home to this page as a `BreadcrumbList`; nothing where the page has no crumbs."""
    if not head.crumbs:
        return ""
    way = (*head.crumbs, Link(head.title or site.title, head.url))
    steps = [_step(1, clean(site.title), site.base_url)]
    steps += [
        _step(number, clean(link.name), absolute(link.url, site) if link.url else "")
        for number, link in enumerate(way, 2)
    ]
    return node("BreadcrumbList", listed("itemListElement", steps))


@lru_cache(maxsize=REMEMBERED)
def _step(number: int, name: str, address: str) -> str:
    """A step of the way; one without a page has no address."""
    return node("ListItem", f'"position":{number}', member("name", encoded(name)), text("item", address))
