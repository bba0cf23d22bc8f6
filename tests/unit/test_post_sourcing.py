"""What a built post says of its sources: on its page, to machines and beside it; and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

import pytest
from miniature import Site

Make = Callable[[Mapping[str, str]], Site]

OUTLETS = """\
東都新聞: {slug: toto, kind: newspaper, country: JP}
北洋通信: {slug: hokuyo, kind: agency, agency: true, country: JP}
異国会議: {slug: council, kind: official, country: US}
架空省: {slug: ministry, kind: official, country: JP}
"""
POST = """\
---
title: 架空の会談
date: 2023-09-06
sources:
  - key: toto
    outlet: 東都新聞
    byline: 【ワシントン=青木健二】
    headline: 会談へ
    url: https://toto.example/1
    published: 2023-09-05T09:15+09:00
    cites: [米紙]
  - {key: hokuyo, outlet: 北洋通信, published: 2023-09-05, cites: [異国会議], dateline: ソウル 4日}
  - {key: nishi, outlet: 西州新聞, agency: 北洋通信, published: 2023-09-04}
  - {key: ministry, outlet: 架空省, kind: release, published: 2023-09-05T10:00+09:00, print: {page: 3面, section: 国際}}
---
会談が開かれる[@toto; @nishi, 3面]。

> 引かれた文である。 [@hokuyo]

- 架空省も認めた[@ministry]。
"""


def rows(page: str) -> list[str]:
    """The sources of a page in the order of its table."""
    return re.findall(r'<tbody class="source" id="source-([^"]+)"', page)


def text(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


def section(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end, page.index(start))]


def test_a_post_tells_who_stands_on_whom(site: Make) -> None:
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": POST})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    assert rows(page) == ["nishi", "toto", "ministry", "hokuyo"]
    line = text(section(page, '<p class="independence-line">', "</p>"))
    assert line == "3媒体が報道・元は3つ（米紙、異国会議の声明、架空省の発表）"
    stands = text(section(page, '<dl class="independence-stands"', "</dl>"))
    assert "異国会議の声明2 北洋通信 3 西州新聞" in stands
    filed = text(section(page, 'id="source-toto"', "</tbody>"))
    assert "9時15分" in filed
    assert "ワシントン 9月4日 20時15分(UTC−4)" in filed
    assert "青木健二" in filed
    assert "北洋通信の配信" in text(section(page, 'id="source-nishi"', "</tbody>"))
    assert "9月4日付" in text(section(page, 'id="source-hokuyo"', "</tbody>"))
    check_references(page)
    check_figures(page)
    check_exports(blog)
    check_machines(blog, page)


def check_references(page: str) -> None:
    """Every place that cites leads to its source, and back."""
    for target in re.findall(r'href="#(cite-[^"]+|source-[^"]+)"', page):
        assert page.count(f'id="{target}"') == 1, target
    back = section(page, 'id="source-hokuyo"', "</tbody>")
    assert 'role="doc-backlink"' in back
    credit = section(page, "<blockquote", "</blockquote>")
    assert "北洋通信" in text(credit)
    assert 'href="#source-hokuyo"' in credit
    assert re.search(r'id="(cite-[^"]+)"', credit)[1] in back  # type: ignore[index]


def check_figures(page: str) -> None:
    matrix = section(page, '<section class="claims"', "</section>")
    assert [text(one) for one in re.findall(r'<th scope="col">.*?</th>', matrix)][1:] == [
        "東都新聞",
        "西州新聞",
        "架空省",
    ]
    assert matrix.count("●") == 3
    picture = section(page, "<svg role=", "</svg>")
    assert "東都新聞は米紙をもとにした。" in picture
    assert "style=" not in picture


def check_exports(blog: Site) -> None:
    assert len(json.loads(blog.read("2023/09/06/x/citation.json"))) == 5
    assert "@article{x:toto," in blog.read("2023/09/06/x/citation.bib")
    assert blog.read("2023/09/06/x/citation.txt").startswith("試験のダイジェスト. “架空の会談”.")


def check_machines(blog: Site, page: str) -> None:
    graph = json.loads(section(page, '<script type="application/ld+json">', "</script>").partition(">")[2])["@graph"]
    toto, hokuyo, _, ministry = graph[0]["citation"]
    assert toto["locationCreated"][0]["geo"]["latitude"] == pytest.approx(38.9, abs=0.1)
    assert hokuyo["dateline"] == "ソウル 2023-09-04"
    assert ministry["publisher"]["@type"] == "Organization"
    items = json.loads(blog.read("feed.json"))["items"]
    assert items[0]["_digest"]["origins"] == ["米紙", "異国会議", "架空省"]
    assert items[0]["_digest"]["sources"][0]["reporters"] == ["青木健二"]


def test_a_cited_name_in_no_table_is_a_name_and_no_outlet(site: Make) -> None:
    post = POST.replace("cites: [米紙]", "cites: [ある国防省, hokuyo]")
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": post})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    line = text(section(page, '<p class="independence-line">', "</p>"))
    assert line == "3媒体が報道・元は3つ（ある国防省、異国会議の声明、架空省の発表）"
    assert not any("国防省" in path for path in blog.tree())
    assert "/ある国防省/" not in unquote(page)
    listed = OUTLETS + "ある国防省: {slug: defence, kind: official, country: KP}\n"
    blog.write("content/outlets.yaml", listed)
    assert blog.build().status == 0
    assert "ある国防省の声明" in text(blog.read("2023/09/06/x/index.html"))
    assert blog.exists("outlets/defence/index.html")


def test_a_source_may_be_cited_by_its_key(site: Make) -> None:
    post = POST.replace("outlet: 西州新聞, agency: 北洋通信,", "outlet: 西州新聞, cites: [toto],")
    named = post.replace("cites: [toto]", "cites: [東都新聞]")
    blog = site({"content/posts/x.md": post, "content/posts/y.md": named})
    assert blog.build().status == 0
    one, other = (
        text(section(blog.read(f"2023/09/06/{slug}/index.html"), '<p class="independence-line">', "</p>"))
        for slug in "xy"
    )
    assert one == other
    assert "nishi" not in one


def test_a_day_that_nothing_dates_stays_as_the_line_has_it(site: Make) -> None:
    post = POST.replace("dateline: ソウル 4日", "dateline: ソウル 9月4日").replace(
        "outlet: 北洋通信, published: 2023-09-05,", "outlet: 北洋通信,"
    )
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": post})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    assert "9月4日付" in text(section(page, 'id="source-hokuyo"', "</tbody>"))
    graph = json.loads(section(page, '<script type="application/ld+json">', "</script>").partition(">")[2])["@graph"]
    assert graph[0]["citation"][1]["dateline"] == "ソウル 9月4日"


def test_english_readers_are_told_in_english(site: Make) -> None:
    settings = "title: Fictional digest\nbase_url: https://digest.example/\nlanguage: en\ntimezone: Europe/London\n"
    blog = site({"content/site.yaml": settings, "content/outlets.yaml": OUTLETS, "content/posts/x.md": POST})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    line = text(section(page, '<p class="independence-line">', "</p>"))
    assert line.startswith("Outlets reporting: 3. Origins: 3 (米紙, a statement by 異国会議, ")


def test_a_post_with_one_report_shows_no_tables_to_compare(site: Make) -> None:
    post = "---\ntitle: 題\ndate: 2023-09-06\nsources: [東都新聞]\n---\n本文[@toto]。\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": post})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    assert "1媒体が報道・元は1つ（東都新聞の報道）" in text(page)
    assert "claims" not in page.partition("<main")[2]
    assert "<svg" not in page.partition("<main")[2]


WIRES = """sources:
  - {key: a, outlet: 東都新聞, byline: 【ワシントン共同】}
  - {key: b, outlet: 西州新聞, agency: ＫＹＯＤＯ}
  - {key: c, outlet: 海町新聞, agency: 共同通信}
  - {key: d, outlet: 山手新聞, byline: 【カブールAFP時事】}
  - {key: e, outlet: 港町新聞, agency: AFP通信}
