"""Owns raw bylines in front matter: `byline: 【ワシントン=青木健二】` fills the fields that the author left open.

What stands in a field of its own wins; where the byline says otherwise the author is told, and also where it cannot be
read. A day without month (`4日`) is resolved against `published`. The raw line is kept to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.content.registries import Registry, Term
from digest.content.resolving import Registries, agency_name
from digest.content.yamltext import Document
from digest.errors import Problem, warning
from digest.model import Dateline, Post, Source
from digest.sourcing import datelines, gazetteer

if TYPE_CHECKING:
    from digest.sourcing.byline import Byline


def fill(post: Post, tables: Registries, document: Document) -> tuple[Post, tuple[Problem, ...]]:
    """The post with its sources' bylines read, and the problems with them."""
    problems: list[Problem] = []
    sources = []
    for number, source in enumerate(post.sources):
        raw = source.byline or _disguised(source.dateline)
        if raw:
            source, found = _filled(source, raw, tables)  # noqa: PLW2901 - the same source, completed
            field = "byline" if source.byline else "dateline"
            place = document.mark("sources", number, field)
            problems += [warning(code, place, byline=raw, **args) for code, args in found]
        filed = source.dateline
        day = datelines.resolve(filed.date, source.published) if filed.date else ""
        sources.append(source if day == filed.date else source._replace(dateline=filed._replace(date=day)))
    return post if tuple(sources) == post.sources else _with_unions(post, tuple(sources)), tuple(problems)


def _disguised(dateline: Dateline) -> str:
    """A raw byline that was written as the dateline: `dateline: 【ワシントン=青木健二】`."""
    return next((place for place in dateline.places if "=" in place), "")


def _filled(source: Source, raw: str, tables: Registries) -> tuple[Source, list[tuple[str, dict[str, str]]]]:
    """The source with the open fields taken from its byline, and codes and arguments of what is wrong."""
    from digest.sourcing.byline import parse_raw  # noqa: PLC0415 - its patterns take long to compile; many posts have none

    said = parse_raw(raw, _gazetteer(_own(tables.places)))
    if not source.byline:
        source = source._replace(byline=raw, dateline=source.dateline._replace(places=()))
    if not (said.places or said.agency or said.reporters or said.date):
        return source, [("byline-place", {"place": said.unknown}) if said.unknown else ("byline-unparsed", {})]
    found = [("byline-disagrees", args) for args in _disagreements(source, said, tables)]
    filed, agency = source.dateline, source.agency or source.dateline.agency
    filled = source._replace(
        reporters=source.reporters or said.reporters,
        dateline=Dateline(filed.places or said.places, filed.date or said.date, filed.agency),
        agency=agency or said.agency,
    )
    return filled, found


def _disagreements(source: Source, said: Byline, tables: Registries) -> Iterable[dict[str, str]]:
    """Each field in which byline and front matter name somebody or something else."""
    own = tuple(one.name for one in source.reporters)
    read = tuple(one.name for one in said.reporters)
    places = tuple(tables.places.resolve(name).name for name in source.dateline.places)
    read_places = tuple(tables.places.resolve(name).name for name in said.places)
    agency = source.agency or source.dateline.agency
    told = (
        ("reporters", own, read, set(own) != set(read)),
        ("dateline", places, read_places, set(places) != set(read_places)),
        ("agency", (agency,), (said.agency,), agency_name(agency, tables) != agency_name(said.agency, tables)),
    )
    for field, ours, theirs, differ in told:
        if differ and all(ours) and all(theirs) and ours and theirs:
            yield {"field": field, "written": "、".join(ours), "read": "、".join(theirs)}


def _own(places: Registry) -> tuple[Term, ...]:
    return tuple(term for term in places.terms if not term.shipped)


@lru_cache(maxsize=4)
def _gazetteer(own: tuple[Term, ...]) -> gazetteer.Gazetteer:
    """The gazetteer with the author's own places; those abroad may stand before a name without a sign between."""
    return gazetteer.load().with_places(
        gazetteer.Place(
            name=term.name,
            slug=term.slug,
            aliases=term.aliases,
            country=term.get("country"),
            latitude=term.get("lat", None),
            longitude=term.get("lon", None),
            timezone=term.get("timezone"),
            bureau=term.get("country") not in ("", gazetteer.HOME),
        )
        for term in own
    )


def _with_unions(post: Post, sources: tuple[Source, ...]) -> Post:
    """What stands at post level is the union of the sources, unless the author gave it."""
    reporters, places = _names(sources), _places(sources)
    return post._replace(
        sources=sources,
        reporters=reporters if post.reporters == _names(post.sources) else post.reporters,
        dateline=places if post.dateline == _places(post.sources) else post.dateline,
    )


def _names(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for source in sources for one in source.reporters))


def _places(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for source in sources for place in source.dateline.places))
