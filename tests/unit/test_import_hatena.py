"""Exports that hold what was written in Hatena's notation, footnotes as the host renders them, and old addresses."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import Desk, codes, desk_at
from miniature import REPOSITORY, Site

from digest.desk.importing import hatena, permalinks

NOTATION = """\
*はじめに
艦隊が出港した((時刻は[http://a.example/x:title=公表]による))。1 < 2 と *印* は字のまま。
二行目の[[訓練]]と[https://b.example/:embed:cite]と[f:id:aoki:20230905213000p:plain]。
-一つ
--その下
+番号
>>
引いた文
<<
>http://c.example/:title=元の頁>
別の引いた文
<<
>|python|
print("*x*")
||<
|*甲|*乙|
|1|2|
:用語:説明
====
[tex:x^2]
"""
PATH = "content/posts/2023/09/20230905-213000.md"


def export(body: str, *, breaks: str = "0", more: str = "") -> str:
    return (
        f"AUTHOR: aoki\nTITLE: 記録\nBASENAME: 2023/09/05/213000\nSTATUS: Publish\nCONVERT BREAKS: {breaks}\n{more}"
        f"DATE: 09/05/2023 21:30:00\n-----\nBODY:\n{body}\n-----\n--------\n"
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def test_notation_becomes_markdown_that_builds(desk: Desk) -> None:
    outcome = desk.bring("export.txt", export(NOTATION))
    body = desk.body(PATH)
    for part in (
        "## はじめに\n",
        "艦隊が出港した[^h1]。1 < 2 と \\*印\\* は字のまま。\n",
        "二行目の訓練と<https://b.example/>と![](https://cdn-ak.f.st-hatena.com/images/fotolife/a/aoki/20230905/20230905213000.png)。",
        "- 一つ\n  - その下\n1. 番号\n",
        "> 引いた文\n",
        "> 別の引いた文\n>\n> [元の頁](<http://c.example/>)\n",
        '```python\nprint("*x*")\n```',
        "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |",
        "用語\n: 説明\n",
        "[^h1]: 時刻は[公表](<http://a.example/x>)による\n",
    ):
        assert part in body
    assert "====" not in body
    kept = [(note.line, dict(note.args)["what"]) for note in outcome.notes if note.code == "import-hatena-kept"]
    assert kept == [(28, "[tex:x^2]")]
    assert "import-hatena" in codes(outcome)
    (desk.root / "themes").symlink_to(REPOSITORY / "themes")
    assert Site(desk.root).build().status == 0


def test_html_and_plain_text_are_not_taken_for_notation(desk: Desk) -> None:
    outcome = desk.bring("export.txt", export("<p>一つ((括弧))</p><ul><li>-印</li></ul>"))
    assert "import-hatena" not in codes(outcome)
    assert "一つ((括弧))" in desk.body(PATH)
    assert not hatena.is_notation("ふつうの文。\n次の文（注）。\n", doubtful=False)
    assert not hatena.is_notation("# 題\n\n((x))\n-y\n", doubtful=False)
    assert not hatena.is_notation("((x))\n-y\n", doubtful=True)


def test_markdown_of_the_host_keeps_its_blocks(desk: Desk, tmp_path: Path) -> None:
    text = "---\nTitle: 記録\nDate: 2023-09-05T21:30:00+09:00\nURL: https://aoki.hatenablog.com/entry/x\nEditURL: https://x.example/1\n---\n"
    body = (
        "# 題\n\n**太**((注))と[https://b.example/:embed]\n\n[:contents]\n\n```\n((x))[https://b.example/:embed]\n```\n"
    )
    (tmp_path / "old").mkdir()
    (tmp_path / "old/x.md").write_text(text + body, encoding="utf-8")
    desk.bring("old")
    made = desk.body("content/posts/2023/09/x.md")
    assert "**太**[^h1]と<https://b.example/>\n" in made
    assert "```\n((x))[https://b.example/:embed]\n```" in made
    assert "[^h1]: 注\n" in made
    assert "contents" not in made


def test_rendered_footnotes_are_footnotes_again(desk: Desk) -> None:
    body = (
        '<p>本文<a href="#f-ab" id="fn-ab" name="fn-ab" title="注">*1</a>。</p><p>日記<span class="footnote"><a href="/x#f1" name="fn1">*1</a></span>。</p>'
        '<div class="footnote"><p class="footnote"><a href="#fn-ab" id="f-ab" name="f-ab">*1</a><span class="footnote-delimiter">:</span>'
        '<span class="footnote-text">注の<b>文</b></span></p><p class="footnote"><a href="/x#fn1" name="f1">*1</a>：二つめ</p></div>'
    )
    desk.bring("export.txt", export(body))
    assert desk.body(PATH) == "本文[^f1]。\n\n日記[^f2]。\n\n[^f1]: 注の**文**\n\n[^f2]: 二つめ\n"


@given(st.text(alphabet="*-+:>|<[]()=a海 \n`", max_size=120) | st.text(max_size=60))
def test_no_text_is_beyond_reading(text: str) -> None:
    for translated in (hatena.markdown(text), hatena.within_markdown(text)):
        assert translated.text.endswith("\n")
    hatena.is_notation(text, doubtful=True)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("https://aoki.blog.fc2.com/blog-entry-{basename}.html", "/blog-entry-12.html"),
        ("https://blog.livedoor.jp/aoki/archives/{basename}.html", "/aoki/archives/12.html"),
        ("/archives/{year}/{i_month}/{day}{hour}{minute}.html", "/archives/2023/9/052130.html"),
    ],
)
def test_old_addresses_by_a_pattern(desk: Desk, pattern: str, address: str) -> None:
    desk.bring("export.txt", export("本文").replace("2023/09/05/213000", "12"), old_url=pattern)
    assert desk.post("content/posts/2023/09/12.md").aliases == (address,)


def test_a_pattern_that_an_entry_cannot_fill_is_told(desk: Desk) -> None:
    text = export("本文").replace("BASENAME: 2023/09/05/213000\n", "")
    assert "import-old-url-untold" in codes(desk.bring("export.txt", text, old_url="/e/{basename}"))
    assert permalinks.unknown_in("/{year}/{number}.html") == ["number"]


def test_a_pattern_that_is_none_says_what_may_be_in_it(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({"export.txt": export("本文")})
    for pattern in ("blog-entry-{basename}.html", "/{number}.html"):
        ran = blog.run("import", "export.txt", "--old-url", pattern)
        assert (ran.status, "{basename}" in ran.stderr) == (2, True)
