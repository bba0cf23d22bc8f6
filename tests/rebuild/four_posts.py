"""Owns the site that rebuild tests edit: four posts, only kinds of page whose number is known, and where each shows."""

from __future__ import annotations

from workbench import Workbench

SETTINGS = """title: 試験のダイジェスト
base_url: https://digest.example/
sections: [archive, days, months, years, topics, feeds]
feeds: {items: 2}
page_size: 5
"""
TOPICS = "北朝鮮: {slug: nk}\nロシア: {slug: ru}\n海洋: {slug: sea}\n"


def post(title: str, date: str, topics: str, body: str = "本文。", more: str = "") -> str:
    """A post's file; the summary is given, so that the body is on its own page and in feeds alone."""
    return f"---\ntitle: {title}\ndate: {date}\ntopics: [{topics}]\nsummary: 要約\nkind: note\n{more}---\n{body}\n"


SITE = {
    "content/site.yaml": SETTINGS,
    "content/topics.yaml": TOPICS,
    "content/pages/about.md": "---\ntitle: このサイト\n---\n説明\n",
    "content/media/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/posts/a.md": post("第一報", "2023-09-05", "北朝鮮"),
    "content/posts/b.md": post("第二報", "2023-09-06", "北朝鮮, ロシア"),
    "content/posts/c.md": post("第三報", "2023-10-01", "ロシア"),
    "content/posts/d.md": post("第四報", "2024-02-01", "海洋"),
}

A, B, C, D = (f"content/posts/{name}.md" for name in "abcd")
PAGE = {
    A: "2023/09/05/a/index.html",
    B: "2023/09/06/b/index.html",
    C: "2023/10/01/c/index.html",
    D: "2024/02/01/d/index.html",
}
SITE_FEEDS = {"feed.xml", "atom.xml", "feed.json"}
NK = {"topics/nk/index.html", "topics/nk/feed.xml"}
RU = {"topics/ru/index.html", "topics/ru/feed.xml"}
SEA = {"topics/sea/index.html", "topics/sea/feed.xml"}
WHEN_B = {"2023/09/06/index.html", "2023/09/index.html", "2023/index.html"}
WHEN_D = {"2024/02/01/index.html", "2024/02/index.html", "2024/index.html"}


def rebuilt(bench: Workbench, *, parsed: int = 1) -> set[str]:
    """What the next build renders, which must be as a clean build has it; and only changed posts are read."""
    report = bench.agree()
    assert report is not None
    assert report.parsed == parsed
    return set(report.published.rendered)
