"""A post whose every field holds markup, quotes and signs of writing direction: nothing of it acts, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from lxml import etree, html
from miniature import Site

from digest.content import posts
from digest.moments import zone
from digest.text.bidi import closed
from digest.wording import message

Make = Callable[[Mapping[str, str]], Site]

RLO, RLI, PDF = "\u202e", "\u2067", "\u202c"


def poison(name: str) -> str:
    """A text that closes what it may stand in, and turns all that follows it."""
    return f"{name}</title></script><script>alert(1)</script><b x=\"1\" y='2'>&amp;]]>{{{{ t('x') }}}}אב{RLI}{RLO}"


SOURCE: dict[str, Any] = {
    "key": "one",
    "outlet": poison("媒体甲"),
    "headline": poison("見出し"),
    "url": "https://toto.example/1?a='b'&c=%22",
    "byline": poison("署名"),
    "reporters": [{"name": poison("記者"), "role": poison("役"), "place": poison("記者の地")}],
    "dateline": {"place": [poison("発信地")], "agency": poison("発信通信")},
    "agency": poison("通信社"),
    "published": "2023-09-05",
    "print": {"kind": "朝刊", "edition": poison("版"), "page": poison("面"), "section": poison("国際")},
    "via": poison("転載"),
    "rights": poison("権利"),
    "cites": [poison("引かれた会議")],
}
FRONT: dict[str, Any] = {
    "title": poison("題"),
    "date": "2023-09-06",
    "summary": poison("要約"),
    "kicker": poison("肩"),
    "category": poison("分野"),
    "author": poison("書き手"),
    "backstory": poison("経緯"),
    "topics": [poison("話題")],
    "event": {"date": "2023-09-04", "place": [poison("現場")]},
    "corrections": [{"date": "2023-09-06", "text": poison("訂正")}],
    "sources": [SOURCE, {"key": "two", "outlet": poison("媒体乙"), "cites": [poison("媒体甲")]}],
}
BODY = f"本文は{poison('本文')}である[@one]。\n\n> 引用{RLO}文。 [@one]\n\n- 主張{RLO}である[@two]。\n"
SETTINGS = {
    "title": poison("サイト"),
    "description": poison("説明"),
    "author": poison("著者"),
    "base_url": "https://digest.example/",
    "registries": {"topics": "open"},
}


def post(front: Mapping[str, Any], body: str = BODY) -> str:
    return f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n{body}"


@pytest.fixture
def built(site: Make) -> Site:
    made = site({"content/site.yaml": json.dumps(SETTINGS, ensure_ascii=False), "content/posts/x.md": post(FRONT)})
    run = made.build()
    assert run.status == 0, run.stderr
    return made


def texts_of(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What stands outside of the flow of words: the title, every attribute, every text of a drawing."""
    for element in tree.iter(etree.Element):
        yield from ((f"{element.tag}/@{name}", value) for name, value in element.attrib.items())
        if element.tag in {
            "title",
            "text",
            "tspan",
            "desc",
            "bdi",
            "a",
            "th",
            "td",
            "dt",
            "dd",
            "li",
            "h1",
            "h2",
            "h3",
        }:
            yield str(element.tag), "".join(element.itertext())


def strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value if isinstance(value, list) else (*value, *value.values()):
            yield from strings_of(part)


def body_of(tree: html.HtmlElement) -> str:
    return str(tree.find(".//main").text_content())


def test_nothing_on_a_page_acts_or_turns_what_follows_it(built: Site) -> None:
    pages = {path: data.decode() for path, data in built.tree().items() if path.endswith(".html")}
    assert "2023/09/06/x/index.html" in pages
    for path, markup in pages.items():
        tree = html.document_fromstring(markup)
        assert {one.get("type") for one in tree.iter("script")} <= {"application/ld+json"}, path
        assert not tree.xpath("//b[@x] | //*[@y='2']"), path
        for place, text in texts_of(tree):
            in_body = place not in {"li", "td", "th"} or f"主張{RLO}" not in text
            assert closed(text) == text or not in_body, (path, place, text)


