"""Atom 1.0 against a RELAX NG schema of RFC 4287, and as programs read it."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from feed_samples import EMPTY, FEED, ITEM, SITE, SOURCE
from lxml import etree

from digest.site.feeds import atom
from digest.site.views import FeedItem, FeedView, Link, SiteInfo

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data" / "atom.rng"))
NS = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(view: FeedView, site: SiteInfo = SITE) -> etree._Element:
    root = etree.fromstring(atom(view, site))
    SCHEMA.assertValid(root)
    return root


def entry(one: FeedItem, site: SiteInfo = SITE) -> etree._Element:
    found = feed(FEED._replace(items=(one,)), site).find("a:entry", NS)
    assert found is not None
    return found


def texts(parent: etree._Element, path: str) -> list[str]:
    return [element.text or "" for element in parent.findall(path, NS)]


def links(parent: etree._Element) -> list[dict[str, str]]:
    return [dict(link.attrib) for link in parent.findall("a:link", NS)]


def test_head_of_a_feed() -> None:
    root = feed(FEED._replace(url="atom.xml", hub="https://hub.example/"))
    assert root.get(LANG) == "ja"
    assert texts(root, "a:id") == ["tag:name.github.io,2023:feed"]
    assert texts(root, "a:updated") == ["2023-09-05T21:30:00+09:00"]
    assert texts(root, "a:author/a:name") == ["三浦沙織"]
    assert links(root) == [
        {"href": "https://name.github.io/repo/atom.xml", "rel": "self", "type": "application/atom+xml"},
        {"href": "https://hub.example/", "rel": "hub"},
        {"href": "https://name.github.io/repo/", "rel": "alternate", "type": "text/html"},
    ]


def test_entry_of_a_digest() -> None:
    one = entry(ITEM._replace(updated="2023-09-06T08:00:00+09:00", topics=(Link("海自", "topics/navy/"),)))
    assert texts(one, "a:id") == ["tag:name.github.io,2023:posts/escort-ship"]
    assert texts(one, "a:title") == ["護衛艦が就役"]
    assert texts(one, "a:published") == ["2023-09-05T21:30:00+09:00"]
    assert texts(one, "a:updated") == ["2023-09-06T08:00:00+09:00"]
    assert texts(one, "a:summary") == ["新しい護衛艦が就役した。"]
    assert [(c.get("type"), c.text) for c in one.findall("a:content", NS)] == [
        ("html", "<p>新しい護衛艦が就役した。</p>")
    ]
    assert [dict(c.attrib) for c in one.findall("a:category", NS)] == [
        {"term": "navy", "scheme": "https://name.github.io/repo/topics/", "label": "海自"}
    ]


def test_links_name_the_reports() -> None:
    other = SOURCE._replace(key="b", outlet="北辰通信", headline="", url="https://hokushin.example/記事.pdf")
    assert links(entry(ITEM._replace(sources=(SOURCE, other)))) == [
        {"href": "https://name.github.io/repo/2023/09/05/escort-ship/", "rel": "alternate", "type": "text/html"},
        {"href": "https://toto.example/a/1", "rel": "via", "type": "text/html", "title": "東都新聞: 護衛艦が就役"},
        {
            "href": "https://hokushin.example/%E8%A8%98%E4%BA%8B.pdf",
            "rel": "via",
            "type": "application/pdf",
            "title": "北辰通信",
        },
    ]


def test_the_only_report_is_related_too() -> None:
    assert [link["rel"] for link in links(entry(ITEM))] == ["alternate", "via", "related"]


def test_people() -> None:
    one = entry(ITEM._replace(author="佐藤幸", sources=(SOURCE._replace(reporters=("青木健二", "渡辺一")),)))
    assert texts(one, "a:author/a:name") == ["佐藤幸"]
    assert texts(one, "a:author/a:uri") == []
    assert texts(one, "a:contributor/a:name") == ["青木健二", "渡辺一"]


def test_the_site_stands_for_an_author_it_does_not_name() -> None:
    bare = SITE._replace(author="", author_url="")
    assert texts(entry(ITEM._replace(author=""), bare), "a:author/a:name") == ["東都安保ダイジェスト"]


def test_an_entry_in_another_language() -> None:
    assert entry(ITEM._replace(language="en")).get(LANG) == "en"
    assert entry(ITEM).get(LANG) is None


@pytest.mark.parametrize("title", ["A & B", "<b>太字</b>", "&lt;", "1 < 2"])
def test_texts_like_markup_say_how_to_be_read(title: str) -> None:
    element = entry(ITEM._replace(title=title)).find("a:title", NS)
    assert element is not None
    assert element.get("type") == "html"
    assert unescape(element.text or "") == title


def test_posts_of_one_day_are_told_apart_and_stay_put() -> None:
    items = [ITEM._replace(id=f"tag:a.example,2023:{n}", published="2023-09-05T00:00:00+09:00") for n in range(50)]
    stamps = texts(feed(FEED._replace(items=tuple(items))), "a:entry/a:updated")
    assert len(set(stamps)) == 50
    assert all(stamp.startswith("2023-09-05T00:00:00.") for stamp in stamps)
    assert texts(entry(items[7]), "a:updated") == [stamps[7]]


def test_a_post_without_body_still_has_text_and_link() -> None:
    one = entry(ITEM._replace(content_html="", summary="", sources=()))
    assert texts(one, "a:content") == []
    assert texts(one, "a:summary") == ["護衛艦が就役"]
    assert [link["rel"] for link in links(one)] == ["alternate"]


def test_an_empty_feed_is_valid_and_old() -> None:
    assert texts(feed(EMPTY), "a:updated") == ["1990-01-01T00:00:00+00:00"]


def test_texts_of_nothing_but_controls_are_replaced() -> None:
    root = feed(
        FEED._replace(title="\x00", description=" ", id="", items=(ITEM._replace(title="\x0b", summary="\x1f"),))
    )
    assert texts(root, "a:title") == ["東都安保ダイジェスト"]
    assert texts(root, "a:id") == ["https://name.github.io/repo/feed.xml"]
    assert texts(root, "a:entry/a:title") == ["https://name.github.io/repo/2023/09/05/escort-ship/"]


def test_bytes_begin_and_end_as_files_should() -> None:
    data = atom(FEED, SITE)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<feed ")
    assert data.endswith(b"</feed>\n")
