"""A saved page becomes an entry of `sources:`, put in without changing anything else; the network stays outside."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Callable, Iterator, Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from miniature import Site

from digest import moments
from digest.content import registries
from digest.content.resolving import Registries
from digest.desk import appending, clipping, fetching, webpage
from digest.errors import ContentError

Make = Callable[[Mapping[str, str]], Site]
ZONE = moments.zone("Asia/Tokyo")


def table(kind: str, text: str = "") -> registries.Registry:
    return registries.read(kind, text, f"content/{kind}.yaml", closed=False)[0]


OUTLETS = "東都新聞: {slug: toto, domains: [toto.example]}\n西部新聞: {slug: seibu, domains: [seibu.example]}\n"
TABLES = Registries(table("topics"), table("outlets", OUTLETS), table("places", "ワシントン: {}\n"))


def clip(html: str, url: str = "") -> clipping.Clip:
    return clipping.clip(webpage.read(html), url, TABLES, ZONE)


GRAPH = """<html lang="ja"><head><title>離島で訓練へ、来月にも | 東都新聞デジタル</title>
<meta property="og:site_name" content="東都新聞デジタル">
<meta property="og:title" content="離島で訓練へ、来月にも｜東都新聞デジタル">
<link rel="canonical" href="https://www.toto.example/a/1?utm_source=x&id=2#top">
<script type="application/ld+json">[{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "東都新聞デジタル"},
 {"@type": ["NewsArticle", "Thing"], "headline": "離島で訓練へ、
来月にも", "datePublished": "2023-09-05T09:15:00+0900", "dateModified": "2023-09-05T10:00:00+09:00",
 "author": [{"@type": "Person", "name": "青木健二記者"}, {"@type": "Organization", "name": "東都新聞社"},],
 "isAccessibleForFree": "False"},]}]</script></head><body><p>本文</p></body></html>"""


def test_json_ld_with_its_slips_gives_everything() -> None:
    assert clip(GRAPH) == clipping.Clip(
        outlet="東都新聞",
        headline="離島で訓練へ、 来月にも",
        url="https://www.toto.example/a/1?id=2",
        reporters=("青木健二",),
        published="2023-09-05T09:15:00+09:00",
        modified="2023-09-05T10:00:00+09:00",
        paywall=True,
        host="toto.example",
    )


PUBLISHED = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "北部日報"}}</script>'


@pytest.mark.parametrize(
    ("url", "head", "outlet"),
    [
        ("https://amp.hokubu.example/1", "", "hokubu.example"),
        ("https://www.m.hokubu.example/1", "", "hokubu.example"),
        ("https://www.google.com/amp/s/amp.hokubu.example/1", "", "hokubu.example"),
        ("https://m.example/1", "", "m.example"),
        (
            "https://www.hokubu.example/1",
            '<meta property="og:site_name" content="北部日報デジタル">',
            "北部日報デジタル",
        ),
        ("https://www.hokubu.example/1", PUBLISHED, "北部日報"),
        ("https://www.hokubu.example/1", '<meta property="og:site_name" content="東都新聞">', "東都新聞"),
        ("https://www.hokubu.example/1", '<meta property="og:site_name" content="題">', "hokubu.example"),
        (
            "https://www.hokubu.example/1",
            '<meta property="og:site_name" content="https://x.example/">',
            "hokubu.example",
        ),
    ],
)
def test_an_outlet_that_no_table_tells_is_proposed(url: str, head: str, outlet: str) -> None:
    found = clip(f"<title>題</title>{head}<p>本文</p>", url)
    assert (found.outlet, found.known) == (outlet, False)


@pytest.mark.parametrize("before", ["", "sources: [{outlet: 東都新聞, url: 'https://toto.example/9'}]\n"])
def test_a_proposed_outlet_is_asked_about_where_it_stands(site: Make, before: str) -> None:
    post = "content/posts/2023/09/two.md"
    draft = f"---\ntitle: 続報\ndate: 2023-09-06\ndraft: true\n{before}---\n本文\n"
    made = site({post: draft, "content/outlets.yaml": OUTLETS})
    page = str(made.write("saved.html", "<title>題</title><p>本文</p>"))
    ran = made.run("clip", page, "--url", "https://amp.hokubu.example/1", "--post", "two", env={"DIGEST_LANG": "ja"})
    assert ran.status == 0
    assert "仮に「hokubu.example」としました" in ran.stderr
    written = (made.root / post).read_text(encoding="utf-8")
    assert ("outlet: hokubu.example  # 仮の名前。" in written) == (not before)
    assert made.build("--drafts").status == 0


OPEN_GRAPH = """<html><head><meta property="og:title" content="護衛艦が帰港 - 西部新聞">
<meta property="og:site_name" content="護衛艦が帰港"><meta property="og:url" content="https://seibu.example/2">
<meta property="article:published_time" content="2023-09-04T23:00:00Z">
<meta name="author" content="西部新聞編集部"></head>
<body><article><h1>護衛艦が帰港</h1><p>【ワシントン＝三浦沙織】護衛艦が帰港した。</p></article></body></html>"""


def test_open_graph_and_the_byline_in_the_text() -> None:
    found = clip(OPEN_GRAPH)
    assert (found.outlet, found.headline) == ("西部新聞", "護衛艦が帰港")
    assert (found.reporters, found.dateline) == (("三浦沙織",), "ワシントン")
    assert found.published == "2023-09-05T08:00:00+09:00"
    assert found.paywall is None


@pytest.mark.parametrize(
    ("title", "site", "headline"),
    [
        ("首脳会談へ | 東都新聞", "東都新聞", "首脳会談へ"),
        ("首脳会談へ：東都新聞", "東都新聞", "首脳会談へ"),
        ("首脳会談へ - 国際 - 東都新聞", "東都新聞", "首脳会談へ - 国際"),
        ("米軍 - 韓国軍の訓練", "東都新聞", "米軍 - 韓国軍の訓練"),
        ("速報：首脳会談へ", "", "速報：首脳会談へ"),
        ("東都新聞", "東都新聞", "東都新聞"),
    ],
)
def test_only_the_name_of_the_site_is_taken_off_a_headline(title: str, site: str, headline: str) -> None:
    html = f'<title>{title}</title><meta property="og:site_name" content="{site}"><p>本文</p>'
    assert clip(html, "https://toto.example/1").headline == headline


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("青木健二", ("青木健二",)),
        ("青木健二、三浦沙織", ("青木健二", "三浦沙織")),
        ("文・青木健二", ("青木健二",)),
        ("By John Smith and Mary Jones", ("John Smith", "Mary Jones")),
        ("東都新聞", ()),
        ("共同", ()),
        ("東都新聞社会部", ()),
        ("https://toto.example/author/1", ()),
        ("ワシントン", ()),
    ],
)
def test_only_persons_are_reporters(author: str, names: tuple[str, ...]) -> None:
    html = f'<title>題</title><meta name="author" content="{author}"><p>本文</p>'
    assert clip(html, "https://toto.example/1").reporters == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
@pytest.mark.parametrize("told", [True, False])
def test_every_japanese_encoding_is_read(encoding: str, *, told: bool) -> None:
    name = {"cp932": "Shift_JIS", "utf-8-sig": "utf-8"}.get(encoding, encoding.replace("iso2022_jp", "iso-2022-jp"))
    meta = f'<meta charset="{name}">' if told else ""
    text = f"<html><head>{meta}<title>防衛省が発表、来月にも離島で訓練を行う方針</title></head></html>"
    assert clip(webpage.decode(text.encode(encoding)), "https://toto.example/1").headline.startswith("防衛省が発表")


def test_an_address_of_another_site_or_a_front_page_is_not_believed() -> None:
    html = '<link rel="canonical" href="https://evil.example/x"><meta property="og:url" content="https://toto.example/"><title>題</title>'
    assert clip(html, "https://toto.example/a/1?fbclid=1").url == "https://toto.example/a/1"


@given(st.text(max_size=300), st.binary(max_size=200))
def test_no_page_is_beyond_reading_and_every_entry_is_yaml(text: str, data: bytes) -> None:
    html = (
        f'<title>{text}</title><meta name="author" content="{text}"><script type="application/ld+json">{text}</script>'
    )
    for page in (html, text, webpage.decode(data)):
        lines = clipping.block(clip(page, "https://toto.example/1"))
        assert isinstance(yaml.load("\n".join(lines), yaml.BaseLoader), dict)


POST = """---
title: 演習の見通し
# 情報源は朝のうちに
sources:
    -   outlet: 東都新聞   # 一紙め
        url: https://toto.example/1

    # ここまで
