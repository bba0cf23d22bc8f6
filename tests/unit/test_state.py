"""The state is what was committed, or empty; it is never in the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.output.files import NEVER, Stamp
from digest.output.state import NAME, OutputRecord, PostRecord, State
from digest.site.recipes import Recipe

SALT = b"salt" * 4
POST = PostRecord(
    Stamp(1, 2, 3, 4),
    b"f" * 16,
    b"c" * 16,
    "x/",
    b"entry",
    "pack",
    0,
    9,
    (("code", ("p", 1, 2, 3), ()),),
)
OUTPUT = OutputRecord(b"k" * 48, b"c" * 16, NEVER)


def opened(
    folder: Path, salt: bytes = SALT, *, empty: bool = False
) -> tuple[State, dict[str, PostRecord], dict[str, OutputRecord]]:
    state = State(folder, salt, empty=empty)
    return state, state.posts(), state.outputs()


def filled(folder: Path) -> None:
    state = State(folder, SALT)
    state.commit({"a.md": POST, "b.md": POST}, {"a/index.html": OUTPUT}, {"output": "public", "memo": b"\0\1"})
    state.close()


def test_what_was_committed_is_there_again(tmp_path: Path) -> None:
    filled(tmp_path)
    state, posts, outputs = opened(tmp_path)
    assert (posts, outputs) == ({"a.md": POST, "b.md": POST}, {"a/index.html": OUTPUT})
    assert (state.meta("output"), state.meta("memo"), state.meta("nothing")) == ("public", b"\0\1", None)
    assert not state.fresh
    state.commit({"a.md": None}, {"a/index.html": None}, {"output": "elsewhere"})
    state.close()
    state, posts, outputs = opened(tmp_path)
    assert (set(posts), outputs, state.meta("output")) == ({"b.md"}, {}, "elsewhere")
    state.close()


def test_a_post_is_found_by_its_address_unless_two_have_it(tmp_path: Path) -> None:
    state = State(tmp_path, SALT)
    other = POST._replace(url="y/", entry=b"other")
    state.commit({"a.md": POST, "b.md": other}, {}, {})
    assert state.post("x/", by="url") == ("a.md", POST)
    assert state.post("b.md", by="path") == ("b.md", other)
    assert state.post("z/", by="url") is None
    state.commit({"c.md": POST}, {}, {})
    assert state.post("x/", by="url") is None
    state.close()


def test_recipes_are_found_by_the_posts_that_their_pages_show(tmp_path: Path) -> None:
    def shown(url: str) -> list[tuple[str, bytes]]:
        return [(one.page, one.recipe) for one in state.showing(url) or ()]

    state = State(tmp_path, SALT)
    made = {"x/index.html": Recipe(b"1", ("x/",)), "feed.xml": Recipe(b"2", ("x/", "y/")), "404.html": Recipe()}
    state.commit({}, dict.fromkeys(made, OUTPUT), {}, made)
    assert shown("x/") == [("feed.xml", b"2"), ("x/index.html", b"1")]
    state.commit({}, {"x/index.html": None, "feed.xml": OUTPUT}, {}, {"feed.xml": Recipe(b"3", ("y/",))})
    assert (shown("x/"), shown("y/")) == ([], [("feed.xml", b"3")])
    state.close()


@pytest.mark.parametrize("how", ["salt", "empty"])
def test_another_program_or_the_wish_for_none_finds_an_empty_one(tmp_path: Path, how: str) -> None:
    filled(tmp_path)
    state, posts, outputs = opened(tmp_path, b"other" if how == "salt" else SALT, empty=how == "empty")
    assert (posts, outputs, state.meta("output"), state.fresh) == ({}, {}, None, True)
    state.close()


def test_nothing_is_kept_of_what_was_not_committed(tmp_path: Path) -> None:
    state = State(tmp_path, SALT)
    state.close()
    state, posts, outputs = opened(tmp_path)
    assert (posts, outputs) == ({}, {})
    state.close()


@given(at=st.integers(0, 2**20), noise=st.binary(min_size=1, max_size=80), cut=st.booleans())
def test_a_broken_state_is_a_state_that_knows_less_and_works(
    tmp_path_factory: pytest.TempPathFactory,
    at: int,
    noise: bytes,
    cut: bool,  # noqa: FBT001 - a case
) -> None:
    folder = tmp_path_factory.mktemp("state")
    filled(folder)
    file = folder / NAME
    data = file.read_bytes()
    at %= len(data)
    file.write_bytes(data[:at] if cut else data[:at] + noise + data[at + len(noise) :])
    state, posts, outputs = opened(folder)
    assert all(record.entry == POST.entry and record.warnings == POST.warnings for record in posts.values())
    assert all(isinstance(record.stamp, Stamp) for record in [*posts.values(), *outputs.values()])
    state.meta("memo")
    state.commit({"c.md": POST}, {"c/index.html": OUTPUT}, {"output": "x"})
    state.close()
    state, _, _ = opened(folder)
    state.commit({"d.md": POST}, {}, {})
    state.close()


def test_a_state_of_another_make_is_empty(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("CREATE TABLE meta (whatever)")
    database.close()
    state, posts, _ = opened(tmp_path)
    assert posts == {}
    state.close()


def test_half_a_journal_is_no_obstacle(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / f"{NAME}-journal").write_bytes(b"half a journal")
    state, posts, _ = opened(tmp_path)
    assert set(posts) in ({"a.md", "b.md"}, set())
    state.close()