def test_everything_is_shown_as_it_was_written(built: Site) -> None:
    shown = body_of(html.document_fromstring(built.read("2023/09/06/x/index.html")))
    hidden = {"権利", "要約", "発信通信", "分野", "署名"}
    for text in strings_of(FRONT):
        if RLO in text and not any(text.startswith(name) for name in hidden):
            assert text.removesuffix(RLI + RLO) in shown, text


def test_names_from_right_to_left_stand_apart(built: Site) -> None:
    tree = html.document_fromstring(built.read("2023/09/06/x/index.html"))
    apart = {"".join(one.itertext()) for one in tree.iter("bdi")}
    for name in ("媒体甲", "通信社", "発信地", "記者", "役", "引かれた会議"):
        assert closed(poison(name)) in apart, name


def test_feeds_and_data_hold_the_texts_and_end_what_they_begin(built: Site) -> None:
    feeds = [path for path in built.tree() if path.endswith((".xml", ".json", ".opml", ".bib", ".txt"))]
    assert {"feed.xml", "atom.xml", "feed.json", "feeds.opml", "sitemap.xml", "2023/09/06/x/citation.json"} <= {*feeds}
    for path in feeds:
        data = built.tree()[path]
        if path.endswith(".json"):
            found = [text for text in strings_of(json.loads(data)) if "<p>" not in text]
        elif path.endswith((".xml", ".opml")):
            tree = etree.fromstring(data)
            found = [
                value for one in tree.iter() for value in (one.text or "", *one.attrib.values()) if "<p>" not in value
            ]
        else:
            found = data.decode().splitlines()
        assert all(closed(text) == text for text in found), path
    assert json.loads(built.read("feed.json"))["items"][0]["title"] == closed(poison("題"))


def test_json_ld_holds_the_texts_whole(built: Site) -> None:
    tree = html.document_fromstring(built.read("2023/09/06/x/index.html"))
    graph = json.loads(str(tree.findtext(".//script[@type='application/ld+json']")))["@graph"]
    assert graph[0]["headline"] == closed(poison("題"))
    assert graph[0]["citation"][0]["headline"] == closed(poison("見出し"))
    assert all(closed(text) == text for text in strings_of(graph))


CONTROL = "甲\x07乙"


def spoilt(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The front matter with a control character in one text at a time, and where."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        for path, other in spoilt(part, (*at, step)):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[step] = other
            yield path, copy
    if isinstance(value, str):
        yield at, CONTROL


def test_a_control_character_in_any_field_is_a_located_error() -> None:
    record, local = posts.post_record(zone("Asia/Tokyo")), zone("Asia/Tokyo")
    places = 0
    for place, front in spoilt(FRONT):
        text = "---\n" + json.dumps(front, indent=1) + "\n---\n本文\n"
        _, problems = posts.read(text, "content/posts/x.md", record, local)
        assert problems, place
        assert all(one.mark.line > 1 and message(one, "ja") for one in problems), place
        places += 1
    assert places > 25


def test_a_direction_hidden_in_an_escape_is_ended_too(site: Make) -> None:
    sources = '[{outlet: 東都新聞, reporters: ["青木\\u202e健二"]}]'
    front = f'---\ntitle: "題\\u202e"\ndate: 2023-09-06\nsources: {sources}\n---\n本文\n'
    made = site({"content/posts/x.md": front})
    assert made.build().status == 0
    tree = html.document_fromstring(made.read("2023/09/06/x/index.html"))
    assert tree.findtext(".//title") == f"題{RLO}{PDF} | 試験のダイジェスト"
    assert f"青木{RLO}健二{PDF}" in {"".join(one.itertext()) for one in tree.iter("bdi")}


def test_an_address_with_a_sign_of_direction_is_refused() -> None:
    record, local = posts.post_record(zone("Asia/Tokyo")), zone("Asia/Tokyo")
    front = f"title: 題\ndate: 2023-09-06\nsources: [{{outlet: 東都新聞, url: 'https://toto.example/{RLO}1'}}]\n"
    assert [one.code for one in posts.read(f"---\n{front}---\n", "x.md", record, local)[1]] == ["bad-url"]
