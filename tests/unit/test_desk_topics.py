"""Topics are renamed and merged everywhere or nowhere, and not a character beside them changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import yaml
from miniature import Site

Make = Callable[[Mapping[str, str]], Site]
TABLE = """# 話題の表
演習:   # 訓練も含む
  slug: exercise
  aliases:
    - 訓練   # 古い言い方

  description: |
    演習と訓練。

離島: {slug: islands, aliases: [島しょ], description: 島}
海洋:
宇宙: {}
AUKUS: {}
"""
POST = """---
title: "題"   # 仮
date: 2023-09-05
kind: note
topics: [ 離島 , "演習", 海洋 ] # 三つ
---
演習 は本文では変わらない。
"""
BLOCK = "---\ntitle: 題\ndate: 2023-09-05\nkind: note\ntopics:\n  - 演習 # 一\n  - 離島 # 二\n---\n"
PLAIN = "---\ntitle: 題\ndate: 2023-09-05\nkind: note\ntopics: 演習、海洋\n---\n"
STORY = "---\ntitle: 続き物\ntopics: [演習]\n---\n"
FILES = {
    "content/topics.yaml": TABLE,
    "content/posts/2023/09/a.md": POST.replace("\n", "\r\n"),
    "content/posts/2023/09/b.md": BLOCK,
    "content/posts/2023/09/c.md": PLAIN,
    "content/posts/2023/09/d.md": PLAIN.replace("演習、海洋", "宇宙"),
    "content/stories/s.md": STORY,
}


def texts(made: Site) -> dict[str, str]:
    return {path: (made.root / path).read_bytes().decode() for path in FILES}


def test_renaming(site: Make) -> None:
    made = site(FILES)
    done = made.run("topics", "rename", "演習", "合同演習")
    assert done.status == 0
    after = texts(made)
    table = TABLE.replace("演習:   #", "合同演習:   #").replace(
        "    - 訓練   # 古い言い方\n", "    - 訓練   # 古い言い方\n    - 演習\n"
    )
    assert after["content/topics.yaml"] == table
    assert after["content/posts/2023/09/a.md"] == POST.replace('"演習"', '"合同演習"').replace("\n", "\r\n")
    assert after["content/posts/2023/09/b.md"] == BLOCK.replace("演習", "合同演習")
    assert after["content/posts/2023/09/c.md"] == PLAIN.replace("演習", "合同演習")
    assert after["content/posts/2023/09/d.md"] == FILES["content/posts/2023/09/d.md"]
    assert after["content/stories/s.md"] == STORY.replace("演習", "合同演習")
    assert made.build().status == 0
    assert made.exists("topics/exercise/index.html")


def test_a_renamed_topic_keeps_its_address(site: Make) -> None:
    made = site(FILES)
    assert made.run("topics", "rename", "海洋", "海洋安全保障").status == 0
    assert made.run("topics", "rename", "宇宙", "宇宙利用").status == 0
    assert made.run("topics", "rename", "AUKUS", "オーカス").status == 0
    entries = yaml.load(texts(made)["content/topics.yaml"], yaml.BaseLoader)
    assert entries["海洋安全保障"] == {"aliases": ["海洋"]}
    assert entries["宇宙利用"] == {"aliases": ["宇宙"]}
    assert entries["オーカス"] == {"slug": "aukus", "aliases": ["AUKUS"]}
    assert made.build().status == 0
    assert made.exists("topics/海洋安全保障/index.html")


def test_merging(site: Make) -> None:
    made = site(FILES)
    assert made.run("topics", "merge", "演習", "離島").status == 0
    after = texts(made)
    entries = yaml.load(after["content/topics.yaml"], yaml.BaseLoader)
    aliases = ["島しょ", "演習", "訓練", "exercise"]
    assert entries["離島"] == {"slug": "islands", "aliases": aliases, "description": "島"}
    assert "演習" not in entries
    assert "# 話題の表" in after["content/topics.yaml"]
    assert after["content/posts/2023/09/a.md"] == POST.replace(' , "演習"', "").replace("\n", "\r\n")
    assert after["content/posts/2023/09/b.md"] == BLOCK.replace("  - 演習 # 一\n", "")
    assert after["content/posts/2023/09/c.md"] == PLAIN.replace("演習", "離島")
    assert made.build().status == 0
    assert "/topics/islands/" in made.read("topics/exercise/index.html")  # the address that was published leads on
    assert made.exists("topics/exercise/feed.xml")


def test_a_dry_run_names_the_files_and_changes_none(site: Make) -> None:
    made = site(FILES)
    done = made.run("topics", "merge", "演習", "離島", "--dry-run")
    assert done.status == 0
    assert "would change content/posts/2023/09/b.md" in done.stdout
    assert texts(made) == FILES


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("rename", "演集習", "x"), "topics-unknown"),
        (("rename", "訓練", "x"), "topics-alias"),
        (("merge", "訓練", "離島"), "topics-alias"),
        (("rename", "演習", "演習"), "topics-same"),
        (("rename", "演習", "離島"), "topics-taken"),
        (("rename", "演習", "島しょ"), "topics-taken-alias"),
        (("rename", "演習", "a、b"), "topics-bad-name"),
        (("merge", "演習", "演習"), "topics-same"),
        (("merge", "演習", "訓練"), "topics-same-alias"),
        (("merge", "演習", "ない"), "topics-unknown-target"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(site: Make, words: tuple[str, ...], code: str) -> None:
    made = site(FILES)
    done = made.run("topics", *words)
    assert (done.status, code in done.stderr) == (1, True)
    assert texts(made) == FILES


def test_one_post_that_cannot_be_read_keeps_all_as_they_are(site: Make) -> None:
    made = site(FILES)
    made.write("content/posts/2023/09/z.md", "---\ntopics: [演習\n---\n")
    before = texts(made)
    assert made.run("topics", "rename", "演習", "合同演習").status == 1
    assert texts(made) == before
