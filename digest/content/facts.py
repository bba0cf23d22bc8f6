"""Owns facts: what the registries know of the names in a post, as far as its own page shows it.

An article carries them, so that the page is signed with them and reads no registry.
"""

from __future__ import annotations

from collections.abc import Iterable

from digest.content.registries import Term
from digest.content.resolving import Registries
from digest.model import Post, Source
from digest.sourcing.gazetteer import country_name

Facts = tuple[tuple[str, str, str, str], ...]
"""(kind, canonical name, fact, value): `("places", "ソウル", "timezone", "Asia/Seoul")`. Values are texts."""

OUTLETS = ("kind", "country")
PLACES = ("country", "lat", "lon", "timezone")


def gather(post: Post, tables: Registries) -> Facts:
    """The facts about a resolved post's outlets, agencies, cited bodies and places; and the clocks of its sources."""
    outlets = dict.fromkeys(name for one in post.sources for name in (one.outlet, one.agency, *one.cites) if name)
    places = dict.fromkeys((*post.event.places, *(name for one in post.sources for name in one.dateline.places)))
    found = [fact for name in outlets for fact in _of("outlets", name, tables.outlets.find(name), OUTLETS)]
    found += [fact for name in places for fact in _of("places", name, tables.places.find(name), PLACES)]
    found += [fact for one in post.sources for fact in _clock(one, tables)]
    return tuple(found)


def _of(kind: str, name: str, term: Term | None, wanted: Iterable[str]) -> Iterable[tuple[str, str, str, str]]:
    if term is not None and term.details:
        values = ((fact, term.get(fact)) for fact in wanted)
        yield from ((kind, name, fact, str(value)) for fact, value in values if value not in ("", None))


def _clock(source: Source, tables: Registries) -> Iterable[tuple[str, str, str, str]]:
    """Whose clock stands beside the site's when a source tells a time of day: its dateline's, else its country's.

    A country has one clock only where all its places that we know share one.
    """
    if "T" not in source.published:
        return
    for name in source.dateline.places:
        zone = tables.places.resolve(name).get("timezone")
        if zone:
            yield ("sources", source.key, "clock", f"{name}\n{zone}")
            return
    country = tables.outlets.resolve(source.outlet).get("country") if source.outlet else ""
    if country in tables.places.clocks:
        yield ("sources", source.key, "clock", f"{country_name(country)}\n{tables.places.clocks[country]}")
