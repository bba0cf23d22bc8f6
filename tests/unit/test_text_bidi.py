"""Writing direction stays within the text that sets it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.bidi import ENDS, closed, turns

LRE, RLO, PDF, RLI, FSI, PDI = "\u202a", "\u202e", "\u202c", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("東都新聞", "東都新聞"),
        (f"甲{RLO}乙", f"甲{RLO}乙{PDF}"),
        (f"甲{RLI}乙", f"甲{RLI}乙{PDI}"),
        (f"甲{RLO}乙{PDF}丙", f"甲{RLO}乙{PDF}丙"),
        (f"甲{RLI}乙{PDI}丙", f"甲{RLI}乙{PDI}丙"),
        (f"{PDF}甲{PDI}", "甲"),
        (f"{RLI}{LRE}甲{PDI}乙", f"{RLI}{LRE}甲{PDF}{PDI}乙"),
        (f"{LRE}{FSI}甲{PDF}乙", f"{LRE}{FSI}甲乙{PDI}{PDF}"),
        ("甲\u200e乙\u200f", "甲\u200e乙\u200f"),
    ],
)
def test_what_begins_also_ends(written: str, kept: str) -> None:
    assert closed(written) == kept


@given(st.text(st.sampled_from([*ENDS, PDF, PDI, "甲", "א"]), max_size=30))
def test_a_closed_text_is_balanced_keeps_its_letters_and_stays_as_it_is(text: str) -> None:
    kept = closed(text)
    waiting: list[str] = []
    for sign in kept:
        if sign in ENDS:
            waiting.append(ENDS[sign])
        elif sign in {PDF, PDI}:
            assert waiting.pop() == sign
    assert waiting == []
    assert [one for one in kept if one in "甲א"] == [one for one in text if one in "甲א"]
    assert closed(kept) == kept


@pytest.mark.parametrize("text", ["אבג", "عربي", f"甲{RLO}乙{PDF}", "\u200f", "\U0001e900"])
def test_letters_from_right_to_left_and_signs_turn_a_line(text: str) -> None:
    assert turns(text)


@pytest.mark.parametrize("text", ["東都新聞", "The Example", "Пример", "", "①—…"])
def test_other_texts_turn_nothing(text: str) -> None:
    assert not turns(text)
