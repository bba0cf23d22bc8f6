"""Folders where nobody expects them, and what stands in the way: nothing of the author's goes or stays stale."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from four_posts import PAGE, SETTINGS, SITE_FEEDS, TOPICS, B, rebuilt
from miniature import Site
from workbench import Workbench, tree

from digest.output import changeover, publish
from digest.site.urls import MARKER
from digest.verifying import verify

Make = Callable[[Mapping[str, str]], Site]
NOTE = "---\ntitle: 題\ndate: 2023-09-05\nkind: note\n---\n本文\n"


@pytest.mark.parametrize("output", [".", "..", "content/..", ""])
def test_an_output_around_the_authors_files_is_refused_whatever_stands_there(site: Make, output: str) -> None:
    blog = site({"content/posts/x.md": NOTE})
    blog.write(MARKER, "")
    blog.write(f"../{MARKER}", "")
    before = {path: path.read_bytes() for path in blog.root.rglob("*") if path.is_file()}
    done = blog.run("build", "--output", output)
    assert (done.status, "[output-around-content]" in done.stderr) == (2, True), done.stderr
    assert all(path.read_bytes() == data for path, data in before.items())


def test_an_output_that_is_a_work_tree_keeps_its_repository(bench: Workbench) -> None:
    (bench.output / ".git/objects").mkdir(parents=True)
    (bench.output / ".git/HEAD").write_text("ref: refs/heads/gh-pages\n", encoding="utf-8")
    (bench.output / "stray.html").write_text("x", encoding="utf-8")
    report = bench.build()
    assert report.published.deleted == ("stray.html",)
    assert (bench.output / ".git/HEAD").is_file()
    assert (bench.output / ".git/objects").is_dir()
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    assert PAGE[B] in bench.build().published.rendered
    assert (bench.output / ".git/HEAD").is_file()
    assert verify(bench.order()) == ()
    shutil.rmtree(bench.output / ".git")
    (bench.output / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert bench.build().published.deleted == ()
    assert (bench.output / ".git").is_file()


def test_a_page_that_left_the_site_does_not_come_back_into_another_output(bench: Workbench) -> None:
    bench.write("content/topics.yaml", TOPICS.replace("slug: ru", "slug: ru, aliases: [rossiya]"))
    assert bench.agree()
    bench.write("content/topics.yaml", TOPICS)
    bench.output_name = "preview"
    assert bench.agree()
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    assert bench.agree()


def test_what_changes_behind_a_link_among_the_themes_is_seen(bench: Workbench) -> None:
    shared = bench.home / "shared"
    (shared / "strings").mkdir(parents=True)
    shared.joinpath("theme.yaml").write_text("name: mine\nextends: shimbun\ncontract: 1\n", encoding="utf-8")
    (bench.root / "themes/mine").symlink_to(shared)
    bench.write("content/site.yaml", SETTINGS + "theme: mine\n")
    assert bench.agree()
    for words in ("書庫", "これまで"):
        (shared / "strings/ja.yaml").write_text(f"archive: {words}\n", encoding="utf-8")
        assert "archive/index.html" in rebuilt(bench, parsed=0)


def test_an_editors_lock_is_no_obstacle_and_costs_nothing(bench: Workbench) -> None:
    lock = bench.root / "content/posts/.#b.md"
    lock.symlink_to("author@desk.1234:1700000000")
    assert rebuilt(bench, parsed=0) == set()
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    assert {path for path in rebuilt(bench) if path.endswith("index.html")} == {PAGE[B]}
    lock.unlink()
    assert rebuilt(bench, parsed=0) == set()


@pytest.mark.parametrize("how", ["gone", "garbled", "renamed"])
def test_a_state_that_lost_where_a_post_shows_makes_every_page_of_it(bench: Workbench, how: str) -> None:
    url = PAGE[B].removesuffix("index.html")
    database = sqlite3.connect(bench.state / "state.db")
    with database:
        assert database.execute("SELECT count(*) FROM shows WHERE url = ?", (url,)).fetchone() == (1,)
        if how == "gone":
            database.execute("DELETE FROM shows WHERE url = ?", (url,))
        elif how == "garbled":
            database.execute("UPDATE shows SET pages = substr(pages, 1, 20) || x'00' WHERE url = ?", (url,))
        else:
            database.execute("UPDATE shows SET url = url || 'x' WHERE url = ?", (url,))
    database.close()
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    report = bench.agree()
    assert report is not None
    assert {PAGE[B], "topics/ru/feed.xml"} <= set(report.published.rendered)
    bench.write(B, (bench.root / B).read_text("utf-8") + "さらに。\n")
    assert bench.agree() is not None


def test_a_body_that_no_page_shows_takes_the_short_way(bench: Workbench) -> None:
    draft = "content/posts/waiting.md"
    bench.write(draft, NOTE.replace("kind: note", "kind: note\ndraft: true"))
    assert bench.agree()
    bench.write(draft, (bench.root / draft).read_text("utf-8") + "追記。\n")
    assert rebuilt(bench) == set()
    assert not SITE_FEEDS & rebuilt(bench, parsed=0)


def test_a_draft_at_the_address_of_a_post_hides_no_edit_of_it(bench: Workbench) -> None:
    here, there = "content/posts/a/x.md", "content/posts/b/x.md"
    bench.write(here, NOTE)
    bench.write(there, NOTE.replace("kind: note", "kind: note\ndraft: true"))
    assert bench.agree()
    assert rebuilt(bench, parsed=0) == set()
    for edited in ((here,), (there,), (here, there)):
        for path in edited:
            bench.write(path, (bench.root / path).read_text("utf-8") + "追記。\n")
        assert ("2023/09/05/x/index.html" in rebuilt(bench, parsed=len(edited))) is (here in edited)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_are_neither_read_nor_left(bench: Workbench, site: Make) -> None:
    os.mkfifo(bench.output / "pipe")
    os.mkfifo(bench.output / "archive/pipe")
    assert set(bench.build().published.deleted) == {"pipe", "archive/pipe"}
    assert bench.agree()
    assert bench.build().published.deleted == ()
    blog = site({"content/posts/x.md": NOTE, "content/media/a.svg": "<svg/>"})
    os.mkfifo(blog.root / "content/posts/y.md")
    os.mkfifo(blog.root / "content/media/b.png")
    done = blog.build()
    assert (done.status, done.stderr.count("[symbolic-link]")) == (1, 2), done.stderr


@pytest.mark.parametrize("name", ["last", "last.new", "state.db", "state.db-journal", "lock", "packs", "templates"])
def test_what_stands_in_the_way_of_the_state_goes(site: Make, name: str) -> None:
    blog = site({"content/posts/x.md": NOTE})
    assert blog.build().status == 0
    wrong(blog.root / ".digest" / name)
    done = blog.build()
    assert (done.status, done.stderr) == (0, ""), done.stderr
    assert blog.build().status == 0


def test_a_file_in_the_place_of_the_state_is_left_and_named(site: Make) -> None:
    blog = site({"content/posts/x.md": NOTE, ".digest": "another program's"})
    done = blog.build()
    assert (done.status, "[state-not-a-folder]" in done.stderr) == (2, True), done.stderr
    assert (blog.root / ".digest").read_text("utf-8") == "another program's"


def wrong(path: Path) -> None:
    """A folder where there should be a file, a file where there should be a folder."""
    if path.is_dir():
        shutil.rmtree(path)
        path.write_bytes(b"")
    else:
        path.unlink(missing_ok=True)
        (path / "within").mkdir(parents=True)


@pytest.mark.parametrize("clean", [(), ("--clean",)])
def test_a_site_without_its_mark_is_known_by_what_it_was(site: Make, clean: tuple[str, ...]) -> None:
    blog = site({"content/posts/x.md": NOTE})
    assert blog.build().status == 0
    before = blog.tree()
    (blog.output / MARKER).unlink()
    done = blog.build(*clean)
    assert (done.status, blog.tree()) == (0, before), done.stderr
    (blog.output / MARKER).unlink()
    blog.write("public/thesis.txt", "years of work")
    done = blog.build(*clean)
    assert (done.status, "for example thesis.txt" in done.stderr, blog.exists("thesis.txt")) == (1, True, True)


def test_a_folder_whose_files_only_have_the_names_of_ours_is_refused(site: Make) -> None:
    blog = site({"content/posts/x.md": NOTE})
    assert blog.build().status == 0
    shutil.rmtree(blog.output)
    blog.write("public/index.html", "another site")
    done = blog.build()
    assert (done.status, blog.tree()) == (1, {"index.html": b"another site"}), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights")
def test_a_page_that_cannot_be_read_is_made_again(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = bench.output / PAGE[B]
    refused.write_text("x", encoding="utf-8")
    real = publish.file_fingerprint

    def read(path: Path) -> bytes:
        if path == refused:  # as the system says; a superuser, as in most containers, is refused nothing
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(publish, "file_fingerprint", read)
    report = bench.build(ask=True)
    assert (report.published.rendered, report.published.reasons[PAGE[B]]) == ((PAGE[B],), "damaged")
    assert verify(bench.order()) == ()


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_pages_are_no_programs(site: Make, umask: int, mode: int) -> None:
    blog = site({"content/posts/x.md": NOTE, "content/media/a.txt": "添付"})
    before = os.umask(umask)
    try:
        assert blog.build().status == 0
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in blog.output.rglob("*") if path.is_file()} == {mode}


@pytest.mark.parametrize("way", ["short", "long"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interrupt_right_after_a_file_took_its_place_is_undone(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, number: int, way: str
) -> None:
    before, real, left = tree(bench.output), changeover.move, number

    def move(source: Path, target: Path) -> None:
        nonlocal left
        real(source, target)
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    for path in sorted(bench.root.glob("content/posts/**/*.md")):
        bench.write(path.relative_to(bench.root).as_posix(), path.read_text("utf-8") + "追記。\n")
    if way == "long":
        bench.write("content/pages/new.md", "---\ntitle: 新しい\n---\n本文\n")
    monkeypatch.setattr(changeover, "move", move)
    with pytest.raises(KeyboardInterrupt):
        bench.build()
    monkeypatch.setattr(changeover, "move", real)
    assert tree(bench.output) == before
    assert list(bench.root.glob(".*.staging")) == []
    assert bench.agree()


@pytest.mark.parametrize("stands", ["folder", "file"])
def test_what_gave_way_to_a_file_of_another_kind_comes_back_when_the_build_is_broken_off(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, stands: str
) -> None:
    page = bench.output / PAGE[B]
    if stands == "folder":
        page.unlink()
        page.mkdir()
        (page / "note.txt").write_text("somebody's", encoding="utf-8")
    else:
        shutil.rmtree(page.parent)
        page.parent.write_text("somebody's", encoding="utf-8")
    before, real = tree(bench.output), changeover.move

    def move(source: Path, target: Path) -> None:
        real(source, target)
        if target == page:
            raise KeyboardInterrupt

    monkeypatch.setattr(changeover, "move", move)
    with pytest.raises(KeyboardInterrupt):
        bench.build()
    monkeypatch.setattr(changeover, "move", real)
    assert tree(bench.output) == before
    assert bench.agree()


def test_a_stop_after_the_site_is_in_its_place_comes_too_late(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish._stamps

    def stamps(*given: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(publish, "_stamps", stamps)
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    assert PAGE[B] in bench.build().published.rendered
    monkeypatch.undo()
    assert bench.build().published.rendered == ()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_what_cannot_be_cleared_away_does_not_hide_what_went_wrong(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> None:
        if folder.exists():
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(publish, "remove_tree", refused)
    monkeypatch.setattr(publish, "in_order", lambda _: 1 / 0)
    bench.write(B, (bench.root / B).read_text("utf-8") + "追記。\n")
    with pytest.raises(ZeroDivisionError):
        bench.build()
