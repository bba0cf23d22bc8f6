"""JSON Feed 1.1 against a schema of the specification, and `_digest` for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from feed_samples import EMPTY, FEED, ITEM, SITE, SOURCE
from jsonschema import Draft202012Validator

from digest.site.feeds import json_feed
from digest.site.views import FeedItem, FeedView, Link

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8"))


def feed(view: FeedView) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json_feed(view, SITE))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(document)
    return document


def item(one: FeedItem) -> dict[str, Any]:
    found: dict[str, Any] = feed(FEED._replace(items=(one,)))["items"][0]
    return found


def test_head_of_a_feed() -> None:
    assert feed(FEED._replace(url="feed.json", items=(), hub="https://hub.example/")) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "東都安保ダイジェスト",
        "home_page_url": "https://name.github.io/repo/",
        "feed_url": "https://name.github.io/repo/feed.json",
        "description": "安全保障の報道を読み比べる",
        "language": "ja",
        "authors": [{"name": "三浦沙織", "url": "https://name.github.io/repo/about/"}],
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [],
    }


def test_item_of_a_digest() -> None:
    assert item(ITEM._replace(topics=(Link("海自", "topics/navy/"),), image="media/ship.jpg")) == {
        "id": "tag:name.github.io,2023:posts/escort-ship",
        "url": "https://name.github.io/repo/2023/09/05/escort-ship/",
        "external_url": "https://toto.example/a/1",
        "title": "護衛艦が就役",
        "content_html": "<p>新しい護衛艦が就役した。</p>",
        "summary": "新しい護衛艦が就役した。",
        "image": "https://name.github.io/repo/media/ship.jpg",
        "date_published": "2023-09-05T21:30:00+09:00",
        "date_modified": "2023-09-05T21:30:00+09:00",
        "authors": [{"name": "三浦沙織", "url": "https://name.github.io/repo/about/"}],
        "tags": ["海自"],
        "language": "ja",
        "_digest": {
            "sources": [
                {
                    "key": "toto",
                    "outlet": "東都新聞",
                    "headline": "護衛艦が就役",
                    "url": "https://toto.example/a/1",
                    "reporters": ["青木健二"],
                    "dateline": ["ワシントン"],
                    "published": "2023-09-05",
                }
            ]
        },
    }


def test_digest_tells_who_rests_on_whom() -> None:
    wire = SOURCE._replace(key="b", agency="北辰通信", cites=("某国政府",), url="javascript:alert(1)")
    told = item(ITEM._replace(sources=(SOURCE, wire), origins=("某国政府の発表",), status="developing", story="ship"))
    assert "external_url" not in told
    assert "url" not in told["_digest"]["sources"][1]
    assert told["_digest"]["sources"][1]["agency"] == "北辰通信"
    assert told["_digest"]["sources"][1]["cites"] == ["某国政府"]
    assert {name: told["_digest"][name] for name in ("origins", "status", "story")} == {
        "origins": ["某国政府の発表"],
        "status": "developing",
        "story": "ship",
    }


def test_an_address_is_given_as_it_was_written() -> None:
    told = item(ITEM._replace(sources=(SOURCE._replace(url="https://toto.example/記事?a=1"),)))
    assert told["_digest"]["sources"][0]["url"] == "https://toto.example/記事?a=1"
    assert told["external_url"] == "https://toto.example/%E8%A8%98%E4%BA%8B?a=1"


def test_a_note_without_body_or_sources() -> None:
    told = item(ITEM._replace(content_html="", sources=(), author="佐藤幸"))
    assert told["content_text"] == "新しい護衛艦が就役した。"
    assert told["authors"] == [{"name": "佐藤幸"}]
    assert "content_html" not in told
    assert "_digest" not in told


def test_an_empty_feed_is_valid() -> None:
    assert feed(EMPTY)["items"] == []


def test_bytes_are_readable_utf_8_and_end_with_a_line() -> None:
    data = json_feed(FEED, SITE)
    assert "就役".encode() in data
    assert data.endswith(b"}\n")
