"""Owns topic pages: each topic's posts with its description, and the index of topics."""

from __future__ import annotations

from collections.abc import Iterator

from digest.content.registries import Term
from digest.site import urls
from digest.site.descriptions import as_html
from digest.site.kinds.lists import list_pages, rss_of
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import Entry as Line
from digest.site.views import Group, Head, IndexView, Link


def pages(model: Model) -> Iterator[Page]:
    """A list for each topic that has posts, and the index."""
    if not model.has("topics"):
        return
    index = Link(model.words["section_topics"], "topics/")
    used = list(model.topics())
    for term, entries in used:
        yield from _topic(model, term, entries, index)
    head = Head("topics", "topics/", index.name)
    lines = tuple(_line(term, entries) for term, entries in used)
    newest = max((entry.updated for entry in model.library.entries), default="")
    yield Page("topics/index.html", "topics.html", "topics", index_view, (head, index.name, lines), newest)


def _topic(model: Model, term: Term, entries: tuple[Entry, ...], index: Link) -> Iterator[Page]:
    url = urls.term("topics", term.slug)
    head = Head("topic", url, term.name, _first_line(term), (index,), (rss_of(term.name, url),))
    owner = f"content/topics.yaml: {term.name}" if term.known else f"topic {term.name}"
    yield from list_pages(model, entries, "topic.html", owner, head, term.name, as_html(term.description))


def _line(term: Term, entries: tuple[Entry, ...]) -> Line:
    latest = entries[0].card.date[:10]
    return Line(term.name, urls.term("topics", term.slug), len(entries), _first_line(term), latest, term.reading)


def _first_line(term: Term) -> str:
    return term.description.strip().split("\n", 1)[0]


def index_view(workshop: Workshop, head: Head, heading: str, lines: tuple[Line, ...]) -> IndexView:
    """The index of topics, by reading."""
    ordered = tuple(sorted(lines, key=lambda line: (line.reading or line.name, line.name)))
    return IndexView(head, heading, (Group("", ordered),) if ordered else ())
