"""A pasted page of `◎` sections becomes a post: sources, bylines, what they relay, and the author's outline."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from importing import Desk, codes, desk_at
from miniature import REPOSITORY, Site

from digest.content.registries import read as read_registry
from digest.content.resolving import Registries
from digest.desk.importing import relays

SEED = Path(__file__).resolve().parents[3] / "shared/seeds/000_b9e6334f128ad1c7.txt"
OUTLETS = """\
メリディアン・ポスト: {slug: meridian-post, aliases: [MP], domains: [meridian.example]}
東都新聞: {slug: toto}
"""
AS_SAVED = """\
3カ国、来月に訓練か | 潮見の防衛ノート

潮見の防衛ノート

海と空の動きを書き留めています。

◎3カ国が来月に海上訓練か 米紙報道
\u00a0
\u00a0
 米紙メリディアン・ポスト(MP)は4日、3カ国が訓練を計画していると報じた。
 8月下旬に担当者が集まったという。【ワシントン青木健二】

◎「協議は最終段階」-国防当局

 米国防総合庁(NDA)は4日、協議が最終段階にあると明らかにした。
 米紙メリディアン・ポストは同日、計画を伝えていた。

◎訓練の書式を統一

【ワシントン=三浦沙織】米紙メリディアン・ポスト(電子版)は4日、計画だと報じた。
 訓練は10日から13日まで行われる。
