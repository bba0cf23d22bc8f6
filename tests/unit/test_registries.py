"""Registries: five spellings of one name are one name, and what two names both claim is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.registries import Registry, Term, read, read_readings
from digest.errors import Mark

OUTLETS = """東都新聞: {slug: toto, aliases: [東都, Toto Shimbun], reading: とうとしんぶん, domains: [toto.example]}
北海通信: {slug: hokkai, agency: yes, kind: agency}
港町放送:
"""
PATH = "content/outlets.yaml"


def table(text: str = OUTLETS, *, kind: str = "outlets", closed: bool = False) -> Registry:
    registry, problems = read(kind, text, f"content/{kind}.yaml", closed=closed)
    assert problems == ()
    return registry


@pytest.mark.parametrize(
    "spelling", ["東都新聞", "東都", "TOTO SHIMBUN", "ｔｏｔｏ　ｓｈｉｍｂｕｎ", "toto", "ＴＯＴＯ", " 東都 "]
)
def test_every_spelling_is_the_one_name(spelling: str) -> None:
    found = table().resolve(spelling)
    assert (found.name, found.slug, found.known) == ("東都新聞", "toto", True)


@pytest.mark.parametrize(
    ("written", "kind"), [("公的機関", "official"), ("government", "official"), ("通信社", "agency"), ("web", "web")]
)
def test_the_kind_of_an_outlet_may_be_told_in_japanese(written: str, kind: str) -> None:
    table, problems = read("outlets", f"架空省: {{kind: {written}}}\n", "content/outlets.yaml", closed=False)
    assert problems == ()
    assert table.terms[0].get("kind") == kind


def test_an_entry_may_say_nothing() -> None:
    term = table().resolve("港町放送")
    assert (term.slug, term.known, term.get("kind"), term.get("agency")) == ("港町放送", True, "newspaper", False)


def test_an_open_table_takes_a_new_name_with_a_slug_of_its_own() -> None:
    registry = table()
    assert not registry.refuses("山手タイムズ")
    assert registry.resolve("Yamate Times") == Term("Yamate Times", "yamate-times", known=False)


def test_a_closed_table_refuses_and_says_what_was_perhaps_meant() -> None:
    registry = table("北朝鮮: {slug: nk}\n", kind="topics", closed=True)
    assert registry.refuses("北朝")
    assert not registry.refuses("NK")
    refusal = registry.refusal("Naval Drills", Mark("x"))
    assert (refusal.code, dict(refusal.args)["slug"]) == ("unknown-topic", "naval-drills")
    assert dict(registry.refusal("北朝鲜", Mark("x")).args)["near"] == "北朝鮮"


def test_a_table_that_cannot_be_read_refuses_nothing() -> None:
    registry, problems = read("topics", "北朝鮮：{slug: nk}\n", "content/topics.yaml", closed=True)
    assert [one.code for one in problems] == ["yaml-full-width-colon"]
    assert not registry.refuses("北朝鮮")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("甲: {slug: a}\n乙: {slug: a}\n", ["slug-clash"]),
        ("甲: {aliases: [乙]}\n乙: {slug: b}\n", ["name-clash"]),
        ("Ａ社: {slug: a}\na社: {slug: b}\n", ["name-clash"]),
        ("甲: {slug: A}\n", ["bad-slug"]),
        ("甲: {slug: page}\n", ["bad-slug"]),
        ("甲: {slug: a/b}\n", ["bad-slug"]),
        ("甲: 乙\n", ["not-a-mapping"]),
        ("- 甲\n", ["not-a-mapping"]),
        ("甲: {alias: [乙]}\n", ["unknown-key"]),
        ("甲: {kind: 日刊紙, agency: 多分, url: x}\n", ["bad-url", "not-a-choice", "not-a-flag"]),
        ("甲: {}\n甲: {}\n", ["yaml-duplicate-key"]),
    ],
)
def test_what_cannot_be_is_told(text: str, codes: list[str]) -> None:
    _, problems = read("outlets", text, PATH, closed=False)
    assert sorted(one.code for one in problems) == codes
    assert all(one.mark.path == PATH and one.mark.line for one in problems)


@pytest.mark.parametrize(
    ("kind", "text", "codes"),
    [
        ("places", "甲: {timezone: Asia/Tokio}\n", ["unknown-timezone"]),
        ("places", "甲: {timezone: [Asia/Tokyo]}\n", ["unknown-timezone"]),
        ("places", "甲: {timezone: Asia/Tokyo, lat: 35, lon: 135, country: 日本}\n", []),
        ("places", "甲: {timezone: }\n", []),
        ("places", "甲: {country: JPN}\n", ["bad-country"]),
        ("places", "甲: {lat: 35}\n", ["missing-key"]),
        ("places", "甲: {lon: 135}\n", ["missing-key"]),
        ("outlets", "甲: {country: 日木}\n", ["bad-country"]),
        ("outlets", "甲: {language: 英語}\n", ["bad-language"]),
        ("outlets", "甲: {domains: [a.example]}\n乙: {domains: [A.example]}\n", ["domain-clash"]),
        ("outlets", "甲: {domains: [a.example]}\n乙: {domains: [b.a.example]}\n", []),
        ("outlets", "甲: {domains: 'https://a.example/'}\n", ["bad-domain"]),
    ],
)
def test_fields_that_mean_nothing_are_told(kind: str, text: str, codes: list[str]) -> None:
    _, problems = read(kind, text, f"content/{kind}.yaml", closed=False)
    assert [one.code for one in problems] == codes
    assert all(one.mark.line for one in problems)


def test_a_country_may_be_told_by_its_name() -> None:
    told = [table(f"甲: {{country: {written}}}\n").terms[0].get("country") for written in ("米国", "us", "US", "''")]
    assert told == ["US", "US", "US", ""]


def test_places_over_shipped_ones() -> None:
    shipped = [Term("ソウル", "seoul", ("首爾",)), Term("東京", "tokyo")]
    registry, problems = read(
        "places", "ソウル: {slug: seoul-city}\n", "content/places.yaml", closed=False, more=shipped
    )
    assert problems == ()
    assert [(term.name, term.slug) for term in registry.terms] == [("ソウル", "seoul-city"), ("東京", "tokyo")]


def test_only_what_posts_ask_of_a_table_counts_for_them() -> None:
    before = table().fingerprint
    assert table(OUTLETS.replace("とうとしんぶん", "とうと")).fingerprint == before
    assert table(OUTLETS.replace("reading:", "description: 説明, reading:")).fingerprint == before
    for old, new in (("slug: toto", "slug: to"), ("東都,", "東,"), ("toto.example", "to.example"), ("港町放送", "港")):
        assert table(OUTLETS.replace(old, new)).fingerprint != before


def test_readings_are_pairs() -> None:
    assert read_readings("金正恩: キムジョンウン\n", "content/readings.yaml") == ((("金正恩", "キムジョンウン"),), ())
    assert [one.code for one in read_readings("- 金\n", "content/readings.yaml")[1]] == ["not-a-mapping"]


NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)


@given(NAMES)
def test_any_name_resolves_to_an_address_part(name: str) -> None:
    slug = table().resolve(name).slug
    assert slug
    assert not set(slug) & set("/\\?#% \t\n")
    assert slug not in {".", ".."}


WIRE = Term("北辰", "北辰", ("北辰通信", "Hokushin"), shipped=True)


@pytest.mark.parametrize("spelling", ["北辰", "北辰通信", "HOKUSHIN"])
def test_one_spelling_of_a_shipped_agency_in_the_authors_table_is_enough(spelling: str) -> None:
    registry, problems = read(
        "outlets", "北辰通信社: {slug: hokushin-news, aliases: [北辰通信]}\n", PATH, closed=False, more=[WIRE]
    )
    assert problems == ()
    assert registry.resolve(spelling).name == "北辰通信社"
    assert [term.name for term in registry.terms] == ["北辰通信社"]


def test_a_shipped_agency_is_known_without_the_authors_table() -> None:
    registry, _ = read("outlets", OUTLETS, PATH, closed=False, more=[WIRE])
    assert registry.resolve("Hokushin") == WIRE
