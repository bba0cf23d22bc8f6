"""Owns the gazetteer: which places reports are filed from, under which names, in which country and where on earth.

It ships as `cities.tsv` (places) and `countries.tsv` (neutral newspaper names of countries and areas), both written for
this project; a test holds the coordinates against GeoNames. `places.yaml` adds to it through `Gazetteer.with_places`.
"""

from __future__ import annotations

import csv
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digest.text import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CITIES = Path(__file__).with_name("cities.tsv")
COUNTRIES = Path(__file__).with_name("countries.tsv")
HOME = "JP"
"""The country whose place names are surnames too, and so never split from a name (notes/news-domain.md 2.1, rule 5)."""


_PART = re.compile(r"(?:[東西南北中]{1,2}部)?・?")
"""What may stand between a country and its place: ウクライナ東部クラマトルスク, 中国・北京."""


class Place(NamedTuple):
    """A city, base or island that reports come from."""

    name: str
    """As Japanese newspapers write it: ワシントン."""
    slug: str = ""
    """Its part of an address; a place of the author's without one gets it from a namesake, else from its name."""
    aliases: tuple[str, ...] = ()
    country: str = ""
    """ISO 3166-1 alpha-2 (XK for Kosovo); empty where a country would be a claim of ours, as for Jerusalem."""
    latitude: float | None = None
    """Degrees north (WGS 84)."""
    longitude: float | None = None
    """Degrees east."""
    timezone: str = ""
    """A zone of the IANA database, or empty."""
    bureau: bool = False
    """Correspondents sign from here, and the name is no surname: 【ワシントン青木健二】 may be split after it."""
    base: bool = False
    """A base, a training ground or another place of military weight."""


class Country(NamedTuple):
    """A country or area of ISO 3166-1."""

    code: str
    name: str
    short: str
    """The one character that stands before its places in a headline (米ワシントン), or empty."""


class Gazetteer:
    """A set of places, looked up by any of their names; frozen once made."""

    def __init__(self, places: Iterable[Place]) -> None:
        """`places` in rising rank: where two share a name, the later one has it."""
        self.places = tuple({place.slug: place for place in places}.values())

    @cached_property
    def _by_key(self) -> dict[str, Place]:
        """Every name's key, and the slug as the English name; a name proper wins over an alias of another place."""
        english = {names.key(place.slug.replace("-", " ")): place for place in self.places}
        aliases = {names.key(alias): place for place in self.places for alias in place.aliases}
        return english | aliases | {names.key(place.name): place for place in self.places}

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Names after which a person's may follow without a sign, longest first: bureaus abroad only."""
        abroad = (place for place in self.places if place.bureau and place.country != HOME)
        return tuple(sorted({name for place in abroad for name in (place.name, *place.aliases)}, key=_long_first))

    def find(self, name: str) -> Place | None:
        """The place of a name, alias or English name, in any width; its country may precede it (米ワシントン)."""
        wanted = names.key(name)
        return self._by_key.get(wanted) or self._find_in_country(wanted)

    def with_places(self, extra: Iterable[Place]) -> Gazetteer:
        """A gazetteer that also holds the author's own places; what one of them leaves open, a known namesake fills."""
        added = [_slugged(_filled(place, self._by_key.get(names.key(place.name)))) for place in extra]
        replaced = {name for place in added for name in (names.key(place.name), place.slug)}
        kept = (place for place in self.places if not replaced & {names.key(place.name), place.slug})
        return Gazetteer((*kept, *added))

    def _find_in_country(self, wanted: str) -> Place | None:
        """The place meant by 米ワシントン or 中国・北京, provided it lies in that very country."""
        for prefix, code in _country_prefixes():
            if wanted.startswith(prefix):
                place = self._by_key.get(_PART.sub("", wanted.removeprefix(prefix), count=1))
                if place is not None and place.country == code:
                    return place
        return None


@cache
def load() -> Gazetteer:
    """The gazetteer that ships with the package; read once, on first need."""
    return Gazetteer(_place(row) for row in _rows(CITIES))


@cache
def countries() -> dict[str, Country]:
    """Every country of the table, by its code."""
    return {row["code"]: Country(row["code"], row["name"], row["short"]) for row in _rows(COUNTRIES)}


@cache
def _country_prefixes() -> tuple[tuple[str, str], ...]:
    """What may stand before a place of a country, as keys, and the country's code."""
    known = countries().values()
    return tuple((names.key(prefix), one.code) for one in known for prefix in (one.name, one.short) if prefix)


def country_name(code: str) -> str:
    """The country's name as Japanese newspapers write it; the code itself where the table lacks it."""
    country = countries().get(code)
    return country.name if country else code


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of ours: UTF-8, tab-separated, a header, no quoting."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _place(row: dict[str, str]) -> Place:
    return Place(
        name=row["name"],
        slug=row["slug"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        country=row["country"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        timezone=row["timezone"],
        bureau=row["bureau"] == "1",
        base=row["base"] == "1",
    )


def _filled(place: Place, known: Place | None) -> Place:
    """`place` with its empty fields taken from `known`; names add up."""
    if known is None:
        return place
    given = {field: value for field, value in place._asdict().items() if value not in ("", None, False)}
    aliases = (*known.aliases, *place.aliases, *((known.name,) if known.name != place.name else ()))
    return known._replace(**given | {"aliases": tuple(dict.fromkeys(aliases))})


def _slugged(place: Place) -> Place:
    return place if place.slug else place._replace(slug=names.slugify_unicode(place.name))


def _long_first(name: str) -> tuple[int, str]:
    return -len(name), name
