"""WordPress exports and note's zip: read as a stream, refused when broken, never expanded."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from importing import Desk, codes, desk_at

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def export(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n' + head + '<rss version="2.0"\n'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
        "<title>潮見の防衛ノート</title>\n<wp:base_blog_url>https://shiomi.example</wp:base_blog_url>\n"
        + "\n".join(items)
        + "\n</channel>\n</rss>\n"
    )


def item(body: str, **given: str) -> str:
    told = {
        "title": "記録",
        "link": "https://shiomi.example/2023/09/05/record/",
        "guid": "https://shiomi.example/?p=7",
        "dc:creator": "shiomi",
        "wp:post_date": "2023-09-05 21:30:00",
        "wp:post_date_gmt": "2023-09-05 12:30:00",
        "wp:post_name": "record",
        "wp:status": "publish",
        "wp:post_type": "post",
        **{key.replace("__", ":"): value for key, value in given.items() if key != "more"},
    }
    fields = "\n".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    body = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
    return f"<item>\n{fields}\n{body}\n{given.get('more', '')}\n</item>"


RECORD = "content/posts/2023/09/record.md"


def test_a_post_keeps_its_id_address_date_and_topics(desk: Desk) -> None:
    more = (
        '<category domain="category" nicename="sea"><![CDATA[海]]></category>'
        '<category domain="post_tag" nicename="%e8%a3%9c%e7%b5%a6"><![CDATA[補給]]></category>'
        '<category domain="category" nicename="uncategorized"><![CDATA[未分類]]></category>'
        "<excerpt:encoded><![CDATA[要約です。]]></excerpt:encoded>"
    )
    desk.bring("wp.xml", export(item("一行目\n二行目\n\n次", more=more)))
    post = desk.post(RECORD)
    assert (post.id, post.aliases, post.date) == (
        "https://shiomi.example/?p=7",
        ("/2023/09/05/record/",),
        "2023-09-05T21:30:00+09:00",
    )
    assert (post.topics, post.summary) == (("海", "補給"), "要約です。")
    assert desk.text("content/topics.yaml") == "海: {slug: sea}\n補給: {}\n"
    assert desk.body(RECORD) == "一行目\\\n二行目\n\n次\n"


def test_blocks_captions_embeds_and_shortcodes(desk: Desk) -> None:
    body = (
        '<!-- wp:paragraph --><p>段落</p><!-- /wp:paragraph -->\n<!-- wp:embed {"url":"https://toto.example/v"} -->'
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://toto.example/v\n</div></figure><!-- /wp:embed -->\n'
        '[caption id="a" width="9"]<img src="https://toto.example/a.png" alt="艦" /> 写真の説明[/caption]\n[gallery ids="1,2"]'
    )
    outcome = desk.bring("wp.xml", export(item(body)))
    text = desk.body(RECORD)
    assert "段落" in text
    assert "[https://toto.example/v](https://toto.example/v)" in text
    assert "![艦](https://toto.example/a.png)" in text
    assert "写真の説明" in text
    assert r'\[gallery ids="1,2"\]' in text
    assert "import-shortcode" in codes(outcome)


@pytest.mark.parametrize(
    ("given", "draft"),
    [
        ({"wp__status": "draft", "wp__post_date_gmt": "0000-00-00 00:00:00"}, True),
        ({"wp__status": "pending"}, True),
        ({"wp__status": "private"}, True),
        ({"more": "<wp:post_password>秘密</wp:post_password>"}, True),
        ({"wp__status": "future"}, False),
    ],
)
def test_what_was_not_open_to_all_stays_unpublished(desk: Desk, given: dict[str, str], *, draft: bool) -> None:
    desk.bring("wp.xml", export(item("本文", **given)))
    assert desk.post(RECORD).draft is draft


def test_attachments_trash_and_other_types_are_no_posts(desk: Desk) -> None:
    others = [
        item("x", wp__post_type="attachment"),
        item("x", wp__post_type="nav_menu_item"),
        item("x", wp__status="trash"),
        item("x", wp__post_type="product"),
    ]
    outcome = desk.bring("wp.xml", export(item("本文"), *others))
    assert outcome.entries == 1
    assert codes(outcome).count("import-item-skipped") == 2


def test_only_approved_comments_are_kept(desk: Desk) -> None:
    one = "<wp:comment><wp:comment_author>{0}</wp:comment_author><wp:comment_author_email>{0}@mail.example</wp:comment_author_email><wp:comment_date>2023-09-06 08:00:00</wp:comment_date><wp:comment_content><![CDATA[{0}です。]]></wp:comment_content><wp:comment_approved>{1}</wp:comment_approved></wp:comment>"
    desk.bring("wp.xml", export(item("本文", more=one.format("三浦", "1") + one.format("広告", "spam"))))
    kept = desk.text("seeds/comments/2023/09/record.md")
    assert "三浦です。" in kept
    assert "広告" not in kept
    assert "mail.example" not in kept


def test_slips_that_lose_nothing_are_mended(desk: Desk) -> None:
    text = export(item("本文\x0b<b>&amp;</b> ]]]]><![CDATA[> 終わり", title="A & B&nbsp;C &copy; D"))
    outcome = desk.bring("wp.xml", text)
    assert desk.post(RECORD).title == "A & B C © D"
    assert desk.body(RECORD) == "本文**&** \\]\\]> 終わり\n"
    assert "import-xml-characters" in codes(outcome)


def test_links_between_entries_and_equal_ids(desk: Desk) -> None:
    other = item(
        '<a href="https://www.shiomi.example/2023/09/05/record">前</a> <a href="/2023/09/05/record/">同じ</a> <a href="/about/">外</a>',
        title="次",
        link="https://shiomi.example/2023/10/01/next/",
        wp__post_name="next",
        wp__post_date_gmt="2023-10-01 00:00:00",
    )
    outcome = desk.bring("wp.xml", export(item("本文"), other))
    path = "content/posts/2023/10/next.md"
    assert desk.body(path) == "[前](../09/record.md) [同じ](../09/record.md) [外](https://shiomi.example/about/)\n"
    assert desk.post(path).id == ""
    assert "import-id-taken" in codes(outcome)


def test_broken_xml_is_refused_with_its_line(desk: Desk) -> None:
    good = export(item("本文"), item("次"))
    cut = good[: good.index("次")]
    unclosed = good.replace("</title>\n<link>", "\n<link>", 1)
    assert desk.refusal("cut.xml", cut)[0][0] in {"import-xml-cut", "import-xml-broken"}
    (code, line), *_ = desk.refusal("unclosed.xml", unclosed)
    assert code == "import-xml-broken"
    assert line > 1


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize("head", [BOMB, '<!DOCTYPE rss SYSTEM "file:///etc/passwd">\n'])
def test_entities_are_refused(desk: Desk, head: str) -> None:
    assert desk.refusal("wp.xml", export(item("&b;", title="&b;"), head=head)) == [("import-xml-entities", 2)]


def test_a_post_about_entities_is_not(desk: Desk) -> None:
    desk.bring("wp.xml", export(item("<!DOCTYPE html> と <!ENTITY x> の話")))
    assert "の話" in desk.body(RECORD)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_notes_zip_brings_its_pictures(desk: Desk) -> None:
    body = '<p>本文</p><img src="assets/a.png" alt="艦"><img src="https://assets.example/p/a.png" alt="同じ">'
    desk.bring("note.zip", packed({"note.xml": export(item(body)).encode(), "assets/a.png": PNG}))
    assert desk.files()["content/media/imported/assets/a.png"] == PNG
    assert "![艦](../../../media/imported/assets/a.png)" in desk.body(RECORD)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"../evil.xml": b"<rss/>"}, "import-zip-leaves"),
        ({"/evil.xml": b"<rss/>"}, "import-zip-leaves"),
        ({"a.txt": b"x"}, "import-zip-without-xml"),
        ({"bomb.xml": b" " * 60_000_000}, "import-zip-too-large"),
        ({f"{number}.txt": b"" for number in range(50_001)}, "import-zip-too-many"),
    ],
)
def test_hostile_zips(desk: Desk, files: dict[str, bytes], code: str) -> None:
    assert [found for found, _ in desk.refusal("note.zip", packed(files))] == [code]


def test_a_cut_zip(desk: Desk) -> None:
    assert [code for code, _ in desk.refusal("note.zip", packed({"a.xml": b"<rss/>" * 99})[:-30])] == [
        "import-zip-broken"
    ]
