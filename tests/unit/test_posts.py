"""Front matter: every shorthand of the notes becomes the same post, and what contradicts itself is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import moments
from digest.content import posts
from digest.content.frontmatter import decode, split
from digest.model import Dateline, Post, PrintEdition, Reporter
from digest.wording import hints, message

TOKYO = moments.zone("Asia/Tokyo")
PATH = "content/posts/2023/09/2023-09-05-summit.md"
LEAST = "title: 演習\ndate: 2023-09-05\n"


def read(front: str, path: str = PATH, body: str = "本文\n") -> tuple[Post | None, list[str]]:
    written, problems = posts.read(f"---\n{front}---\n{body}", path, posts.post_record(TOKYO), TOKYO)
    assert all(message(one, "ja") and message(one, "en") and hints(one, "ja") is not None for one in problems)
    return written.post if written else None, [one.code for one in problems]


def good(front: str) -> Post:
    post, codes = read(LEAST + front)
    assert codes == []
    assert post is not None
    return post


def test_a_post_says_where_and_when() -> None:
    post = good("kind: note\n")
    assert (post.slug, post.date, post.path) == ("summit", "2023-09-05", PATH)
    assert post.epoch == 1693839600, "the day begins in the site's zone"


def test_a_time_elsewhere_is_told_in_the_sites_zone() -> None:
    post, codes = read("title: 演習\ndate: 2023-09-05T20:30-05:00\nkind: note\n")
    assert codes == []
    assert post is not None
    assert post.date == "2023-09-06T10:30:00+09:00"


@pytest.mark.parametrize(
    "sources",
    [
        "sources: 東都新聞、北海通信\n",
        "sources: [東都新聞, 北海通信]\n",
        "sources:\n  - outlet: 東都新聞\n  - 北海通信\n",
        "sources: '東都新聞 / 北海通信'\n",
    ],
)
def test_sources_may_be_written_short(sources: str) -> None:
    assert [one.outlet for one in good(sources).sources] == ["東都新聞", "北海通信"]


def test_a_source_may_be_free_tokens() -> None:
    (source,) = good("sources: [東都新聞 https://toto.example/1 2023-09-05 朝刊3面]\n").sources
    assert (source.outlet, source.url, source.published) == ("東都新聞", "https://toto.example/1", "2023-09-05")
    assert source.print_edition == PrintEdition("朝刊", "", "3面", "")


@pytest.mark.parametrize("page", ["3", "３", "p.3", "3面"])
def test_bare_numbers_of_a_print_edition_get_their_units(page: str) -> None:
    front = f"sources: [{{outlet: 東都新聞, print: {{kind: 朝刊, edition: 14, page: {page}, section: 国際}}}}]\n"
    assert good(front).sources[0].print_edition == PrintEdition("朝刊", "14版", "3面", "国際")


@pytest.mark.parametrize(
    ("written", "day"), [("2023-09-04", "2023-09-04"), ("4日", "XXXX-XX-04"), ("９月４日", "XXXX-09-04")]
)
def test_the_day_of_a_dateline_is_a_day(written: str, day: str) -> None:
    (source,) = good(f"sources: [{{outlet: 東都新聞, dateline: {{place: ワシントン, date: {written}}}}}]\n").sources
    assert source.dateline == Dateline(("ワシントン",), day, "")
    for wrong in ("きのう", "2023-02-30", "99日", "13月4日"):
        front = f"{LEAST}sources: [{{outlet: 東都新聞, dateline: {{place: ワシントン, date: {wrong}}}}}]\n"
        assert read(front)[1] == ["bad-filed-day"], wrong


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("平壌 4日", Dateline(("平壌",), "XXXX-XX-04")),
        ("平壌4日", Dateline(("平壌",), "XXXX-XX-04")),
        ("平壌、９月４日", Dateline(("平壌",), "XXXX-09-04")),
        ("平壌 2023年9月4日 北洋通信", Dateline(("平壌",), "2023-09-04", "北洋通信")),
        ("平壌 2023-9-4", Dateline(("平壌",), "2023-09-04")),
        ("平壌/ソウル 2月29日", Dateline(("平壌", "ソウル"), "XXXX-02-29")),
        ("四日市", Dateline(("四日市",))),
        ("38度線", Dateline(("38度線",))),
    ],
)
def test_a_dateline_tells_place_and_day_in_one_line(written: str, meant: Dateline) -> None:
    assert good(f"sources: [{{outlet: 東都新聞, dateline: '{written}'}}]\n").sources[0].dateline == meant


@pytest.mark.parametrize(
    "wrong", ["13月40日", "2月30日", "40日", "2023年2月29日", "2023-13-01", "13月", "9/4", "7", "4日夜"]
)
def test_an_impossible_day_in_a_dateline_is_told_and_neither_lost_nor_a_place(wrong: str) -> None:
    for written in (f"平壌 {wrong}", wrong):
        post, codes = read(f"{LEAST}sources: [{{outlet: 東都新聞, dateline: {written}}}]\n")
        assert codes == ["bad-filed-day"], written
        assert post is not None
        assert set(post.sources[0].dateline.places) <= {"平壌"}


@pytest.mark.parametrize("wrong", ["7", "'７'", "2023-09-05", "[米紙, 7]", "'…'"])
def test_what_has_no_letter_is_no_name_of_an_outlet_or_body(wrong: str) -> None:
    post, codes = read(f"{LEAST}sources: [{{outlet: 東都新聞, cites: {wrong}}}]\n")
    assert codes == ["not-a-name"]
    assert post is not None
    assert set(post.sources[0].cites) <= {"米紙"}


def test_no_field_for_a_name_takes_a_number() -> None:
    for fields in (
        "outlet: 7, url: 'https://toto.example/1'",
        "outlet: 東都新聞, agency: 7",
        "outlet: 東都新聞, dateline: [ソウル, 7]",
    ):
        assert read(f"{LEAST}sources: [{{{fields}}}]\n")[1] == ["not-a-name"], fields
    assert read(f"{LEAST}sources: 東都新聞\nevent: {{place: 7}}\n")[1] == ["not-a-name"]


def test_a_language_is_a_tag_and_nothing_else() -> None:
    post = good("lang: en_US\nsources: [{outlet: 東都新聞, lang: zh-Hant}]\n")
    assert (post.lang, post.sources[0].lang) == ("en-US", "zh-Hant")
    for wrong in ("日本語", "english language", "'en\"><b>'"):
        assert read(f"{LEAST}lang: ja\nsources: [{{outlet: 東都新聞, lang: {wrong}}}]\n")[1] == ["bad-language"]


def test_what_the_post_says_belongs_to_its_only_source() -> None:
    post = good("sources: 東都新聞\nreporters: 青木健二、三浦沙織(ソウル)\ndateline: ワシントン 4日\n")
    (source,) = post.sources
    assert source.reporters == (Reporter("青木健二"), Reporter("三浦沙織", "", "ソウル"))
    assert source.dateline == Dateline(("ワシントン",), "XXXX-XX-04")
    assert (post.reporters, post.dateline) == (("青木健二", "三浦沙織"), ("ワシントン",))


def test_of_several_sources_the_post_is_the_union() -> None:
    post = good(
        "sources:\n  - {outlet: 東都新聞, reporters: [青木健二], dateline: ソウル}\n"
        "  - {outlet: 北海通信, reporters: [青木健二, 三浦沙織], dateline: [ソウル, 東京]}\n"
    )
    assert (post.reporters, post.dateline) == (("青木健二", "三浦沙織"), ("ソウル", "東京"))


@pytest.mark.parametrize(
    ("written", "dateline"),
    [
        ("ワシントン", Dateline(("ワシントン",))),
        ("[ワシントン 4日 ロイター]", Dateline(("ワシントン",), "XXXX-XX-04", "ロイター")),
        ("'[ワシントン 4日 ロイター]'", Dateline(("ワシントン",), "XXXX-XX-04", "ロイター")),
        ("【ソウル、東京 2023年9月4日】", Dateline(("ソウル", "東京"), "2023-09-04")),
        ("[ソウル, 東京]", Dateline(("ソウル", "東京"))),
        ("{place: ソウル, agency: 北海通信}", Dateline(("ソウル",), "", "北海通信")),
    ],
)
def test_a_dateline_may_be_written_in_many_ways(written: str, dateline: Dateline) -> None:
    assert good(f"sources: [{{outlet: 東都新聞}}]\ndateline: {written}\n").sources[0].dateline == dateline


def test_japanese_labels_stand_for_the_words() -> None:
    post = good("kind: note\nstatus: 確定\ndraft: はい\n")
    assert (post.status, post.draft) == ("confirmed", True)


@pytest.mark.parametrize(
    ("front", "codes"),
    [
        (LEAST, ["no-sources"]),
        (LEAST + "kind: note\nupdated: 2023-09-04\n", ["updated-before-date"]),
        (LEAST + "kind: note\nslug: 演習\n", ["bad-slug"]),
        (LEAST + "kind: note\nslug: ../up\n", ["bad-slug"]),
        (LEAST + "kind: note\nid: 'a b'\n", ["bad-id"]),
        (LEAST + "kind: note\naliases: [/a?b, ../c, 'x:y', /fine/]\n", ["bad-alias"] * 3),
        (LEAST + "sources: [{headline: 見出し}]\n", ["source-without-outlet"]),
        (LEAST + "sources: [{key: a, outlet: x}, {key: a, outlet: y}]\n", ["duplicate-source-key"]),
        (LEAST + "sources: [{key: 'a b', outlet: x}]\n", ["bad-source-key"]),
        ("title: 護衛艦 #3\ndate: 2023-09-05\nkind: note\n", ["comment-in-text"]),
        ("title: #3\ndate: 2023-09-05\nkind: note\n", ["missing-key", "comment-in-text"]),
        ("kind: note\n", ["missing-key", "missing-key"]),
    ],
)
def test_what_cannot_be_is_told(front: str, codes: list[str]) -> None:
    assert sorted(read(front)[1]) == sorted(codes)


def test_a_file_name_that_is_no_address_needs_a_slug() -> None:
    assert read(LEAST + "kind: note\n", "content/posts/演習.md")[1] == ["bad-file-name"]
    assert read(LEAST + "kind: note\nslug: ex\n", "content/posts/演習.md")[1] == []


def test_a_file_is_utf8_with_any_line_ends() -> None:
    assert decode("\ufeff---\r\na: 1\r\n---\rx".encode(), PATH) == ("---\na: 1\n---\nx", ())
    assert [one.code for one in decode("演習".encode("euc_jp"), PATH)[1]] == ["not-utf8"]


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"a\rb\r\ncd\xff", (3, 3)), (b"\xef\xbb\xbfab\xff", (1, 3)), ("演習\n海".encode() + b"\xff", (2, 2))],
)
def test_a_byte_that_is_no_text_is_told_where_an_editor_shows_it(data: bytes, place: tuple[int, int]) -> None:
    (found,) = decode(data, PATH)[1]
    assert (found.mark.line, found.mark.column) == place
    assert [(one.code, one.mark.line) for one in decode(b"a\nb\0", PATH)[1]] == [("nul-character", 2)]


def test_front_matter_ends_at_the_first_rule() -> None:
    parts, problems = split("---\na: 1\n---\n本文\n\n---\nさらに\n", PATH)
    assert (parts.yaml, parts.body, parts.body_line, problems) == ("a: 1\n", "本文\n\n---\nさらに\n", 4, ())
    assert [one.code for one in split("本文", PATH)[1]] == ["no-front-matter"]
    assert [one.code for one in split("---\na: 1\n", PATH)[1]] == ["front-matter-open"]


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_file_is_read_or_told_of(front: str, body: str) -> None:
    text, _ = decode(f"---\n{front}\n---\n{body}".encode("utf-8", "replace"), PATH)
    written, problems = posts.read(text, PATH, posts.post_record(TOKYO), TOKYO)
    assert written is not None or problems
    assert all(one.mark.path == PATH and message(one, "ja") and message(one, "en") for one in problems)
