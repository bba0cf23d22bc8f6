"""Owns JSON-LD: what a page says of itself to search engines and other programs in the words of schema.org.

A post is a `NewsArticle` that cites its sources, each a node of its own within `citation`; the mapping is
notes/news-domain.md 1.5, Google's advice for articles 1.3. `ReportageNewsArticle` claims reporting of one's own and is
never used. Sources stay inside the post's node: as nodes beside it they would pass for this page's own articles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digest.site.addresses import absolute, web
from digest.site.feeds.texts import clean, identity
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

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
    return _document((_post(post, site, facts), *_trail(post.head, site)))


def website(site: SiteInfo) -> str:
    """The JSON-LD document of the home page."""
    publisher = _publisher(site) | {"@id": f"{site.base_url}#publisher"}
    values = {"description": clean(site.description), "inLanguage": site.language, "publisher": publisher}
    return _document((_site(site) | _present(values),))


def breadcrumbs(head: Head, site: SiteInfo) -> str:
    """The JSON-LD document of any other page: its way from home; empty for a page without crumbs."""
    trail = _trail(head, site)
    return _document(trail) if trail else ""


def _document(nodes: Iterable[Mapping[str, object]]) -> str:
    text = ENCODE({"@context": CONTEXT, "@graph": list(nodes)})
    for mark, escaped in ESCAPES:  # each looks for one character: ten times quicker than str.translate
        text = text.replace(mark, escaped)
    return text


def _present(values: Mapping[str, object]) -> dict[str, object]:
    """Without what is absent: empty texts, lists and objects, and None; `False` says something."""
    return {name: value for name, value in values.items() if value or value == 0}


def _post(post: PostView, site: SiteInfo, facts: Facts) -> dict[str, object]:
    url = absolute(post.head.url, site)
    sources = [_report(source, url, facts) for source in post.sources]
    return _present(
        {
            "@type": facts.type if facts.type in POST_TYPES else DEFAULT_TYPE,
            "@id": identity(facts.id, f"{url}#article"),
            "url": url,
            "mainEntityOfPage": url,
            **_words(post, site, facts),
            **_times(post),
            "image": _images(post.head, site),
            "author": _author(post.author, site),
            "publisher": _publisher(site),
            "isPartOf": _site(site),
            "isAccessibleForFree": True,
            **_happening(post, facts),
            "citation": sources,
            "isBasedOn": [{"@id": source["@id"]} for source in sources],
            "correction": [_correction(correction) for correction in post.corrections],
        }
    )


def _words(post: PostView, site: SiteInfo, facts: Facts) -> dict[str, object]:
    return {
        "headline": clean(post.title),
        "description": clean(post.head.description),
        "inLanguage": facts.language or site.language,
        "keywords": _names(post.topics),
        "creativeWorkStatus": clean(post.status),
        "backstory": clean(post.backstory),
    }


def _times(post: PostView) -> dict[str, str]:
    """When it came out and last changed; a correction is a change, as in feeds and the sitemap."""
    published = post.head.published or post.date
    updated = post.head.updated or post.updated or published
    changed = max((updated, *(correction.date for correction in post.corrections)))
    return {"datePublished": _when(published), "dateModified": _when(changed)}


def _when(moment: str) -> str:
    return moment if WHEN.fullmatch(moment) else ""


def _images(head: Head, site: SiteInfo) -> list[str]:
    image = head.image or site.image
    return [absolute(image, site)] if image else []


def _happening(post: PostView, facts: Facts) -> dict[str, object]:
    """The event: where it was, and as an `Event` when the day is known too (an Event without both is an error)."""
    places = [_place(place, facts.points) for place in post.event_places]
    start, _, end = post.event_date.partition("/")
    if not places or not _when(start):
        return {"contentLocation": places}
    location = [place | {"address": place["name"]} for place in places]
    event = {"@type": "Event", "name": clean(post.title), "startDate": start, "endDate": _when(end)}
    return {"contentLocation": places, "about": _present(event | {"location": location})}


def _author(name: str, site: SiteInfo) -> dict[str, object]:
    """One person, by name alone; their page is the author's own address, or this site for want of another."""
    known = clean(name) or clean(site.author)
    if not known:
        return _publisher(site)
    own = known == clean(site.author)
    return {"@type": "Person", "name": known, "url": (web(site.author_url) if own else "") or site.base_url}


