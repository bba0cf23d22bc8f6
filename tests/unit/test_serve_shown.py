"""What is shown after each build, and whom the news concerns."""

from __future__ import annotations

import datetime
from pathlib import Path

from digest.desk.serving.shown import Outcome, Shown, after
from digest.errors import Mark, Problem, problem
from digest.orders import Published, Report

NOW = datetime.datetime(2023, 9, 5, tzinfo=datetime.UTC)
BAD = (problem("unknown-topic", Mark("content/posts/x.md", 3), name="謎", slug="nazo"),)
OTHER = (problem("unknown-topic", Mark("content/posts/x.md", 4), name="謎", slug="nazo"),)


def built(
    *rendered: str,
    deleted: tuple[str, ...] = (),
    sources: dict[str, str] | None = None,
    paths: tuple[str, ...] = ("content/posts/x.md",),
) -> Outcome:
    published = Published(rendered, len(rendered), 0, deleted, {}, {})
    report = Report(published, (), (), 1, 1, 1, 1, 0.1, Path("preview"), NOW, sources or {})
    return Outcome(report, (), "/repo/", frozenset(paths))


def failed(problems: tuple[Problem, ...] = BAD) -> Outcome:
    return Outcome(None, problems, "/repo/")


START, _ = after(Shown("s"), built("index.html", "a/index.html"))


def test_only_pages_that_changed_are_told() -> None:
    shown, news = after(START, built("a/index.html", "feed.xml"))
    assert news.concerns("a/index.html", "page")
    assert not news.concerns("b/index.html", "page")
    assert news.concerns("", "missing")
    assert shown.generation != START.generation
    assert news.path == "text.html"


def test_nothing_made_is_no_news() -> None:
    shown, news = after(START, built())
    assert news.nothing
    assert not news.concerns("", "missing")
    assert shown.generation == START.generation


def test_pictures_may_be_on_any_page() -> None:
    _, news = after(START, built("media/map.svg"))
    assert news.concerns("b/index.html", "page")


def test_style_sheets_are_swapped_when_nothing_else_was_edited() -> None:
    made = ("assets/style.css",)
    _, news = after(START, built(*made, paths=("themes/mine/assets/style.css",)))
    assert news.path.endswith(".css")
    assert news.concerns("b/index.html", "page"), "a sheet keeps its name, so any page may show it"
    _, news = after(START, built(*made, paths=("themes/mine/assets/style.css", "content/posts/x.md")))
    assert news.path == "*"


def test_texts_are_put_in_place_when_nothing_else_was_edited() -> None:
    _, news = after(START, built("a/index.html", paths=("content/posts/a.md", "content/pages/b.md")))
    assert news.path == "text.html"
    _, news = after(START, built("a/index.html", paths=("content/posts/a.md", "content/site.yaml")))
    assert news.path == "*"


def test_what_fails_is_told_once() -> None:
    first, news = after(START, failed())
    assert news.concerns("b/index.html", "page")
    assert first.good
    again, news = after(first, failed())
    assert news.nothing
    assert again.generation == first.generation
    other, news = after(again, failed(OTHER))
    assert news.concerns("", "error")
    assert other.generation != first.generation


def test_what_is_mended_is_told_to_all_even_when_nothing_was_made() -> None:
    bad, _ = after(START, failed())
    mended, news = after(bad, built())
    assert news.concerns("a/index.html", "page")
    assert news.path == "*"
    assert mended.problems == ()
    assert mended.generation not in {bad.generation, START.generation}


def test_before_the_first_good_build_there_is_no_last_good_page() -> None:
    shown, _ = after(Shown("s"), failed())
    assert not shown.good


def test_settings_that_cannot_be_read_leave_the_site_where_it_is() -> None:
    shown, _ = after(START, failed()._replace(base_path=""))
    assert shown.base_path == "/repo/"


def test_pages_that_moved_are_known_by_their_old_places() -> None:
    one, _ = after(START, built("a/index.html", sources={"content/posts/x.md": "a/index.html"}))
    two, _ = after(one, built("b/index.html", sources={"content/posts/x.md": "b/index.html"}))
    three, _ = after(two, built("c/index.html", sources={"content/posts/x.md": "c/index.html"}))
    assert two.moved == {"a/index.html": "b/index.html"}
    assert three.moved == {"a/index.html": "c/index.html", "b/index.html": "c/index.html"}
    back, _ = after(three, built("a/index.html", sources={"content/posts/x.md": "a/index.html"}))
    assert back.moved == {"b/index.html": "a/index.html", "c/index.html": "a/index.html"}
    gone, _ = after(back, built(deleted=("a/index.html",)))
    assert gone.moved == {}
