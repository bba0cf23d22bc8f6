"""Plain text is wrapped by Japanese rules and loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.text.width import columns
from digest.text.wrapping import NOT_FIRST, wrap


def test_japanese_breaks_anywhere_but_before_closing_marks() -> None:
    assert wrap("東西南北東西南北、春夏", 16) == ("東西南北東西南", "北、春夏")
    assert wrap("東西南北東西南「北」", 16) == ("東西南北東西南", "「北」")


def test_words_break_at_spaces() -> None:
    assert wrap("JASDF and JMSDF took off", 9) == ("JASDF and", "JMSDF", "took off")
    assert wrap("F-35B が 8 機", 8) == ("F-35B が", "8 機")


def test_what_cannot_break_is_broken_at_the_column() -> None:
    assert wrap("abcdefgh", 3) == ("abc", "def", "gh")


def test_nothing_has_no_line() -> None:
    assert wrap("", 10) == wrap(" \n ", 10) == ()


@given(st.text(st.sampled_from("東西、。「」（） aBc\n\u3000ée\u0301ｱッー!?"), max_size=60), st.integers(2, 20))
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(0 < columns(line) <= width or not columns(line) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("東西南北、"), max_size=60).filter(lambda text: "、、" not in text))
def test_no_line_begins_with_a_closing_mark(text: str) -> None:
    assert not any(line[0] in NOT_FIRST for line in wrap(text, 10)[1:])