"""


@pytest.mark.parametrize("table", ["", "共同通信社: {slug: kyodo, aliases: [共同通信], kind: agency}\n"])
def test_copies_of_one_wire_are_one_origin_however_the_agency_is_written(site: Make, table: str) -> None:
    post = f"---\ntitle: 題\ndate: 2023-09-06\n{WIRES}---\n本文[@a; @b; @c; @d; @e]。\n"
    blog = site({"content/outlets.yaml": OUTLETS + table, "content/posts/x.md": post})
    assert blog.build().status == 0
    line = text(section(blog.read("2023/09/06/x/index.html"), '<p class="independence-line">', "</p>"))
    assert line == f"5媒体が報道・元は2つ（{'共同通信社' if table else '共同'}の報道、AFPの報道）"


def test_exports_can_be_left_out(site: Make) -> None:
    settings = "title: 試験\nbase_url: https://digest.example/\nsections: [topics]\n"
    blog = site({"content/site.yaml": settings, "content/outlets.yaml": OUTLETS, "content/posts/x.md": POST})
    assert blog.build().status == 0
    assert not blog.exists("2023/09/06/x/citation.json")
    assert "citation.json" not in blog.read("2023/09/06/x/index.html")


BAD = """\
---
title: 題
date: 2023-09-06
sources:
  - {key: a, outlet: 東都新聞, published: 2023-09-05, cites: [西州新聞]}
  - {key: b, outlet: 西州新聞, published: 2023-09-05, cites: [東都新聞]}
  - {key: c, outlet: 南海放送, byline: 【ソウル=三浦沙織】, reporters: [青木健二], dateline: ワシントン}
  - {key: d, outlet: 北洋通信, byline: 【架空市=青木健二】}
  - {key: e, outlet: 架空紙, byline: 何かの一文である。}
