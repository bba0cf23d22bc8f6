"""Plain feeds of invented news; a test replaces what it is about."""

from __future__ import annotations

from digest.site.views import FeedItem, FeedSource, FeedView, SiteInfo

SITE = SiteInfo(
    title="東都安保ダイジェスト",
    description="安全保障の報道を読み比べる",
    language="ja",
    base_url="https://name.github.io/repo/",
    base_path="/repo/",
    author="三浦沙織",
    author_url="https://name.github.io/repo/about/",
    contact="",
    copyright="",
    nav=(),
    feeds=(),
    image="",
    sections=(),
)

SOURCE = FeedSource(
    key="toto",
    outlet="東都新聞",
    headline="護衛艦が就役",
    url="https://toto.example/a/1",
    reporters=("青木健二",),
    dateline=("ワシントン",),
    agency="",
    published="2023-09-05",
    cites=(),
)

ITEM = FeedItem(
    id="tag:name.github.io,2023:posts/escort-ship",
    url="2023/09/05/escort-ship/",
    title="護衛艦が就役",
    published="2023-09-05T21:30:00+09:00",
    updated="",
    author="三浦沙織",
    summary="新しい護衛艦が就役した。",
    content_html="<p>新しい護衛艦が就役した。</p>",
    topics=(),
    sources=(SOURCE,),
    origins=(),
    status="",
    story="",
    language="ja",
)

FEED = FeedView(
    url="feed.xml",
    id="tag:name.github.io,2023:feed",
    title="東都安保ダイジェスト",
    description="安全保障の報道を読み比べる",
    home="",
    updated="2023-09-05T21:30:00+09:00",
    items=(ITEM,),
)
EMPTY = FEED._replace(items=(), updated="")
