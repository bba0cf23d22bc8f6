"""Owns the site that rebuild tests edit: four posts, and only kinds of page whose number is known."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from miniature import REPOSITORY
from workbench import Workbench

import digest.builder

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


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """The site, built once; the program counts as the same all along, though somebody may be editing it meanwhile."""
    monkeypatch.setattr(digest.builder, "salt", lambda: b"one program")
    made = Workbench(tmp_path / "home")
    shutil.copytree(REPOSITORY / "themes", made.root / "themes")
    made.write_all(SITE)
    made.build()
    return made
