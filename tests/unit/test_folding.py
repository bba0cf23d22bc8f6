"""The folded copy equals NFKC, and its map leads back to the very characters of the original."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from digest.sourcing.folding import fold

TRICKY = st.text(
    st.sampled_from(
        "aが４㍻㋿ｶﾞﾟﾞ\u3099\u309a…①Åé\u0301\u0327\u1100\u1161\u11a8ﾡ각각가﨑龍"
        "Ａ=＝゠〓㈱½ﬁ\U0001d400\u0bc6\u0bbe\u0fb2\u0f71\u0f80 \u3000"
    )
)


@given(st.text() | TRICKY)
@example("㍻３０年、ｶﾞｿﾘﾝ")
@example("\u1100\u1161\u11a8")
@example("a\u0301\u0327")
def test_the_folded_text_is_the_nfkc_form(text: str) -> None:
    assert fold(text).text == unicodedata.normalize("NFKC", text)


@given(st.text() | TRICKY)
def test_the_map_covers_the_original_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert folded.span(0, len(folded.text)) == (0, len(text))


@given(st.text() | TRICKY)
def test_each_span_of_the_original_folds_to_what_it_stands_for(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert folded.text[at] in unicodedata.normalize("NFKC", text[start:end])


def test_every_character_folds_to_its_nfkc_form() -> None:
    every = map(chr, range(0x10000))
    assert [one for one in every if fold(f"本{one}").text != unicodedata.normalize("NFKC", f"本{one}")] == []


def test_one_character_that_becomes_two_keeps_its_one_place() -> None:
    folded = fold("㍻３０年")
    assert folded.text == "平成30年"
    assert [folded.span(at, at + 1) for at in range(3)] == [(0, 1), (0, 1), (1, 2)]


def test_two_half_width_characters_that_become_one_keep_both_places() -> None:
    folded = fold("ｶﾞﾚｷ")
    assert folded.text == "ガレキ"
    assert [folded.span(at, at + 1) for at in range(3)] == [(0, 2), (2, 3), (3, 4)]


def test_an_empty_span_stays_empty_and_in_its_place() -> None:
    assert fold("").span(0, 0) == (0, 0)
    assert fold("４日").span(1, 1) == (1, 1)
    assert fold("４日").span(2, 2) == (2, 2)
