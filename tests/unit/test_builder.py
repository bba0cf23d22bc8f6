"""The build as a whole, through its one door: what it reports, and what it leaves when it fails."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from miniature import Site
from workbench import NOW, tree

from digest.builder import build
from digest.errors import ContentError, UsageError
from digest.orders import Order, Report
from digest.output import lock
from digest.verifying import Silent, differences, verify

Make = Callable[[Mapping[str, str]], Site]
POST = "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n---\n本文\n"
GOOD = {"content/posts/a.md": POST}


def order(blog: Site) -> Order:
    return Order(blog.root, blog.output, NOW, jobs=1)


def built(blog: Site, **more: object) -> Report:
    return build(order(blog)._replace(**more), Silent())


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.stages: list[list[object]] = []

    def stage(self, name: str, total: int) -> None:
        self.stages.append([name, total, 0])

    def done(self, count: int) -> None:
        self.stages[-1][2] += count  # type: ignore[operator]

    def waiting(self, holder: str) -> None: ...


def test_a_report_counts_what_was_done(site: Make) -> None:
    blog = site(GOOD)
    report = built(blog)
    assert (report.posts, report.parsed, report.hashed) == (1, 1, 1)
    assert report.pages == len(report.published.rendered) == report.published.written == len(blog.tree())
    assert set(report.published.reasons.values()) == {"new"}
    assert report.sources["content/posts/a.md"] == "2023/09/05/a/index.html"
    blog.write("content/posts/a.md", POST)
    report = built(blog)
    assert (report.parsed, report.published.rendered, report.published.kept) == (0, (), report.pages)


@pytest.mark.parametrize("jobs", [1, 2])
def test_its_listener_hears_of_every_item(site: Make, jobs: int) -> None:
    blog, listener = site({f"content/posts/p{number}.md": POST for number in range(130)}), Listener()
    report = build(order(blog)._replace(jobs=jobs), listener)
    assert listener.stages[0] == ["read", 130, 130]
    assert listener.stages[1] == ["render", report.pages, len(report.published.rendered)]


@pytest.mark.parametrize(
    ("front", "why", "due"),
    [
        ("draft: true\n", "draft", 0),
        ("embargo_until: 2026-02-01T00:00Z\n", "embargo", 1769904000),
        ("date: 2026-02-01T00:00Z\n", "future", 1769904000),
    ],
)
def test_what_is_held_back_is_listed_and_nowhere_else(site: Make, front: str, why: str, due: int) -> None:
    text = POST.replace("date: 2023-09-05\n", "") if front.startswith("date") else POST
    blog = site(GOOD | {"content/posts/held.md": text.replace("kind", front + "kind").replace("演習", "秘密の題")})
    (held,) = built(blog).held
    assert (held.path, held.why, held.due) == ("content/posts/held.md", why, due)
    assert not [path for path, data in blog.tree().items() if "秘密の題".encode() in data]
    shown = built(blog, drafts=True)
    assert [path for path, data in blog.tree().items() if "秘密の題".encode() in data]
    assert b"noindex" in blog.tree()[shown.sources["content/posts/held.md"]]
    built(blog)
    assert not [path for path, data in blog.tree().items() if "秘密の題".encode() in data]
    if due:
        later = datetime.datetime.fromtimestamp(due, tz=datetime.UTC)
        assert built(blog, now=later - datetime.timedelta(seconds=1)).held
        assert not built(blog, now=later).held
        assert not differences(blog.output, blog.output)


def test_going_back_in_time_takes_back_what_was_not_published_then(site: Make) -> None:
    blog = site(GOOD)
    assert not built(blog).held
    assert built(blog, now=datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)).held
    assert not blog.exists("2023/09/05/a/index.html")


def test_a_failed_build_leaves_everything_and_the_next_one_mends_it(site: Make) -> None:
    blog = site(GOOD)
    built(blog)
    before = tree(blog.output)
    blog.write("content/posts/b.md", POST.replace("date", "dat"))
    blog.write("content/posts/a.md", POST.replace("本文", "変えた本文"))
    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            built(blog)
        assert {one.mark.path for one in caught.value.problems} == {"content/posts/b.md"}
        assert tree(blog.output) == before
    (blog.root / "content/posts/b.md").unlink()
    built(blog)
    assert verify(order(blog)) == ()
    assert "変えた本文" in blog.read("2023/09/05/a/index.html")


def test_a_template_that_fails_on_some_pages_changes_none(site: Make) -> None:
    blog = site(GOOD)
    built(blog)
    before = tree(blog.output)
    blog.write("content/posts/a.md", POST.replace("演習", "改題"))
    blog.write("themes/shimbun/templates/post.html", "{{ page.oops }}")
    with pytest.raises(ContentError) as caught:
        built(blog)
    assert [(one.code, one.mark.line) for one in caught.value.problems] == [("theme-render-attribute", 1)]
    assert tree(blog.output) == before
    assert not [path for path in blog.root.iterdir() if path.name.endswith(".staging")]


def test_a_worker_s_problem_is_located_like_any_other(site: Make) -> None:
    blog = site({f"content/posts/p{number}.md": POST for number in range(130)})
    blog.write("themes/shimbun/templates/post.html", "{{ page.title }}\n{{ page.oops }}")
    with pytest.raises(ContentError) as caught:
        built(blog, jobs=2)
    assert [(one.mark.path, one.mark.line) for one in caught.value.problems] == [
        ("themes/shimbun/templates/post.html", 2)
    ]


def test_what_a_site_keeps_beside_is_told_of_differences(site: Make) -> None:
    blog = site(GOOD)
    built(blog)
    assert verify(order(blog)) == ()
    (blog.output / "index.html").write_bytes(b"x")
    (blog.output / "404.html").unlink()
    (blog.output / "extra.txt").write_bytes(b"x")
    assert verify(order(blog)) == (("404.html", "missing"), ("extra.txt", "extra"), ("index.html", "different"))


def test_symbolic_links_in_the_content_are_refused(site: Make, tmp_path: Path) -> None:
    blog = site(GOOD)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (blog.root / "content" / "media").mkdir()
    (blog.root / "content" / "media" / "x.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ContentError) as caught:
        built(blog)
    assert [(one.code, one.mark.path) for one in caught.value.problems] == [("symbolic-link", "content/media/x.txt")]


def test_a_build_that_cannot_have_the_lock_says_who_has_it(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = site(GOOD)
    monkeypatch.setattr("digest.builder.lock.held", partial(lock.held, patience=0.05))
    with lock.held(blog.root / ".digest"), pytest.raises(UsageError) as caught:
        built(blog)
    assert caught.value.problem.code == "locked"
