from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.width import columns, is_wide, joins_lines


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("日本", 4), ("ｶﾅ", 2), ("か\u3099", 2), ("「a」", 5), ("é", 1), ("\u200b", 0), ("한글", 4)],
)
def test_columns_count_east_asian_width(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize("char", list("日かカ、。「ｶＡ々〇😀"))
def test_east_asian_writing_joins_lines(char: str) -> None:
    assert joins_lines(char)


@pytest.mark.parametrize("char", ["", "a", "é", "한", "ㄱ", "ﾡ", "—", " ", "1"])
def test_latin_and_hangul_keep_their_space(char: str) -> None:
    assert not joins_lines(char)


@given(st.text(), st.text())
def test_columns_add_up(left: str, right: str) -> None:
    assert columns(left + right) == columns(left) + columns(right)


def test_only_two_column_characters_are_wide() -> None:
    assert is_wide("Ａ")
    assert not is_wide("ｱ")
    assert not is_wide("")
