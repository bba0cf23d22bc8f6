"""JSON-LD as search engines read it: parsed from a script element of a page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from feed_samples import SITE
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from digest.site.jsonld import Facts, Point, breadcrumbs, news_article, website
from digest.site.views import CorrectionView, Head, Link, PostView, ReporterView, SourceView

WASHINGTON = Link("ワシントン", "places/washington/")
HEAD = Head("post", "2023/09/05/visit/", "月内に訪問か", "各紙が訪問の見通しを報じた。")
SOURCE = SourceView(
    key="toto",
    number=1,
    outlet=Link("東都新聞", "outlets/toto/"),
    headline="首脳が訪問へ",
    url="https://toto.example/a/1",
    archive_url="",
    lang="ja",
    reporters=(),
    places=(),
    dateline_date="",
    agency=None,
    published="2023-09-05",
    modified="",
    accessed="",
    print_edition="",
    via="",
    paywall=False,
    kind="reportage",
    treatment="summary",
    cites=(),
)
POST = PostView(
    head=HEAD,
    title="月内に訪問か",
    kicker="",
    status="",
    date="2023-09-05",
    updated="",
    author="",
    event_date="",
    event_places=(),
    topics=(),
    sources=(),
    reporters=(),
    dateline=(),
    body_html="",
    newer=None,
    older=None,
    story=None,
    related=(),
    corrections=(),
    backstory="",
    held="",
)
PAGE = "https://name.github.io/repo/2023/09/05/visit/"


def nodes(document: str) -> list[dict[str, Any]]:
    page = html.fromstring(f'<html><body><script type="application/ld+json">{document}</script><p>x</p></body></html>')
    (script,) = page.iter("script")
    read = json.loads(script.text or "")
    assert read["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = read["@graph"]
    return found


def article(post: PostView, facts: Facts = Facts()) -> dict[str, Any]:  # noqa: B008 - a frozen value
    return nodes(news_article(post, SITE, facts))[0]


def citation(source: SourceView, facts: Facts = Facts()) -> dict[str, Any]:  # noqa: B008 - a frozen value
    (found,) = article(POST._replace(sources=(source,)), facts)["citation"]
    assert isinstance(found, dict)
    return found


def test_a_post_by_itself() -> None:
    site = {"name": "東都安保ダイジェスト", "url": "https://name.github.io/repo/"}
    assert article(POST) == {
        "@type": "NewsArticle",
        "@id": f"{PAGE}#article",
        "url": PAGE,
        "mainEntityOfPage": PAGE,
        "headline": "月内に訪問か",
        "description": "各紙が訪問の見通しを報じた。",
        "inLanguage": "ja",
        "datePublished": "2023-09-05",
        "dateModified": "2023-09-05",
        "author": {"@type": "Person", "name": "三浦沙織", "url": "https://name.github.io/repo/about/"},
        "publisher": {"@type": "Organization", **site},
        "isPartOf": {"@type": "WebSite", "@id": "https://name.github.io/repo/#website", **site},
        "isAccessibleForFree": True,
    }


def test_a_report_in_full() -> None:
    source = SOURCE._replace(
        reporters=(ReporterView("青木健二", "", "特派員", WASHINGTON),),
        places=(WASHINGTON, Link("ソウル")),
        dateline_date="2023-09-04",
        agency=Link("北辰通信"),
        modified="2023-09-05T12:00:00+09:00",
        archive_url="https://archive.example/1",
        print_edition="朝刊14版3面国際",
        print_page="3面",
        print_section="国際",
        paywall=True,
        cites=(Link("西海日報"),),
    )
    assert citation(source, Facts(points={"ワシントン": Point(38.9, -77.04)})) == {
        "@type": "NewsArticle",
        "@id": f"{PAGE}#source-toto",
        "headline": "首脳が訪問へ",
        "url": "https://toto.example/a/1",
        "archivedAt": "https://archive.example/1",
        "publisher": {"@type": "NewsMediaOrganization", "name": "東都新聞"},
        "author": [{"@type": "Person", "name": "青木健二"}],
        "sourceOrganization": {"@type": "Organization", "name": "北辰通信"},
        "datePublished": "2023-09-05",
        "dateModified": "2023-09-05T12:00:00+09:00",
        "inLanguage": "ja",
        "isAccessibleForFree": False,
        "locationCreated": [
            {
                "@type": "Place",
                "name": "ワシントン",
                "geo": {"@type": "GeoCoordinates", "latitude": 38.9, "longitude": -77.04},
            },
            {"@type": "Place", "name": "ソウル"},
        ],
        "citation": [{"@type": "CreativeWork", "creator": {"@type": "Organization", "name": "西海日報"}}],
        "dateline": "ワシントン・ソウル 2023-09-04",
        "printEdition": "朝刊14版",
        "printPage": "3",
        "printSection": "国際",
    }


def test_a_post_is_based_on_its_sources() -> None:
    found = article(POST._replace(sources=(SOURCE, SOURCE._replace(key="b"))))
    assert found["isBasedOn"] == [{"@id": f"{PAGE}#source-toto"}, {"@id": f"{PAGE}#source-b"}]
    assert [one["@id"] for one in found["citation"]] == [one["@id"] for one in found["isBasedOn"]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("reportage", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("background", "BackgroundNewsArticle"),
        ("interview", "NewsArticle"),
        ("release", "Article"),
    ],
)
def test_kinds_of_reports(kind: str, expected: str) -> None:
    assert citation(SOURCE._replace(kind=kind))["@type"] == expected


def test_a_release_comes_from_no_newsroom() -> None:
    found = citation(SOURCE._replace(kind="release", outlet=Link("某省"), places=(WASHINGTON,), print_edition="1面"))
    assert found["publisher"] == {"@type": "Organization", "name": "某省"}
    assert not {"dateline", "printEdition"} & set(found)


def test_what_is_unknown_is_not_said() -> None:
    found = citation(SOURCE._replace(url="javascript:alert(1)", outlet=Link(""), headline="", published="2022-11~"))
    assert found == {"@type": "NewsArticle", "@id": f"{PAGE}#source-toto", "inLanguage": "ja"}


def test_dates_with_an_offset_come_from_the_head() -> None:
    head = HEAD._replace(published="2023-09-05T00:00:00+09:00", updated="2023-09-06T08:00:00+09:00")
    found = article(POST._replace(head=head))
    assert (found["datePublished"], found["dateModified"]) == (head.published, head.updated)


def test_the_frozen_id_and_type_and_language() -> None:
    found = article(POST, Facts("tag:name.github.io,2023:posts/visit", "AnalysisNewsArticle", "en"))
    assert (found["@id"], found["@type"], found["inLanguage"]) == (
        "tag:name.github.io,2023:posts/visit",
        "AnalysisNewsArticle",
        "en",
    )


@pytest.mark.parametrize("kind", ["ReportageNewsArticle", "Event", ""])
def test_no_claim_of_own_reporting_nor_of_what_is_no_article(kind: str) -> None:
    assert article(POST, Facts(type=kind))["@type"] == "NewsArticle"


def test_where_and_when_it_happened() -> None:
    place = {"@type": "Place", "name": "ワシントン"}
    known = article(POST._replace(event_places=(WASHINGTON,), event_date="2023-09-10/2023-09-13"))
    assert known["contentLocation"] == [place]
    assert known["about"] == {
        "@type": "Event",
        "name": "月内に訪問か",
        "startDate": "2023-09-10",
        "endDate": "2023-09-13",
        "location": [place | {"address": "ワシントン"}],
    }
    assert "about" not in article(POST._replace(event_places=(WASHINGTON,), event_date="2022-11~"))
    assert "about" not in article(POST._replace(event_date="2023-09-10"))


def test_corrections_topics_status_and_backstory() -> None:
    found = article(
        POST._replace(
            corrections=(CorrectionView("2023-09-06", "第2段落の日付を訂正", Link("x")),),
            topics=(Link("訪問", "topics/visit/"),),
            status="corrected",
            backstory="2紙を比べた",
        )
    )
    assert found["correction"] == [
        {"@type": "CorrectionComment", "text": "第2段落の日付を訂正", "datePublished": "2023-09-06"}
    ]
    assert found["dateModified"] == "2023-09-06", "a correction is a change"
    assert found["keywords"] == ["訪問"]
    assert found["creativeWorkStatus"] == "corrected"
    assert found["backstory"] == "2紙を比べた"


def test_a_picture_of_the_post_before_that_of_the_site() -> None:
    site = SITE._replace(image="card.png")
    assert nodes(news_article(POST, site))[0]["image"] == ["https://name.github.io/repo/card.png"]
    own = POST._replace(head=HEAD._replace(image="media/a.jpg"))
    assert nodes(news_article(own, site))[0]["image"] == ["https://name.github.io/repo/media/a.jpg"]


def test_authors() -> None:
    assert article(POST._replace(author="佐藤幸"))["author"] == {
        "@type": "Person",
        "name": "佐藤幸",
        "url": "https://name.github.io/repo/",
    }
    nameless = nodes(news_article(POST, SITE._replace(author="", author_url="")))[0]
    assert nameless["author"] == nameless["publisher"]


def test_home() -> None:
    (home,) = nodes(website(SITE))
    assert (home["@type"], home["name"], home["url"]) == ("WebSite", SITE.title, SITE.base_url)


def test_the_way_from_home() -> None:
    head = HEAD._replace(crumbs=(Link("2023年", "2023/"), Link("無頁")))
    (trail,) = nodes(breadcrumbs(head, SITE))
    home = "https://name.github.io/repo/"
    assert trail == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "東都安保ダイジェスト", "item": home},
            {"@type": "ListItem", "position": 2, "name": "2023年", "item": f"{home}2023/"},
            {"@type": "ListItem", "position": 3, "name": "無頁"},
            {"@type": "ListItem", "position": 4, "name": "月内に訪問か", "item": PAGE},
        ],
    }
    assert nodes(news_article(POST._replace(head=head), SITE))[1] == trail


def test_a_page_without_crumbs_says_nothing() -> None:
    assert breadcrumbs(HEAD, SITE) == ""


@given(
    st.lists(
        st.sampled_from(("</script>", "<!--", "&", "\u2028", "護", '"', "\\", "\ud800", "\x00")) | st.text(), max_size=6
    )
)
def test_nothing_leaves_the_script_element(pieces: list[str]) -> None:
    text = "".join(pieces)
    source = SOURCE._replace(
        headline=text, outlet=Link(text), cites=(Link(text),), reporters=(ReporterView(text, "", "", None),)
    )
    post = POST._replace(
        title=text, author=text, sources=(source,), topics=(Link(text),), head=HEAD._replace(description=text)
    )
    document = news_article(post, SITE)
    assert not re.search("[<>&\u2028\u2029\x00-\x1f]", document)
    assert json.loads(document.encode().decode())["@graph"]
