"""Owns the pages of stories: what each is about, and its posts in the order of events with what each one added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digest.content.statics import Story
from digest.site import bodies, timeline, urls
from digest.site.deadlinks import Marks, marked, marks_of
from digest.site.jsonld import breadcrumbs
from digest.site.kinds.feeds import term_feed
from digest.site.kinds.lists import rss_of
from digest.site.kinds.terms import index_view
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import Card, Head, Link, StoryStep, StoryView
from digest.site.views import Entry as Line

Step = tuple[str, Card, tuple[Link, ...], tuple[Link, ...]]
"""A post of a timeline: its event's date, its card, and who reports or is relied on for the first time."""
GOING_ON = frozenset({"", "unconfirmed", "developing"})


def pages(model: Model) -> Iterator[Page]:
    """A page for each story, its feed when it has posts, and the index; none where there are no stories."""
    if not model.has("stories") or not model.stories:
        return
    groups = model.library.by_story
    for story in model.stories:
        yield from _story(model, story, groups.get(story.id, ()))
    lines = [_line(story, groups.get(story.id, ())) for story in model.stories]
    lines.sort(key=lambda line: (line.latest, line.url), reverse=True)
    parts = (
        (model.words["stories_going_on"], tuple(line for line in lines if line.status in GOING_ON)),
        (model.words["stories_settled"], tuple(line for line in lines if line.status not in GOING_ON)),
    )
    heading = model.words["section_stories"]
    head = Head("stories", "stories/", heading, model.words["about_stories"])
    newest = max((entry.updated for entry in model.library.entries), default="-")
    args = (head, heading, tuple(part for part in parts if part[1]), 0)
    yield Page("stories/index.html", "stories.html", "stories", index_view, args, newest)


def _line(story: Story, entries: tuple[Entry, ...]) -> Line:
    latest = max((entry.card.date[:10] for entry in entries), default="")
    return Line(
        story.title, urls.term("stories", story.id), len(entries), story.body.summary, latest, status=story.status
    )


def _story(model: Model, story: Story, entries: tuple[Entry, ...]) -> Iterator[Page]:
    url = urls.term("stories", story.id)
    feeds = (rss_of(story.title, url),) if entries else ()
    crumbs = (Link(model.words["section_stories"], "stories/"),)
    head = Head("story", url, story.title, story.body.summary, crumbs, feeds)
    topics = tuple(_topic(model, name) for name in story.topics)
    newest = max((entry.updated for entry in entries), default="-")
    args = (head, story, model.hrefs.get(story.path, ()), topics, steps(model, entries), marks_of(model, story.path))
    yield Page(urls.output(url), "story.html", story.path, story_view, args, newest)
    if entries:
        yield term_feed(model, story.title, story.body.summary, url, entries)


def _topic(model: Model, name: str) -> Link:
    term = model.tables.topics.resolve(name)
    there = model.has("topics") and term.slug in model.library.by_topic
    return Link(term.name, urls.term("topics", term.slug) if there else "")


def steps(model: Model, entries: tuple[Entry, ...]) -> tuple[Step, ...]:
    """The timeline: each post with the outlets and the bodies relied on that the posts before it had not."""
    known: set[str] = set()
    reporting: set[str] = set()
    found = []
    for entry in timeline.in_order(entries):
        outlets = dict.fromkeys(outlet for outlet, _, _ in entry.reports if outlet)
        bases = dict.fromkeys(slug for _, agency, cites in entry.reports for slug in (agency, *cites) if slug)
        links = _links(model, entry)
        new_outlets = tuple(links[slug] for slug in outlets if slug not in reporting)
        new_bases = tuple(links[slug] for slug in bases if slug not in known and slug not in outlets)
        found.append((timeline.when(entry), entry.card, new_outlets, new_bases))
        reporting.update(outlets)
        known.update(outlets, bases)
    return tuple(found)


def _links(model: Model, entry: Entry) -> Mapping[str, Link]:
    shown = model.has("outlets")
    return {
        slug: Link(name, urls.term("outlets", slug) if shown and kind == "outlets" else "")
        for kind, name, slug in sorted(entry.names)
        if kind in {"cited", "outlets"}
    }


def story_view(
    workshop: Workshop,
    head: Head,
    story: Story,
    hrefs: tuple[tuple[int, str], ...],
    topics: tuple[Link, ...],
    steps: tuple[Step, ...],
    marks: Marks,
) -> StoryView:
    """A story's page."""
    told = head._replace(json_ld=breadcrumbs(head, workshop.site))
    body = marked(bodies.fill_plain(story.body, dict(hrefs), workshop.site), marks, workshop.site.language)
    return StoryView(told, story.title, story.status, topics, body, tuple(StoryStep(*step) for step in steps))
