"""Links to other sites are asked for politely, against a server of faults on this machine; never by the build."""

from __future__ import annotations

import datetime
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from miniature import Site

from digest.desk import asking, linking
from digest.desk.asking import Reply
from digest.desk.linkcheck import check_links
from digest.desk.manners import PATIENCE, TRIES, Manners
from digest.desk.verdicts import is_apology, is_top
from digest.errors import ContentError
from digest.site import linkfile
from digest.site.linkfile import Result
from digest.verifying import Silent

Make = Callable[[Mapping[str, str]], Site]
TODAY = datetime.date(2026, 1, 10)
NOW = datetime.datetime(2026, 1, 10, tzinfo=datetime.UTC)
PAGE = "<html><head><title>東都新聞</title></head><body><h1>架空の演習、始まる</h1></body></html>"
REFUSING = {"/no-head": 405, "/lying-head": 404}
"""Paths that answer HEAD with this status, and GET well."""
SORRY = "<html><head><title>東都新聞</title></head><h1>お探しのページは見つかりませんでした</h1></html>"


class Faults(ThreadingHTTPServer):
    """A server whose paths say how it misbehaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.busy = 0
        self.most_busy = 0
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.robots: tuple[int, str] = (404, "")

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Faults
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Nothing is said."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        server.busy += 1
        server.most_busy = max(server.most_busy, server.busy)
        host = self.headers["Host"].partition(":")[0]
        server.at_once[host] += 1
        server.most_at_once[host] = max(server.most_at_once[host], server.at_once[host])
        server.asked.append((host, self.command, self.path))
        status, heads, body = self._reply(host)
        data = body.encode()
        server.busy -= 1
        server.at_once[host] -= 1
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name, value)
        self.send_header("Content-Type", heads.get("Content-Type", "text/html; charset=utf-8"))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def _reply(self, host: str) -> tuple[int, dict[str, str], str]:
        path = self.path
        seen = Counter(self.server.asked)[host, self.command, path]
        if path == "/robots.txt":
            return self.server.robots[0], {"Content-Type": "text/plain"}, self.server.robots[1]
        if path.startswith("/status/"):
            return int(path.split("/")[2].partition("?")[0]), {}, PAGE
        if path.startswith("/to"):
            return 302, {"Location": path.partition("=")[2]} if "=" in path else {}, ""
        if path == "/recovers" and seen < 3:
            return 503, {"Retry-After": "2"}, ""
        if path in REFUSING and self.command == "HEAD":
            return REFUSING[path], {}, ""
        time.sleep(1.5 if path.startswith("/slow") else 0.05 if path.startswith("/late") else 0)
        return 200, {}, SORRY if path == "/sorry" else PAGE


@pytest.fixture
def server() -> Iterator[Faults]:
    """The server, running."""
    made = Faults()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were asked for."""
    return []


@pytest.fixture
def manners(pauses: list[float]) -> Manners:
    """Every name is this machine; nobody waits."""
    return Manners(lambda *_: "127.0.0.1", pauses.append)


def verdicts(urls: list[str], manners: Manners, known: Mapping[str, Result] | None = None) -> dict[str, str]:
    found = check_links(dict.fromkeys(urls, ("a.md",)), known or {}, TODAY, lambda _: None, manners)
    return {url: one.verdict for url, one in found.items()}


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/articles/1", "ok"),
        ("/status/404", "missing"),
        ("/status/410", "gone"),
        ("/status/403", "blocked"),
        ("/status/500", "unreachable"),
        ("/sorry", "soft"),
        ("/to=/", "top"),
        ("/to=/index.html", "top"),
        ("/to=/articles/2", "ok"),
        ("/to=/status/404", "missing"),
        ("/to-nowhere", "unreachable"),
        ("/to=/to=/to=/to=/to=/to=/to=/to=/articles/1", "unreachable"),
        ("/to=ftp://news.example/x", "unreachable"),
        ("/no-head", "ok"),
        ("/lying-head", "ok"),
        ("/recovers", "ok"),
        ("/", "ok"),
        ("/日本語?q=あ", "ok"),
    ],
)
def test_each_fate_is_told_apart(server: Faults, manners: Manners, path: str, verdict: str) -> None:
    url = server.url(path)
    assert verdicts([url], manners) == {url: verdict}


