"""Owns post pages: the plan of them, and the view of one post made from its article."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

from digest.content.articles import Article
from digest.model import Post
from digest.site import bodies, citations, timeline, urls
from digest.site.deadlinks import Marks, marked, marks_of
from digest.site.jsonld import Facts, Point, news_article
from digest.site.lazily import lazily
from digest.site.model import Model
from digest.site.pages import Page, Whole, Workshop
from digest.site.related import related
from digest.site.sourced import Anchors, Sourced, claims_view, provenance_view
from digest.site.views import Card, CorrectionView, Head, Link, PostView, SiteInfo, SourceView, StoryNav
from digest.site.wording import period


def pages(model: Model) -> Iterator[Page]:
    """A page for each post, with its neighbours in time."""
    entries = model.library.entries
    sections = tuple(name for name in model.config.sections if name != "search")
    archive = model.has("years"), model.has("months"), model.has("days")
    story_places = timeline.places(model)
    apart = {path: frozenset(card.url for card in place[3:] if card) for path, place in story_places.items()}
    relations = related(entries, apart)
    for number, entry in enumerate(entries):
        newer = entries[number - 1].card if number else None
        older = entries[number + 1].card if number + 1 < len(entries) else None
        crumbs = _crumbs(entry.card.date, archive, model.config.language)
        beside = (story_places.get(entry.path), relations[entry.path], model.config.timezone)
        args = (model.whole(entry), newer, older, crumbs, sections, *beside, marks_of(model, entry.path))
        yield Page(urls.output(entry.url), "post.html", entry.path, view, args, "" if entry.noindex else entry.updated)


def _crumbs(date: str, archive: tuple[bool, bool, bool], language: str) -> tuple[Link, ...]:
    """The post's year, month and day, those of them that have pages (`archive`: years, months, days)."""
    trail = ((there, date[:length]) for there, length in zip(archive, (4, 7, 10), strict=True))
    return tuple(Link(period(iso, language), iso.replace("-", "/") + "/") for there, iso in trail if there)


def view(
    workshop: Workshop,
    whole: Whole,
    newer: Card | None,
    older: Card | None,
    crumbs: tuple[Link, ...],
    sections: tuple[str, ...],
    place: timeline.Place | None,
    relations: tuple[Card, ...],
    timezone: str,
    marks: Marks,
) -> PostView:
    """What a post's page shows: `place` is its place in its story, `relations` are related posts; IANA `timezone`."""
    article = workshop.article(whole.entry)
    sourced, references = Sourced(article, sections), bodies.references(article)
    made = make(article, whole, workshop, sourced, Shown(bodies.Here(), references.of_sources))
    made = made._replace(
        head=made.head._replace(crumbs=crumbs),
        body_html=marked(made.body_html, marks, workshop.site.language),
        sources=_marked(made.sources, marks),
        newer=newer,
        older=older,
        story=StoryNav(*place) if place else None,
        related=relations,
        exports=citations.links(made.head.url) if "citations" in sections else (),
    )
    return lazily(
        made._replace(head=lazily(made.head, json_ld=lambda: _json_ld(made, article, whole, workshop))),
        coverage=lambda: sourced.coverage_rows(made.sources, timezone),
        independence=sourced.independence_view,
        claims=lambda: claims_view(article, references.at),
        provenance=lambda: provenance_view(article),
    )


def _json_ld(made: PostView, article: Article, whole: Whole, workshop: Workshop) -> str:
    facts = Facts(whole.entry.id, article.post.type, article.post.lang, _points(article))
    return news_article(made, workshop.site, facts)


def _marked(sources: tuple[SourceView, ...], marks: Marks) -> tuple[SourceView, ...]:
    """The sources, those with a dead link saying since when."""
    since = dict(marks.dead)
    return tuple(one._replace(dead=since.get(one.url, "")) for one in sources) if since else sources


def _points(article: Article) -> dict[str, Point]:
    """Where the article's places lie, as far as that is known."""
    told = {(name, fact): value for kind, name, fact, value in article.facts if kind == "places"}
    both = [name for name, fact in told if fact == "lat" and (name, "lon") in told]
    return {name: Point(float(told[name, "lat"]), float(told[name, "lon"])) for name in both}


class Shown(NamedTuple):
    """Where a post is shown: how addresses are written there, and the places on the page that cite its sources."""

    where: bodies.Where
    anchors: Anchors = MappingProxyType({})


def make(article: Article, whole: Whole, workshop: Workshop, sourced: Sourced, shown: Shown) -> PostView:
    """The view of a post by itself, for its page or for a feed, but for what is worked out where it is asked for."""
    post, card = article.post, whole.entry.card
    return PostView(
        head=_head(article, whole, workshop),
        title=post.title,
        kicker=post.kicker,
        status=post.status,
        date=post.date,
        updated=post.updated,
        author=author_of(post, workshop.site),
        event_date=post.event.date,
        event_places=tuple(sourced.link("places", name) for name in post.event.places),
        topics=card.topics,
        sources=sourced.source_views(shown.anchors),
        reporters=_reporters_of(article, sourced),
        dateline=tuple(sourced.link("places", name) for name in post.dateline),
        body_html=bodies.fill(article, dict(whole.hrefs), workshop.site, shown.where),
        newer=None,
        older=None,
        story=None,
        related=(),
        corrections=tuple(CorrectionView(one.date, one.text, Link(post.title, card.url)) for one in post.corrections),
        backstory=post.backstory,
        held=card.held,
    )


def author_of(post: Post, site: SiteInfo) -> str:
    """Who wrote the post: the site's author where it names nobody."""
    return post.author or site.author


def _head(article: Article, whole: Whole, workshop: Workshop) -> Head:
    post, card = article.post, whole.entry.card
    return Head(
        kind="post",
        url=card.url,
        title=post.title,
        description=card.summary,
        noindex=post.noindex or bool(card.held),
        published=post.date,
        updated=post.updated,
        image=post.image or workshop.site.image,
    )


def _reporters_of(article: Article, sourced: Sourced) -> tuple[Link, ...]:
    """The post's reporters; one named without a source has no page."""
    sources = article.post.sources
    pages = {one.name: sourced.reporter(source.outlet, one.name) for source in sources for one in source.reporters}
    return tuple(Link(name, pages.get(name, "")) for name in article.post.reporters)
