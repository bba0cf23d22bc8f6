"""Owns the meeting of a post and the registries: canonical names, source keys, slugs, and the problems with names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from digest.content.registries import Registry, Term
from digest.content.yamltext import Document
from digest.errors import Problem, problem
from digest.model import Post, Source
from digest.sourcing import agencies
from digest.text.names import nearest, slugify_unicode

Slugs = tuple[tuple[str, str, str], ...]
"""(kind, canonical name, slug) of every name that a post shows."""


class Registries(NamedTuple):
    """The tables that names are looked up in, and the stories by id with their titles."""

    topics: Registry
    outlets: Registry
    places: Registry
    stories: tuple[tuple[str, str], ...] = ()

    def story_title(self, story: str) -> str | None:
        """The title of a story, or None when there is no such file."""
        return next((title for name, title in self.stories if name == story), None)

    def outlet_of(self, url: str) -> Term | None:
        """The outlet whose domains hold this address."""
        host = (urlsplit(url).hostname or "").lower()
        return next(
            (term for term in self.outlets.terms if any(_within(host, one) for one in term.get("domains", ()))), None
        )


def _within(host: str, domain: str) -> bool:
    return bool(domain) and (host == domain.lower() or host.endswith("." + domain.lower()))


def resolve(post: Post, tables: Registries, document: Document) -> tuple[Post, Slugs, tuple[Problem, ...]]:
    """The post with canonical names and every source keyed; the slugs of its names; the problems with them."""
    problems = tuple(_unknown(post, tables, document))
    sources = _tellers(_canonical_sources(post.sources, tables), tables)
    topics = _named(tables.topics, post.topics)
    places = tuple(tables.places.resolve(name).name for name in post.event.places)
    event = post.event if places == post.event.places else post.event._replace(places=places)
    resolved = post._replace(topics=topics, sources=sources, event=event, dateline=_named(tables.places, post.dateline))
    return resolved, _slugs(resolved, tables), problems


def _named(table: Registry, names: tuple[str, ...]) -> tuple[str, ...]:
    """The canonical names, each once."""
    return tuple(dict.fromkeys([table.resolve(name).name for name in names]))


def _unknown(post: Post, tables: Registries, document: Document) -> Iterator[Problem]:
    """Names that a closed registry refuses, and a story that has no file. Places are looked up only for these."""
    listed = isinstance(document.value, dict) and isinstance(document.value.get("topics"), list)
    for number, name in enumerate(post.topics):
        if tables.topics.refuses(name):
            yield tables.topics.refusal(name, document.mark("topics", *((number,) if listed else ())))
    for number, source in enumerate(post.sources):
        yield from _unknown_of(source, number, tables, document)
    if post.story and tables.story_title(post.story) is None:
        ids = tuple(story for story, _ in tables.stories)
        yield problem("unknown-story", document.mark("story"), name=post.story, near=nearest(post.story, ids))


def _unknown_of(source: Source, number: int, tables: Registries, document: Document) -> Iterator[Problem]:
    if source.outlet and tables.outlets.refuses(source.outlet):
        yield tables.outlets.refusal(source.outlet, document.mark("sources", number, "outlet"))
    for name in source.dateline.places:
        if tables.places.refuses(name):
            yield tables.places.refusal(name, document.mark("sources", number, "dateline"))
    if not source.outlet and source.url and tables.outlet_of(source.url) is None:
        yield problem("no-outlet-for-url", document.mark("sources", number), url=source.url)


def _canonical_sources(sources: tuple[Source, ...], tables: Registries) -> tuple[Source, ...]:
    """The sources with canonical names, and each with a key: its own, else its outlet's slug, numbered where taken."""
    taken = {source.key for source in sources if source.key}
    found = []
    for source in sources:
        outlet = tables.outlets.resolve(source.outlet) if source.outlet else tables.outlet_of(source.url)
        key = source.key or _free(tables.outlets.resolve(outlet.name).slug if outlet else "source", taken)
        taken.add(key)
        found.append(_canonical(source, key, outlet.name if outlet else "", tables))
    return tuple(found)


def _canonical(source: Source, key: str, outlet: str, tables: Registries) -> Source:
    filed = source.dateline
    places = _named(tables.places, filed.places)
    agency = source.agency or filed.agency
    reporters = source.reporters
    if any(one.place for one in reporters):
        reporters = tuple(
            one._replace(place=tables.places.resolve(one.place).name) if one.place else one for one in reporters
        )
    return source._replace(
        key=key,
        outlet=outlet,
        dateline=filed if places == filed.places else filed._replace(places=places),
        agency=agency_name(agency, tables) if agency else "",
        cites=_named(tables.outlets, source.cites),
        reporters=reporters,
    )


def agency_name(written: str, tables: Registries) -> str:
    """The agency whose copy it is, under its one name; of AFP時事 that is AFP, which 時事 only relayed."""
    if not written:
        return ""
    term = tables.outlets.find(written)
    wire = agencies.find(unicodedata.normalize("NFKC", written)) if term is None else None
    return (term or tables.outlets.resolve(wire.origin.name if wire else written)).name


def _tellers(sources: tuple[Source, ...], tables: Registries) -> tuple[Source, ...]:
    """The sources with each `cites` that names another source by its key standing for whose report that one is."""
    if not any(one.cites for one in sources):
        return sources
    named = {one.key: one.agency or one.outlet for one in sources if tables.outlets.find(one.key) is None}
    return tuple(
        one._replace(cites=tuple(dict.fromkeys(named.get(name) or name for name in one.cites))) for one in sources
    )


def _free(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    return next(
        name for name in (key, *(f"{key}-{number}" for number in range(2, len(taken) + 3))) if name not in taken
    )


def reporter_slug(outlet_slug: str, name: str) -> str:
    """A reporter's slug: the same name at two outlets is two persons."""
    return f"{outlet_slug}-{slugify_unicode(name)}" if outlet_slug else slugify_unicode(name)


def _slugs(post: Post, tables: Registries) -> Slugs:
    """The slugs of all names of a resolved post, in a fixed order.

    A cited name in no table is of the kind `cited`: nobody has said that it is an outlet, so no page calls it one.
    """
    outlets, places = tables.outlets, tables.places
    pairs = {("topics", name): tables.topics.resolve(name).slug for name in post.topics}
    if post.story:
        pairs["stories", tables.story_title(post.story) or post.story] = post.story
    for source in post.sources:
        outlet = outlets.resolve(source.outlet).slug if source.outlet else ""
        if source.outlet:
            pairs["outlets", source.outlet] = outlet
        if source.agency:
            pairs["outlets", source.agency] = outlets.resolve(source.agency).slug
        for name in source.cites:
            kind = "outlets" if outlets.find(name) else "cited"
            pairs[kind, name] = outlets.resolve(name).slug
        for one in source.reporters:
            pairs["reporters", f"{source.outlet}\n{one.name}"] = reporter_slug(outlet, one.name)
        for place in (*source.dateline.places, *[one.place for one in source.reporters if one.place]):
            pairs["places", place] = places.resolve(place).slug
    for place in (*post.event.places, *post.dateline):
        if ("places", place) not in pairs:
            pairs["places", place] = places.resolve(place).slug
    return tuple([(kind, name, slug) for (kind, name), slug in pairs.items()])