topics: [演習]
---
本文。[@toto]
"""
SHAPES = [
    POST,
    POST.replace("\n", "\r\n"),
    "---\nsources:\n- 東都新聞\n- {outlet: 西部新聞}\ntitle: x\n---\n",
    "---\nsources: [東都新聞, {outlet: 西部新聞}] # 二紙\ntitle: x\n---\n",
    "---\nsources: []\ntitle: x\n---\n",
    "---\ntitle: x\nsources:\n---\n",
    "---\ntitle: x\nsources:   # まだない\n  # - outlet: 例\ndraft: true\n---\n",
    "---\ntitle: x\nsources: 東都新聞、西部新聞\ndraft: true\n---\n",
    "---\ntitle: x\n---\n本文\n",
    "---\nsources:\n  - outlet: 東都新聞\n    byline: |\n      【ワシントン】\n\ndraft: true\n---\n",
]


@pytest.mark.parametrize("text", SHAPES)
def test_an_entry_is_put_in_and_every_other_line_stays(text: str) -> None:
    lines = clipping.block(clip(GRAPH))
    after = appending.appended(text.encode(), "content/posts/x.md", lines).decode()
    value = yaml.load(after.split("---")[1], yaml.BaseLoader)
    assert value["sources"][-1]["outlet"] == "東都新聞"
    assert value["sources"][-1]["reporters"] == ["青木健二"]
    assert after.count("\r\n") in {0, after.count("\n")}
    kept = [line for line in text.splitlines() if not line.startswith("sources:")]
    left = iter(after.splitlines())
    assert all(line in left for line in kept)


def test_the_command_prints_or_appends_and_tells_of_another_use(site: Make) -> None:
    tables = {"content/outlets.yaml": OUTLETS, "content/topics.yaml": "演習: {}\n"}
    first = POST.replace("title", "date: 2023-09-05\ntitle").replace(
        "https://toto.example/1", "https://toto.example/a/1?id=2"
    )
    second = "---\ntitle: 続報\ndate: 2023-09-06\ndraft: true\n---\n本文\n"
    made = site({"content/posts/2023/09/one.md": first, "content/posts/2023/09/two.md": second, **tables})
    page = made.write("saved.html", GRAPH)
    printed = made.run("clip", str(page))
    assert printed.status == 0
    assert printed.stdout.startswith("  - outlet: 東都新聞\n    headline: ")
    assert "content/posts/2023/09/one.md already (line 7)" in printed.stderr
    assert made.run("clip", str(page), "--post", "two").status == 0
    assert "青木健二" in (made.root / "content/posts/2023/09/two.md").read_text(encoding="utf-8")
    assert made.build().status == 0
    wrong = made.run("clip", str(page), "--post", "tow")
    assert wrong.status == 1
    assert "did you mean" in wrong.stderr or "no-post" in wrong.stderr


def test_ten_megabytes_on_one_line_are_refused_with_the_line_and_the_limit(site: Make) -> None:
    made = site({})
    page = made.write("saved.html", GRAPH + "\n<p>" + "海" * 3_400_000)
    before = sorted(made.root.rglob("*"))
    ran = made.run("clip", str(page))
    assert (ran.status, ran.stdout) == (1, "")
    assert f"saved.html:{GRAPH.count(chr(10)) + 2}" in ran.stderr
    assert "8 MB" in ran.stderr
    assert sorted(made.root.rglob("*")) == before


def test_a_report_goes_into_a_post_once_and_never_without_outlet_and_address(site: Make) -> None:
    post = "content/posts/2023/09/two.md"
    draft = "---\ntitle: 続報\ndate: 2023-09-06\ndraft: true\n---\n本文\n"
    made = site({post: draft, "content/outlets.yaml": OUTLETS})
    page = str(made.write("saved.html", GRAPH))
    assert made.run("clip", page, "--post", "two").status == 0
    before = (made.root / post).read_bytes()
    again = made.run("clip", page, "--post", "two")
    assert (again.status, f"{post}:8" in again.stderr, "[clip-there-already]" in again.stderr) == (1, True, True)
    nowhere = str(made.write("nowhere.html", "<title>題だけのページ</title>"))
    refused = made.run("clip", nowhere, "--post", "two")
    assert (refused.status, "[clip-no-address]" in refused.stderr, "--url" in refused.stderr) == (1, True, True)
    assert (made.root / post).read_bytes() == before
    printed = made.run("clip", nowhere)
    assert (printed.status, "--url" in printed.stderr, "?" in printed.stderr) == (0, True, False)


def test_a_carrier_is_never_the_outlet() -> None:
    page = """<title>x</title><meta property="og:site_name" content="Yahoo!ニュース">
