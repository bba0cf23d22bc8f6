"""Owns the library: every post as the rest of the site knows it, in order and in groups; what is held back, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from digest import fingerprint
from digest.config import Config
from digest.content.articles import Article, packed
from digest.content.resolving import Slugs
from digest.errors import Mark, Problem, problem
from digest.site import urls
from digest.site.links import elsewhere
from digest.site.sourced import bases
from digest.site.views import Card, Link
from digest.text.body import Hole

NAMED = ("outlets", "reporters", "places")
"""The kinds of names that have pages made of the posts that bear them."""


class Entry(NamedTuple):
    """A post in the library: its card, how it is grouped, and the fingerprint of the rest."""

    path: str
    url: str
    id: str
    epoch: int
    card: Card
    article: bytes
    """The fingerprint of the whole article: a page that shows more than the card is signed with this."""
    updated: str
    """ISO instant or day of the last change that the content tells: date, updated or the newest correction."""
    topics: tuple[str, ...] = ()
    """Slugs."""
    story: str = ""
    links: tuple[tuple[int, Hole], ...] = ()
    """The holes of the body that lead to other files of the site, by index."""
    anchors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    embargo_until: int = 0
    noindex: bool = False
    names: Slugs = ()
    """(kind, name, slug) of its outlets, agencies and cited bodies (all `outlets`), reporters and places; and of cited
    names in no table (`cited`), which have no pages."""
    reports: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """For each source the slugs of its outlet, of its agency, and of whom it cites."""
    scenes: tuple[str, ...] = ()
    """Slugs of the places where it happened; its other places are datelines."""
    event: str = ""
    """When it happened (EDTF), where the post says so."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Date and text of each."""
    bases: tuple[str, ...] = ()
    """For each source how it came by its news (`digest.sourcing.independence.basis`)."""


class Named(NamedTuple):
    """A name that posts bear, and the posts, newest first."""

    name: str
    entries: tuple[Entry, ...]


class Held(NamedTuple):
    """A post that is not published yet: why (draft, future, embargo), and from when it would be (epoch, 0: never)."""

    entry: Entry
    why: str
    due: int


class Library(NamedTuple):
    """The posts that this build publishes, newest first, and those it holds back."""

    entries: tuple[Entry, ...]
    held: tuple[Held, ...]
    by_topic: Mapping[str, tuple[Entry, ...]]
    by_story: Mapping[str, tuple[Entry, ...]]
    by_day: Mapping[str, tuple[Entry, ...]]
    """By ISO day; each group newest first, as everywhere."""
    by_name: Mapping[str, Mapping[str, Named]]
    """By kind (outlets, reporters, places), then by slug."""
    drafts: bool = False
    """Whether what would be held back is shown: such a site is not for publication."""
    now: int = 0
    """The moment that all this is as of (epoch): it may pick what a page gets, and is no argument of a page itself."""


def enter(article: Article, config: Config, sections: Iterable[str], mark: bytes = b"") -> Entry:
    """The entry of an article; `mark` is the fingerprint of its `packed` form where the caller has it."""
    post = article.post
    url = urls.post(post, config.permalink)
    card = make_card(article, url, frozenset(sections))
    changed = max((post.date, post.updated, *(one.date for one in post.corrections)))
    return Entry(
        path=post.path,
        url=url,
        id=post.id,
        epoch=post.epoch,
        card=card,
        article=mark or fingerprint.of_bytes(packed(article)),
        updated=changed,
        topics=tuple(slug for kind, _, slug in article.slugs if kind == "topics"),
        story=post.story,
        links=elsewhere(article.body) + _picture(post.image),
        anchors=article.body.anchors,
        aliases=post.aliases,
        draft=post.draft,
        embargo_until=post.embargo_until,
        noindex=post.noindex,
        names=tuple(one for one in article.slugs if one[0] in NAMED or one[0] == "cited"),
        reports=_reports(article),
        scenes=tuple(article.slug("places", name) for name in post.event.places),
        event=post.event.date,
        corrections=tuple((one.date, one.text) for one in post.corrections),
        bases=bases(article),
    )


def _reports(article: Article) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    slugs = {name: slug for kind, name, slug in article.slugs if kind in {"outlets", "cited"}}
    return tuple(
        (
            slugs.get(one.outlet, ""),
            slugs.get(one.agency, ""),
            tuple(slugs[name] for name in one.cites if name in slugs),
        )
        for one in article.post.sources
    )


def _picture(image: str) -> tuple[tuple[int, Hole], ...]:
    """The post's picture as a link to be checked like those of its body; one elsewhere on the web is not ours."""
    return () if not image or "://" in image else ((NO_HOLE, Hole("src", "/" + image.lstrip("/"), 1, 0, 1)),)


