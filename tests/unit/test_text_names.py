from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.names import key, nearest, slugify_unicode


@pytest.mark.parametrize("spelling", ["ＤＰＲＫ", "dprk", " DPRK ", "Dprk", "ｄｐｒｋ\u3000"])
def test_case_width_and_spaces_do_not_make_another_name(spelling: str) -> None:
    assert key(spelling) == key("DPRK")


def test_half_width_katakana_is_the_same_name() -> None:
    assert key("ﾌﾞﾙｰﾑﾊﾞｰｸﾞ") == key("ブルームバーグ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("北朝線", "北朝鮮"),
        ("ロシヤ", "ロシア"),
        ("東都新問", "東都新聞"),
        ("武器取り引き", "武器取引"),
        ("wasington", "Washington"),
    ],
)
def test_a_slip_finds_the_name_that_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, ["ウクライナ", "北朝鮮", "ロシア", "東都新聞", "武器取引", "Washington"]) == meant


@pytest.mark.parametrize("typed", ["中国", "経済", "", "宇宙", "Berlin"])
def test_another_name_is_not_taken_for_a_slip(typed: str) -> None:
    assert nearest(typed, ["北朝鮮", "ロシア", "米国", "Washington"]) == ""


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("北朝鮮", "北朝鮮"),
        ("東都 新聞", "東都-新聞"),
        ("AUKUS / 豪英米", "aukus-豪英米"),
        ("../etc", "etc"),
        ("か\u3099いむ省", "がいむ省"),
        ("C++", "c"),
        ("ブルームバーグ・ニュース", "ブルームバーグ-ニュース"),
    ],
)
def test_a_slug_keeps_japanese_and_loses_what_paths_mean_something_by(name: str, slug: str) -> None:
    assert slugify_unicode(name) == slug


@given(st.text())
def test_a_slug_is_always_a_safe_path_part(name: str) -> None:
    slug = slugify_unicode(name)
    assert slug
    assert slug not in {".", ".."}
    assert not set(slug) & set("/\\:?#%&<>\"' \x00|*")
    assert len(slug.encode("utf-8")) <= 80
    assert unicodedata.is_normalized("NFC", slug)
    assert slugify_unicode(slug) == slug


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)


def test_names_of_signs_alone_get_different_slugs() -> None:
    assert slugify_unicode("！？") != slugify_unicode("？！")
