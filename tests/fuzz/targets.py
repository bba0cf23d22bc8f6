"""Owns the table of what is fuzzed: a harness each, with the words that mutations may use and how long inputs are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from fuzz import bringing, reading, words

CORPUS = Path(__file__).parent / "corpus"

YAML = (
    *(
        "title: ",
        "date: ",
        "2023-09-05",
        "slug: ",
        "---\n",
        "- ",
        "  - ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "|\n",
        ">\n",
    ),
    *(
        "# ",
        "null",
        "true",
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "\n",
        "\t",
        "：",
        "　",
        "\ufeff",
        "aliases: ",
        "..",
        "../",
        "%",
    ),
)
MARKUP = (
    *(
        "[@toto]",
        "[@toto; @nanyo, 3面]",
        "# ",
        "> ",
        "- ",
        "1. ",
        "```",
        "`",
        "**",
        "*",
        "_",
        "~~",
        "](",
        "](x.md)",
        "![",
        "[^1]",
    ),
    *(
        "[^1]: ",
        "| a |\n|---|\n",
        "{漢|かん}",
        "漢《かん》",
        "｜",
        "◎",
        "■",
        "<b>",
        "</b>",
        "<script>",
        "<img src=x onerror=1>",
        "<!--",
        "-->",
    ),
    *(
        "javascript:",
        "&#106;",
        "data:text/html,",
        "//x.example/",
        "{#a}",
        "\u3000",
        "\u202e",
        "\u200b",
        "\x00",
        "\n\n",
        "    ",
        "\\",
        "<a href=",
    ),
)
WORDS = (
    *(
        "【",
        "】",
        "＝",
        "=",
        "・",
        "、",
        "。",
        "（",
        "）",
        "ワシントン",
        "ソウル",
        "共同",
        "時事",
        "ロイター",
        "青木健二",
        "特派員",
        "記者",
    ),
    *(
        "4日",
        "９月",
        "2023年",
        "令和5年",
        "同日",
        "前日",
        "翌",
        "昨年",
        "来月",
        "上旬",
        "〜",
        "から",
        "現地時間",
        "(5日)",
        "月曜",
        "半ば",
        "春",
    ),
)
DATES = (
    "2023",
    "-09",
    "-05",
    "T21:30",
    ":00",
    "+09:00",
    "Z",
    "~",
    "?",
    "%",
    "/",
    "..",
    "21",
    "202X",
    "年",
    "月",
    "日",
    "２",
    "24:00",
    "99",
)
MT = (
    *(
        "TITLE: ",
        "DATE: 09/05/2023 21:30:00\n",
        "BASENAME: ",
        "STATUS: Publish\n",
        "CATEGORY: ",
        "TAGS: ",
        "-----\n",
        "--------\n",
    ),
    *(
        "BODY:\n",
        "EXTENDED BODY:\n",
        "EXCERPT:\n",
        "COMMENT:\n",
        "CONVERT BREAKS: markdown\n",
        "UNIQUE URL: ",
        "PM\n",
        "AUTHOR: ",
        "IP: ",
    ),
)
HTML = (
    *(
        "<p>",
        "</p>",
        "<a href='",
        "<img src='",
        "'>",
        "<table><tr><td>",
        "<ruby>漢<rt>かん</rt></ruby>",
        "<blockquote>",
        "<pre><code>",
    ),
    *(
        "<iframe src='",
        "<ul><li>",
        "<br>",
        "<h2 id='a'>",
        "&amp;",
        "&#x",
        "<style>",
        "<!--",
        "[caption]",
        "<script>",
        "<div class='",
    ),
)
XML = (
    *(
        "<?xml version='1.0'?>",
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "</channel>",
        "</rss>",
        "<title>",
        "</title>",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "<content:encoded>",
        "</content:encoded>",
        "<wp:post_type>post</wp:post_type>",
        "<wp:status>publish</wp:status>",
        "<!DOCTYPE x [",
    ),
    *(
        "<!ENTITY a 'b'>",
        "&a;",
        "<wp:post_date>2023-09-05 21:30:00</wp:post_date>",
        "<category domain='post_tag' nicename='x'>",
        "<link>",
    ),
)
BLOG = (
    *(
        "---\n",
        "+++\n",
        "title: ",
        "title = ",
        "date: 2023-09-05\n",
        "tags: [",
        "categories:\n",
        "permalink: ",
        "{% highlight %}",
        "{{< ",
    ),
    *(
        " >}}",
        "{% asset_img ",
        "{filename}",
        "<!-- more -->",
        "Title: ",
        "Slug: ",
        "layout: ",
        "draft: true",
        "{",
        '"title": ',
        "url: /../",
    ),
)
PAGE = (
    *(
        "<html lang='ja'>",
        "<head>",
        "<title>",
        "<meta property='og:title' content='",
        "<meta charset='shift_jis'>",
        "<link rel='canonical' href='",
    ),
    *(
        '<script type="application/ld+json">',
        '{"@type":"NewsArticle",',
        '"headline":"',
        '"datePublished":"2023-09-05T21:30:00+09:00"',
    ),
    *(
        '"author":[{"@type":"Person","name":"青木健二"}]',
        '"isAccessibleForFree":false',
        "</script>",
        "<article><p>",
        "<time datetime='",
    ),
)
SITE = (
    *(
        "base_url: ",
        "https://digest.example/",
        "permalink: ",
        "{year}/{month}/{day}/{slug}/",
        "{",
        "}",
        "timezone: Asia/Tokyo",
        "theme_options:\n",
    ),
    *(
        "registries: {topics: open}",
        "feeds: {items: 20}",
        "nav:\n  - {name: a, url: b}",
        "news_sitemap: ",
        "language: en",
        "sections: ",
    ),
)
THEME = (
    "name: mine\n",
    "extends: ",
    "contract: 1\n",
    "options:\n  a: 1\n",
    "\n%%%%\n",
    "{count}件",
    "{",
    "}",
    "{a!r:>{b}}",
    "1:30",
    "0o7",
    "1e9",
    "~",
)
TSV = (
    "\t",
    "https://toto.example/a",
    "ok",
    "gone",
    "missing",
    "unreachable",
    "2023-09-05",
    "404",
    "|",
    "\n",
    "#",
    "/2023/09/05/x/",
    "built",
    "live",
    "\x85",
)

NAMES = ("/", "..", "%2e", "%2F", ".html", "index", "\\", "ﾞ", "İ", "ﬀ", "\u0345")


class Target(NamedTuple):
    """A harness and what mutations of its inputs are made with."""

    run: Callable[[bytes], None]
    words: tuple[str, ...]
    rooms: tuple[str, ...] = ("digest",)
    """Packages whose branches guide the mutations; the fewer, the quicker."""
    longest: int = 4096
    """Bytes of an input while fuzzing; a megabyte is tried by `fuzz.stretching`."""

    def seeds(self, name: str) -> list[bytes]:
        """The committed inputs of the target called `name`."""
        return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


SOURCES = (
    "sources:\n",
    "outlet: ",
    "headline: ",
    "url: ",
    "reporters: [",
    "cites: [",
    "byline: ",
    "dateline: ",
    "published: ",
    "key: ",
)
READ = ("digest.content", "digest.text")
BROUGHT = ("digest.desk.importing",)
TARGETS = {
    "post": Target(reading.post, (*YAML, *SOURCES, *MARKUP), READ),
    "static": Target(reading.static, (*YAML, *MARKUP), READ),
    "body": Target(reading.body, MARKUP, ("digest.text",)),
    "registry": Target(reading.registry, (*YAML, "lat: 9", "lon: 1e9", "domains: [", "kind: agency"), READ),
    "settings": Target(reading.settings, (*YAML, *SITE), ("digest.content", "digest.config")),
    "theme": Target(reading.theme, (*YAML, *THEME), ("digest.theme",)),
    "links": Target(reading.links, TSV, ("digest.site", "digest.content"), 1024),
    "record": Target(reading.record, TSV, ("digest.site", "digest.content"), 1024),
    "bylines": Target(words.bylines, WORDS, ("digest.sourcing",), 256),
    "date_words": Target(words.date_words, (*WORDS, *DATES), ("digest.sourcing",), 256),
    "dates": Target(words.dates, DATES, ("digest.moments", "digest.content", "digest.theme"), 64),
    "names": Target(words.names, NAMES, ("digest.text", "digest.content"), 256),
    "movable_type": Target(bringing.movable_type, (*MT, *HTML, *MARKUP), BROUGHT),
    "wordpress": Target(bringing.wordpress, (*XML, *HTML), BROUGHT),
    "blog": Target(bringing.blog, (*BLOG, *YAML, *MARKUP), BROUGHT),
    "pasted": Target(bringing.pasted, ("◎", "■", "●", "\n\n", *WORDS, *MARKUP), BROUGHT),
    "found_out": Target(bringing.found_out, (*MT, *BLOG, *XML[:8], "◎", "PK\x03\x04"), BROUGHT),
    "saved_page": Target(bringing.saved_page, (*PAGE, *HTML, *WORDS), ("digest.desk",)),
}
