"""Movable Type exports, with the quirks of the hosts that write them."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from importing import Desk, codes, desk_at
from miniature import Site

from digest.desk.importing.mt_records import read_date


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


HATENA = """\
AUTHOR: shiomi
TITLE: 補給の手順を読む: 前編
BASENAME: 2023/09/05/213000
STATUS: Publish
ALLOW COMMENTS: 1
CONVERT BREAKS: 0
DATE: 09/05/2023 21:30:00
CATEGORY: 海
CATEGORY: 補給
IMAGE: https://cdn.example/x.png
-----
BODY:
<p><a class="keyword" href="https://d.hatena.example/keyword/x">補給艦</a>の話。<b>太字</b>と<a href="https://shiomi.example/entry/2023/09/04/080000">前の記事</a>。</p>
<p><iframe src="https://hatenablog-parts.com/embed?url=https%3A%2F%2Ftoto.example%2Fa" title="東都新聞の記事" class="embed-card"></iframe><cite class="hatena-citation"><a href="https://toto.example/a">toto.example</a></cite></p>
<pre class="code lang-python" data-lang="python" data-unlink><span class="synStatement">print</span>(&quot;*x*&quot;)
</pre>
-----
COMMENT:
AUTHOR: 青木健二
EMAIL: aoki@mail.example
IP: 192.0.2.7
URL: https://aoki.example/
DATE: 09/06/2023 08:00:00
読みました。
-----
COMMENT:
AUTHOR: 三浦
EMAIL:
IP:
URL:
DATE: 09/06/2023 09:00:00
ありがとう。
-----
--------
AUTHOR: shiomi
TITLE: 下書き
BASENAME: 2023/09/04/080000
STATUS: Draft
CONVERT BREAKS: 0
DATE: 09/04/2023 08:00:00
-----
BODY:
<p>まだ。</p>
-----
--------
"""


def test_a_hatena_export(desk: Desk) -> None:
    outcome = desk.bring("export.txt", HATENA)
    assert outcome.entries == 2
    post = desk.post("content/posts/2023/09/20230905-213000.md")
    assert (post.title, post.date, post.kind, post.draft) == (
        "補給の手順を読む: 前編",
        "2023-09-05T21:30:00+09:00",
        "note",
        False,
    )
    assert (post.topics, post.aliases, post.author) == (("海", "補給"), ("/entry/2023/09/05/213000",), "shiomi")
    assert desk.post("content/posts/2023/09/20230904-080000.md").draft
    assert desk.text("content/topics.yaml") == "海: {}\n補給: {}\n"


def test_keyword_links_go_embeds_become_links_and_code_stays(desk: Desk) -> None:
    desk.bring("export.txt", HATENA)
    body = desk.body("content/posts/2023/09/20230905-213000.md")
    assert "補給艦の話。**太字**と" in body
    assert body.count("https://toto.example/a") == 1
    assert "[東都新聞の記事](https://toto.example/a)" in body
    assert '```python\nprint("*x*")\n```' in body


def test_links_to_imported_entries_lead_to_their_files_but_never_to_drafts(desk: Desk) -> None:
    desk.bring("export.txt", HATENA)
    path = "content/posts/2023/09/20230905-213000.md"
    assert "[前の記事](https://shiomi.example/entry/2023/09/04/080000)" in desk.body(path)
    unique = "UNIQUE URL: https://shiomi.example/entry/2023/09/04/080000\n"
    again = HATENA.replace("STATUS: Draft\n", f"STATUS: Publish\n{unique}")
    desk.bring("export.txt", again, force=True)
    assert "[前の記事](20230904-080000.md)" in desk.body(path)


def test_comments_are_kept_aside_without_mail_and_network_addresses(desk: Desk) -> None:
    desk.bring("export.txt", HATENA)
    kept = desk.text("seeds/comments/2023/09/20230905-213000.md")
    assert "青木健二 · 2023-09-06T08:00:00 · <https://aoki.example/>" in kept
    assert "読みました。" in kept
    assert "ありがとう。" in kept
    assert not any("aoki@" in text or "192.0.2.7" in text for text in map(bytes.decode, desk.files().values()))


def entry(body: str, head: str = "", title: str = "記録") -> str:
    return f"TITLE: {title}\nBASENAME: record\nDATE: 09/05/2023 21:30:00\n{head}-----\nBODY:\n{body}\n-----\n--------\n"


RECORD = "content/posts/2023/09/record.md"


def test_hyphens_within_a_body_divide_nothing(desk: Desk) -> None:
    text = entry("上\n-----\n中\n--------\n下", "CONVERT BREAKS: 1\n") + entry("次", title="次の記録")
    outcome = desk.bring("export.txt", text)
    assert outcome.entries == 2
    body = desk.body(RECORD)
    assert [word in body for word in ("上", "中", "下")] == [True] * 3
    assert [(one.code, one.line) for one in outcome.notes if one.code == "import-mt-rule-kept"] == [
        ("import-mt-rule-kept", 8),
        ("import-mt-rule-kept", 10),
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(desk: Desk, ends: str, mark: str) -> None:
    outcome = desk.bring("export.txt", (mark + HATENA).replace("\n", ends))
    assert outcome.entries == 2
    assert desk.post("content/posts/2023/09/20230905-213000.md").topics == ("海", "補給")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08/01/2002 01:31:33 AM", "2002-08-01T01:31:33"),
        ("08/01/2002 12:10:00 AM", "2002-08-01T00:10:00"),
        ("08/01/2002 12:10:00 PM", "2002-08-01T12:10:00"),
        ("08/01/2002 01:10:00 PM", "2002-08-01T13:10:00"),
        ("08/01/2002 21:29:10 PM", "2002-08-01T21:29:10"),
        ("08/01/2002 21:29:10", "2002-08-01T21:29:10"),
        ("08/01/99 21:29:10", "1999-08-01T21:29:10"),
        ("13/01/2002 21:29:10", ""),
        ("02/30/2002 21:29:10", ""),
        ("2002-08-01", ""),
    ],
)
def test_dates(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize(
    ("status", "draft"),
    [("Publish", False), ("Draft", True), ("Future", False), ("会員限定", True)],
)
def test_status(desk: Desk, status: str, *, draft: bool) -> None:
    outcome = desk.bring("export.txt", entry("本文", f"STATUS: {status}\n"))
    assert desk.post(RECORD).draft is draft
    assert ("import-odd-status" in codes(outcome)) is (status == "会員限定")


def test_line_breaks_count_where_the_export_says_so(desk: Desk) -> None:
    desk.bring("export.txt", entry("一行目\n二行目\n\n次の段落", "CONVERT BREAKS: __default__\n"))
    assert desk.body(RECORD) == "一行目\\\n二行目\n\n次の段落\n"


def test_markdown_stays_markdown(desk: Desk) -> None:
    desk.bring(
        "export.txt", entry("## 見出し\n\n- *一つ*\n- [外](https://toto.example/)", "CONVERT BREAKS: markdown\n")
    )
    assert desk.body(RECORD) == "## 見出し\n\n- *一つ*\n- [外](https://toto.example/)\n"


def test_extended_body_excerpt_and_unknown_sections(desk: Desk) -> None:
    text = (
        "TITLE: 記録\nBASENAME: record\nDATE: 09/05/2023 21:30:00\n-----\nBODY:\n<p>表</p>\n-----\n"
        "EXTENDED BODY:\n<p>続き</p>\n-----\nEXCERPT:\n要約です。\n-----\nKEYWORDS:\n鍵\n-----\n--------\n"
    )
    outcome = desk.bring("export.txt", text)
    assert desk.body(RECORD) == "表\n\n続き\n"
    assert desk.post(RECORD).summary == "要約です。"
    assert "import-section-lost" in codes(outcome)


def test_tags_escaped_once_too_often(desk: Desk) -> None:
    desk.bring("export.txt", entry("&lt;p&gt;段落&lt;br&gt;改行&lt;/p&gt;", "CONVERT BREAKS: 0\n"))
    assert desk.body(RECORD) == "段落\\\n改行\n"


def test_two_entries_of_one_name_both_stay(desk: Desk) -> None:
    outcome = desk.bring("export.txt", entry("一") + entry("二"))
    assert desk.body(RECORD) == "一\n"
    assert desk.body("content/posts/2023/09/record-2.md") == "二\n"
    assert "import-name-taken" in codes(outcome)


def test_an_entry_without_title_is_called_by_its_first_words(desk: Desk) -> None:
    desk.bring(
        "export.txt",
        "BASENAME: record\nDATE: 09/05/2023 21:30:00\n-----\nBODY:\n<p>海の話をする。</p>\n-----\n--------\n",
    )
    assert desk.post(RECORD).title == "海の話をする。"


def test_what_cannot_be_published_safely_is_dropped(desk: Desk) -> None:
    odd = (
        "<script>alert(1)</script><p onclick='x()'>本文<a href='javascript:x()'>危険</a>"
        "<img src='data:image/png;base64,AAAA' alt='図'></p>"
    )
    outcome = desk.bring("export.txt", entry(odd, "CONVERT BREAKS: 0\n"))
    assert desk.body(RECORD) == "本文危険図\n"
    assert codes(outcome).count("import-link-dropped") == 2


def test_ruby_tables_and_lists(desk: Desk) -> None:
    html = (
        "<p><ruby>海<rp>(</rp><rt>うみ</rt><rp>)</rp></ruby></p><table><tr><th>艦</th><th>数</th></tr>"
        "<tr><td>a|b</td><td>2</td></tr></table><ul><li>一<ul><li>二</li></ul></li></ul>"
    )
    desk.bring("export.txt", entry(html, "CONVERT BREAKS: 0\n"))
    assert desk.body(RECORD) == "{海｜うみ}\n\n| 艦 | 数 |\n| --- | --- |\n| a\\|b | 2 |\n\n- 一\n  - 二\n"


def test_it_builds(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site(
        {"export.txt": HATENA + entry("# 題でない {#a} [^1] [@x] {甲|おつ|へい}", "CONVERT BREAKS: markdown\n")}
    )
    done = blog.run("import", "export.txt")
    assert done.status == 0, done.stderr
    built = blog.build()
    assert built.status == 0, built.stderr


def test_of_a_body_of_endless_markup_the_text_is_kept(desk: Desk) -> None:
    head = "TITLE: x\nBASENAME: x\nDATE: 09/05/2023 21:30:00\n-----\nBODY:\n"
    desk.bring("export.txt", f"{head}{'&#28023;' * 60_000}<b>港</b>\n-----\n--------\n", format="mt")
    assert "海海" in desk.body("content/posts/2023/09/x.md")
    assert desk.refusal("export.txt", f"{head}{'<br>a' * 60_000}\n-----\n--------\n", format="mt") == [
        ("import-refused", 1)
    ]


def test_fc2_comments_lose_their_password_and_are_told_private(desk: Desk) -> None:
    desk.bring("export.txt", FC2)
    kept = desk.text("seeds/comments/2010/12/20101231-212910.md")
    assert "abcdef" not in kept
    assert "SECRET" not in kept
    assert "## 青木 （非公開のコメント） · 2011-01-01T00:00:00\n\n内緒です。" in kept
    assert "## 渡辺 · 2011-01-02T00:00:00\n\nPASS: の使い方を教えてください。" in kept


FC2 = """AUTHOR: umi
TITLE: 年の瀬
STATUS: Publish
DATE: 12/31/2010 21:29:10
-----
BODY:
本文です。
-----
COMMENT:
AUTHOR: 青木
EMAIL: a@example.jp
IP: 192.0.2.1
URL:
DATE: 01/01/2011 00:00:00
SECRET: 1
PASS: abcdef
内緒です。
-----
COMMENT:
AUTHOR: 渡辺
DATE: 01/02/2011 00:00:00
SECRET: 0
PASS:
PASS: の使い方を教えてください。
-----
--------
"""


def test_a_year_of_two_digits_is_told(desk: Desk) -> None:
    outcome = desk.bring("export.txt", FC2.replace("12/31/2010", "12/31/99"))
    told = [dict(one.args) for one in outcome.notes if one.code == "import-short-year"]
    assert told == [{"found": "12/31/99 21:29:10", "year": "1999"}]
