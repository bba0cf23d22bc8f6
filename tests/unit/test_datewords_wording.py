"""Dates in words, as the hover and the print show them."""

from __future__ import annotations

import pytest

from digest.sourcing.datewords import inferred, wording


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        ("2023-09-05", "2023年9月5日", "5 September 2023"),
        ("2023-09", "2023年9月", "September 2023"),
        ("2023", "2023年", "2023"),
        ("0987-01-02", "987年1月2日", "2 January 987"),
        ("2022-11~", "2022年11月ごろ", "about November 2022"),
        ("2023-09?", "2023年9月か", "possibly September 2023"),
        ("2023-09%", "2023年9月ごろか", "possibly about September 2023"),
        ("2023-09-10/2023-09-13", "2023年9月10日～13日", "10–13 September 2023"),
        ("2023-09-30/2023-10-02", "2023年9月30日～10月2日", "30 September – 2 October 2023"),
        ("2023-12-31/2024-01-03", "2023年12月31日～2024年1月3日", "31 December 2023 – 3 January 2024"),
        ("2023-08-25/2023-08-31~", "2023年8月25日～31日ごろ", "about 25–31 August 2023"),
        ("2023-07/2023-09", "2023年7月～9月", "July–September 2023"),
        ("2023-12/2024-01", "2023年12月～2024年1月", "December 2023 – January 2024"),
        ("2022/2024", "2022年～2024年", "2022–2024"),
        ("2023-08/2023-09-05", "2023年8月～9月5日", "August – 5 September 2023"),
        ("2023-22", "2023年夏", "summer 2023"),
        ("2022-24/2023-21", "2022年冬～2023年春", "winter 2022 – spring 2023"),
        ("199X", "1990年代", "the 1990s"),
        ("2023-09-10/..", "2023年9月10日～", "from 10 September 2023"),
        ("../2023-09", "～2023年9月", "until September 2023"),
    ],
)
def test_a_date_in_words(value: str, japanese: str, english: str) -> None:
    assert (wording(value, "ja"), wording(value, "en")) == (japanese, english)


@pytest.mark.parametrize(
    "value", ["", "/", "~", "近日中", "2023-13", "2023-9-5", "a/b", "2023/b", "2023-09-05T10:00:00Z", "../.."]
)
def test_other_text_comes_back_as_it_is(value: str) -> None:
    assert (wording(value, "ja"), wording(value, "en")) == (value, value)


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        ("2023-09-05", "2023年9月5日と推定", "probably 5 September 2023"),
        ("2023-08~", "2023年8月ごろと推定", "probably about August 2023"),
        ("2023-09-10/2023-09-13", "2023年9月10日～13日と推定", "probably 10–13 September 2023"),
        ("2023-09?", "2023年9月か", "possibly September 2023"),
    ],
)
def test_an_inferred_date_says_so_once(value: str, japanese: str, english: str) -> None:
    assert (inferred(value, "ja"), inferred(value, "en")) == (japanese, english)
