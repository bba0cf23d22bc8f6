"""The news sitemap: what is new at a moment, as Google wants it told, and gone from it in time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from miniature import LEAST_SETTINGS, Site, files_under

from digest import shortcut
from digest.builder import build
from digest.orders import Order, Report
from digest.site import news
from digest.verifying import Silent, verify

Make = Callable[[Mapping[str, str]], Site]
NOW = datetime(2023, 9, 7, 3, 0, tzinfo=UTC)
WANTED = {"content/site.yaml": LEAST_SETTINGS + "news_sitemap: true\n"}
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def post(title: str, date: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nkind: note\n{more}---\n本文。\n"


def built(blog: Site, now: datetime = NOW, *, drafts: bool = False) -> Report:
    return build(Order(blog.root, blog.output, now, drafts=drafts, jobs=1), Silent())


def told(blog: Site) -> list[tuple[str | None, ...]]:
    root = etree.fromstring((blog.output / news.NAME).read_bytes())
    names = ("s:loc", "n:news/n:publication_date", "n:news/n:title")
    return [tuple(one.findtext(name, None, NS) for name in names) for one in root]


def test_posts_of_two_days_are_told_as_google_wants(site: Make) -> None:
    files = {
        "content/posts/2023/09/a.md": post("'<新しい> & 速い'", "2023-09-07T11:00"),
        "content/posts/2023/09/b.md": post("日付だけ", "2023-09-06"),
        "content/posts/2023/09/c.md": post("古い", "2023-09-05T12:00"),
        "content/posts/2023/09/d.md": post("探せない", "2023-09-07", "noindex: true\n"),
        "content/posts/2023/09/e.md": post("まだ", "2023-09-07T12:01"),
    }
    settings = LEAST_SETTINGS + "news_sitemap: {name: 試験 & 報, language: en}\n"
    blog = site({**files, "content/site.yaml": settings})
    built(blog)
    assert told(blog) == [
        ("https://digest.example/2023/09/07/a/", "2023-09-07T11:00:00+09:00", "<新しい> & 速い"),
        ("https://digest.example/2023/09/06/b/", "2023-09-06", "日付だけ"),
    ]
    root = etree.fromstring((blog.output / news.NAME).read_bytes())
    publication = {
        (one.findtext("n:name", None, NS), one.findtext("n:language", None, NS))
        for one in root.iterfind(".//n:publication", NS)
    }
    assert publication == {("試験 & 報", "en")}
    assert "Sitemap: https://digest.example/sitemap.xml\n" in blog.read("robots.txt")
    assert "Sitemap: https://digest.example/news-sitemap.xml\n" in blog.read("robots.txt")


@pytest.mark.parametrize("settings", ["", "news_sitemap: false\n", "news_sitemap: true\nnoindex: true\n"])
def test_there_is_none_where_none_is_wanted(site: Make, settings: str) -> None:
    blog = site({"content/posts/a.md": post("題", "2023-09-07"), "content/site.yaml": LEAST_SETTINGS + settings})
    assert built(blog).next_change == 0
    assert not blog.exists(news.NAME)
    assert "news-sitemap" not in blog.read("robots.txt")


def test_a_post_leaves_after_two_days_to_the_second_and_only_then(site: Make) -> None:
    blog = site(
        WANTED | {"content/posts/a.md": post("題", "2023-09-07T11:00"), "content/posts/b.md": post("古", "2022-09-07")}
    )
    end = datetime(2023, 9, 9, 2, 0, tzinfo=UTC)
    for file in files_under(blog.root):  # so long ago that the quick answer trusts their stamps
        os.utime(file, (10**9, 10**9))
    assert built(blog).next_change == int(end.timestamp())
    order = Order(blog.root, blog.output, end)
    assert shortcut.answer(order._replace(now=end - timedelta(seconds=1))), "nothing is to be done a second before"
    assert shortcut.answer(order) is None
    assert len(told(blog)) == 1
    gone = built(blog, end)
    assert (told(blog), gone.published.rendered, gone.next_change) == ([], (news.NAME,), 0)
    assert shortcut.answer(order._replace(now=end + timedelta(days=400))), "nothing will ever change again"


def test_time_passing_gives_what_a_build_from_nothing_gives(site: Make) -> None:
    dates = ("2023-09-05T23:00", "2023-09-06", "2023-09-07T11:00", "2023-09-08T00:00", "2023-09-09T18:30")
    blog = site(WANTED | {f"content/posts/{n}.md": post(f"題{n}", date) for n, date in enumerate(dates)})
    for hours in (0, 1, 11, 15, 30, 47, 48, 54, 103, 104):
        now = NOW + timedelta(hours=hours)
        built(blog, now)
        assert verify(Order(blog.root, blog.output, now, jobs=1)) == ()


def test_a_preview_offers_no_held_post(site: Make) -> None:
    blog = site(WANTED | {"content/posts/a.md": post("下書き", "2023-09-07", "draft: true\n")})
    built(blog, drafts=True)
    assert told(blog) == []


def test_there_are_a_thousand_at_most(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert news.MOST == 1000
    monkeypatch.setattr(news, "MOST", 2)
    blog = site(WANTED | {f"content/posts/{n}.md": post(f"題{n}", f"2023-09-07T0{n}:00") for n in range(4)})
    built(blog)
    assert [title for _, _, title in told(blog)] == ["題3", "題2"]
