"""Owns the settings: `content/site.yaml` into one frozen `Config`, with every fault of it told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from digest import moments
from digest.content import yamltext
from digest.content.kinds_of_site import Base, Permalink, PlaceOrUrl, Zone
from digest.content.schema import (
    Choice,
    Count,
    Faults,
    Field,
    Flag,
    Json,
    Listed,
    Record,
    Text,
    Url,
)
from digest.content.yamltext import Path, Plain
from digest.errors import Problem

FILE = "content/site.yaml"
PERMALINK = "{year}/{month}/{day}/{slug}/"
SECTIONS = (
    "archive",
    "days",
    "months",
    "years",
    "topics",
    "outlets",
    "reporters",
    "places",
    "stories",
    "corrections",
    "balance",
    "citations",
    "feeds",
    "search",
)
"""Page kinds that a site may leave out."""


OPENNESS = Choice(("closed", "open"))
NAV = Record(
    {
        "name": Field(Text(), "表示名", "Label", required=True),
        "url": Field(
            PlaceOrUrl(),
            "サイト内の場所（topics/ など）か https:// の URL",
            "Place in the site, or an absolute URL",
            required=True,
        ),
    },
    "nav",
)
REGISTRIES = Record(
    {
        "topics": Field(Choice(("closed", "open"), "closed"), "表にない話題を", "Topics not in the table"),
        "outlets": Field(Choice(("closed", "open"), "open"), "表にない媒体を", "Outlets not in the table"),
        "places": Field(Choice(("closed", "open"), "open"), "表にない地名を", "Places not in the table"),
    },
    "registries",
)
FEEDS = Record(
    {
        "items": Field(Count(1, 200, 20), "フィードに載せる記事の数", "Posts in a feed"),
        "content": Field(Choice(("full", "summary"), "full"), "全文か要約か", "Full text or summary"),
        "hub": Field(Url(), "WebSub のハブ", "WebSub hub"),
    },
    "feeds",
)


NEWS = Record(
    {
        "name": Field(Text(), "刊行物の名前（既定はサイトの名前）", "Name of the publication (default: the site's)"),
        "language": Field(Choice(("ja", "en")), "言語（既定はサイトの言語）", "Language (default: the site's)"),
    },
    "news_sitemap",
)


class News(NamedTuple):
    """Whether there is a news sitemap: yes or no, or what it is to say (which means yes); None for no."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> dict[str, str] | None:
        if value is None or isinstance(value, str):
            return {"name": "", "language": ""} if Flag().parse(value, at, faults) else None
        return dict(NEWS.parse(value, at, faults))

    def schema(self) -> Json:
        return {"anyOf": [Flag().schema(), NEWS.schema()]}


