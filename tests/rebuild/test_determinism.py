"""The same content gives the same bytes, whatever the machine is like (I7)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site
from workbench import Workbench

from digest.errors import ContentError

POSTS = 130
"""So many that two and three processes get work without being told to."""


def posts() -> dict[str, str]:
    """Posts with what could betray a hash seed, a locale, a zone or a clock: names, ties, dates, ruby, footnotes."""
    files = {}
    for number in range(POSTS):
        month, day = number % 12 + 1, number % 28 + 1
        clock = f"T{number % 24:02}:{number % 60:02}" if number % 3 else ""
        topics = ("[北朝鮮, ロシア, 武器取引]", "[ロシア]", "[武器取引, 海洋]")[number % 3]
        files[f"content/posts/{number % 7}/p{number}.md"] = f"""---
title: 第{number}報 会談の見通し
date: {2023 + number % 2}-{month:02}-{day:02}{clock}
topics: {topics}
story: {"talks" if number % 5 == 0 else "null"}
sources:
  - outlet: 東都新聞
    headline: 見出し{number}
    reporters: [青木健二, 三浦沙織]
    dateline: ワシントン 4日
    published: 2023-09-05
  - {{outlet: 北海通信, published: 2023-09-06T23:30:00-05:00, cites: [東都新聞, 港町放送]}}
---
5日の会談は{{金正恩|キムジョンウン}}氏が**「重要」**と述べた[^一]。昨日、翌日、来月上旬。 <b>x</b> & y

[^一]: 注。 [前の記事](../{(number - 1) % POSTS % 7}/p{(number - 1) % POSTS}.md)
"""
    return files


FILES = {
    "content/topics.yaml": "北朝鮮: {slug: nk}\nロシア: {slug: ru}\n武器取引: {slug: arms}\n海洋: {slug: sea}\n",
    "content/readings.yaml": "金正恩: キムジョンウン\n",
    "content/stories/talks.md": "---\ntitle: 会談\n---\nあらまし\n",
    "content/media/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/site.yaml": "title: 試験\nbase_url: https://digest.example/a/\nraw_html: sanitise\n",
}
MACHINES = {
    "one process": (("--jobs", "1"), {"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo"}),
    "two processes, far west": (
        ("--jobs", "2"),
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Honolulu", "LC_ALL": "ja_JP.UTF-8"},
    ),
    "three processes, no locale": (
        ("--jobs", "3"),
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    ),
    "spawned": (("--jobs", "2"), {"PYTHONHASHSEED": "7", "DIGEST_START_METHOD": "spawn", "LANG": "tr_TR.UTF-8"}),
    "optimised": (("--jobs", "2"), {"PYTHONOPTIMIZE": "2", "PYTHONUTF8": "0", "PYTHONDONTWRITEBYTECODE": "1"}),
}


def test_every_machine_gives_the_same_bytes(tmp_path: Path) -> None:
    trees = {}
    for number, (name, (options, env)) in enumerate(MACHINES.items()):
        site = Site(tmp_path / f"somewhere{number}" / ("x" * number) / "site")
        shutil.copytree(REPOSITORY / "themes", site.root / "themes")
        files = {**FILES, **posts()}
        for path in sorted(files, reverse=bool(number % 2)):
            os.utime(site.write(path, files[path]), (number * 10**8, number * 10**8))
        done = site.build("--now", "2026-01-01", *options, env=env)
        assert (done.status, name) == (0, name), done.stderr
        trees[name] = site.tree()
    first = trees.pop("one process")
    for name, tree in trees.items():
        assert sorted(tree) == sorted(first), name
        assert [path for path in first if first[path] != tree[path]] == [], name


def test_the_working_folder_and_the_way_the_root_is_named_make_no_difference(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    shutil.copytree(REPOSITORY / "themes", site.root / "themes")
    for path, text in {
        **FILES,
        "content/posts/a.md": "---\ntitle: 題\ndate: 2023-09-05\nkind: note\n---\n本文",
    }.items():
        site.write(path, text)
    ways = (
        (site.root, ("--root", ".", "--output", "out1")),
        (site.root / "content", ("--root", "..", "--output", "../out2")),
        (tmp_path, ("--root", str(site.root), "--output", str(site.root / "out3"))),
    )
    trees = []
    for number, (where, options) in enumerate(ways, 1):
        done = site.run("build", *options, cwd=where)
        assert done.status == 0, done.stderr
        trees.append(Site(site.root / f"out{number}"))
    found = [
        {path.relative_to(one.root): path.read_bytes() for path in one.root.rglob("*") if path.is_file()}
        for one in trees
    ]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("output", [".", "here/."])
def test_an_output_that_ends_in_dots_is_a_folder_like_any(tmp_path: Path, output: str) -> None:
    site = Site(tmp_path / "site")
    shutil.copytree(REPOSITORY / "themes", site.root / "themes")
    site.write("content/site.yaml", FILES["content/site.yaml"])
    empty = tmp_path / "empty" / "inner"
    empty.mkdir(parents=True)
    done = site.run("build", "--root", str(site.root), "--output", output, cwd=empty)
    assert done.status == 0, done.stderr
    assert (empty / output / "index.html").is_file()


def test_every_slip_of_the_templates_is_told_alike_however_many_work(bench: Workbench) -> None:
    for number in range(60):
        more = "kicker: 速報\n" if number == 41 else ""
        text = f"---\ntitle: 題{number}\ndate: 2023-09-05\nkind: note\n{more}---\n本文\n"
        bench.write(f"content/posts/p{number}.md", text)
    slips = {
        "post": "{% if page.kicker %}{{ page.a.x }}{% endif %}",
        "topic": "{{ page.b.x }}",
        "404": "{{ page.c.x }}",
    }
    for name, slip in slips.items():
        bench.write(f"themes/shimbun/templates/{name}.html", slip)
    told = set()
    for jobs in (1, 2, 3):
        bench.jobs = jobs
        with pytest.raises(ContentError) as caught:
            bench.build()
        told.add(tuple(sorted(map(repr, caught.value.problems))))
    assert len(told) == 1
    assert len(*told) == len(slips)
