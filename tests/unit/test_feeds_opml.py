"""The subscription list as a feed reader imports it."""

from __future__ import annotations

from feed_samples import SITE
from lxml import etree

from digest.site.feeds import opml
from digest.site.views import Feed

RSS = "application/rss+xml"


def outlines(*feeds: Feed) -> list[dict[str, str]]:
    root = etree.fromstring(opml(feeds, SITE))
    assert root.get("version") == "2.0"
    return [dict(outline.attrib) for outline in root.findall("body/outline/outline")]


def test_feeds_stand_in_their_order_under_the_site() -> None:
    feeds = (Feed("全体", "feed.xml", RSS), Feed("海自 & 空自", "topics/海/feed.xml", "application/atom+xml"))
    home = "https://name.github.io/repo/"
    assert outlines(*feeds) == [
        {"type": "rss", "text": "全体", "title": "全体", "xmlUrl": f"{home}feed.xml", "htmlUrl": home},
        {
            "type": "rss",
            "text": "海自 & 空自",
            "title": "海自 & 空自",
            "xmlUrl": f"{home}topics/%E6%B5%B7/feed.xml",
            "htmlUrl": f"{home}topics/%E6%B5%B7/",
        },
    ]


def test_json_feeds_are_left_out() -> None:
    assert outlines(Feed("J", "feed.json", "application/feed+json")) == []


def test_the_folder_and_owner_are_named() -> None:
    root = etree.fromstring(opml((), SITE))
    assert [outline.get("text") for outline in root.findall("body/outline")] == ["東都安保ダイジェスト"]
    assert [(element.tag, element.text) for element in root.findall("head/*")] == [
        ("title", "東都安保ダイジェスト"),
        ("ownerName", "三浦沙織"),
        ("ownerId", "https://name.github.io/repo/about/"),
    ]


def test_markup_and_controls_in_names() -> None:
    hard = "\x00<b>\"'&\r\n]]>"
    assert outlines(Feed(hard, "feed.xml", RSS))[0]["text"] == "<b>\"'&\r\n]]>"
    assert etree.fromstring(opml((), SITE._replace(title=hard))).findtext("head/title") == "<b>\"'&\r\n]]>"
