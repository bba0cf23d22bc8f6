"""RSS 2.0 as a reader's program sees it: parsed with lxml, and with feedparser as a client."""

from __future__ import annotations

import locale
import warnings
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from feed_samples import EMPTY, FEED, ITEM, SITE, SOURCE
from lxml import etree

from digest.site.feeds import rss
from digest.site.views import FeedItem, FeedView, Link

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def channel(view: FeedView) -> etree._Element:
    return etree.fromstring(rss(view, SITE))[0]


def item(one: FeedItem) -> etree._Element:
    found = channel(FEED._replace(items=(one,))).find("item")
    assert found is not None
    return found


def texts(parent: etree._Element, path: str) -> list[str]:
    return [element.text or "" for element in parent.findall(path, SPACES)]


def client(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser  # noqa: PLC0415 - its import warns on some Pythons

        return feedparser.parse(data)


def test_channel_has_what_the_specification_requires() -> None:
    head = channel(FEED)
    assert texts(head, "title") == ["東都安保ダイジェスト"]
    assert texts(head, "link") == ["https://name.github.io/repo/"]
    assert texts(head, "description") == ["安全保障の報道を読み比べる"]
    assert texts(head, "language") == ["ja"]
    assert texts(head, "lastBuildDate") == ["Tue, 05 Sep 2023 21:30:00 +0900"]


def test_self_link_and_hub() -> None:
    links = channel(FEED._replace(url="topics/北朝鮮/feed.xml", hub="https://hub.example/")).findall(
        "atom:link", SPACES
    )
    assert [dict(link.attrib) for link in links] == [
        {
            "href": "https://name.github.io/repo/topics/%E5%8C%97%E6%9C%9D%E9%AE%AE/feed.xml",
            "rel": "self",
            "type": "application/rss+xml",
        },
        {"href": "https://hub.example/", "rel": "hub"},
    ]


def test_topic_feed_links_to_its_topic() -> None:
    assert texts(channel(FEED._replace(home="topics/navy/")), "link") == ["https://name.github.io/repo/topics/navy/"]


def test_item_of_a_digest() -> None:
    one = item(ITEM._replace(topics=(Link("海自", "topics/navy/"), Link("無所属"))))
    assert texts(one, "title") == ["護衛艦が就役"]
    assert texts(one, "link") == ["https://name.github.io/repo/2023/09/05/escort-ship/"]
    assert texts(one, "description") == ["新しい護衛艦が就役した。"]
    assert texts(one, "content:encoded") == ["<p>新しい護衛艦が就役した。</p>"]
    assert texts(one, "pubDate") == ["Tue, 05 Sep 2023 21:30:00 +0900"]
    assert [(c.text, c.get("domain")) for c in one.findall("category")] == [
        ("海自", "https://name.github.io/repo/topics/"),
        ("無所属", None),
    ]


def test_guid_is_the_frozen_id_and_no_permalink() -> None:
    guid = item(ITEM).find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:name.github.io,2023:posts/escort-ship", "false")


def test_japanese_tag_uri_is_written_in_ascii() -> None:
    assert texts(item(ITEM._replace(id="tag:name.github.io,2023:posts/護")), "guid") == [
        "tag:name.github.io,2023:posts/%E8%AD%B7"
    ]


def test_an_old_guid_is_kept_to_the_letter() -> None:
    assert texts(item(ITEM._replace(id="https://old.example/?p=護&x=1")), "guid") == ["https://old.example/?p=護&x=1"]


def test_author_is_the_writer_and_never_a_reporter() -> None:
    one = item(ITEM._replace(author="", sources=(SOURCE, SOURCE._replace(key="b", reporters=("渡辺一", "青木健二")))))
    assert texts(one, "dc:creator") == ["三浦沙織"]
    assert texts(one, "dc:contributor") == ["青木健二", "渡辺一"]
    assert one.find("author") is None
    assert one.find("source") is None


def test_sources_on_the_web_and_on_paper() -> None:
    pdf = SOURCE._replace(key="b", outlet="北辰通信", headline="", url="https://hokushin.example/a.pdf")
    paper = SOURCE._replace(key="c", outlet="西海日報", headline="港に入る", url="")
    one = item(ITEM._replace(sources=(SOURCE, SOURCE._replace(key="twice"), pdf, paper)))
    assert texts(one, "dc:source") == [
        "https://toto.example/a/1; https://hokushin.example/a.pdf; 西海日報: 港に入る",
    ]
    assert [dict(link.attrib) for link in one.findall("atom:link", SPACES)] == [
        {"href": "https://toto.example/a/1", "rel": "via", "type": "text/html", "title": "東都新聞: 護衛艦が就役"},
        {"href": "https://hokushin.example/a.pdf", "rel": "via", "type": "application/pdf", "title": "北辰通信"},
    ]


def test_an_address_that_is_none_of_the_web_is_not_linked() -> None:
    one = item(ITEM._replace(sources=(SOURCE._replace(url="javascript:alert(1)"),)))
    assert one.findall("atom:link", SPACES) == []
    assert texts(one, "dc:source") == ["東都新聞: 護衛艦が就役"]


def test_update_and_language_are_told_where_they_differ() -> None:
    one = item(ITEM._replace(updated="2023-09-06T08:00:00+09:00", language="en"))
    assert texts(one, "atom:updated") == ["2023-09-06T08:00:00+09:00"]
    assert texts(one, "dc:language") == ["en"]
    assert texts(item(ITEM), "atom:updated") == texts(item(ITEM), "dc:language") == []


def test_a_summary_is_text_even_for_readers_that_take_it_for_markup() -> None:
    data = rss(FEED._replace(items=(ITEM._replace(summary="AT&T <b>と</b> &lt;"),)), SITE)
    assert client(data).entries[0].summary == "AT&amp;T &lt;b&gt;と&lt;/b&gt; &amp;lt;"


def test_plain_text_is_escaped_as_the_profile_recommends() -> None:
    data = rss(FEED._replace(items=(ITEM._replace(title="A & B < C"),)), SITE)
    assert b"<title>A &#x26; B &#x3C; C</title>" in data


def test_without_summary_the_full_text_stays_full_text() -> None:
    one = item(ITEM._replace(summary=""))
    assert texts(one, "description") == ["護衛艦が就役"]
    assert texts(one, "content:encoded") == ["<p>新しい護衛艦が就役した。</p>"]


def test_a_note_without_body_or_sources() -> None:
    one = item(ITEM._replace(content_html="", sources=()))
    assert texts(one, "description") == ["新しい護衛艦が就役した。"]
    assert [one.find(path, SPACES) for path in ("content:encoded", "dc:source", "dc:contributor")] == [None] * 3


def test_items_stay_in_the_order_of_the_view() -> None:
    items = tuple(ITEM._replace(id=f"tag:a.example,2023:{n}", title=f"{n}") for n in (3, 1, 2))
    assert texts(channel(FEED._replace(items=items)), "item/title") == ["3", "1", "2"]


def test_an_empty_feed_claims_no_date() -> None:
    head = channel(EMPTY)
    assert head.find("lastBuildDate") is None
    assert head.find("item") is None
    assert texts(head, "title") == ["東都安保ダイジェスト"]


@pytest.mark.parametrize("published", ["2023-09-05", "2023-09-05T21:30:00", "昨日"])
def test_a_date_without_offset_is_refused(published: str) -> None:
    with pytest.raises(ValueError, match=published):
        rss(FEED._replace(items=(ITEM._replace(published=published),)), SITE)


@pytest.mark.parametrize(
    "published", ["2023-09-05T21:30:00Z", "1960-01-02T03:04:05-11:30", "1887-12-31T09:00:00+09:18:59"]
)
def test_dates_are_rfc_822(published: str) -> None:
    (written,) = texts(item(ITEM._replace(published=published)), "pubDate")
    assert parsedate_to_datetime(written) == datetime.fromisoformat(published)


def test_the_process_keeps_its_locale() -> None:
    before = locale.setlocale(locale.LC_ALL)
    rss(FEED, SITE)
    assert locale.setlocale(locale.LC_ALL) == before


def test_a_client_understands_all() -> None:
    read = client(rss(FEED, SITE))
    entry = read.entries[0]
    assert not read.bozo
    assert read.version == "rss20"
    assert (entry.id, entry.link) == (ITEM.id, "https://name.github.io/repo/2023/09/05/escort-ship/")
    assert (entry.title, entry.author) == ("護衛艦が就役", "三浦沙織")
    assert entry.content[0].value == "<p>新しい護衛艦が就役した。</p>"


def test_bytes_begin_and_end_as_files_should() -> None:
    data = rss(FEED, SITE)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert data.endswith(b"</rss>\n")
    assert "就役".encode() in data
