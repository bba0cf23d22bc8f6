"""Markdown as posts write it: markup, holes, citations, claims and places, and what must stay text."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from miniature import Site

from digest.errors import Mark, Problem
from digest.text.body import Body, Citation, Claim, Hole, MarkdownOptions, Mention, Quotation
from digest.text.explain import explain_markdown
from digest.text.markdown import fill, render
from digest.wording import hints, message

PATH = "content/posts/2023/09/x.md"


def html(text: str, **options: object) -> str:
    """The markup, each hole shown as `{kind:value}`."""
    body = rendered(text, **options)
    return fill(body.html, [f"{{{hole.kind}:{hole.value}}}" for hole in body.holes])


def rendered(text: str, **options: object) -> Body:
    return render(text, path=PATH, options=MarkdownOptions(**options))[0]  # type: ignore[arg-type]


def problems(text: str, **options: object) -> tuple[Problem, ...]:
    return render(text, path=PATH, first_line=10, options=MarkdownOptions(**options))[1]  # type: ignore[arg-type]


def places(text: str, **options: object) -> list[tuple[str, int, int, int]]:
    return [(p.code, p.mark.line, p.mark.column, p.mark.length) for p in problems(text, **options)]


# Emphasis and lines


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("**「重要」**です", "<strong>「重要」</strong>です"),
        ("これは**重要。**です", "これは<strong>重要。</strong>です"),
        ("*（注）*を読む", "<em>（注）</em>を読む"),
        ("予算は~~「千億」~~円", "予算は<s>「千億」</s>円"),
        ("**東都新聞（電子版）**によると", "<strong>東都新聞（電子版）</strong>によると"),
        ("この**`code`**を", "この<strong><code>code</code></strong>を"),
        ("**[題](a.md)**は", '<strong><a href="{href:a.md}">題</a></strong>は'),
        ("a**“b”**c", "a**“b”**c"),
        ("防衛_白書_の", "防衛_白書_の"),
        ("**한국어(조선말)**는", "<strong>한국어(조선말)</strong>는"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_emphasis_beside_japanese_punctuation(text: str, inside: str) -> None:
    assert html(text) == f"<p>{inside}</p>\n"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("東京で\n会談した", "東京で会談した"),
        ("東京で\n    会談した", "東京で会談した"),
        ("終えた。\n「次」", "終えた。「次」"),
        ("**東京**\n会談", "<strong>東京</strong>会談"),
        ("東京\n*会談*", "東京<em>会談</em>"),
        ("[東京](a.md)\n会談", '<a href="{href:a.md}">東京</a>会談'),
        ("東京`日本`\n会談", "東京<code>日本</code>会談"),
        ("{東京|とうきょう}\n会談", "<ruby>東京<rp>（</rp><rt>とうきょう</rt><rp>）</rp></ruby>会談"),
        ("述べた。[@a]\n会談", "述べた。{cite:@a}会談"),
        ("North\nKorea", "North\nKorea"),
        ("北朝鮮は\nICBM", "北朝鮮は\nICBM"),
        ("한국\n사람", "한국\n사람"),
        ("東京で  \n会談", "東京で<br>\n会談"),
        ("東京で\\\n会談", "東京で<br>\n会談"),
    ],
)
def test_lines_join_between_wide_characters_only(text: str, inside: str) -> None:
    assert html(text) == f"<p>{inside}</p>\n"


def test_pasted_paragraphs_with_an_ideographic_indent() -> None:
    assert (
        html("　最初の段落。\n　次の段落。\n　\n三つめ。")
        == "<p>最初の段落。</p>\n<p>次の段落。</p>\n<p>三つめ。</p>\n"
    )


def test_the_indent_of_a_pasted_line_goes_with_its_line_break() -> None:
    assert html("- 東京で\n　会談") == "<ul>\n<li>東京で会談</li>\n</ul>\n"


def test_explain_commonmark_has_only_the_two_japanese_rules() -> None:
    assert explain_markdown("# **「題」**です\n東京で\n会談 {漢字|かんじ} <b>生</b>", commonmark=True) == (
        "<h1><strong>「題」</strong>です</h1>\n<p>東京で会談 {漢字|かんじ} <b>生</b></p>\n",
        (),
    )


def test_explain_shows_addresses_as_written() -> None:
    assert explain_markdown("[a](../b.md) [@k]", commonmark=False) == (
        '<p><a href="../b.md">a</a> <cite class="cite">[@k]</cite></p>\n',
        (),
    )


# Ruby


def ruby(*parts: tuple[str, str]) -> str:
    return "<ruby>" + "".join(f"{b}<rp>（</rp><rt>{r}</rt><rp>）</rp>" for b, r in parts) + "</ruby>"


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("{漢字|かんじ}", ruby(("漢字", "かんじ"))),
        ("{漢字|かん|じ}", ruby(("漢", "かん"), ("字", "じ"))),
        ("{漢字｜かん｜じ}", ruby(("漢", "かん"), ("字", "じ"))),
        ("国の漢字《かんじ》だ", "国の" + ruby(("漢字", "かんじ")) + "だ"),
        ("国の｜東の京《とうきょう》", "国の" + ruby(("東の京", "とうきょう"))),
        ("声明《全文》を", "声明《全文》を"),
        ("ひらがな《かな》", "ひらがな《かな》"),
        ("`{漢字|かんじ}`", "<code>{漢字|かんじ}</code>"),
        ("\\{漢字|かんじ}", "{漢字|かんじ}"),
        ("{a|b}", "{a|b}"),
        ("集合{x}", "集合{x}"),
    ],
)
def test_ruby(text: str, inside: str) -> None:
    assert html(text) == f"<p>{inside}</p>\n"


def test_ruby_in_a_table_takes_the_full_width_bar() -> None:
    assert ruby(("漢字", "かんじ")) in html("| 名 |\n|---|\n| {漢字｜かんじ} |")


def test_listed_readings_become_ruby_at_their_first_appearance() -> None:
    readings = (("金正恩", "キムジョンウン"), ("正恩", "ちがう"), ("頼清徳", "ライ・チンドォー"))
    name = ruby(("金正恩", "キムジョンウン"))
    text = "北朝鮮の金正恩(キムジョンウン)氏と頼清徳 （ ライチンドォー ） 氏。\n\n金正恩(キムジョンウン)氏"
    assert html(text, readings=readings) == (
        f"<p>北朝鮮の{name}氏と{ruby(('頼清徳', 'ライチンドォー'))} 氏。</p>\n<p>金正恩(キムジョンウン)氏</p>\n"
    )
    assert rendered(text, readings=readings).plain.startswith("北朝鮮の金正恩氏と頼清徳 氏。")


@pytest.mark.parametrize(
    "text",
    [
        "護衛艦(いずも)",
        "首都(キーウ)",
        "金正恩(キム)",
        "国家安全保障会議(NSC)",
        "金正恩（そうりゅう型）",
        "`金正恩(キムジョンウン)`",
    ],
)
def test_brackets_that_are_no_reading_stay_text(text: str) -> None:
    assert "<ruby>" not in html(text, readings=(("金正恩", "キムジョンウン"),))


def test_malformed_ruby_is_told_with_its_place() -> None:
    assert places("一行目\n二行目に{漢字|か|ん|じ}と{漢字|}") == [
        ("ruby-count", 11, 5, 10),
        ("ruby-without-reading", 11, 16, 5),
    ]


def test_plain_text_and_summary_have_no_reading_and_no_citation() -> None:
    body = rendered("{漢字|かんじ}を**読む**。[@a]\n\n## 見出し\n\n> 引用")
    assert body.plain == "漢字を読む。\n見出し\n引用"
    assert body.summary == "漢字を読む。"
    assert body.readings == ("かんじ",)
    assert body.characters == 11


# Headings


def test_headings_keep_their_distance_below_the_pages_title() -> None:
    assert [h.level for h in rendered("# 一\n\n## 二\n\n###### 六").headings] == [2, 3, 6]
    assert [h.level for h in rendered("## 一\n\n### 二").headings] == [2, 3]


def test_heading_ids_keep_japanese_and_number_duplicates() -> None:
    body = rendered(
        "## 武器 取引！\n\n## か\u3099いよう\n\n## 武器 取引\n\n## 武器 取引\n\n## ？\n\n## 「A」と`b` {#pin}"
    )
    assert [h.id for h in body.headings] == ["武器-取引", "がいよう", "武器-取引-2", "武器-取引-3", "section", "pin"]
    assert body.headings[5].text == "「A」とb"
    assert body.anchors == tuple(h.id for h in body.headings)
    assert '<h2 id="pin">「A」と<code>b</code></h2>' in body.html


def test_a_pinned_id_is_never_given_to_another_heading() -> None:
    assert [h.id for h in rendered("## pin\n\n## x {#pin}").headings] == ["pin-2", "pin"]


def test_the_same_pinned_id_twice_is_an_error() -> None:
    assert places("## a {#x}\n\n## b {#x}") == [("duplicate-heading-id", 12, 0, 1)]


@pytest.mark.parametrize("mark", list("◎○●■◆▽▼★"))
def test_a_marked_line_alone_is_a_heading(mark: str) -> None:
    assert html(f"{mark}首脳会談へ\n\n本文") == '<h2 id="首脳会談へ">首脳会談へ</h2>\n<p>本文</p>\n'


@pytest.mark.parametrize("text", ["○米政府は発表した。", "会談は◎である", "◎一行目\n二行目", "- ◎項目", "> ◎引用", "◎"])
def test_a_mark_elsewhere_is_no_heading(text: str) -> None:
    assert rendered(text).headings == ()


# Links, images and holes


def test_links_of_this_site_are_holes_with_their_place() -> None:
    quoted = "> 引用\n\n- 項目 [記事](../2023/x.md#節 '題')、\n  続き ![図](/media/a.png)"
    body = rendered(f"一行目と\n{quoted}\n\n[参照][r]\n\n[r]: #見出し")
    assert body.holes == (
        Hole("href", "../2023/x.md#節", 4, 6, 24),
        Hole("src", "/media/a.png", 5, 6, 18),
        Hole("href", "#見出し", 7, 1, 7),
    )


def test_a_place_in_a_table_is_that_of_its_cell() -> None:
    body = rendered("| [a](x.md) | [a](x.md) | 縦\\|棒 [b](y.md) |\n|---|---|---|\n| [a](z.md) | | |")
    assert [(hole.line, hole.column) for hole in body.holes] == [(1, 3), (1, 15), (1, 31), (3, 3)]


def test_links_to_other_sites_are_written_out() -> None:
    assert html("[a](https://e.example/記事?x=1&y=2) <mailto:a@e.example>") == (
        '<p><a href="https://e.example/%E8%A8%98%E4%BA%8B?x=1&amp;y=2" rel="noopener">a</a> '
        '<a href="mailto:a@e.example">mailto:a@e.example</a></p>\n'
    )


def test_a_bare_address_is_not_linked() -> None:
    assert "<a" not in html("詳しくはhttps://e.example/aを見る")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "java&#10;script:x",
        "&#9;javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://e.example/",
        "//e.example/",
        "/\\e.example",
        "\\\\\\\\e.example",
    ],
)
def test_other_schemes_are_refused_with_their_place(address: str) -> None:
    text = f"一行目\n二行目の[題]({address})"
    assert places(text) == [("bad-link-scheme", 11, 5, len(text) - 8)]
    assert 'href=""' in html(text)


def test_a_link_without_an_address_is_an_error() -> None:
    assert [p.code for p in problems("[題]()")] == ["empty-link"]


def test_an_image_with_a_title_alone_in_its_paragraph_is_a_figure() -> None:
    assert html('![艦](a.png "護衛艦<1>")') == (
        '<figure><img src="{src:a.png}" alt="艦" loading="lazy" decoding="async">'
        "<figcaption>護衛艦&lt;1&gt;</figcaption></figure>\n"
    )


def test_an_image_without_a_description_is_a_warning() -> None:
    found = problems("本文 ![](a.png)")
    assert [(p.code, p.severity, p.mark.column) for p in found] == [("image-without-alt", "warning", 4)]


def test_a_hole_cannot_be_forged() -> None:
    body = rendered("\x000\x00 &#0; [a\x00b](x\x00.md)")
    assert len(body.holes) == 1
    assert body.html.count("\x00") == 2


def test_fill_leaves_out_the_address_of_a_source_that_has_none() -> None:
    body = rendered("> 引用 [@k]")
    assert fill(body.html, ["", "<cite>東都新聞</cite>"]) == (
        "<blockquote>\n<p>引用</p>\n<footer><cite>東都新聞</cite></footer>\n</blockquote>\n"
    )


# Citations


def test_citations_are_holes_with_keys_and_locators() -> None:
    body = rendered("米紙は報じた[@touto; @西州新聞, 3面]。\n続報[@kyoku、朝刊 1面]")
    assert body.citations == (
        Citation((("touto", ""), ("西州新聞", "3面")), 1, 7, 19),
        Citation((("kyoku", "朝刊 1面"),), 2, 3, 14),
    )
    assert [hole.kind for hole in body.holes] == ["cite", "cite"]
    assert body.claims == (Claim("米紙は報じた。", ("touto", "西州新聞"), (1, 7)), Claim("続報", ("kyoku",), (2, 3)))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[see @a]", (("a", ""),)),
        ("[詳しくは @a, 3面]", (("a", "3面"),)),
        ("[詳しくは@a、3面]", (("a", "3面"),)),
        ("[-@a]", (("a", ""),)),
        ("[see -@a, p. 3; also @b]", (("a", "p. 3"), ("b", ""))),
        ("[@a 3面]", (("a", "3面"),)),
        ("[see\n@a]", (("a", ""),)),
    ],
)
def test_the_other_forms_of_pandoc_are_citations(text: str, keys: tuple[tuple[str, str], ...]) -> None:
    assert [one.keys for one in rendered(f"本文{text}。").citations] == [keys]
    assert problems(f"本文{text}。") == ()


@pytest.mark.parametrize(
    "text",
    [
        "[write to a@b.example]",
        "[see `@a`]",
        "[see \\@a]",
        "\\[see @a]",
        "[see @a](https://e.example/)",
        "[see @a; also b]",
        "[see <a@b.example>]",
        "[a-@b]",
    ],
)
def test_brackets_with_an_at_sign_that_are_no_citation(text: str) -> None:
    assert rendered(text).citations == ()
    assert problems(text) == ()


def test_bare_names_behind_an_at_sign_are_noted_with_their_place() -> None:
    others = "x@toto.example x-@toto.example `@toto` \\@toto [@toto](a.md) https://e.example/@toto [@b]"
    text = f"東都は@toto、\n続報は -@a.b と述べた。\n\n- {others}"
    assert rendered(text).mentions == (Mention("toto", 1, 4), Mention("a.b", 2, 6))


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("甲だ。乙だ[@a]。丙だ[@b]。丁だ。", [("甲だ。乙だ。", "a"), ("丙だ。", "b")]),
        ("甲だ。[@a] 乙だ。[@b]丙だ。", [("甲だ。", "a"), ("乙だ。", "b")]),
        ("甲は述べた[@a]が、乙は否定した[@b]。", [("甲は述べた", "a"), ("が、乙は否定した。", "b")]),
        ("甲だ[@a]とし、乙だ[@b]", [("甲だ", "a"), ("とし、乙だ", "b")]),
        ("東都[@a]は報じた。続く文。", [("東都は報じた。", "a")]),
        ("甲だ[@a][@b]。乙だ[@c]。", [("甲だ。", "ab"), ("乙だ。", "c")]),
        ("[@a]によると甲だ。乙だ[@b]。", [("によると甲だ。", "a"), ("乙だ。", "b")]),
        ("[@a]と[@b]によると甲だ。", [("とによると甲だ。", "ab")]),
        ("A said **so** [@a]. B did not, 3.5 times [@b].", [("A said so.", "a"), ("B did not, 3.5 times.", "b")]),
        ("「甲だ」[@a]と述べた。", [("「甲だ」と述べた。", "a")]),
        ("「甲だ[@a]。」乙[@b]。", [("「甲だ。」", "a"), ("乙。", "b")]),
        ("[@a]", [("", "a")]),
    ],
)
def test_each_citation_group_is_a_claim_of_its_own(text: str, claims: list[tuple[str, str]]) -> None:
    assert [(claim.text, "".join(claim.keys)) for claim in rendered(text).claims] == claims


def test_a_body_knows_what_each_line_of_its_text_rests_on() -> None:
    body = rendered("一[@a]。二[@b]。\n\n```\nx\n\ny\n```\n\n三\n\n> 四\n>\n> 五 [@c]\n\n六[@a]")
    lines = body.plain.split("\n")
    assert [(lines[line], keys) for line, keys in body.cited] == [
        ("一。二。", ("a", "b")),
        ("四", ("c",)),
        ("五", ("c",)),
        ("六", ("a",)),
    ]


@pytest.mark.parametrize(
    "text", ["`[@a]`", "\\[@a]", "[@a](https://e.example/)", "a@b.example", "@a", "```\n[@a]\n```"]
)
def test_what_is_no_citation(text: str) -> None:
    assert rendered(text).citations == ()
    assert problems(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[@a @b]", "bad-citation"),
        ("[-@]", "bad-citation"),
        ("[@]", "bad-citation"),
        ("[@a; b]", "bad-citation"),
        ("[@a と", "open-citation"),
        ("[@a [b]", "open-citation"),
        ("[題[@a]](x.md)", "citation-in-link"),
        ("[題[see @a]](x.md)", "citation-in-link"),
    ],
)
def test_bad_citations_are_told(text: str, code: str) -> None:
    assert [p.code for p in problems(text)] == [code]


def test_list_items_and_paragraphs_with_citations_are_claims() -> None:
    body = rendered("一文[@a]。\n\n- 項目甲 [@a; @b]\n- 項目乙\n\n# 題[@a]\n\n> 引用 [@c]\n\n注[^1]\n\n[^1]: 注記 [@d]")
    assert body.claims == (Claim("一文。", ("a",), (1, 3)), Claim("項目甲", ("a", "b"), (3, 7)))


def test_a_quotation_that_ends_with_a_citation_has_a_credit() -> None:
    text = "本文\n\n> 一段目。\n>\n> 二段目。 [@a, 3面]\n\n> ただの引用"
    assert html(text) == (
        '<p>本文</p>\n<blockquote cite="{href:source-url:a}">\n<p>一段目。</p>\n<p>二段目。</p>\n'
        "<footer>{credit:@a, 3面}</footer>\n</blockquote>\n<blockquote>\n<p>ただの引用</p>\n</blockquote>\n"
    )
    assert rendered(text).quotations == (Quotation("一段目。\n二段目。", ("a",), 3),)


def test_the_credit_may_stand_in_a_paragraph_of_its_own() -> None:
    assert "<p></p>" not in html("> 引用\n>\n> [@a]")


# Callouts, tables, footnotes, lists of definitions


def test_callouts() -> None:
    assert html("> [!warning]\n> 未確認の**情報**。") == (
        '<aside class="callout callout-warning" role="note">\n<p class="callout-label">注意</p>\n'
        "<p>未確認の<strong>情報</strong>。</p>\n</aside>\n"
    )
    assert '<p class="callout-label">Warning</p>' in html("> [!WARNING]\n> x", language="en")
    assert '<p class="callout-label">読み方&lt;</p>\n<p>x</p>' in html("> [!NOTE] 読み方<\n> x")


def test_places_in_callouts_are_right() -> None:
    assert places("> [!NOTE]\n> 甲[題](data:x)") == [("bad-link-scheme", 11, 4, 11)]


def test_an_unknown_callout_is_told_and_stays_a_quotation() -> None:
    found = problems("> [!NOTES]\n> x")
    assert [(p.code, dict(p.args)["near"]) for p in found] == [("unknown-callout", "NOTE")]
    assert "<blockquote>" in html("> [!NOTES]\n> x")


def test_tables_scroll_in_a_named_region() -> None:
    twice = html("| a |\n|--:|\n| b |\n\n本文\n\n| a |\n|---|\n")
    assert '<div class="table" role="region" tabindex="0" aria-label="表1">\n<table>' in twice
    assert 'aria-label="表2"' in twice
    assert '<td style="text-align:right">b</td>' in twice


def test_footnotes_lead_there_and_back() -> None:
    body = rendered("本文[^a]と再び[^a]。\n\n[^a]: 注の文。")
    filled = fill(body.html, [hole.value for hole in body.holes])
    assert '<a href="#fn-1" id="fnref-1" role="doc-noteref">注1</a>' in filled
    assert '<a href="#fn-1" id="fnref-1-2" role="doc-noteref">注1</a>' in filled
    assert '<section class="footnotes" role="doc-endnotes" aria-label="注">' in filled
    assert 'href="#fnref-1-2" class="footnote-backref" role="doc-backlink" aria-label="本文の注1に戻る"' in filled
    assert body.anchors == ("fnref-1", "fnref-1-2", "fn-1")


def test_footnotes_missing_and_unused_are_told() -> None:
    assert places("本文[^甲案]。\n\n[^甲安]: 注") == [("unknown-footnote", 10, 3, 5), ("unused-footnote", 12, 0, 1)]


def test_definition_lists() -> None:
    assert "<dt>護衛艦</dt>\n<dd>水上戦闘艦</dd>" in html("護衛艦\n: 水上戦闘艦")


# Raw HTML


def test_raw_html_is_text_and_told_once() -> None:
    text = "本文<b>太</b>\n\n<script>alert(1)</script>"
    assert html(text) == "<p>本文&lt;b&gt;太&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    assert places(text) == [("raw-html-escaped", 10, 3, 3)]


def test_sanitised_html_keeps_the_subset_and_our_own_markup() -> None:
    text = (
        "<details><summary>要点</summary>\n\n**太字**[題](a.md) [@k]\n\n</details>\n\n| a |\n|--:|\n| b[^1] |\n\n"
        '<ruby>漢<rt>かん</rt></ruby><img src="m.png" alt="図" onerror="x">\n\n## 節\n\n[^1]: 注'
    )
    out = html(text, raw_html="sanitise")
    assert "<details><summary>要点</summary>" in out
    assert '<strong>太字</strong><a href="{href:a.md}">題</a> {cite:@k}' in out
    assert '<ruby>漢<rt>かん</rt></ruby><img src="{src:m.png}" alt="図">' in out
    assert '<td style="text-align:right">' in out
    assert 'role="doc-endnotes"' in out
    assert '<h2 id="節">' in out


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<b onclick="x">',
        '<a href="javascript:x">a</a>',
        '<iframe src="https://e.example/">',
        '<a href="&#x6A;avascript:x">',
        '<p style="background:url(x)">',
        "<svg><a xlink:href='javascript:x'>a</a></svg>",
        '<form action="javascript:x">',
        '<img src="data:image/svg+xml,x">',
        '<a href="//e.example">',
        "<style>p{}</style>",
        '<math><mi xlink:href="javascript:x">',
    ],
)
def test_sanitised_html_is_harmless(text: str) -> None:
    out = html(text, raw_html="sanitise").lower()
    assert not re.search(r"script|onclick|iframe|style|<form|data:|//e\.example", out)


def test_raw_ids_and_raw_holes_do_not_get_through() -> None:
    raw = '<b id="節" ID=節>x</b> <i title=">" id=\'節\'>y</i> <u id="z">z</u>'
    body = rendered(f"{raw} \ue0f00\ue0f0\n\n<p/id=節>x</p>\n\n## 節", raw_html="sanitise")
    assert body.html.count(" id=") == body.html.count('id="節"') == 1
    assert body.holes == ()
    assert "\x00" not in body.html


def test_a_raw_address_is_located() -> None:
    found = problems('本文\n<a href="javascript:x&amp;y">a</a>', raw_html="sanitise")
    assert [p.mark for p in found] == [Mark(PATH, 11, 10, 18)]


# Dates


def test_date_words_are_marked_where_the_annotator_finds_them() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def annotate(blocks: Sequence[tuple[str, tuple[str, ...]]]) -> Sequence[Sequence[tuple[int, int, str, str]]]:
        asked.extend(blocks)
        return [found(text) for text, _ in blocks]

    def found(text: str) -> Sequence[tuple[int, int, str, str]]:
        return [(m.start(), m.end(), "2023-09-04", "2023年9月4日") for m in re.finditer("4日", text)] + [
            (m.start(), m.end(), "2023-08-21/2023-08-31", "8月21〜31日") for m in re.finditer("8月下旬", text)
        ]

    text = "米紙は**4日**と`4日`、8月**下旬**、8月\n下旬に[4日](a.md)。[@a]\n\n> 4日に [@b]"
    body, _ = render(text, path=PATH, annotate=annotate)
    linked = '<time datetime="2023-09-04" class="date-word" title="2023年9月4日">4日</time>'
    time = linked.replace(">4日", ' tabindex="0">4日')
    assert fill(body.html, [hole.value for hole in body.holes]) == (
        f"<p>米紙は<strong>{time}</strong>と<code>4日</code>、8月<strong>下旬</strong>、"
        '<span data-edtf="2023-08-21/2023-08-31" class="date-word" title="8月21〜31日" tabindex="0">8月下旬</span>'
        f'に<a href="a.md">{linked}</a>。@a</p>\n'
        f'<blockquote cite="source-url:b">\n<p>{time}に</p>\n<footer>@b</footer>\n</blockquote>\n'
    )
    assert asked == [("米紙は4日と\ufffc、8月下旬、8月下旬に4日。", ("a",)), ("4日に", ("b",))]


# What always holds


def test_importing_the_door_imports_no_parser() -> None:
    program = "import sys, digest.text.markdown, digest.text.explain; print('markdown_it' in sys.modules)"
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


MARKUP = st.lists(
    st.sampled_from(
        [
            "**",
            "*",
            "_",
            "~~",
            "`",
            "[",
            "]",
            "(",
            ")",
            "[@a]",
            "[@",
            "![",
            "](x.md)",
            "](javascript:x)",
            "{漢|か}",
            "{",
            "|",
            "｜",
            "《かな》",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "# ",
            "    ",
            "漢字",
            "かな",
            "。",
            "「",
            "」",
            "a",
            " ",
            "　",
            "[^1]",
            "[^1]: x",
            "<b>",
            "</b>",
            "<a href='x'>",
            "\x00",
            "&#0;",
            "◎",
            "[!NOTE]",
            "|---|",
            ": ",
            "```",
            "\\",
            "4日",
            "\r\n",
            "{#x}",
        ]
    ),
    max_size=25,
).map("".join)


@given(MARKUP, st.sampled_from(["escape", "sanitise"]))
def test_any_text_gives_whole_holes_and_located_problems(text: str, raw_html: str) -> None:
    options = MarkdownOptions(raw_html=raw_html, readings=(("漢字", "かな"),))
    body, found = render(text, path=PATH, first_line=5, options=options)
    lines = re.split(r"\r\n|\r|\n", text)
    indexes = [int(index) for index in re.findall(r"\x00(\d+)\x00", body.html)]
    assert body.html.count("\x00") == 2 * len(indexes)
    assert set(indexes) <= set(range(len(body.holes)))
    assert not re.search(r'(?:href|src|cite)="[^"]*javascript:', body.html)
    for problem in found:
        assert 5 <= problem.mark.line < 5 + len(lines)
        assert problem.mark.column <= len(lines[problem.mark.line - 5]) + 1
        assert message(problem, "ja")
        assert message(problem, "en")
        assert hints(problem, "ja")
    assert (body, found) == render(text, path=PATH, first_line=5, options=options)


@given(st.text(alphabet="ab漢か。、「」*_\n ", max_size=40))
def test_prose_keeps_its_characters(text: str) -> None:
    """Nothing of the text but markup and white space is lost or made."""
    kept = "".join(re.findall("[ab漢か。、「」]", text))
    assert "".join(re.findall("[ab漢か。、「」]", rendered(text).plain)) == kept


# Links within the body


def test_a_link_to_a_heading_that_is_not_there_is_an_error_with_what_there_is() -> None:
    text = "## 会談の背景\n\n[a](#会談の背影) [b](#会談の背景) [c](#%E4%BC%9A%E8%AB%87%E3%81%AE%E8%83%8C%E6%99%AF)\n"
    assert places(text) == [("dead-anchor", 12, 1, 11)]
    assert hints(problems(text)[0], "ja")[0] == "「#会談の背景」ではありませんか（did you mean “#会談の背景”?）"


@pytest.mark.parametrize(
    "text", ["[上へ](#)", "[上へ](#top)", "## A {#pin}\n\n[a](#pin)", "注[^1] [同じ注](#fn-1)\n\n[^1]: 脚注"]
)
def test_links_to_places_of_the_body(text: str) -> None:
    assert not problems(text)


def test_characters_that_pages_may_not_hold_are_left_out() -> None:
    assert html("会\x08談\ufffe\x7f\x0c\x1b\n\n\t表\x0b\n") == "<p>会談</p>\n<pre><code>表\n</code></pre>\n"


def test_characters_that_no_page_may_hold_are_not_named_by_number_either() -> None:
    shown = html("<b>a&#5;b</b> &#5;&#xfdd0;\n\n<div>\n&#x7f;\n</div>\n", raw_html="sanitise")
    assert re.search(r"[\x00-\x08\x7f\ufdd0]", shown) is None


def test_a_caret_runs_along_one_line() -> None:
    assert places("[a\nb](#nowhere)\n") == [("dead-anchor", 10, 1, 2)]


def test_many_headings_of_one_name_are_numbered_in_order() -> None:
    body = rendered("# a\n# a-2\n# a\n# a\n# a-2\n")
    assert [heading.id for heading in body.headings] == ["a", "a-2", "a-3", "a-4", "a-2-2"]


def test_a_megabyte_of_prose_is_read() -> None:
    assert problems("艦隊が港を出て訓練の海域へ向かった。\n\n" * 9_000) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n" * 30_000, ("body-too-many-lines", 20_010, 1, 1)),
        ("海\n" + "*a* " * 40_000, ("body-too-many-signs", 11, 100_001, 1)),
    ],
)
def test_more_than_a_page_can_hold_is_refused_where_it_becomes_so(text: str, place: tuple[str, int, int, int]) -> None:
    assert places(text) == [place]


def test_elements_without_an_end_are_refused_where_they_stand_too_deep() -> None:
    assert places("<b>" * 1_200, raw_html="sanitise") == [("body-too-deep", 10, 3_001, 1)]
    assert problems("<p>a<br>\n" * 3_000, raw_html="sanitise") == ()


def test_explain_tells_what_is_wrong_beside_the_html(site: Callable[..., Site]) -> None:
    said = site({}).run("explain", "markdown", stdin="良い行\n\n[悪い](javascript:x)\n", env={"DIGEST_LANG": "ja"})
    assert (said.status, "javascript:" in said.stdout) == (0, False)
    assert said.stderr.startswith("-:3:")
    assert "    3 | [悪い](javascript:x)" in said.stderr