def _publisher(site: SiteInfo) -> dict[str, object]:
    return {"@type": "Organization", "name": clean(site.title), "url": site.base_url}


def _site(site: SiteInfo) -> dict[str, object]:
    return {"@type": "WebSite", "@id": f"{site.base_url}#website", "name": clean(site.title), "url": site.base_url}


def _report(source: SourceView, post_url: str, facts: Facts) -> dict[str, object]:
    """A source as a node; its `@id` is the place of the source on the page, and its authors are its own."""
    kind = REPORT_TYPES.get(source.kind, DEFAULT_TYPE)
    return _present(
        {
            "@type": kind,
            "@id": f"{post_url}#source-{source.key}",
            "headline": clean(source.headline),
            "url": web(source.url),
            "archivedAt": web(source.archive_url),
            "publisher": _outlet(source),
            "author": [{"@type": "Person", "name": name} for name in _names(source.reporters)],
            "sourceOrganization": _organisation(source.agency),
            "datePublished": _when(source.published),
            "dateModified": _when(source.modified),
            "inLanguage": clean(source.lang),
            "isAccessibleForFree": False if source.paywall else None,
            "locationCreated": [_place(place, facts.points) for place in source.places],
            "citation": [_relayed(body) for body in source.cites if clean(body.name)],
            **(_newspaper(source) if kind != "Article" else {}),
        }
    )


def _newspaper(source: SourceView) -> dict[str, str]:
    """What schema.org knows of news articles alone."""
    day = clean(source.dateline_date or source.dateline_written)
    dateline = " ".join(part for part in ("・".join(_names(source.places)), day) if part)
    return {
        "dateline": dateline,
        "printEdition": clean(source.print_edition.removesuffix(source.print_page + source.print_section)),
        "printPage": clean(source.print_page).removesuffix("面"),
        "printSection": clean(source.print_section),
    }


def _outlet(source: SourceView) -> dict[str, object]:
    """Who published it; a release comes from a ministry or a company, not from a newsroom."""
    kind = "Organization" if source.kind == "release" or source.official else "NewsMediaOrganization"
    return {"@type": kind, "name": clean(source.outlet.name)} if clean(source.outlet.name) else {}


def _organisation(body: Link | None) -> dict[str, object]:
    return {"@type": "Organization", "name": clean(body.name)} if body and clean(body.name) else {}


def _relayed(body: Link) -> dict[str, object]:
    """The report or statement that a source passes on, of which we know no more than whose it is."""
    return {"@type": "CreativeWork", "creator": _organisation(body)}


def _place(place: Link, points: Mapping[str, Point]) -> dict[str, object]:
    point = points.get(place.name)
    named: dict[str, object] = {"@type": "Place", "name": clean(place.name)}
    geo = {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude} if point else {}
    return named | ({"geo": geo} if geo else {})


def _correction(correction: CorrectionView) -> dict[str, object]:
    values = {"text": clean(correction.text), "datePublished": _when(correction.date)}
    return {"@type": "CorrectionComment"} | _present(values)


def _names(named: Iterable[Link | ReporterView]) -> list[str]:
    return [name for one in named if (name := clean(one.name))]


def _trail(head: Head, site: SiteInfo) -> tuple[dict[str, object], ...]:
    """The way from home to this page as a `BreadcrumbList`; nothing where the page has no crumbs."""
    if not head.crumbs:
        return ()
    home = _step(1, clean(site.title), site.base_url)
    way = (*head.crumbs, Link(head.title or site.title, head.url))
    addresses = (absolute(link.url, site) if link.url else "" for link in way)
    pairs = zip(way, addresses, strict=True)
    steps = (_step(number, clean(link.name), address) for number, (link, address) in enumerate(pairs, 2))
    return ({"@type": "BreadcrumbList", "itemListElement": [home, *steps]},)


def _step(number: int, name: str, address: str = "") -> dict[str, object]:
    """A step of the way; one without a page has no address."""
    return {"@type": "ListItem", "position": number, "name": name} | ({"item": address} if address else {})
