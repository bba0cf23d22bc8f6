"""What may stand in a feed, and which addresses cannot leave their page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.feeds.texts import clean, identity, moment, named


@pytest.mark.parametrize(
    "kept", ["護衛艦「あさひ」", "😀👩‍👩‍👧", "\u202e逆\u202c", "a\tb\nc\r", "𠮷野家", "か\u3099", "\u3000"]
)
def test_what_can_be_shown_stays(kept: str) -> None:
    assert clean(kept) == kept


@pytest.mark.parametrize("code", [0, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xD800, 0xDFFF, 0xFFFD, 0xFFFE, 0xFFFF])
def test_what_cannot_be_shown_goes(code: int) -> None:
    assert clean(f"護{chr(code)}衛\n{chr(code)}") == "護衛\n"


@given(st.text(st.characters(codec=None)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).encode().decode() == clean(text)


@pytest.mark.parametrize("blank", ["", " ", "\n\u3000", "\x00"])
def test_a_blank_name_is_replaced(blank: str) -> None:
    assert named(blank, "東都") == "東都"


def test_only_tag_uris_are_encoded_and_only_once() -> None:
    once = identity("tag:a.example,2023:護 衛", "x")
    assert once == "tag:a.example,2023:%E8%AD%B7%20%E8%A1%9B"
    assert identity(once, "x") == once
    assert identity("urn:護", "x") == "urn:護"
    assert identity("\x00", "x") == "x"


def test_moments_keep_their_offset_and_lose_fractions() -> None:
    assert moment("2023-09-05T21:30:00.5+09:00").isoformat() == "2023-09-05T21:30:00+09:00"
    assert moment("1887-12-31T09:18:59+09:18:59").isoformat() == "1887-12-31T00:00:00+00:00"
