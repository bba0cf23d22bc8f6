"""Breaks of headings."""

from __future__ import annotations

import html
import itertools

import budoux
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.theme.breaks import phrase_breaks


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("海自護衛艦が北朝鮮の新型ミサイルを追尾", "海自護衛艦が|北朝鮮の|新型ミサイルを|追尾"),
        ("北のICBM級、2発を発射=架空通信", "北の|ICBM級、|2発を|発射=架空通信"),
        ("訪露か 武器取引を協議の見通し", "訪露か 武器取引を|協議の|見通し"),
        ("a < b", "a &lt; b"),
        ("", ""),
    ],
)
def test_phrases_break_at_their_ends(text: str, marked: str) -> None:
    assert phrase_breaks(text).replace("<wbr>", "|") == marked


@given(st.text(alphabet=st.sampled_from("海自護衛艦がのをは北朝鮮ミサイルF35=<&>\"'、。」「（）ー abc"), max_size=40))
def test_only_breaks_are_added_and_never_where_japanese_forbids_one(text: str) -> None:
    pieces = str(phrase_breaks(text)).split("<wbr>")
    plain = [html.unescape(piece) for piece in pieces]
    assert "".join(plain) == text
    assert "<" not in "".join(pieces)
    for before, after in itertools.pairwise(plain):
        assert after[0] not in "、。」）ー="
        assert before[-1] not in "「（="
        assert not (before[-1] in "海自護衛艦北朝鮮" and after[0] in "海自護衛艦北朝鮮")
        assert not before[-1].isascii()
        assert not after[0].isspace()


TOKENS = ("北の", "艦を", "が", "する", "に", "弾も", "日まで", "と", "発し", "ため", "という")


@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_where_no_rule_forbids_a_break_the_phrases_are_those_of_budoux(text: str) -> None:
    assert phrase_breaks(text).split("<wbr>") == (budoux.load_default_japanese_parser().parse(text) or [""])
