"""sitemap.xml and robots.txt as search engines read them."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest
from feed_samples import SITE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digest.site import sitemap as module
from digest.site.sitemap import SitemapEntry, robots, sitemap

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(data: bytes) -> list[tuple[str | None, str | None]]:
    return [(one.findtext("s:loc", None, NS), one.findtext("s:lastmod", None, NS)) for one in etree.fromstring(data)]


def test_pages_are_sorted_and_absolute() -> None:
    entries = (
        SitemapEntry("topics/護衛艦/", "2023-09-05"),
        SitemapEntry("", "2023-09-05T21:30:00+09:00"),
        SitemapEntry("about/"),
    )
    ((name, data),) = sitemap(entries, SITE)
    assert name == "sitemap.xml"
    assert listed(data) == [
        ("https://name.github.io/repo/", "2023-09-05T21:30:00+09:00"),
        ("https://name.github.io/repo/about/", None),
        ("https://name.github.io/repo/topics/%E8%AD%B7%E8%A1%9B%E8%89%A6/", "2023-09-05"),
    ]


def test_order_of_the_plan_never_matters() -> None:
    entries = [SitemapEntry(f"{n}/") for n in range(9)]
    assert sitemap(entries, SITE) == sitemap(entries[::-1], SITE)


def test_a_site_without_pages_has_an_empty_sitemap() -> None:
    ((name, data),) = sitemap((), SITE)
    assert (name, listed(data)) == ("sitemap.xml", [])


def test_a_full_file_is_not_split() -> None:
    assert len(sitemap([SitemapEntry(f"{n:05}/") for n in range(50_000)], SITE)) == 1


def test_beyond_the_limit_there_is_an_index() -> None:
    entries = [SitemapEntry(f"{n:05}/", f"2023-09-05T{n % 24:02}:00:00+0{n % 2 * 3}:00") for n in range(50_001)]
    (index, index_data), first, second = sitemap(entries, SITE)
    assert (index, first[0], second[0]) == ("sitemap.xml", "sitemap-1.xml", "sitemap-2.xml")
    assert etree.fromstring(index_data).tag.endswith("sitemapindex")
    assert listed(index_data) == [
        ("https://name.github.io/repo/sitemap-1.xml", "2023-09-05T22:00:00+00:00"),
        ("https://name.github.io/repo/sitemap-2.xml", "2023-09-05T08:00:00+00:00"),
    ]
    assert len(listed(first[1])) == 50_000
    assert listed(second[1]) == [("https://name.github.io/repo/50000/", "2023-09-05T08:00:00+00:00")]


def test_long_addresses_are_split_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    files = sitemap([SitemapEntry(f"{'護' * 20}{n}/") for n in range(12)], SITE)
    assert len(files) > 3
    assert all(len(data) < 1000 + 150 for _, data in files[1:])
    assert sum(len(listed(data)) for _, data in files[1:]) == 12


def test_an_index_without_dates_claims_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ADDRESSES", 1)
    assert [stamp for _, stamp in listed(sitemap((SitemapEntry("a/"), SitemapEntry("b/")), SITE)[0][1])] == [None, None]


@given(st.lists(st.builds(SitemapEntry, st.text(st.characters(codec=None), max_size=9), st.just("")), max_size=4))
@settings(deadline=None)
def test_any_address_gives_xml(entries: list[SitemapEntry]) -> None:
    ((_, data),) = sitemap(entries, SITE)
    assert len(listed(data)) == len(set(entries))
    assert data.isascii()


def read(data: bytes) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(data.decode().splitlines())
    return parser


def test_robots_may_fetch_all_and_find_the_sitemap() -> None:
    parser = read(robots(SITE, "sitemap.xml"))
    assert parser.can_fetch("*", "https://name.github.io/repo/2023/")
    assert parser.site_maps() == ["https://name.github.io/repo/sitemap.xml"]


def test_robots_of_a_preview_may_fetch_nothing() -> None:
    parser = read(robots(SITE, "sitemap.xml", noindex=True))
    assert not parser.can_fetch("*", "https://name.github.io/repo/")
    assert parser.site_maps() is None
