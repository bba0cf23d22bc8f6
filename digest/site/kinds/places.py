"""Owns the pages of places: where reports were filed and where events happened, with a map of the world."""

from __future__ import annotations

from collections.abc import Iterator

from digest.site import bodies
from digest.site.kinds import lists
from digest.site.kinds.terms import (
    Facts,
    Kind,
    LinkedFacts,
    Subject,
    Told,
    index_page,
    index_view,
    pages_of,
    subjects,
    topics_of,
)
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import Card, Head, IndexView, Link, ListView, Pager
from digest.site.views import Entry as Line
from digest.site.worldmap import WORLD, Dot, close, crowded, locator, world
from digest.sourcing.gazetteer import country_name

PLACES = Kind("places", "place")

Point = tuple[str, float, float]
"""A place's slug or name, and its longitude and latitude in degrees."""


def pages(model: Model) -> Iterator[Page]:
    """A list and a feed for each place, and the index with its map; none where no post names any."""
    if not model.has("places"):
        return
    found = subjects(model.library.by_name["places"], model.tables.places.terms)
    words = model.words["map_of_place"], model.words["map_of_place_description"]
    for one in found:
        facts = _facts(model, one)
        yield from pages_of(model, PLACES, one, Told(facts, _links(one), (_point(one), words), place_view))
    if found:
        page = index_page(model, PLACES, _by_country(model, found))
        points = tuple((one.slug, *point[1:]) for one in found if (point := _point(one)))
        keys = ("map_of_places", "map_of_places_description", "map_dot", "map_closeup", "map_closeup_description")
        yield page._replace(make=places_view, args=(*page.args, points, tuple(model.words[key] for key in keys)))


def _point(place: Subject) -> Point | None:
    latitude, longitude = (place.term and place.term.get(name, None) for name in ("lat", "lon"))
    if latitude is None or longitude is None or not WORLD.south <= float(latitude) <= WORLD.north:
        return None
    return place.name, float(longitude), float(latitude)


def _country(model: Model, place: Subject) -> str:
    code = str(place.term.get("country") or "").upper() if place.term else ""
    return country_name(code) if code and model.config.language == "ja" else code


def _by_country(model: Model, found: tuple[Subject, ...]) -> list[tuple[str, tuple[Subject, ...]]]:
    """The country with the most posts first; places of no country come last."""
    groups: dict[str, list[Subject]] = {}
    for one in found:
        groups.setdefault(_country(model, one), []).append(one)
    posts = {name: sum(len(one.entries) for one in group) for name, group in groups.items()}
    ranked = sorted(groups, key=lambda name: (name == "", -posts[name], name))
    return [(name or model.words["places_elsewhere"], tuple(groups[name])) for name in ranked]


def _facts(model: Model, place: Subject) -> Facts:
    scenes = sum(place.slug in entry.scenes for entry in place.entries)
    happened = model.words["count"].format(count=f"{scenes:,}") if scenes else ""
    facts = (("country", _country(model, place)), ("scenes", happened))
    return tuple((key, value) for key, value in facts if value)


def _links(place: Subject) -> LinkedFacts:
    topics = topics_of(place.entries)
    return (("topics", topics),) if topics else ()


def place_view(
    workshop: Workshop,
    head: Head,
    heading: str,
    cards: tuple[Card, ...],
    count: int,
    pager: Pager | None,
    description_html: str,
    newer: Link | None,
    older: Link | None,
    facts: Facts,
    linked: LinkedFacts,
    point: Point | None,
    words: tuple[str, str],
) -> ListView:
    """The newest page of a place, with a map where its coordinates are known."""
    made = lists.view(workshop, head, heading, cards, count, pager, description_html, newer, older, facts, linked)
    title, description = (text.format(name=heading) for text in words)
    return made._replace(figure=locator(*point, title, description) if point else None)


def places_view(
    workshop: Workshop,
    head: Head,
    heading: str,
    groups: tuple[tuple[str, tuple[Line, ...]], ...],
    total: int,
    points: tuple[Point, ...],
    words: tuple[str, str, str, str, str],
) -> IndexView:
    """The index of places with the map of all whose coordinates are known."""
    title, description, told, close_title, close_description = words
    where = {f"places/{slug}/": (longitude, latitude) for slug, longitude, latitude in points}
    here = bodies.Here()
    dots = [
        Dot(
            line.name,
            here.address(line.url, workshop.site),
            *where[line.url],
            line.count,
            told.format(name=line.name, count=f"{line.count:,}"),
        )
        for _, lines in groups
        for line in lines
        if line.url in where
    ]
    made = index_view(workshop, head, heading, groups, total)
    if not dots:
        return made
    part = crowded(dots)
    return made._replace(
        figure=world(dots, title, description.format(count=f"{len(dots):,}"), part),
        closeup=close(dots, part, close_title, close_description) if part else None,
    )
