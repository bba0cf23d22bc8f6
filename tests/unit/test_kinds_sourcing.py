"""The pages of sourcing as a reader finds them: outlets, reporters, places, stories, corrections, the balance."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

import pytest
from lxml import etree, html
from miniature import REPOSITORY, Site

Make = Callable[[Mapping[str, str]], Site]

SETTINGS = "title: 試験のダイジェスト\nbase_url: https://digest.example/repo/\npage_size: 5\n"
OUTLETS = """\
東都新聞: {slug: toto, kind: newspaper, country: JP, url: "https://toto.example/", description: 架空の新聞。}
北洋通信: {slug: hokuyo, aliases: [北洋], agency: true, country: US}
架空省: {slug: kaku, kind: official, country: JP}
"""
STORY = """\
---
title: 架空の演習
status: developing
topics: [演習]
---
三か国の演習を追う。詳しくは[初報](../posts/a.md)。
"""
A = """\
---
title: 演習の計画を発表
date: 2023-09-08T09:00:00+09:00
topics: [演習]
story: exercise
status: unconfirmed
event: {date: 2023-09-01, place: [東京]}
corrections:
  - {date: 2023-09-09, text: 艦の数を直した。}
  - {date: 2023-09-12, text: 日付を直した。}
sources:
  - {outlet: 東都新聞, reporters: [青木健二], dateline: ワシントン, published: 2023-09-08, cites: [架空省]}
---
計画の本文。
"""
B = """\
---
title: 演習が始まる
date: 2023-09-06T09:00:00+09:00
topics: [演習]
story: exercise
status: confirmed
event: {date: 2023-09-05}
sources:
  - {outlet: 南海日報, reporters: [青木健二], dateline: どこかの島, published: 2023-09-06}
  - {outlet: 東都新聞, agency: 北洋通信, published: 2023-09-06}
---
開始の本文。物語は[続きもの](../stories/exercise.md)に。
"""
FILES = {
    "content/site.yaml": SETTINGS,
    "content/topics.yaml": "演習: {slug: exercise}\n調達: {slug: procurement}\n",
    "content/outlets.yaml": OUTLETS,
    "content/stories/exercise.md": STORY,
    "content/posts/a.md": A,
    "content/posts/b.md": B,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One build for all tests that only read."""
    made = Site(tmp_path_factory.mktemp("sourcing") / "site")
    shutil.copytree(REPOSITORY / "themes", made.root / "themes")
    for path, text in FILES.items():
        made.write(path, text)
    run = made.build()
    assert run.status == 0, run.stderr
    return made


def page(site: Site, path: str) -> html.HtmlElement:
    return html.document_fromstring(site.read(f"{path}index.html"))


