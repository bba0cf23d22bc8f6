"""What is read at a glance is read as markdown-it would have read it: blocks of one line, and strong text."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.errors import Problem
from digest.text import plainblocks, strong
from digest.text.body import Body, MarkdownOptions
from digest.text.markdown import render

LINES = (
    *(
        "演習を始めた。",
        "A term",
        "「引用」と述べた",
        "**新型**の艦",
        "[訓練](b.md)と[@toto]",
        "a | b",
        "終わり **",
        "＊注",
    ),
    *("## 見出し", "### 海 #", "# {#x}", "## [^1]", "#演習", "> 発表した。", "> 発表した。[@toto]", "> > a", ">a"),
    *("- 一つ", "- 二つ: b", "- [ ] c", "-", "  - 内", "* 三つ", "1. 四つ", "  続き", "    x = 1", "\t"),
    *(
        ": 定義",
        "~ 定義",
        "---",
        "===",
        "| - | - |",
        "|-|",
        "```",
        "<div>",
        "[^1]: 注",
        "[a]: b",
        "◎見出し",
        "\u3000字下げ",
        " ",
    ),
)
INLINE = (
    *(
        "**",
        "*",
        "_",
        "~~",
        "強",
        "い",
        " ",
        "。",
        "「",
        "」",
        "a",
        "!",
        "[",
        "](b)",
        "`",
        "\\",
        "&amp;",
        "\n",
        "@x",
        "[@k]",
    ),
    *("《よみ》", "｜", "{", "}", "<", ">", "^", "1"),
)
POSTS = MarkdownOptions()


def slowly(text: str, options: MarkdownOptions) -> tuple[Body, tuple[Problem, ...]]:
    """The body as it is without what this module tests."""
    nothing = re.compile("(?!)")
    with (
        patch.object(plainblocks, "take", lambda _source, at, line, _sign, _tokens: (at, line)),
        patch.object(strong, "_STRONG", nothing),
        patch.object(strong, "at_once", lambda _source, _sign: None),
    ):
        return render(text, path="content/posts/a.md", options=options)


def same(text: str, options: MarkdownOptions = POSTS) -> None:
    """Asserts that a text gives the same both ways."""
    assert render(text, path="content/posts/a.md", options=options) == slowly(text, options)


@given(
    st.lists(st.sampled_from(LINES), max_size=9),
    st.lists(st.sampled_from(["\n", "\n\n", "\n \n", "\n\n\n"]), min_size=9),
)
@example(["> 発表した。", "演習を始めた。"], ["\n\n", "\n\n", *["\n"] * 7])
def test_blocks(lines: list[str], ends: list[str]) -> None:
    same("".join(f"{line}{end}" for line, end in zip(lines, ends, strict=False)))
    same("\n\n".join(lines))


@given(st.lists(st.sampled_from(INLINE), max_size=14).map("".join), st.booleans())
@example("*重**要**な*", True)  # noqa: FBT003 - a case
@example("**重**要**な**", True)  # noqa: FBT003
@example("**a**b*c*", False)  # noqa: FBT003
def test_strong_text(text: str, japanese: bool) -> None:  # noqa: FBT001 - a case
    same(f"演習は{text}と述べた", MarkdownOptions(japanese=japanese))
    same(text, MarkdownOptions(japanese=japanese, readings=(("強", "つよ"),)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("演習は**新型**だ", "<p>演習は<strong>新型</strong>だ</p>\n"),
        ("- 一つ\n- 二つ", "<ul>\n<li>一つ</li>\n<li>二つ</li>\n</ul>\n"),
        ("- 一つ\n\n- 二つ", "<ul>\n<li>\n<p>一つ</p>\n</li>\n<li>\n<p>二つ</p>\n</li>\n</ul>\n"),
        ("> 述べた", "<blockquote>\n<p>述べた</p>\n</blockquote>\n"),
        ("\n\n演習\n\n\n", "<p>演習</p>\n"),
    ],
)
def test_what_comes_of_it(text: str, html: str) -> None:
    assert render(text, path="content/posts/a.md")[0].html == html
