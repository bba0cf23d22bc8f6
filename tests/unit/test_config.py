"""Settings: the least that works, the defaults, and every fault of the file at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import PERMALINK, SECTIONS, Config, id_authority, minting_authority, read

LEAST = "title: 試験\nbase_url: https://digest.example/a\n"


def good(more: str = "") -> Config:
    config, problems = read(LEAST + more)
    assert problems == ()
    assert config is not None
    return config


def test_a_title_and_an_address_are_enough() -> None:
    config = good()
    assert (config.base_url, config.base_path) == ("https://digest.example/a/", "/a/")
    assert (config.language, config.timezone, config.theme, config.permalink) == (
        "ja",
        "Asia/Tokyo",
        "shimbun",
        PERMALINK,
    )
    assert (config.page_size, config.feed_items, config.feed_content) == (20, 20, "full")
    assert (config.sections, config.closed) == (SECTIONS, frozenset({"topics"}))
    assert id_authority(config) == "digest.invalid,2000"  # ids must not change when the site moves
    assert minting_authority(config) == "digest.example,2000"


def test_what_is_said_counts() -> None:
    config = good(
        "permalink: /posts/{slug}/\nsections: [archive]\nregistries: {topics: open, outlets: closed}\n"
        "nav: [{name: 話題, url: topics/}]\nfeeds: {items: 3, content: summary}\nid_authority: 'digest.example,2023'\n"
        "timezone: America/New_York\ncname: digest.example\ntheme_options: {b: 1, a: 2}\n"
    )
    assert (config.permalink, config.sections, config.closed) == ("posts/{slug}/", ("archive",), frozenset({"outlets"}))
    assert (config.nav, config.feed_items, config.feed_content) == ((("話題", "topics/"),), 3, "summary")
    assert (id_authority(config), config.cname, config.theme_options) == (
        "digest.example,2023",
        "digest.example",
        (("a", "2"), ("b", "1")),
    )
    assert str(config.zone) == "America/New_York"


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}/",
        "{slug}",
        "{slug}/{slug",
        "../{slug}/",
        "{title}/{slug}/",
        "a b/{slug}/",
        "{slug}//",
        "{slug}/?x=/",
        "{}/{slug}/",
    ],
)
def test_a_pattern_that_is_no_address_is_refused(pattern: str) -> None:
    assert [one.code for one in read(f"{LEAST}permalink: '{pattern}'\n")[1]] == ["bad-permalink"]


@pytest.mark.parametrize(
    "address",
    ["digest.example", "ftp://digest.example/", "https://", "https://digest.example/?a", "https://d.example/#a", "//d"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert [one.code for one in read(f"title: x\nbase_url: '{address}'\n")[1]] == ["bad-base-url"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("timezone: Tokyo\n", "unknown-timezone"),
        ("timezone: ../../etc/passwd\n", "unknown-timezone"),
        ("cname: https://digest.example\n", "bad-domain"),
        ("cname: a_b.example\n", "bad-domain"),
        ("id_authority: digest.example\n", "bad-id-authority"),
        ("language: fr\n", "not-a-choice"),
        ("sections: [archives]\n", "not-a-choice"),
        ("page_size: 4\n", "not-a-count"),
        ("theme_options: red\n", "not-a-mapping"),
        ("themes: shimbun\n", "unknown-key"),
        ("nav: [{name: x}]\n", "missing-key"),
    ],
)
def test_a_fault_is_told_where_it_is(more: str, code: str) -> None:
    _, problems = read(LEAST + more)
    assert [(one.code, one.mark.line) for one in problems] == [(code, 3)]


def test_all_faults_are_told_at_once() -> None:
    _, problems = read("title:\nbase_url: x\nlanguage: fr\npage_size: x\n")
    assert sorted(one.code for one in problems) == ["bad-base-url", "missing-key", "not-a-choice", "not-a-count"]


def test_no_file_is_told_as_such() -> None:
    config, problems = read(None)
    assert (config, [one.code for one in problems]) == (None, ["no-site-file"])


@given(st.text(max_size=200))
def test_any_file_is_read_or_told_of(text: str) -> None:
    config, problems = read(text)
    assert config is not None or problems
    assert all(one.mark.path == "content/site.yaml" for one in problems)


@pytest.mark.parametrize(
    ("more", "name", "language"),
    [
        ("", "", "ja"),
        ("news_sitemap: false\n", "", "ja"),
        ("news_sitemap: true\n", "試験", "ja"),
        ("language: en\nnews_sitemap: yes\n", "試験", "en"),
        ("news_sitemap: {name: 別の名前, language: en}\n", "別の名前", "en"),
    ],
)
def test_a_news_sitemap_is_asked_for(more: str, name: str, language: str) -> None:
    config = good(more)
    assert (config.news_name, config.news_language) == (name, language)


@pytest.mark.parametrize("wrong", ["perhaps", "[true]", "{title: 名前}", "{language: fr}"])
def test_a_news_sitemap_asked_for_wrongly_is_told(wrong: str) -> None:
    _, problems = read(LEAST + f"news_sitemap: {wrong}\n")
    assert len(problems) == 1
