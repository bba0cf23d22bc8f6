"""What an address of the preview stands for, as on GitHub Pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.desk.serving.routing import Answer, File, Missing, Outside, Redirect, route, stands_in

FILES = frozenset(
    {
        "index.html",
        "404.html",
        "about/index.html",
        "notes.html",
        "both.html",
        "both/index.html",
        "地図/index.html",
        "feed.xml",
    }
)


def ask(address: str, base: str = "/repo/", moved: dict[str, str] | None = None) -> Answer:
    return route(address, base, FILES.__contains__, moved or {})


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("/repo/", File("index.html")),
        ("/repo", Redirect("/repo/")),
        ("/repo/about/", File("about/index.html")),
        ("/repo/about", Redirect("/repo/about/")),
        ("/repo/notes", File("notes.html")),
        ("/repo/notes.html", File("notes.html")),
        ("/repo/notes/", Missing()),
        ("/repo/both", File("both.html")),
        ("/repo/both/", File("both/index.html")),
        ("/repo/feed.xml", File("feed.xml")),
        ("/repo/feed.xml/", Missing()),
        ("/repo/%E5%9C%B0%E5%9B%B3/", File("地図/index.html")),
        ("/repo/%E5%9C%B0%E5%9B%B3", Redirect("/repo/%E5%9C%B0%E5%9B%B3/")),
        ("/repo/nothing", Missing()),
        ("/repo/%FF", Missing()),
        ("/", Outside()),
        ("/about/", Outside()),
        ("/repository/", Outside()),
    ],
)
def test_as_pages_does(address: str, answer: Answer) -> None:
    assert ask(address) == answer


def test_a_page_that_moved_leads_on() -> None:
    moved = {"old/index.html": "地図/index.html"}
    assert ask("/repo/old/", moved=moved) == Redirect("/repo/%E5%9C%B0%E5%9B%B3/")
    assert ask("/repo/old", moved=moved) == Redirect("/repo/%E5%9C%B0%E5%9B%B3/")
    assert ask("/repo/about/", moved={"about/index.html": "notes.html"}) == File("about/index.html")


@given(st.text(alphabet="./%2eE5Ca\\\0f:~", max_size=30), st.sampled_from(["/", "/repo/"]))
def test_no_address_leads_out(address: str, base: str) -> None:
    """Whatever is asked for, only names without dots in front and without empty parts are looked up."""
    looked: list[str] = []
    found = route(base + address, base, lambda path: bool(looked.append(path)), {})
    assert isinstance(found, (Missing, Redirect))
    for path in looked:
        assert not any(part in {"", ".", ".."} or part.startswith(".") for part in path.split("/"))
        assert "\\" not in path
        assert "\0" not in path


def test_links_are_not_followed(tmp_path: Path) -> None:
    site, secret = tmp_path / "preview", tmp_path / "secret"
    (site / "in").mkdir(parents=True)
    secret.mkdir()
    (secret / "draft.txt").write_text("秘密", encoding="utf-8")
    (site / "in/page.html").write_text("頁", encoding="utf-8")
    (site / "link.txt").symlink_to(secret / "draft.txt")
    (site / "folder").symlink_to(secret)
    (site / "inner.html").symlink_to(site / "in/page.html")
    is_file = stands_in(site)
    assert is_file("in/page.html")
    assert not any(is_file(path) for path in ("link.txt", "folder/draft.txt", "inner.html", "in", "a" * 5000, "nul\0"))


def test_the_root_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real/preview").mkdir(parents=True)
    (tmp_path / "real/preview/index.html").write_text("頁", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert stands_in(tmp_path / "link/preview")("index.html")
