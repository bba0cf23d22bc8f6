"""Listing what is on disk, telling whether it changed, and replacing it in one step."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from digest.output.files import (
    COARSE_NS,
    NEVER,
    RACY_NS,
    Listing,
    Stamp,
    move,
    parents,
    remove_tree,
    revisit,
    settled,
    stamp_of,
    walk,
)

NOW = 1_700_000_000_123_456_789


def put(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_listing_names_files_folders_and_links_and_follows_none(tmp_path: Path) -> None:
    put(tmp_path / "out" / "a" / "b" / "記事.html")
    put(tmp_path / "elsewhere" / "secret")
    (tmp_path / "out" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out" / "broken").symlink_to("nowhere")
    found = walk(tmp_path / "out")
    assert list(found.files) == ["a/b/記事.html"]
    assert set(found.folders) == {"", "a", "a/b"}
    assert sorted(found.links) == ["broken", "link"]


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    assert walk(tmp_path / "nowhere") == ({}, {}, [])


def grown(folder: Path) -> Listing:
    """A folder with something in it that was made long ago."""
    for name in ("a/one", "a/b/two", "c/three"):
        os.utime(put(folder / name), ns=(NOW, NOW))
    return walk(folder)


def test_a_second_look_finds_what_a_first_one_would(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    before = grown(folder)
    assert revisit(folder, before) == walk(folder)
    put(folder / "a" / "new")
    put(folder / "d" / "e" / "newer")
    (folder / "c" / "three").unlink()
    put(folder / "a" / "one", "written over")
    remove_tree(folder / "a" / "b")
    (folder / "link").symlink_to(tmp_path)
    time.sleep(RACY_NS / 10**9 * 2)
    now = revisit(folder, before)
    assert now == walk(folder)
    assert set(now.files) == {"a/new", "a/one", "d/e/newer"}
    remove_tree(folder / "d")
    (folder / "d").symlink_to(tmp_path)
    assert sorted(revisit(folder, now).links) == ["d", "link"]
    put(folder / "a" / "f" / "g" / "deep")
    now = revisit(folder, now)
    remove_tree(folder / "a")
    put(folder / "a")
    assert set(revisit(folder, now).files) == {"a"}
    assert revisit(tmp_path / "nowhere", now) == ({}, {}, [])


def test_what_stands_behind_a_link_is_no_longer_there(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "a" / "b" / "c").mkdir(parents=True)
    (folder / "a" / "b" / "c" / "deep.html").write_text("x", encoding="utf-8")
    (folder / "a" / "b" / "link").symlink_to("nowhere")
    before = walk(folder)
    (folder / "a" / "b").rename(tmp_path / "elsewhere")  # with all below it as it was
    (folder / "a" / "b").symlink_to(tmp_path / "elsewhere")
    now = revisit(folder, before)
    assert now == walk(folder)
    assert (now.files, sorted(now.folders), now.links) == ({}, ["", "a"], ["a/b"])


def test_a_file_where_a_folder_should_be_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        walk(put(tmp_path / "wall"))


def test_any_change_of_a_file_changes_its_stamp(tmp_path: Path) -> None:
    path = put(tmp_path / "a")
    stamp = stamp_of(path.stat())
    os.utime(path, ns=(stamp.mtime_ns, stamp.mtime_ns))
    assert stamp_of(path.stat()) != stamp, "a time of change put back shows in the time of the change of that"
    before = stamp_of(path.stat())
    put(tmp_path / "b").replace(path)
    assert stamp_of(path.stat()) != before


@pytest.mark.parametrize(
    ("age", "trusted"), [(RACY_NS + 1, True), (RACY_NS, False), (0, False), (-5_000_000_000, False), (10**12, True)]
)
def test_a_stamp_is_trusted_only_when_it_has_settled(age: int, trusted: bool) -> None:  # noqa: FBT001 - a case
    stamp = Stamp(NOW - age, NOW - age, 3, 4)
    assert settled(stamp, NOW) == (stamp if trusted else NEVER)


def test_a_coarse_clock_needs_longer() -> None:
    second = NOW // 10**9 * 10**9
    assert settled(Stamp(second - COARSE_NS, NOW, 3, 4), second) == NEVER
    assert settled(Stamp(second - COARSE_NS - 10**9, NOW, 3, 4), second) != NEVER


def test_a_file_is_moved_over_whatever_stands_in_its_way(tmp_path: Path) -> None:
    new = tmp_path / "new"
    put(tmp_path / "out" / "page" / "inner.html")
    move(put(new / "1", "one"), tmp_path / "out" / "page")
    assert (tmp_path / "out" / "page").read_text() == "one"
    move(put(new / "2", "two"), tmp_path / "out" / "page" / "index.html")
    assert (tmp_path / "out" / "page" / "index.html").read_text() == "two"
    move(put(new / "3", "three"), tmp_path / "out" / "deep" / "er" / "x")
    assert (tmp_path / "out" / "deep" / "er" / "x").read_text() == "three"


def test_a_link_in_the_way_is_replaced_and_what_it_names_stays(tmp_path: Path) -> None:
    kept = put(tmp_path / "kept", "kept")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "page").symlink_to(kept)
    move(put(tmp_path / "new", "new"), tmp_path / "out" / "page")
    assert kept.read_text() == "kept"
    assert not (tmp_path / "out" / "page").is_symlink()


def test_a_tree_is_removed_but_never_through_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real" / "a")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    remove_tree(tmp_path / "link")
    remove_tree(tmp_path / "nowhere")
    assert (tmp_path / "real" / "a").is_file()
    remove_tree(tmp_path / "real")
    assert not (tmp_path / "real").exists()


def test_parents_are_all_folders_above() -> None:
    assert parents(iter(["a/b/c", "a/d", "e"])) == {"a", "a/b"}