def test_a_redirect_to_the_top_of_another_host_of_the_family(server: Faults, manners: Manners) -> None:
    url = server.url(f"/to={server.url('/', 'www.news.example')}")
    assert verdicts([url], manners) == {url: "top"}


def test_no_server_no_answer(manners: Manners) -> None:
    url = "http://nobody.example:1/article"
    assert verdicts([url], manners) == {url: "unreachable"}


def test_a_server_that_is_too_slow(server: Faults, manners: Manners, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    url = server.url("/slow")
    assert verdicts([url], manners) == {url: "unreachable"}


def test_addresses_inside_are_never_asked(server: Faults) -> None:
    url = server.url("/articles/1", "127.0.0.1")
    assert verdicts([url], Manners(sleep=lambda _: None)) == {url: "unreachable"}
    assert server.asked == []


def test_robots_are_obeyed(server: Faults, manners: Manners, pauses: list[float]) -> None:
    server.robots = (200, "User-agent: digest-press\nDisallow: /private/\nCrawl-delay: 3\n")
    one, other = server.url("/private/1"), server.url("/public/1")
    assert verdicts([one, other], manners) == {one: "blocked", other: "ok"}
    assert not any(path == "/private/1" for _, _, path in server.asked)
    assert max(pauses) == 3


def test_a_host_whose_robots_fail_is_left_alone(server: Faults, manners: Manners) -> None:
    server.robots = (503, "")
    url = server.url("/articles/1")
    assert verdicts([url], manners) == {url: "blocked"}


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(
    server: Faults, manners: Manners, pauses: list[float]
) -> None:
    verdicts([server.url(f"/articles/{number}") for number in range(5)], manners)
    assert server.most_busy == 1
    assert len(pauses) == len(server.asked) - 1
    assert min(pauses) >= 1


def test_busy_servers_are_given_the_time_they_ask_for(server: Faults, manners: Manners, pauses: list[float]) -> None:
    verdicts([server.url("/recovers")], manners)
    assert 2.0 in pauses


def test_what_was_well_lately_is_not_asked_for_again(server: Faults, manners: Manners) -> None:
    url, old = server.url("/articles/1"), server.url("/articles/2")
    known = {
        url: Result(url, "ok", "2025-01-01", "2026-01-08", "200", ("a.md",)),
        old: Result(old, "ok", "2025-01-01", "2026-01-01", "200", ("a.md",)),
    }
    found = check_links({url: ("b.md",), old: ("a.md",)}, known, TODAY, lambda _: None, manners)
    assert {path for _, _, path in server.asked} == {"/robots.txt", "/articles/2"}
    assert found[url].posts == ("b.md",)
    assert (found[old].since, found[old].checked) == ("2025-01-01", "2026-01-10")


def test_the_day_of_death_stays_and_silence_is_death_after_a_week(server: Faults, manners: Manners) -> None:
    dead, mute = server.url("/status/404"), server.url("/status/500")
    known = {
        dead: Result(dead, "missing", "2025-12-01", "2025-12-20", "404", ("a.md",)),
        mute: Result(mute, "unreachable", "2026-01-02", "2026-01-02", "500", ("a.md",)),
    }
    assert not known[mute].dead
    found = check_links({dead: ("a.md",), mute: ("a.md",)}, known, TODAY, lambda _: None, manners)
    assert found[dead].since == "2025-12-01"
    assert found[mute].dead


POST = """---
title: 東都港の演習
date: 2025-09-05
sources:
  - outlet: 東都新聞
    headline: 架空の演習、始まる
    url: {dead}
    archive_url: https://archive.example/1
    published: 2025-09-05
  - {{outlet: 港町新聞, headline: 演習の記録, url: "{alive}", published: 2025-09-05}}
---
本文と[外の場所]({outside})。
"""
NOTE = "---\ntitle: 別の記事\ndate: 2025-09-06\nkind: note\n---\n本文\n"


def test_a_dead_link_is_marked_on_its_post_alone_and_the_citation_kept(
    site: Make, server: Faults, manners: Manners
) -> None:
    dead, alive, outside = server.url("/status/404"), server.url("/articles/1"), server.url("/to=/")
    path = "content/posts/2025/09/exercise.md"
    files = {path: POST.format(dead=dead, alive=alive, outside=outside), "content/posts/2025/09/note.md": NOTE}
    blog = site(files)
    assert blog.build().status == 0
    before = blog.tree()
    told = linking.check(blog.root, NOW, Silent(), manners).problems
    assert [(one.code, one.mark.path, one.mark.line) for one in told] == [
        ("link-missing", path, 7),
        ("link-top", path, 12),
    ]
    asked = len(server.asked)
    assert blog.build("--verify").status == 0
    assert len(server.asked) == asked, "the build never asks"
    page = blog.read("2025/09/05/exercise/index.html")
    assert page.count("リンク切れ") == 2, "in the list of sources and in the text"
    assert f'href="{outside}"' in page
    assert '>外の場所</a> <span class="label label-dead">2026年1月10日からリンク切れ</span>。' in page
    assert "架空の演習、始まる" in page
    assert dead in page
    assert "https://archive.example/1" in page
    changed = {name for name, data in blog.tree().items() if before.get(name) != data}
    assert changed == {"2025/09/05/exercise/index.html"}


@pytest.mark.parametrize(("path", "verdict"), [("/status/410", "gone"), ("/sorry", "soft"), ("/to=/", "top")])
def test_every_way_to_be_dead_marks_the_source_and_keeps_all_of_it(
    site: Make, server: Faults, manners: Manners, *, path: str, verdict: str
) -> None:
    dead, alive = server.url(path), server.url("/articles/1")
    blog = site({"content/posts/2025/09/exercise.md": POST.format(dead=dead, alive=alive, outside=alive)})
    done = linking.check(blog.root, NOW, Silent(), manners)
    assert [one.code for one in done.problems] == [f"link-{verdict}"]
    assert done[1:] == (2, 0, 1, 1, 0, 0)
    assert blog.build().status == 0
    page = blog.read("2025/09/05/exercise/index.html")
    assert page.count("リンク切れ") == 1
    for kept in (f'<a href="{dead}" rel="noopener">架空の演習、始まる</a>', "https://archive.example/1", "東都新聞"):
        assert kept in page


def test_links_of_pages_and_stories_are_asked_for_and_marked_too(site: Make, server: Faults, manners: Manners) -> None:
    dead, where = server.url("/status/404"), ("content/pages/about.md", "content/stories/harbour.md")
    blog = site(dict.fromkeys(where, f"---\ntitle: 案内\n---\n[外]({dead}?a=1&b=2#x)を見る。\n"))
    told = linking.check(blog.root, NOW, Silent(), manners).problems
    assert [one.mark.path for one in told] == list(where)
    assert blog.build("--verify").status == 0
    for page in ("about/index.html", "stories/harbour/index.html"):
        assert "からリンク切れ</span>を見る" in blog.read(page)


def test_a_mended_link_loses_its_mark(site: Make, server: Faults, manners: Manners) -> None:
    dead, alive = server.url("/status/404"), server.url("/articles/1")
    path = "content/posts/2025/09/exercise.md"
    blog = site({path: POST.format(dead=dead, alive=alive, outside=alive)})
    linking.check(blog.root, NOW, Silent(), manners)
    blog.write(path, NOTE)
    assert linking.check(blog.root, NOW, Silent(), manners).links == 0
    assert "http" not in (blog.root / linkfile.FILE).read_text(encoding="utf-8"), "what nobody links to falls out"
    assert blog.build().status == 0


def offline(host: str, port: int) -> str:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_offline_nothing_is_found_out_and_all_stays(site: Make, server: Faults, manners: Manners) -> None:
    dead, alive = server.url("/status/404"), server.url("/articles/1", "other.example")
    blog = site({"content/posts/2025/09/exercise.md": POST.format(dead=dead, alive=alive, outside=alive)})
    linking.check(blog.root, NOW, Silent(), manners)
    before = (blog.root / linkfile.FILE).read_bytes()
    for days in (1, 30):
        later = NOW + datetime.timedelta(days=days)
        with pytest.raises(ContentError) as caught:
            linking.check(blog.root, later, Silent(), manners._replace(resolve=offline))
        assert [one.code for one in caught.value.problems] == ["links-offline"]
        assert "Temporary failure" in dict(caught.value.problems[0].args)["why"]
    assert (blog.root / linkfile.FILE).read_bytes() == before


def test_who_is_well_vouches_that_the_others_are_silent(server: Faults, manners: Manners) -> None:
    """Where all that is left to ask for is silent, a host known to be well tells whether that is our fault."""
    silent = [f"http://{name}.example:1/article" for name in ("one", "two")]
    well = server.url("/articles/1")
    known = {well: Result(well, "ok", "2026-01-09", "2026-01-09", "200", ("a.md",))}
    assert verdicts([*silent, well], manners, known) == {silent[0]: "unreachable", silent[1]: "unreachable", well: "ok"}
    with pytest.raises(ContentError):
        verdicts(silent, manners)


def test_a_host_that_never_answers_is_left_alone(manners: Manners, pauses: list[float]) -> None:
    asked = []

    def resolve(host: str, port: int) -> str:
        asked.append(host)
        return "127.0.0.1"

    urls = [f"http://nobody.example:1/{number}" for number in range(50)]
    assert set(verdicts(urls, manners._replace(resolve=resolve)).values()) == {"unreachable"}
    assert len(asked) == TRIES, "its robots.txt, and then nothing more"


def test_a_host_that_falls_silent_is_left_alone(
    server: Faults, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.1)
    urls = [server.url(f"/slow?{number}") for number in range(20)]
    assert set(verdicts(urls, manners).values()) == {"unreachable"}
    assert len({path for _, _, path in server.asked if path.startswith("/slow")}) == PATIENCE


def test_many_hosts_that_lead_to_one_ask_it_one_by_one(server: Faults, manners: Manners) -> None:
    urls = [server.url(f"/to={server.url('/late', 'one.example')}?{n}", f"host{n}.example") for n in range(6)]
    assert set(verdicts(urls, manners).values()) == {"ok"}
    assert server.most_at_once["one.example"] == 1
    assert sum(path == "/robots.txt" and host == "one.example" for host, _, path in server.asked) == 1


def test_an_interrupt_ends_all_waiting(server: Faults) -> None:
    """Ctrl-C comes to the thread that waits for the others; these must not pause for the rest of an hour."""
    asked = threading.Event()

    def interrupt(_: int) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    urls = [server.url(f"/articles/{number}") for number in range(500)]
    with pytest.raises(KeyboardInterrupt):
        check_links(dict.fromkeys(urls, ("a.md",)), {}, TODAY, interrupt, Manners(lambda *_: "127.0.0.1"))
    assert len(server.asked) < 10


def test_offline_the_command_says_one_thing(site: Make) -> None:
    urls = {"dead": "https://one.invalid/a", "alive": "https://two.invalid/b", "outside": "https://three.invalid/c"}
    blog = site({"content/posts/2025/09/exercise.md": POST.format(**urls)})
    run = blog.run("check", "--links", "--root", str(blog.root))
    assert run.status == 1
    assert run.stderr.count("[links-offline]") == 1
    assert "external links" not in run.stdout
    assert not (blog.root / linkfile.FILE).exists()


def test_the_command_asks_nothing_without_being_told_to(site: Make, server: Faults) -> None:
    url = server.url("/articles/1", "127.0.0.1")
    blog = site({"content/posts/2025/09/exercise.md": POST.format(dead=url, alive=url, outside=url)})
    assert blog.run("check", "--root", str(blog.root)).status in {0, 1}
    assert not (blog.root / linkfile.FILE).exists()
    assert blog.run("check", "--links", "--root", str(blog.root)).status in {0, 1}
    assert "\tunreachable\t" in (blog.root / linkfile.FILE).read_text(encoding="utf-8")
    assert server.asked == []


def test_lines_are_those_that_an_editor_counts() -> None:
    _, problems = linkfile.read("# a\x85b\u2028c\x0cd\nx\x0by\n")
    assert [one.mark.line for one in problems] == [2]


def test_lines_that_are_none_are_warned_of(site: Make) -> None:
    blog = site({"content/posts/2025/09/note.md": NOTE, linkfile.FILE: "# 注\nhttps://a.example/\tperhaps\n"})
    run = blog.build()
    assert run.status == 0
    assert "[bad-links-line]" in run.stderr


@pytest.mark.parametrize(
    ("asked", "final", "top"),
    [
        ("https://www.toto.example/a/1.html", "https://www.toto.example/", True),
        ("https://www.toto.example/a/1.html", "https://toto.example/index.html?from=404", True),
        ("https://news.toto.co.jp/a/1", "https://www.toto.co.jp/", True),
        ("https://one.co.jp/a/1", "https://other.co.jp/", False),
        ("https://toto.example/", "https://toto.example/index.html", False),
        ("https://toto.example/a/1", "https://toto.example/a/2", False),
        ("https://toto.example/?id=5", "https://toto.example/", True),
        ("https://toto.example/a", "https://toto.example/?id=5", True),
        ("https://toto.example/x?id=5", "https://toto.example/?id=5", False),
    ],
)
def test_front_pages(*, asked: str, final: str, top: bool) -> None:
    assert is_top(asked, final) is top


@pytest.mark.parametrize(
    ("title", "sorry"),
    [
        ("お探しのページは見つかりません", True),
        ("記事が見つかりませんでした", True),
        ("この記事の掲載期間は終了しました", True),
        ("404 Not Found", True),
        ("ページが存在しません | 東都新聞", True),
        ("東都新聞 - 記事の有効期限が切れています", True),
        ("この記事は配信を終了しました", True),
        ("このページにはアクセスできません", True),
        ("エラー 404", True),
        ("Not Found", True),
        ("The page you asked for could not be found", True),
        ("This article is no longer available | Toto", True),
        ("架空の演習、始まる", False),
        ("行方不明の無人機、見つかる", False),
        ("全404隻の船", False),
        ("演習が終了", False),
        ("架空の条約、有効期限迎える", False),
        ("北の国への武器提供を終了", False),
        ("虚偽の記事が削除された問題で謝罪", False),
        ("動画の公開終了後も批判", False),
        ("防衛サイトに一時アクセスできません表示", False),
        ("Wreck not found after week-long search", False),
        ("404 Squadron visits the bay", False),
        ("Fighter no longer available for export", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc-jp"])
def test_apologies(*, title: str, sorry: bool, encoding: str) -> None:
    page = f'<meta charset="{encoding}"><title>{title}</title><h1>見出し</h1>'.encode(encoding)
    assert is_apology(Reply(200, kind="text/html", body=page)) is sorry


@given(st.binary(max_size=300), st.text(max_size=40))
def test_whatever_comes_is_read(body: bytes, text: str) -> None:
    is_apology(Reply(200, kind="text/html", body=body))
    results, _ = linkfile.read(text)
    assert linkfile.read(linkfile.text_of(results.values()))[0] == results