<meta property="og:title" content="離島で訓練へ（東都新聞） - Yahoo!ニュース"><meta property="og:url" content="https://carrier.example/1">"""
    found = clip(page)
    assert (found.outlet, found.via, found.headline, found.known) == (
        "東都新聞",
        "Yahoo!ニュース",
        "離島で訓練へ",
        True,
    )
    unlisted = clip(page.replace("東都新聞", "どこかの新聞"))
    assert (unlisted.outlet, unlisted.via, unlisted.headline) == ("", "Yahoo!ニュース", "離島で訓練へ（どこかの新聞）")
    outlets = table("outlets", "載せる場: {slug: carrier, kind: aggregator, domains: [carrier.example]}\n")
    listed = clipping.clip(webpage.read(page), "", TABLES._replace(outlets=outlets), ZONE)
    assert (listed.outlet, listed.via) == ("", "載せる場")


def test_character_references_in_json_ld_are_read() -> None:
    assert clip(GRAPH.replace("離島で訓練へ、\n来月にも", "訓練 &amp; 補給")).headline == "訓練 & 補給"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "255.255.255.255",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_not(address: str) -> None:
    assert fetching.is_public(address)


class Server(http.server.BaseHTTPRequestHandler):
    """Pages, redirects, too much, and what is no page."""

    def do_GET(self) -> None:
        moved = {"/old": "/page", "/loop": "/loop", "/away": "ftp://toto.example/", "/inside": "http://10.0.0.1/"}
        self.send_response(302 if self.path in moved else 404 if self.path == "/none" else 200)
        if self.path in moved:
            self.send_header("Location", moved[self.path])
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=euc-jp")
        if self.path == "/short":
            self.send_header("Content-Length", "100000")
        self.end_headers()
        if self.path == "/drip":
            self.drip()
        self.wfile.write(b"x" * 6_000_000 if self.path == "/huge" else GRAPH.encode("euc_jp"))

    def drip(self) -> None:
        """A page that never ends, a sign at a time, until nobody listens."""
        with contextlib.suppress(OSError):
            for _ in range(1_000):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine, which for once counts as public."""
    real = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda one: one == "127.0.0.1" or real(one))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_over_a_redirect(address: str) -> None:
    found = fetching.fetch(f"{address}/old")
    assert found.url == f"{address}/page"
    assert webpage.read(webpage.decode(found.data, found.charset)).site_name == "東都新聞デジタル"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/loop", "clip-redirects"),
        ("/away", "clip-bad-url"),
        ("/inside", "clip-not-public"),
        ("/none", "clip-status"),
        ("/huge", "clip-too-large"),
        ("/picture", "clip-no-page"),
    ],
)
def test_what_is_not_fetched_says_why(address: str, path: str, code: str) -> None:
    with pytest.raises(ContentError) as caught:
        fetching.fetch(address + path)
    assert [one.code for one in caught.value.problems] == [code]


@pytest.mark.parametrize("path", ["/short", "/drip"])
def test_a_page_that_does_not_come_whole_is_no_page(address: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    with pytest.raises(ContentError) as caught:
        fetching.fetch(address + path)
    assert [one.code for one in caught.value.problems] == ["clip-unreachable"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost:1/", "file:///etc/hosts", "http://[::1]/"])
def test_nothing_inside_is_fetched(url: str) -> None:
    with pytest.raises(ContentError) as caught:
        fetching.fetch(url)
    assert {one.code for one in caught.value.problems} <= {"clip-not-public", "clip-bad-url"}


def test_a_charset_that_is_none_is_passed_over() -> None:
    assert webpage.decode(b'<meta charset="shift"><title>a\x81 \xff</title>').endswith("<title>a\ufffd \ufffd</title>")
