"""Saves are noticed, whatever way they are made, and a burst of them ends when it is over."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digest.desk.serving import watching
from digest.desk.serving.watching import Watch, look, patience, unexplained, visible
from digest.output.files import Stamp

POST = "content/posts/x.md"
ONE, TWO = Stamp(1, 1, 1, 1), Stamp(2, 2, 2, 2)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "themes").mkdir()
    (tmp_path / POST).write_text("本文", encoding="utf-8")
    return tmp_path


def run(scene: Coroutine[None, None, None]) -> None:
    """Runs a scene in a thread of its own: the browser of the web tests may hold a loop in this one."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, asyncio.wait_for(scene, 60)).result()


def watch(root: Path, story: Callable[[Watch], Awaitable[None]]) -> None:
    """Runs a story with a watch that has begun to listen."""

    async def scene() -> None:
        async with watching.watching(root, look(root)) as seen:
            await asyncio.sleep(0.3)
            await story(seen)

    run(scene())


async def until(seen: Watch, wanted: str) -> None:
    """Bursts until one names this path."""
    while wanted not in await seen.burst():
        pass


def test_a_save_is_noticed(root: Path) -> None:
    async def story(seen: Watch) -> None:
        (root / POST).write_text("書き直し", encoding="utf-8")
        assert POST in await seen.burst()

    watch(root, story)


def test_a_save_by_renaming_is_noticed(root: Path) -> None:
    async def story(seen: Watch) -> None:
        (root / "new.md").write_text("外から", encoding="utf-8")
        (root / "new.md").rename(root / POST)
        await until(seen, POST)

    watch(root, story)


def test_new_folders_and_what_is_in_them_are_noticed(root: Path) -> None:
    async def story(seen: Watch) -> None:
        (root / "content/posts/2024/01").mkdir(parents=True)
        (root / "content/posts/2024/01/y.md").write_text("新しい", encoding="utf-8")
        await until(seen, "content/posts/2024/01/y.md")
        (root / "content/posts/2024/01/y.md").write_text("もう一度", encoding="utf-8")
        await until(seen, "content/posts/2024/01/y.md")

    watch(root, story)


def test_folders_that_come_while_they_are_looked_through_are_noticed_without_a_word(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Watchdog then hears of a folder twice, and would say so in English (as an error here: pytest makes it one)."""

    async def story(seen: Watch) -> None:
        for number in range(200):
            (root / f"content/posts/{number}/a/b/c").mkdir(parents=True)
        (root / "content/posts/199/a/b/c/z.md").write_text("奥の投稿", encoding="utf-8")
        await until(seen, "content/posts/199/a/b/c/z.md")
        (root / POST).write_text("そのあと", encoding="utf-8")
        await until(seen, POST)

    watch(root, story)
    assert capfd.readouterr() == ("", "")


def test_where_the_system_gives_no_more_watches_the_patrol_finds_saves(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inotify = pytest.importorskip("watchdog.observers.inotify_c").InotifyFD
    monkeypatch.setattr(watching, "PATROL", 0.1)

    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(inotify, "add_callback", refused)

    async def story(seen: Watch) -> None:
        for number in range(3):
            (root / POST).write_text(f"見張られない変更 {number}", encoding="utf-8")
            await until(seen, POST)

    watch(root, story)


@pytest.mark.parametrize("away", [0.0, 0.01, 0.13, 0.3])
@pytest.mark.parametrize("how", ["deleted", "moved"])
def test_a_folder_that_was_taken_away_and_put_back_is_watched_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, away: float, how: str
) -> None:
    monkeypatch.setattr(watching, "PATROL", 0.2)

    async def story(seen: Watch) -> None:
        if how == "moved":
            (root / "content").rename(root / "elsewhere")
        else:
            shutil.rmtree(root / "content")
        await asyncio.sleep(away)
        (root / "content/posts").mkdir(parents=True)
        (root / POST).write_text("戻った", encoding="utf-8")
        await until(seen, POST)
        await asyncio.sleep(0.6)
        (root / POST).write_text("戻って書き直した", encoding="utf-8")
        await until(seen, POST)

    watch(root, story)


def test_what_no_event_tells_of_is_found_by_the_patrol(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PATROL", 0.1)
    monkeypatch.setattr(Watch, "dispatch", lambda *_: None)

    async def story(seen: Watch) -> None:
        for number in range(3):  # each before the next look: what the patrol told of itself is no event
            (root / POST).write_text(f"知らせのない変更 {number}", encoding="utf-8")
            await until(seen, POST)

    watch(root, story)


def test_what_happened_before_the_watch_began_is_found(root: Path) -> None:
    before = look(root)
    (root / POST).write_text("始まる前の変更", encoding="utf-8")

    async def scene() -> None:
        async with watching.watching(root, before) as seen:
            assert POST in await seen.burst()

    run(scene())


def test_reading_and_hidden_files_are_no_saves(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PATROL", 0.1)

    async def story(seen: Watch) -> None:
        (root / POST).read_text(encoding="utf-8")
        (root / "content/posts/.x.md.swp").write_text("控え", encoding="utf-8")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(seen.burst(), 0.5)

    watch(root, story)


def test_a_burst_is_whole_and_nothing_after_it_is_lost(root: Path) -> None:
    async def story(seen: Watch) -> None:
        names = {f"content/posts/{number}.md" for number in range(300)}
        for name in sorted(names):
            (root / name).write_text("多い", encoding="utf-8")
        got: set[str] = set()
        while not names <= got:
            got |= await seen.burst()
        (root / POST).write_text("そのあと", encoding="utf-8")
        await until(seen, POST)

    watch(root, story)


@pytest.mark.parametrize(
    ("kinds", "wait"),
    [
        (["closed"], watching.CALM),
        (["closed", "moved"], watching.CALM),
        (["modified"], watching.HALF_DONE),
        (["closed", "created"], watching.HALF_DONE),
        (["closed", "deleted"], watching.GONE),
        (["closed"] * 21, watching.MANY_CALM),
    ],
)
def test_how_long_more_is_waited_for(kinds: list[str], wait: float) -> None:
    assert patience({f"content/{number}": kind for number, kind in enumerate(kinds)}) == wait


def test_what_events_explain() -> None:
    before = {"content/a": ONE, "content/b": ONE, "content/c/d": ONE, "content/e": ONE}
    after = {"content/a": TWO, "content/b": TWO, "content/e": ONE, "content/f": ONE}
    assert unexplained(before, after, {"content/a", "content/c"}) == {"content/b", "content/c/d", "content/f"}


def test_hidden_is_what_a_dot_begins() -> None:
    assert visible("content/posts/x.md")
    assert not visible("content/.git/x")
    assert not visible("content/posts/.x.md.swp")