---
本文
"""


def test_circles_and_odd_bylines_are_told_with_their_places(site: Make) -> None:
    blog = site({"content/posts/x.md": BAD})
    ran = blog.build()
    told = ran.stdout + ran.stderr
    assert ran.status == 1
    assert (
        "content/posts/x.md:5:58: error: these reports rest on each other in a circle: 東都新聞 → 西州新聞 → 東都新聞"
        in told
    )
    assert "says 三浦沙織, but “reporters” says 青木健二 [byline-disagrees]" in told
    assert "says ソウル, but “dateline” says ワシントン [byline-disagrees]" in told
    assert "“架空市” is no place we know [byline-place]" in told
    assert "x.md:9:" in told
    assert "[byline-unparsed]" in told


def test_a_citation_has_its_words_before_and_behind_the_number(site: Make) -> None:
    body = "本文[詳しくは @toto, 3面; -@nishi]と続き[see <b> @toto]、[@hokuyo; @ministry]。\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": POST.rpartition("---\n")[0] + "---\n" + body})
    assert blog.build().status == 0
    told = text(blog.read("2023/09/06/x/index.html"))
    assert "本文[詳しくは 1 (3面), 3]と続き[see <b> @toto]、[2, 4]。" in told.replace("&lt;", "<").replace("&gt;", ">")


def test_a_key_without_brackets_is_told_with_its_place(site: Make) -> None:
    body = "東都は@totoによると@toto2、x@toto.example、`@toto`、@nobody、[@toto; @nishi; @hokuyo; @ministry]。\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": POST.rpartition("---\n")[0] + "---\n" + body})
    done = blog.build()
    assert done.status == 0
    assert re.findall(r"(\S+): warning: .*\[bare-citation\]", done.stderr) == ["content/posts/x.md:16:4"]


def test_a_citation_where_there_are_no_sources_is_told(site: Make) -> None:
    blog = site({"content/pages/about.md": "---\ntitle: 説明\n---\n本文[詳しくは @toto]。\n"})
    done = blog.build()
    assert done.status != 0
    assert "content/pages/about.md:4:3: error:" in done.stderr
    assert "[citation-outside-post]" in done.stderr


def test_each_citation_group_has_its_row_among_the_claims(site: Make) -> None:
    body = "甲が先に述べた[@toto; @hokuyo]。昨年11月には乙だった[@nishi; @ministry]。\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": POST.rpartition("---\n")[0] + "---\n" + body})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    table = section(page, 'class="claims', "</table>")
    assert "甲が先に述べた。" in table
    assert "昨年11月には乙だった。" in table
    assert "甲が先に述べた。昨年" not in table
    assert set(re.findall(r'href="#(cite-[^"]+)"', table)) == {"cite-0-0", "cite-1-0"}


def test_date_words_stay_plain_text_where_the_site_wants_it_so(site: Make) -> None:
    settings = "title: 試験\nbase_url: https://digest.example/\n"
    body = "4日に会い、昨年12月に合意した[@toto; @nishi; @hokuyo; @ministry]。\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": POST.rpartition("---\n")[0] + "---\n" + body})
    for choice, marked in (("", True), ("date_words: plain\n", False), ("date_words: mark\n", True)):
        blog.write("content/site.yaml", settings + choice)
        assert blog.build().status == 0
        page = blog.read("2023/09/06/x/index.html")
        assert ('class="date-word"' in page) is marked
        assert ("<p>4日に会い、昨年12月に合意した" in page) is not marked


def test_a_date_that_is_inferred_says_so_on_the_page(site: Make) -> None:
    body = "4日に会った。昨年12月に合意し、翌日、公表した[@toto; @nishi; @hokuyo; @ministry]。\n"
    one = POST.replace("2023-09-04}", "2023-09-05}").rpartition("---\n")[0] + "---\n" + body
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": one})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    assert '<time datetime="2023-09-04" class="date-word" title="2023年9月4日" tabindex="0">4日</time>' in page
    assert '<time datetime="2023-09-05" class="date-word" title="2023年9月5日と推定" tabindex="0">翌日</time>' in page


def test_a_source_of_which_nothing_more_is_known_has_no_empty_row(site: Make) -> None:
    sources = "  - {key: a, outlet: 東都新聞}\n  - {key: b, outlet: 西州新聞, via: 転載所}\n"
    post = f"---\ntitle: 題\ndate: 2023-09-06\nsources:\n{sources}---\n本文\n"
    blog = site({"content/outlets.yaml": OUTLETS, "content/posts/x.md": post})
    assert blog.build().status == 0
    page = blog.read("2023/09/06/x/index.html")
    assert 'class="source-details"' not in section(page, 'id="source-a"', "</tbody>")
    details = section(page, 'id="source-b"', "</tbody>").partition('class="source-details"')[2]
    assert "転載所</dd>" in details
    assert not re.search(r"<(dl|td|p)\b[^>]*>\s*</\1>", details)
