from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.excerpt import excerpt


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("短い文。", 20, "短い文。"),
        ("一つめの文。二つめの文。三つめの長い長い文。", 14, "一つめの文。二つめの文。"),
        ("彼は「行く。」と言い、さらに続けて話した。", 8, "彼は「行く。」"),
        ("句点のないとても長い文が続いている", 10, "句点のないとても長…"),
        ("国。あとは句点のないとても長い文が続く", 10, "国。あとは句点のな…"),
        ("改行\nと　空白", 20, "改行 と 空白"),
        ("The launch was seen in Tokyo", 14, "The launch…"),
    ],
)
def test_an_excerpt_ends_where_a_reader_would_pause(text: str, limit: int, cut: str) -> None:
    assert excerpt(text, limit) == cut


@pytest.mark.parametrize("text", ["漢" * 8 + "か\u3099" * 8, "漢" * 8 + "👩\u200d✈\ufe0f" * 5])
@pytest.mark.parametrize("limit", range(10, 16))
def test_no_character_is_cut_in_two(text: str, limit: int) -> None:
    kept = excerpt(text, limit).removesuffix("…")
    rest = text[len(kept) :]
    assert not unicodedata.combining(rest[0])
    assert rest[0] not in "\u200d\ufe0f"
    assert not kept.endswith("\u200d")


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_an_excerpt_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit
