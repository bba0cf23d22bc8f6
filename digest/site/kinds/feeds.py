"""Owns the feeds: the site's in three formats, one per topic, the subscription list, and the page that offers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from digest import moments
from digest.content.articles import Article
from digest.model import Source
from digest.site import bodies, urls
from digest.site.feeds import atom, json_feed, opml, rss_channel, rss_item
from digest.site.kinds.lists import rss_of
from digest.site.kinds.posts import Shown, author_of, make
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Whole, Workshop
from digest.site.sourced import Sourced
from digest.site.views import Feed, FeedItem, FeedSource, FeedsView, FeedView, Head, IndependenceView, SiteInfo

CONTENT = "feed_content.html"
FORMATS = {"feed.xml": "rss", "atom.xml": "atom", "feed.json": "json"}
"""The site's own feeds."""


def site_feeds(title: str) -> tuple[Feed, ...]:
    """The site's feeds in the order of their discovery."""
    return (
        Feed(f"{title} (RSS)", "feed.xml", "application/rss+xml"),
        Feed(f"{title} (Atom)", "atom.xml", "application/atom+xml"),
        Feed(f"{title} (JSON Feed)", "feed.json", "application/feed+json"),
    )


def pages(model: Model) -> Iterator[Page]:
    """All feeds, the subscription list, and the feeds page."""
    config = model.config
    for url, form in FORMATS.items():
        head = (url, form, config.title, config.description, "")
        yield _feed(model, head, model.library.entries)
    topics = tuple(_topic_feeds(model))
    for page, _ in topics:
        yield page
    found = (
        ("feeds_of_topics", tuple(feed for _, feed in topics)),
        ("feeds_of_stories", _story_feeds(model)),
        ("feeds_of_outlets", _outlet_feeds(model)),
    )
    groups = tuple((key, feeds) for key, feeds in found if feeds)
    first = site_feeds(config.title)[:1]
    listed = first + tuple(feed for _, group in groups for feed in group)
    yield Page("feeds.opml", "", "feeds", subscriptions, (listed, model.site))
    if model.has("feeds"):
        about = Head("feeds", "feeds/", model.words["feeds"])
        newest = max((entry.updated for entry in model.library.entries), default="-")
        yield Page(
            "feeds/index.html", "feeds.html", "feeds", feeds_view, (about, site_feeds(config.title), groups), newest
        )


def _topic_feeds(model: Model) -> Iterator[tuple[Page, Feed]]:
    if not model.has("topics"):
        return
    for term, entries in model.topics():
        home = urls.term("topics", term.slug)
        yield term_feed(model, term.name, term.description, home, entries), rss_of(term.name, home)


def term_feed(model: Model, name: str, description: str, home: str, entries: Sequence[Entry]) -> Page:
    """The RSS feed of the posts that something named has, whose page is `home`."""
    head = (urls.feed(home), "rss", f"{name} | {model.config.title}", description, home)
    return _feed(model, head, entries)


def _story_feeds(model: Model) -> tuple[Feed, ...]:
    """The feeds of the stories that have posts; the pages are `digest.site.kinds.stories`'."""
    if not model.has("stories"):
        return ()
    told = (story for story in model.stories if story.id in model.library.by_story)
    return tuple(rss_of(story.title, urls.term("stories", story.id)) for story in told)


def _outlet_feeds(model: Model) -> tuple[Feed, ...]:
    """The feeds of the outlets in the table that posts rest on; the pages are `digest.site.kinds.outlets`'.

    Feeds of reporters, of places and of names in no table are offered on their own pages alone: a list to subscribe to
    as a whole should not bring a post ten times.
    """
    if not model.has("outlets"):
        return ()
    reporting = {outlet for entry in model.library.entries for outlet, _, _ in entry.reports}
    used = (term for term in model.tables.outlets.terms if term.slug in reporting)
    return tuple(rss_of(term.name, urls.term("outlets", term.slug)) for term in used)


