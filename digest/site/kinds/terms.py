"""Owns what the pages of outlets, reporters and places share: the names of a kind with their posts, lists and feeds.

Every name that a post shows as a link has a page, whether a registry knows it or not, so that no link is dead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from digest.content.registries import Term
from digest.site import urls
from digest.site.descriptions import as_html
from digest.site.jsonld import breadcrumbs
from digest.site.kinds.feeds import term_feed
from digest.site.kinds.lists import Make, list_pages, rss_of
from digest.site.library import Entry, Named
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import Entry as Line
from digest.site.views import Group, Head, IndexView, Link

FEW = 5
"""How many names a fact lists: the most frequent ones."""
LINES_SHOWN = 500
"""The most names on an index; of more, those are shown that come most often."""


class Subject(NamedTuple):
    """An outlet, reporter or place with its posts."""

    name: str
    slug: str
    entries: tuple[Entry, ...]
    """Newest first."""
    term: Term | None = None
    """Its entry in the registry, where there is one."""

    @property
    def reading(self) -> str:
        """What it is sorted by."""
        return (self.term and self.term.reading) or self.name


def subjects(named: Mapping[str, Named], terms: Iterable[Term] = ()) -> tuple[Subject, ...]:
    """The names of a kind, by reading; what the registry knows under a slug gives the name."""
    known = {term.slug: term for term in terms}
    found = [
        Subject(known[slug].name if slug in known else one.name, slug, one.entries, known.get(slug))
        for slug, one in named.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.reading, one.slug)))


class Kind(NamedTuple):
    """A kind of subject: where its pages are, and in which words they speak."""

    section: str
    """outlets, reporters or places."""
    page: str
    """Of one: outlet, reporter or place; its template is `<page>.html`."""


Facts = tuple[tuple[str, str], ...]
LinkedFacts = tuple[tuple[str, tuple[Link, ...]], ...]


class Told(NamedTuple):
    """What the newest page of a subject tells beside its posts."""

    facts: Facts = ()
    linked: LinkedFacts = ()
    more: tuple[object, ...] = ()
    """Further arguments of `make`."""
    make: Make | None = None


def pages_of(model: Model, kind: Kind, subject: Subject, told: Told) -> Iterator[Page]:
    """The list of a subject's posts and its feed."""
    url = urls.term(kind.section, subject.slug)
    about = subject.term.description if subject.term else ""
    first_line = about.strip().split("\n", 1)[0]
    description = first_line or model.words[f"about_{kind.page}"].format(name=subject.name)
    index = Link(model.words[f"section_{kind.section}"], f"{kind.section}/")
    head = Head(kind.page, url, subject.name, description, (index,), (rss_of(subject.name, url),))
    owner = f"{kind.page} {subject.name}"
    more = (as_html(about), None, None, told.facts, told.linked, *told.more)
    template = f"{kind.page}.html"
    yield from list_pages(model, subject.entries, template, owner, head, subject.name, *more, make=told.make)
    yield term_feed(model, subject.name, description, url, subject.entries)


def index_page(
    model: Model, kind: Kind, groups: Iterable[tuple[str, Iterable[Subject]]], *, total: int = 0, make: object = None
) -> Page:
    """The index of a kind, its subjects in named groups; `total` is given when not all are shown."""
    lines = tuple((name, tuple(_line(kind, one) for one in group)) for name, group in groups)
    heading = model.words[f"section_{kind.section}"]
    head = Head(kind.section, f"{kind.section}/", heading, model.words[f"about_{kind.section}"])
    newest = max((entry.updated for entry in model.library.entries), default="")
    return Page(
        f"{head.url}index.html", f"{kind.section}.html", kind.section, index_view, (head, heading, lines, total), newest
    )


def _line(kind: Kind, subject: Subject) -> Line:
    about = subject.term.description.strip().split("\n", 1)[0] if subject.term else ""
    latest = subject.entries[0].card.date[:10]
    reading = subject.term.reading if subject.term else ""
    return Line(subject.name, urls.term(kind.section, subject.slug), len(subject.entries), about, latest, reading)


def most_frequent(found: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects that an index shows, in their order: all, or those with the most posts."""
    if len(found) <= LINES_SHOWN:
        return found
    ranked = sorted(found, key=lambda one: (-len(one.entries), one.reading, one.slug))[:LINES_SHOWN]
    shown = {one.slug for one in ranked}
    return tuple(one for one in found if one.slug in shown)


def topics_of(entries: Iterable[Entry]) -> tuple[Link, ...]:
    """The topics that most of these posts have, each with how many."""
    return counted(link for entry in entries for link in entry.card.topics)


def counted(links: Iterable[Link]) -> tuple[Link, ...]:
    """The few links that come most often, most first, by name where they come equally often."""
    ranked = sorted(Counter(links).items(), key=lambda pair: (-pair[1], pair[0].name))
    return tuple(link for link, _ in ranked[:FEW])


def index_view(
    workshop: Workshop, head: Head, heading: str, groups: tuple[tuple[str, tuple[Line, ...]], ...], total: int
) -> IndexView:
    """An index of names in groups."""
    told = head._replace(json_ld=breadcrumbs(head, workshop.site))
    return IndexView(told, heading, tuple(Group(name, lines) for name, lines in groups), total=total)