class AnyMapping(NamedTuple):
    """Values for someone else to check: the theme knows its own options."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> dict[str, Plain]:
        if value is not None and not isinstance(value, dict):
            faults.add(at, "not-a-mapping", key_name=str(at[-1]), found=str(value))
        return value if isinstance(value, dict) else {}

    def schema(self) -> Json:
        return {"type": "object"}


SITE = Record(
    {
        "title": Field(Text(), "サイトの名前", "The site's name", required=True),
        "description": Field(Text(lines=True), "サイトの説明", "What the site is"),
        "base_url": Field(
            Base(),
            "公開する URL（https://名前.github.io/リポジトリ/ など）",
            "Where the site is published",
            required=True,
        ),
        "author": Field(Text(), "書き手の名前", "Who writes it"),
        "author_url": Field(Url(), "書き手のページ", "The writer's page"),
        "contact": Field(Text(), "訂正や削除の連絡先", "Where to write for corrections and takedowns"),
        "copyright": Field(Text(), "著作権の表示", "Copyright line"),
        "language": Field(Choice(("ja", "en"), "ja"), "サイトの言語", "Language of the site"),
        "timezone": Field(Zone("Asia/Tokyo"), "サイトの時間帯", "Time zone of the site"),
        "theme": Field(Text(), "テーマの名前", "Name of the theme"),
        "theme_options": Field(AnyMapping(), "テーマの設定", "Options of the theme"),
        "permalink": Field(Permalink(PERMALINK), "記事の URL の形", "Pattern of post addresses"),
        "page_size": Field(Count(5, 200, 20), "一覧 1 ページの記事数", "Posts on a page of a list"),
        "nav": Field(Listed(NAV), "上部の案内", "Navigation"),
        "feeds": Field(FEEDS, "フィード", "Feeds"),
        "news_sitemap": Field(News(), "ニュースサイトマップ", "News sitemap"),
        "registries": Field(REGISTRIES, "表にない名前の扱い", "Names not in the tables"),
        "sections": Field(
            Listed(Choice(SECTIONS)), "作るページの種類（既定はすべて）", "Kinds of page to make (default: all)"
        ),
        "raw_html": Field(Choice(("escape", "sanitise"), "escape"), "本文の HTML", "HTML in posts"),
        "date_words": Field(
            Choice(("mark", "plain"), "mark"),
            "本文の日付の語（4日、同日）に日付を添えるか、ただの文字か",
            "Whether days told in words (4日, 同日) are marked up as dates, or stay plain text",
        ),
        "id_authority": Field(Text(), "フィード ID の発行者（ドメイン,年）", "Authority of feed ids (domain,year)"),
        "image": Field(Text(), "共有時の画像（media/ の中）", "Picture for social cards, in media/"),
        "cname": Field(Text(), "独自ドメイン", "Custom domain"),
        "noindex": Field(Flag(), "検索エンジンに載せない", "Keep out of search engines"),
    },
    "site",
)


class Config(NamedTuple):
    """The settings of one site."""

    title: str
    description: str
    base_url: str
    author: str
    author_url: str
    contact: str
    copyright: str
    language: str
    timezone: str
    theme: str
    theme_options: tuple[tuple[str, Any], ...]
    permalink: str
    page_size: int
    nav: tuple[tuple[str, str], ...]
    feed_items: int
    feed_content: str
    feed_hub: str
    news_name: str
    """The publication's name in the news sitemap; empty: there is none."""
    news_language: str
    closed: frozenset[str]
    sections: tuple[str, ...]
    raw_html: str
    date_words: str
    """mark or plain."""
    id_authority: str
    image: str
    cname: str
    noindex: bool

    @property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        return moments.zone(self.timezone)

    @property
    def base_path(self) -> str:
        """The path of the base URL, with both slashes."""
        return urlsplit(self.base_url).path or "/"


def read(text: str | None) -> tuple[Config | None, tuple[Problem, ...]]:
    """The settings in the text of `site.yaml` (None: there is no such file), and what is wrong with them."""
    document, problems = yamltext.read(text or "", FILE)
    if problems:
        return None, problems
    faults = Faults()
    if text is None:
        faults.add((), "no-site-file")
        return None, faults.problems(document)
    values = SITE.parse(document.value, (), faults)
    _check_domain(values, faults)
    return _config(values), faults.problems(document)


def _check_domain(values: Mapping[str, Any], faults: Faults) -> None:
    if values["cname"] and not re.fullmatch(
        r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", values["cname"]
    ):
        faults.add(("cname",), "bad-domain", found=values["cname"])
    if values["id_authority"] and not re.fullmatch(r"[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?", values["id_authority"]):
        faults.add(("id_authority",), "bad-id-authority", found=values["id_authority"])


def _config(values: Mapping[str, Any]) -> Config:
    feeds, registries, news = values["feeds"], values["registries"], values["news_sitemap"]
    plain = {name: values[name] for name in Config._fields if name in values}
    plain |= {
        "theme": values["theme"] or "shimbun",
        "theme_options": tuple(sorted(values["theme_options"].items())),
        "news_name": (news["name"] or values["title"]) if news else "",
        "news_language": (news and news["language"]) or values["language"],
        "nav": tuple((item["name"], item["url"]) for item in values["nav"]),
        "sections": values["sections"] or SECTIONS,
        "closed": frozenset(name for name, how in registries.items() if how == "closed"),
    }
    return Config(**plain, feed_items=feeds["items"], feed_content=feeds["content"], feed_hub=feeds["hub"])


NOBODY = "digest.invalid,2000"
"""Who mints the ids of a site that names no authority: a name that is nobody's (RFC 2606), for ids must not change when
the site moves, and where it is published is no part of them."""


def id_authority(config: Config) -> str:
    """Who mints the `tag:` URIs (RFC 4151) that are made anew on each build: the setting, else nobody."""
    return config.id_authority or NOBODY


def minting_authority(config: Config) -> str:
    """Who mints an id that is written down once and for all: the setting, else the host that the site now has."""
    return config.id_authority or f"{urlsplit(config.base_url).hostname},2000"