def words(element: html.HtmlElement | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", element.text_content()).strip()


def facts(tree: html.HtmlElement) -> dict[str, str]:
    return {words(row.find("dt")): words(row.find("dd")) for row in tree.findall(".//dl[@class='facts']/div")}


def dead_links(site: Site) -> Iterator[str]:
    """Every address within the site, on any page, that no file answers."""
    for path, data in site.tree().items():
        if path.endswith(".html"):
            for address in re.findall(r'(?:href|src)="([^"#]*)', data.decode()):
                place = unquote(unescape(address)).removeprefix("https://digest.example")
                if place.startswith("/"):
                    inner = place.removeprefix("/repo/")
                    file = inner + "index.html" if inner == "" or inner.endswith("/") else inner
                    if not place.startswith("/repo/") or not site.exists(file):
                        yield f"{path}: {address}"


def test_no_link_within_the_site_is_dead(built: Site) -> None:
    assert list(dead_links(built)) == []
    names = ("toto", "hokuyo", "kaku", "南海日報")
    assert all(built.exists(f"outlets/{name}/{file}") for name in names for file in ("index.html", "feed.xml"))


def test_an_outlet_tells_its_facts(built: Site) -> None:
    tree = page(built, "outlets/toto/")
    assert facts(tree) == {
        "種別": "新聞",
        "国": "日本",
        "報道": "2本",
        "うち通信社の配信": "1本（50.0%）",
        "サイト": "toto.example",
        "主な話題": "演習",
    }
    assert words(tree.find(".//h1")) == "東都新聞"
    assert "BreadcrumbList" in built.read("outlets/toto/index.html")


def test_an_agency_and_an_official_body_have_pages_of_what_rests_on_them(built: Site) -> None:
    assert facts(page(built, "outlets/hokuyo/"))["他の媒体への配信"] == "1本"
    assert facts(page(built, "outlets/kaku/"))["他の報道が引用"] == "1本"
    assert words(page(built, "outlets/kaku/").find(".//h3")) == "演習の計画を発表"


def test_the_index_groups_outlets_by_kind(built: Site) -> None:
    tree = page(built, "outlets/")
    groups = {
        words(part.find("h2")): [words(name) for name in part.findall(".//p[@class='term-name']/a")]
        for part in tree.findall(".//section[@class='terms']")
    }
    assert groups == {"新聞": ["東都新聞"], "通信社": ["北洋通信"], "公的機関": ["架空省"], "その他": ["南海日報"]}


def test_one_name_at_two_outlets_is_two_persons(built: Site) -> None:
    one, other = (page(built, f"reporters/{slug}-青木健二/") for slug in ("toto", "南海日報"))
    assert words(one.find(".//h1")) == words(other.find(".//h1")) == "青木健二"
    assert (facts(one)["媒体"], facts(other)["媒体"]) == ("東都新聞", "南海日報")
    assert [words(card) for card in one.findall(".//h3")] == ["演習の計画を発表"]


def test_places_lead_from_the_map_and_from_the_list_by_country(built: Site) -> None:
    tree = page(built, "places/")
    dots = {dot.get("aria-label"): unquote(dot.get("href")) for dot in tree.iter("a") if dot.get("aria-label")}
    assert dots == {"ワシントン、1件": "/repo/places/washington/", "東京、1件": "/repo/places/tokyo/"}
    assert [words(heading) for heading in tree.findall(".//section[@class='terms']/h2")] == ["日本", "米国", "海域など"]
    assert page(built, "places/washington/").find(".//svg[@class='map']") is not None
    assert page(built, "places/どこかの島/").find(".//svg[@class='map']") is None
    assert facts(page(built, "places/tokyo/"))["ここでの出来事"] == "1件"


def test_a_story_is_told_in_the_order_of_its_events(built: Site) -> None:
    tree = page(built, "stories/exercise/")
    steps = tree.findall(".//li[@class='step']")
    assert [words(step.find(".//h3")) for step in steps] == ["演習の計画を発表", "演習が始まる"]
    assert [words(step.find("p")) for step in steps] == ["2023年9月1日(金)", "2023年9月5日(火)"]
    assert "新たな拠りどころ：架空省" in words(steps[0])
    assert "新たに伝えた媒体" not in words(steps[0])
    assert "新たに伝えた媒体：南海日報" in words(steps[1])
    assert "新たな拠りどころ：北洋通信" in words(steps[1])
    assert tree.xpath("//div[contains(@class, 'page-description')]//a/@href") == ["/repo/2023/09/08/a/"]


def test_posts_lead_on_in_their_story_and_only_the_last_knows_the_number(built: Site) -> None:
    first, last = (page(built, path) for path in ("2023/09/08/a/", "2023/09/06/b/"))
    assert first.xpath("//nav[@class='story-nav']//a/@href") == ["/repo/2023/09/06/b/"]
    assert last.xpath("//nav[@class='story-nav']//a/@href") == ["/repo/2023/09/08/a/"]
    assert words(first.find(".//div[@class='side-story']/dd/span")) == "1回目"
    assert words(last.find(".//div[@class='side-story']/dd/span")) == "全2回の2回目"


def test_corrections_are_listed_newest_first(built: Site) -> None:
    texts = [words(item) for item in page(built, "corrections/").findall(".//ul[@class='corrections-log']/li")]
    assert texts == ["2023年9月12日 演習の計画を発表日付を直した。", "2023年9月9日 演習の計画を発表艦の数を直した。"]


def test_a_correction_shows_on_the_post_on_lists_and_in_feeds_whatever_its_status(site: Make) -> None:
    bare = A.replace("status: unconfirmed\n", "")
    made = site(FILES | {"content/posts/bare.md": bare})
    assert made.build().status == 0
    for slug, labels in (("a", "未確認 訂正あり"), ("bare", "訂正あり")):
        tree = page(made, f"2023/09/08/{slug}/")
        assert words(tree.find(".//p[@class='post-labels']")).replace("確度：", "").strip() == labels
        cards = [one for one in page(made, "").findall(".//article") if f"/{slug}/" in one.find(".//a").get("href")]
        assert words(cards[0].find("p[@class='card-labels']")) == labels
    items = {item["url"].split("/")[-2]: item for item in json.loads(made.read("feed.json"))["items"]}
    assert items["bare"]["_digest"]["status"] == "corrected"
    assert items["a"]["_digest"]["status"] == "unconfirmed"
    for slug, label in (("a", "未確認、訂正あり"), ("bare", "訂正あり")):
        assert f"<strong>{label}</strong>" in items[slug]["content_html"]


def test_the_balance_adds_up(built: Site) -> None:
    for path in ("balance/", "balance/2023/"):
        for table in page(built, path).findall(".//table"):
            rows = [[cell.text_content().strip() for cell in row] for row in table.findall("tbody/tr")]
            assert sum(int(row[2]) for row in rows) == 3
            assert table.findall("tfoot/tr/td")[1].text_content() == "3"
    kinds = {
        words(row.find("th")): words(row.find("td"))
        for row in page(built, "balance/").findall(".//table")[0].findall("tbody/tr")
    }
    assert kinds == {"新聞": "66.7%", "その他": "33.3%"}
    tree = page(built, "balance/2023/")
    table = tree.xpath("//div[h2[@id='by-basis']]//table")[0]
    rows = {words(row.find("th")): [words(cell) for cell in row.findall("td")][:2] for row in table.find("tbody")}
    assert rows == {
        "自社の取材": ["33.3%", "1"],
        "通信社の配信": ["33.3%", "1"],
        "他の報道・声明": ["33.3%", "1"],
    }


def test_stories_and_outlets_have_feeds_on_the_list_and_all_feeds_are_sound(built: Site) -> None:
    listed = built.read("feeds.opml")
    assert "outlets/toto/feed.xml" in listed
    assert "stories/exercise/feed.xml" in listed
    for path in ("outlets/toto", "reporters/toto-青木健二", "places/washington", "stories/exercise"):
        feed = etree.fromstring(built.read(f"{path}/feed.xml").encode())
        assert feed.findtext("channel/item/title")


def test_labels_of_status_stand_on_cards_and_in_feeds(built: Site) -> None:
    assert "未確認" in words(page(built, "outlets/toto/").find(".//article"))
    assert "未確認" in built.read("outlets/toto/feed.xml")


def test_an_empty_site_has_none_of_these_pages_and_no_link_to_them(site: Make) -> None:
    made = site({"content/site.yaml": SETTINGS})
    assert made.build().status == 0
    kinds = ("outlets", "reporters", "places", "stories", "corrections", "balance")
    assert [kind for kind in kinds if made.exists(kind)] == []
    assert list(dead_links(made)) == []


@pytest.mark.parametrize("gone", ["outlets", "reporters", "places", "corrections", "balance"])
def test_a_section_left_out_leaves_names_without_links(site: Make, gone: str) -> None:
    kept = {"archive", "topics", "outlets", "reporters", "places", "stories", "corrections", "balance"} - {gone}
    made = site(FILES | {"content/site.yaml": f"{SETTINGS}sections: [{', '.join(sorted(kept))}]\n"})
    assert made.build().status == 0
    assert not made.exists(gone)
    assert list(dead_links(made)) == []


def test_a_draft_leaves_no_trace_of_its_names(site: Make) -> None:
    made = site(FILES | {"content/posts/b.md": B.replace("title:", "draft: true\ntitle:")})
    assert made.build().status == 0
    assert not made.exists("outlets/hokuyo")
    assert not made.exists("outlets/南海日報")
    assert list(dead_links(made)) == []


def test_a_full_page_of_an_outlet_never_changes_again(site: Make) -> None:
    def post(number: int) -> str:
        day = f"2023-09-{number:02}"
        return f"---\ntitle: 第{number}報\ndate: {day}\nsources: [{{outlet: 東都新聞}}]\n---\n本文{number}。\n"

    made = site(FILES | {f"content/posts/p{number}.md": post(number) for number in range(1, 14)})
    assert made.build().status == 0
    before = made.tree()
    made.write("content/posts/p14.md", post(14))
    assert made.build().status == 0
    after = made.tree()
    full = [path for path in before if path.startswith("outlets/toto/page/")]
    assert full
    assert all(after[path] == before[path] for path in full)
    assert after["outlets/toto/index.html"] != before["outlets/toto/index.html"]