def _feed(model: Model, head: tuple[str, str, str, str, str], entries: Sequence[Entry]) -> Page:
    config = model.config
    newest = tuple(model.whole(entry) for entry in entries[: config.feed_items])
    args: tuple[Any, ...] = (
        head,
        newest,
        tuple(model.id_of(entry) for entry in entries[: config.feed_items]),
        (config.timezone, config.feed_content, config.feed_hub),
        config.sections,
    )
    return Page(urls.output(head[0]), CONTENT, f"feed {head[0]}", feed_bytes, args)


def feed_bytes(
    workshop: Workshop,
    head: tuple[str, str, str, str, str],
    posts: tuple[Whole, ...],
    ids: tuple[str, ...],
    settings: tuple[str, str, str],
    sections: tuple[str, ...],
) -> bytes:
    """A feed's document."""
    url, form, title, description, home = head
    timezone, content, hub = settings
    zone, item = moments.zone(timezone), _written if form == "rss" else _item
    items: list[Any] = [
        workshop.once(item, whole, post_id, timezone, content, sections)
        for whole, post_id in zip(posts, ids, strict=True)
    ]
    updated = max((item.updated for item in items), key=lambda moment: moments.epoch(moment, zone), default="")
    feed_id = f"tag:{workshop.site.id_authority}:feed/{url}"
    view = FeedView(url, feed_id, title, description, home, updated, (), hub)
    if form == "rss":
        return rss_channel(view, (item.xml for item in items), workshop.site)
    write: Callable[[FeedView, SiteInfo], bytes] = {"atom": atom, "json": json_feed}[form]
    return write(view._replace(items=tuple(items)), workshop.site)


class Written(NamedTuple):
    """A post as all RSS feeds carry it."""

    updated: str
    """ISO instant."""
    xml: bytes


def _written(workshop: Workshop, whole: Whole, *args: Any) -> Written:  # noqa: ANN401 - what `_item` takes
    """A post for RSS."""
    item = _item(workshop, whole, *args)
    return Written(item.updated, rss_item(item, workshop.site))


def _item(
    workshop: Workshop,
    whole: Whole,
    post_id: str,
    timezone: str,
    content: str,
    sections: tuple[str, ...],
) -> FeedItem:
    """A post as feeds carry it: the site's three and those of its topics, outlets, reporters and places."""
    instant = partial(moments.instant, local=moments.zone(timezone))
    article = workshop.article(whole.entry)
    card, post = whole.entry.card, article.post
    sourced = Sourced(article, sections)
    weighed = sourced.independence_view()
    return FeedItem(
        id=post_id,
        url=card.url,
        title=post.title,
        published=instant(post.date),
        updated=instant(whole.entry.updated),
        author=author_of(post, workshop.site),
        summary=card.summary,
        content_html=_content(workshop, whole, article, sourced, weighed) if content == "full" else "",
        topics=card.topics,
        sources=tuple(_source(source) for source in post.sources),
        origins=tuple(one.origin.body.name for one in weighed.origins) if weighed else (),
        status=post.status,
        story=card.story.name if card.story else "",
        language=post.lang or workshop.site.language,
        image=post.image,
    )


def _content(
    workshop: Workshop, whole: Whole, article: Article, sourced: Sourced, weighed: IndependenceView | None
) -> str:
    """The whole post as markup that can be read anywhere."""
    view = make(article, whole, workshop, sourced, Shown(bodies.Away(whole.entry.card.url)))
    return workshop.render(CONTENT, view._replace(independence=weighed))


def _source(source: Source) -> FeedSource:
    return FeedSource(
        source.key,
        source.outlet,
        source.headline,
        source.url,
        tuple(one.name for one in source.reporters),
        source.dateline.places,
        source.agency,
        source.published,
        source.cites,
    )


def subscriptions(workshop: Workshop, feeds: tuple[Feed, ...], site: SiteInfo) -> bytes:
    """The subscription list."""
    return opml(feeds, site)


def feeds_view(
    workshop: Workshop, head: Head, own: tuple[Feed, ...], groups: tuple[tuple[str, tuple[Feed, ...]], ...]
) -> FeedsView:
    """The page that tells how to subscribe."""
    return FeedsView(head, own, groups, "feeds.opml")