"""
AS_LIVE = AS_SAVED.translate(
    {ord("("): "（", ord(")"): "）", ord("="): "＝", ord("4"): "４", ord("\u00a0"): "\u3000"}
).replace("\n ", "\n\u3000")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path, {"content/outlets.yaml": OUTLETS})


PATH = "content/posts/2023/09/2023-09-05-clip.md"


@pytest.mark.parametrize("text", [AS_SAVED, AS_LIVE], ids=["as saved", "as live pages have it"])
def test_sections_become_sources_with_their_bylines(desk: Desk, text: str) -> None:
    desk.bring("2023-09-05-clip.txt", text)
    first, second, third = desk.post(PATH).sources
    assert [one.name for one in first.reporters] == ["青木健二"]
    assert first.dateline.places == ("ワシントン",)
    assert (second.reporters, second.dateline.places) == ((), ())
    assert [one.name for one in third.reporters] == ["三浦沙織"]
    assert third.dateline.places == ("ワシントン",)
    assert first.headline.endswith("米紙報道")
    assert [one.published for one in (first, second, third)] == ["2023-09-05"] * 3


def test_what_a_report_relays_is_proposed(desk: Desk) -> None:
    desk.bring("2023-09-05-clip.txt", AS_SAVED)
    assert [one.cites for one in desk.post(PATH).sources] == [
        ("メリディアン・ポスト",),
        ("米国防総合庁",),
        ("メリディアン・ポスト",),
    ]


@pytest.mark.parametrize(
    ("paragraph", "cited"),
    [
        ("英紙デイリー・ベイは3日、艦隊が出港すると伝えた。", ("デイリー・ベイ",)),
        ("米紙メリディアン・ポスト（ＭＰ）は４日、計画を報じた。", ("メリディアン・ポスト",)),
        ("韓国軍合同参謀本部は7日朝、飛翔体を確認したと発表した。", ("韓国軍合同参謀本部",)),
        ("潮見国営通信は8日、衛星を打ち上げたと伝えた。", ("潮見国営通信",)),
        ("海上訓練は4日に始まった。艦艇6隻が参加する。", ()),
        ("防衛省は5日、会議を開く。", ()),
        ("", ()),
    ],
)
def test_only_the_speaker_of_the_first_paragraph_is_relayed(paragraph: str, cited: tuple[str, ...]) -> None:
    tables = {
        kind: read_registry(kind, "", f"{kind}.yaml", closed=False)[0] for kind in ("topics", "outlets", "places")
    }
    assert relays.find(paragraph, Registries(**tables)) == cited


def test_by_default_no_sentence_of_the_clipping_gets_into_the_post(desk: Desk) -> None:
    outcome = desk.bring("2023-09-05-clip.txt", AS_SAVED)
    body = desk.body(PATH)
    assert "計画していると報じた" not in body
    assert [f"[@s{number}]" in body for number in (1, 2, 3)] == [True] * 3
    assert desk.post(PATH).draft
    assert desk.post(PATH).title == "2023年9月5日の報道"
    assert "3カ国、来月に訓練か" in desk.text(PATH).split("title:")[0]
    desk.bring("2023-09-06-untitled.txt", AS_SAVED[AS_SAVED.index("◎") :])
    assert "元のページ" not in desk.text("content/posts/2023/09/2023-09-06-untitled.md")
    assert desk.text("seeds/2023-09-05-clip.txt") == AS_SAVED
    assert "import-full-text" not in codes(outcome)


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("text", [AS_SAVED, AS_LIVE], ids=["as saved", "as live pages have it"])
def test_full_brings_every_paragraph_and_a_warning(desk: Desk, text: str) -> None:
    outcome = desk.bring("2023-09-05-clip.txt", text, treatment="full")
    body = folded(desk.body(PATH))
    sections = text.split("◎")[1:]
    paragraphs = [folded(line) for section in sections for line in section.split("\n") if folded(line)]
    assert [one for one in paragraphs if one not in body] == []
    assert "import-full-text" in codes(outcome)
    assert [dict(one.args)["path"] for one in outcome.notes if one.code == "import-preamble"] == [
        "seeds/2023-09-05-clip.txt"
    ]
    assert {one.treatment for one in desk.post(PATH).sources} == {"full"}


def test_excerpt_quotes_only_first_paragraphs(desk: Desk) -> None:
    outcome = desk.bring("2023-09-05-clip.txt", AS_SAVED, treatment="excerpt")
    body = desk.body(PATH)
    assert "> 米紙メリディアン・ポスト(MP)は4日、3カ国が訓練を計画していると報じた。 [@s1]" in body
    assert "8月下旬" not in body
    assert "import-full-text" in codes(outcome)


def test_text_that_looks_like_markup_stays_text(desk: Desk) -> None:
    odd = "◎見出し *強調* {#x}\n # 見出しでない [@toto] `x` <b>y</b> {甲|おつ} 乙《おつ》\n - 箇条でない\n 1. 番号でない\n ■印でない\n"
    desk.bring("2023-09-05-clip.txt", odd, treatment="full")
    body = desk.body(PATH)
    assert r"> \# 見出しでない \[@toto\] \`x\` \<b>y\</b> \{甲|おつ} 乙&#12298;おつ》" in body
    assert r"> \- 箇条でない" in body
    assert "> &#9632;印でない" in body


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("◎艦隊が出港\n[東京 ４日 ロイター] - 艦隊が出港した。\n", "ロイター"),
        ("◎艦隊が出港\n　【ワシントン共同】艦隊が出港した。\n", "共同"),
        ("◎艦隊が出港\n　艦隊が出港した。（共同）\n", "共同"),
        ("◎艦隊が出港\n　艦隊が出港した。\n（共同）\n", "共同"),
        ("◎艦隊が出港\nロイター 2023年9月5日\n[東京 ４日 ロイター] - 艦隊が出港した。\n", "ロイター"),
    ],
)
def test_agency_copy_leaves_the_outlet_open_and_asks(desk: Desk, text: str, agency: str) -> None:
    outcome = desk.bring("2023-09-05-clip.txt", text)
    (only,) = desk.post(PATH).sources
    assert (only.key, only.outlet, only.agency) == ("s1", "媒体名を記入", agency)
    assert f"    # {agency}の配信記事。どの新聞・サイトで読んだかを outlet に書く" in desk.text(PATH)
    assert codes(outcome) == ["import-outlet-of-agency"]
    assert desk.post(PATH).draft
    assert desk.text("content/outlets.yaml") == OUTLETS
    (desk.root / "themes").symlink_to(REPOSITORY / "themes")
    assert Site(desk.root).build("--drafts").status == 0


def test_a_line_of_its_own_names_outlet_day_and_address(desk: Desk) -> None:
    text = "◎艦隊が出港\n東都新聞 2023年9月4日\nhttps://www.meridian.example/a\n艦隊が出港した。\n"
    desk.bring("2023-09-05-clip.txt", text)
    (only,) = desk.post(PATH).sources
    assert (only.key, only.outlet, only.url, only.published) == (
        "toto",
        "東都新聞",
        "https://www.meridian.example/a",
        "2023-09-04",
    )


def test_marks_can_be_chosen(desk: Desk) -> None:
    desk.bring("2023-09-05-clip.txt", "※一つ目\n本文。\n※二つ目\n◎本文。\n", marks="※", format="pasted")
    assert [one.headline for one in desk.post(PATH).sources] == ["一つ目", "二つ目"]


def test_topics_of_the_registry_are_proposed(tmp_path: Path) -> None:
    table = "海上訓練: {slug: drills, aliases: [艦隊]}\n宇宙: {slug: space}\n"
    desk = desk_at(tmp_path, {"content/topics.yaml": table})
    desk.bring("2023-09-05-clip.txt", "◎艦隊が出港\n本文。\n")
    assert desk.post(PATH).topics == ("海上訓練",)
    assert desk.post(PATH).title == "海上訓練をめぐる報道（2023年9月5日）"


def test_a_date_is_asked_for(desk: Desk) -> None:
    assert desk.refusal("clip.txt", AS_SAVED) == [("import-no-date", 0)]
    desk.bring("clip.txt", AS_SAVED, date="2023-09-05")
    assert (desk.root / PATH).is_file()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp"])
def test_every_japanese_encoding_is_read(desk: Desk, encoding: str) -> None:
    desk.bring("2023-09-05-clip.txt", AS_SAVED.replace("\u00a0", " ").replace("-", "―").encode(encoding, "replace"))
    assert [len(one.reporters) for one in desk.post(PATH).sources] == [1, 0, 1]


def test_a_folder_of_clippings_and_what_is_in_seeds_already(desk: Desk) -> None:
    desk.write("seeds/2023-09-05-a.txt", AS_SAVED)
    desk.write("seeds/2023-09-06-b.txt", "◎艦隊が出港\n艦隊が出港した。\n")
    before = set(desk.files())
    desk.bring("site/seeds")
    assert sorted(set(desk.files()) - before) == [
        "content/posts/2023/09/2023-09-05-a.md",
        "content/posts/2023/09/2023-09-06-b.md",
    ]


@pytest.mark.parametrize("treatment", ["summary", "excerpt", "full"])
def test_the_post_builds(site: Callable[[Mapping[str, str]], Site], treatment: str) -> None:
    blog = site({"content/outlets.yaml": OUTLETS, "seeds/2023-09-05-clip.txt": AS_SAVED})
    done = blog.run("import", "seeds/2023-09-05-clip.txt", "--treatment", treatment)
    assert (done.status, "warning" in done.stderr) == (0, treatment != "summary")
    built = blog.build("--drafts")
    assert built.status == 0, built.stderr


def test_standard_input(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({})
    done = blog.run("import", "-", "--date", "2023-09-05", stdin=AS_SAVED)
    assert done.status == 0, done.stderr
    assert (blog.root / "content/posts/2023/09/2023-09-05-clipping.md").is_file()


def test_every_clipping_of_a_morning_gets_a_post_from_standard_input(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({})
    second = AS_SAVED.replace("3カ国", "4カ国")
    for text, written in ((AS_SAVED, 2), (second, 2), (AS_SAVED, 0), (second, 0)):
        done = blog.run("import", "-", "--date", "2023-09-05", stdin=text)
        assert (done.status, f"{written} files written" in done.stdout) == (0, True), done.stdout
    folder = blog.root / "content/posts/2023/09"
    assert [path.name for path in sorted(folder.iterdir())] == ["2023-09-05-clipping-2.md", "2023-09-05-clipping.md"]
    assert "4カ国が来月に海上訓練か" in (folder / "2023-09-05-clipping-2.md").read_text(encoding="utf-8")


def test_clippings_of_one_name_in_several_folders_get_a_post_each(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({"a/clip.txt": AS_SAVED, "b/clip.txt": AS_SAVED.replace("3カ国", "4カ国")})
    blog.write("all/one/clip.txt", AS_SAVED)
    blog.write("all/clip.txt", AS_SAVED.replace("3カ国", "4カ国"))
    blog.write("all/.hidden/clip.txt", AS_SAVED.replace("3カ国", "5カ国"))
    seen = blog.run("import", "all", "--date", "2023-09-05", "--dry-run")
    assert ("would import 6 entries" in seen.stdout, "all/one/clip.txt:" in seen.stdout) == (True, True), seen.stdout
    for written in (4, 0):
        done = blog.run("import", "a/clip.txt", "b/clip.txt", "--date", "2023-09-05")
        assert (done.status, f"{written} files written" in done.stdout) == (0, True), done.stdout + done.stderr
    folder = blog.root / "content/posts/2023/09"
    assert [path.name for path in sorted(folder.iterdir())] == ["2023-09-05-clip-2.md", "2023-09-05-clip.md"]


@pytest.mark.skipif(not SEED.is_file(), reason="the page that the project began with is not on this machine")
def test_the_page_that_the_project_began_with(desk: Desk) -> None:
    data = SEED.read_bytes()
    desk.bring("2023-09-05-clip.txt", data, treatment="full")
    sources = desk.post(PATH).sources
    headlines = [line[1:] for line in data.decode().split("\n") if line.startswith("◎")]
    assert [one.headline for one in sources] == [unicodedata.normalize("NFC", one).strip() for one in headlines]
    assert [[one.name for one in source.reporters] for source in sources] == [["鈴木一生"], [], ["渡辺浩生"]]
    assert [source.dateline.places for source in sources] == [("ワシントン",), (), ("ワシントン",)]
    body = folded(desk.body(PATH))
    inside = data.decode().partition("◎")[2]
    lost = [line for line in inside.split("\n") if folded(line.lstrip("◎")) not in body]
    assert lost == []
