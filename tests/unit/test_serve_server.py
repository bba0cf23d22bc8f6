"""The preview's server as a stranger, a rebinding site, or a second preview meets it."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site
from previewing import Preview, Reply, previewed

POST = "content/posts/2023/09/exercise.md"
GOOD = "---\ntitle: 日米が共同訓練\ndate: 2023-09-05\nkind: note\ndraft: true\n---\n本文。\n"
FILES = {
    "content/site.yaml": "title: 試験\nbase_url: https://digest.example/repo/\n",
    "content/media/sound.mp3": "0123456789",
    POST: GOOD,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Preview]]:
    """One preview for all questions that change nothing."""
    blog = Site(tmp_path_factory.mktemp("served") / "site")
    shutil.copytree(REPOSITORY / "themes", blog.root / "themes")
    for path, text in FILES.items():
        blog.write(path, text)
    with previewed(blog) as preview:
        yield blog, preview


@pytest.fixture
def ask(running: tuple[Site, Preview]) -> Callable[..., Reply]:
    return running[1].ask


def shake_hands(preview: Preview, **headers: str) -> int:
    """The status of a WebSocket's opening (RFC 6455, section 4.1)."""
    key = base64.b64encode(os.urandom(16)).decode()
    given = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": key,
        "Sec_WebSocket_Version": "13",
        **headers,
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
    if "Host" not in headers:
        lines.append(f"Host: 127.0.0.1:{preview.port}")
    with closing(socket.create_connection(("127.0.0.1", preview.port), timeout=30)) as wire:
        wire.sendall(("GET /livereload HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode())
        return int(wire.recv(4096).split()[1])


def test_the_site_lies_under_its_sub_path(ask: Callable[..., Reply]) -> None:
    assert ask("/repo/").status == 200
    assert (ask("/repo").status, ask("/repo").headers["Location"]) == (302, "/repo/")
    slashless = ask("/repo/2023/09/05/exercise?x=1")
    assert (slashless.status, slashless.headers["Location"]) == (302, "/repo/2023/09/05/exercise/?x=1")
    outside = ask("/")
    assert outside.status == 404
    assert 'href="/repo/"' in outside.text


def test_what_is_not_there_has_the_sites_own_page(running: tuple[Site, Preview], ask: Callable[..., Reply]) -> None:
    missing = ask("/repo/nothing/")
    own = (running[0].root / "preview/404.html").read_text(encoding="utf-8")
    assert missing.status == 404
    assert re.sub(r"<script src=.*?</script>", "", missing.text) == own


def test_the_scripts_are_in_the_answer_and_not_on_disk(
    running: tuple[Site, Preview], ask: Callable[..., Reply]
) -> None:
    page = ask("/repo/2023/09/05/exercise/")
    assert page.text.count("/livereload.js?") == 1
    for file in (running[0].root / "preview").rglob("*"):
        assert not file.is_file() or b"livereload" not in file.read_bytes()
    assert "livereload" not in ask("/repo/feed.xml").text
    for script in re.findall(r'<script src="(/[^"?]*)', page.text):
        assert ask(script).status == 200
        assert ask(script).headers["Content-Type"].split(";")[0].endswith("javascript")


@pytest.mark.parametrize(
    "address",
    [
        "/repo/../../content/site.yaml",
        "/repo/%2e%2e/%2e%2e/content/site.yaml",
        "/repo/..%2f..%2fcontent/site.yaml",
        "/repo/%2e%2e%5c%2e%2e%5ccontent/site.yaml",
        "/repo//etc/hostname",
        "/repo/%2fetc/hostname",
        "/repo/.made-by-digest",
        "/repo/%00",
        "/../content/site.yaml",
        "/repo/link.txt",
        "/repo/folder/site.yaml",
        "/repo/" + "a" * 3000,
    ],
)
def test_nothing_but_the_site_is_served(running: tuple[Site, Preview], address: str) -> None:
    blog, preview = running
    for name, goal in (("link.txt", "content/site.yaml"), ("folder", "content")):
        if not (blog.root / "preview" / name).is_symlink():
            (blog.root / "preview" / name).symlink_to(blog.root / goal)
    found = preview.ask(address)
    assert found.status == 404
    assert "base_url" not in found.text


@pytest.mark.parametrize(
    "address", ["/repo/", "/livereload.js", "/livereload/preview.js", "/livereload/last-good?at=x&page=/"]
)
def test_other_names_are_turned_away(ask: Callable[..., Reply], address: str) -> None:
    turned_away = ask(address, Host="evil.example")
    assert turned_away.status == 421
    assert "本文" not in turned_away.text
    assert ask("/repo/", Host="localhost").status == 200


def test_the_socket_is_for_our_own_pages(running: tuple[Site, Preview]) -> None:
    _, preview = running
    assert shake_hands(preview, Origin=f"http://127.0.0.1:{preview.port}") == 101
    assert shake_hands(preview, Origin="http://evil.example") == 403
    assert shake_hands(preview, Origin="null") == 403
    assert shake_hands(preview, Origin="http://evil.example", Host="evil.example") == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_but_reading(ask: Callable[..., Reply], method: str) -> None:
    assert ask("/repo/", method=method).status == 405


def test_headers(ask: Callable[..., Reply]) -> None:
    for address in ("/repo/", "/repo/feed.xml", "/repo/nothing", "/livereload.js", "/repo/media/sound.mp3?v=1"):
        headers = ask(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert {"Etag", "Last-Modified", "Server"} & set(headers) == set()


def test_parts_of_files_and_heads(ask: Callable[..., Reply]) -> None:
    part = ask("/repo/media/sound.mp3", Range="bytes=2-5")
    assert (part.status, part.text) == (206, "2345")
    for address in ("/repo/", "/repo/media/sound.mp3"):
        head = ask(address, method="HEAD")
        assert (head.status, head.text) == (200, "")
        assert head.headers["Content-Length"] == ask(address).headers["Content-Length"]


@pytest.mark.parametrize(
    ("page", "goal"),
    [
        ("/repo/2023/?a=1", "/repo/2023/?a=1"),
        ("//evil.example/", "/repo/"),
        ("/%5Cevil.example/", "/repo/"),
        ("https://evil.example/", "/repo/"),
        ("/%0d%0aSet-Cookie:x=1", "/repo/"),
        ("", "/repo/"),
    ],
)
def test_choosing_leads_back_to_this_server_only(ask: Callable[..., Reply], page: str, goal: str) -> None:
    answer = ask(f"/livereload/last-good?at=x&page={page}")
    assert (answer.status, answer.headers["Location"]) == (302, goal)
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]


def test_what_no_one_says_to_the_socket_ends_it(running: tuple[Site, Preview]) -> None:
    _, preview = running
    with closing(socket.create_connection(("127.0.0.1", preview.port), timeout=30)) as wire:
        host = f"127.0.0.1:{preview.port}"
        wire.sendall(
            f"GET /livereload HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n\r\n".encode()
        )
        assert b"101" in wire.recv(4096)
        wire.sendall(b"\x81\x83\x00\x00\x00\x00[1]")
        assert wire.recv(4096)[0] == 0x88
    assert preview.ask("/repo/").status == 200


def test_odd_requests_are_answered_without_a_word_to_the_author(site: Callable[[Mapping[str, str]], Site]) -> None:
    with previewed(site(FILES)) as preview:
        told = len(preview.said)
        assert preview.ask("/%ff").status == 400
        with closing(socket.create_connection(("127.0.0.1", preview.port), timeout=30)) as wire:
            wire.sendall(b"no request at all\r\n\r\n")
            assert wire.recv(4096)[:12] == b"HTTP/1.1 400"
        assert preview.ask("/repo/").status == 200
        assert preview.interrupt() == 0
        preview.hears("the preview has ended")
    assert [line for line in preview.said[told:-1] if line.strip("^C\n")] == []


def test_the_preview_is_told_from_what_may_be_published(running: tuple[Site, Preview]) -> None:
    root: Path = running[0].root
    assert (root / "preview/.not-for-publication").is_file()
    assert "本文。" in (root / "preview/2023/09/05/exercise/index.html").read_text(encoding="utf-8")
    assert not (root / "public").exists()
    assert {path.name for path in (root / ".digest").iterdir()} == {"preview"}


def test_a_port_that_is_taken(site: Callable[[Mapping[str, str]], Site]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with previewed(site({POST: GOOD}), "--port", str(port)) as preview:
            assert preview.port != port
            said = "".join(preview.said)
            assert re.search(rf"port {port} is held by .*\({os.getpid()}\); using {preview.port} instead", said)


def test_one_preview_a_site_and_an_interrupt_ends_it(site: Callable[[Mapping[str, str]], Site]) -> None:
    blog = site({POST: GOOD})
    with previewed(blog) as preview:
        second = blog.run("serve", "--root", str(blog.root), "--port", "0")
        assert second.status == 2
        assert f"being previewed already (process {preview.process.pid})" in second.stderr
        assert preview.interrupt() == 0
        preview.hears("the preview has ended")
    assert "Traceback" not in "".join(preview.said)
    with previewed(blog) as again:
        assert again.ask("/").status == 200


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--port", "70000"), "bad-port"),
        (("--port", "-1"), "bad-port"),
        (("--host", "192.0.2.1", "--port", "0"), "bad-host"),
        (("--host", "no such host", "--port", "0"), "bad-host"),
    ],
)
def test_where_nothing_can_be_served(
    site: Callable[[Mapping[str, str]], Site], args: tuple[str, ...], code: str
) -> None:
    blog = site({POST: GOOD})
    done = blog.run("serve", "--root", str(blog.root), *args)
    assert (done.status, f"[{code}]" in done.stderr) == (2, True)