NO_HOLE = -1
"""Stands where a link is not in the body and so fills no hole of it."""


def make_card(article: Article, url: str, sections: frozenset[str]) -> Card:
    """The card of an article; names link only to pages that the site has."""
    post = article.post
    slugs = {(kind, name): slug for kind, name, slug in article.slugs}

    def link(kind: str, name: str) -> Link:
        return Link(name, urls.term(kind, slugs.get((kind, name), "")) if kind in sections else "")

    outlets = dict.fromkeys(source.outlet for source in post.sources if source.outlet)
    story = next((Link(name, urls.term(kind, slug)) for (kind, name), slug in slugs.items() if kind == "stories"), None)
    card = Card(
        url=url,
        title=post.title,
        date=post.date,
        updated=post.updated,
        summary=post.summary or article.body.summary,
        kicker=post.kicker,
        status=post.status,
        corrected=bool(post.corrections),
        topics=tuple(link("topics", name) for name in post.topics),
        outlets=tuple(link("outlets", name) for name in outlets),
        story=story if story and "stories" in sections else story and Link(story.name),
    )
    return card._replace(mark=fingerprint.of_value(card))


REASONS = ("draft", "embargo", "future")
"""Why an entry may not be published."""


def why_held(entry: Entry, now: int) -> tuple[str, int]:
    """Why an entry is not published at `now` (epoch), and when it will be; an empty reason: it is."""
    if entry.draft:
        return "draft", 0
    if entry.embargo_until > now:
        return "embargo", max(entry.embargo_until, entry.epoch)
    return ("future", entry.epoch) if entry.epoch > now else ("", 0)


def next_reason(held: Iterable[Held]) -> int:
    """When the next of these is held back for another reason: its embargo is over, and its day yet to come (epoch).

    0: none will be. When they appear is their `due`.
    """
    over = (one.entry.embargo_until for one in held if one.why == "embargo" and one.due > one.entry.embargo_until)
    return min(over, default=0)


def assemble(entries: Iterable[Entry], now: int, *, drafts: bool) -> Library:
    """The library as of `now` (epoch seconds); with `drafts` what would be held back is shown, marked on its card."""
    shown: list[Entry] = []
    held: list[Held] = []
    for entry in entries:
        why, due = why_held(entry, now)
        if why:
            held.append(Held(entry, why, due))
        if not why or drafts:
            shown.append(marked(entry, why) if why else entry)
    shown.sort(key=lambda entry: (-entry.epoch, entry.path))
    held.sort(key=lambda one: (one.entry.epoch, one.entry.path))
    ordered = tuple(shown)
    topics, stories, days = _groups(ordered)
    return Library(ordered, tuple(held), topics, stories, days, _by_name(ordered), drafts, now)


def marked(entry: Entry, why: str) -> Entry:
    """The entry as a preview shows it, which says why it would be held back."""
    card = entry.card._replace(held=why, mark=b"")
    return entry._replace(card=card._replace(mark=fingerprint.of_value(card)))


def _groups(entries: tuple[Entry, ...]) -> tuple[dict[str, tuple[Entry, ...]], ...]:
    topics: dict[str, list[Entry]] = {}
    stories: dict[str, list[Entry]] = {}
    days: dict[str, list[Entry]] = {}
    for entry in entries:
        for slug in entry.topics:
            topics.setdefault(slug, []).append(entry)
        if entry.story:
            stories.setdefault(entry.story, []).append(entry)
        days.setdefault(entry.card.date[:10], []).append(entry)
    return tuple({name: tuple(group) for name, group in groups.items()} for groups in (topics, stories, days))


def _by_name(entries: tuple[Entry, ...]) -> dict[str, dict[str, Named]]:
    """Posts by the slugs of their names; where spellings share a slug, the first in order names it."""
    found: dict[tuple[str, str], tuple[set[str], list[Entry]]] = {}
    for entry in entries:
        for kind, name, slug in entry.names:
            if kind not in NAMED:
                continue
            names, group = found.setdefault((kind, slug), (set(), []))
            names.add(name)
            if not group or group[-1] is not entry:
                group.append(entry)
    named: dict[str, dict[str, Named]] = {kind: {} for kind in NAMED}
    for (kind, slug), (names, group) in found.items():
        named[kind][slug] = Named(min(names), tuple(group))
    return named


def duplicates(entries: Iterable[Entry], id_of: Callable[[Entry], str]) -> tuple[Problem, ...]:
    """Posts with the same feed id, given or made: a reader's feed program would take them for one."""
    first: dict[str, Entry] = {}
    found = []
    for entry in sorted(entries, key=lambda one: one.path):
        its = id_of(entry)
        if first.setdefault(its, entry) is not entry:
            found.append(problem("duplicate-id", Mark(entry.path, 1), id=its, other=first[its].path))
    return tuple(found)
