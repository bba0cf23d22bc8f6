"""The memo hands back what was read of the same, and only that."""

from __future__ import annotations

import os
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import Mark, Problem, problem, warning
from digest.output.memo import Memo
from digest.site.links import Target
from digest.text.body import Hole
from digest.theme.memory import ThemeMemory

WRONG = problem("not-utf8", Mark("a.md"), byte="0x80")
HOLE = Hole("href", "b.md", 3, 1, 4)


def ask(memo: Memo, about: object, value: object = HOLE, problems: tuple[Problem, ...] = ()) -> tuple[object, bool]:
    """What the memo answers, and whether it had to read for it."""
    reads: list[object] = []

    def make() -> tuple[object, tuple[Problem, ...]]:
        reads.append(about)
        return value, problems

    answer, told = memo.read((about,), make)
    assert told == (problems if reads else ())
    return answer, bool(reads)


def test_the_same_is_read_once() -> None:
    memo = Memo()
    assert ask(memo, "a") == (HOLE, True)
    assert memo.changed
    again = Memo(memo.data)
    assert ask(again, "a", "something else") == (HOLE, False)
    assert not again.changed
    assert ask(again, "b", "new") == ("new", True)


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    memo = Memo()
    ask(memo, "a")
    ask(memo, "b")
    again = Memo(memo.data)
    ask(again, "b")
    assert again.changed
    assert ask(Memo(again.data), "a") == (HOLE, True)


@pytest.mark.parametrize("found", [WRONG, warning("unused-source", Mark("a.md"), key="x")])
def test_what_was_read_with_a_problem_is_read_again(found: Problem) -> None:
    memo = Memo()
    assert ask(memo, "a", None, (found,)) == (None, True)
    assert ask(Memo(memo.data), "a", None, (found,)) == (None, True)


def test_the_theme_s_memory_is_handed_on() -> None:
    memo = Memo()
    assert memo.theme == ThemeMemory()
    memo.keep_theme(ThemeMemory(templates=((b"x", ()),)))  # type: ignore[arg-type]
    assert Memo(memo.data).theme.templates == ((b"x", ()),)


class Hostile:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.system, ("true",))


@pytest.mark.parametrize("value", [Hostile(), Target("x", ()), {b"x": os.getcwd}])
def test_a_memo_brings_only_what_it_knows_to_life(value: object) -> None:
    assert ask(Memo(pickle.dumps({b"x": value})), "a") == (HOLE, True)


@given(st.binary(max_size=300))
def test_a_broken_memo_is_an_empty_one(data: bytes) -> None:
    assert ask(Memo(data), "a") == (HOLE, True)
    assert ask(Memo(Memo(data).data + data), "a") == (HOLE, True)
