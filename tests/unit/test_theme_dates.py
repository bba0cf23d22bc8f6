"""Dates in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.theme.dates import STYLES, word_date

INSTANT = "2023-09-05T21:30:00+09:00"


@pytest.mark.parametrize(
    ("text", "style", "japanese", "english"),
    [
        (INSTANT, "long", "2023年9月5日(火) 21時30分", "Tue 5 September 2023, 21:30"),
        (INSTANT, "medium", "2023年9月5日", "5 September 2023"),
        (INSTANT, "short", "9月5日", "5 Sep"),
        (INSTANT, "time", "21時30分", "21:30"),
        (INSTANT, "month", "2023年9月", "September 2023"),
        (INSTANT, "year", "2023年", "2023"),
        (INSTANT, "weekday", "火", "Tue"),
        (INSTANT, "iso", "2023-09-05T21:30+09:00", "2023-09-05T21:30+09:00"),
        ("2023-09-05", "long", "2023年9月5日(火)", "Tue 5 September 2023"),
        ("2023-09-05", "time", "", ""),
        ("2023-09", "long", "2023年9月", "September 2023"),
        ("2023-09", "short", "9月", "September"),
        ("2023-09", "weekday", "", ""),
        ("2023", "short", "2023年", "2023"),
        ("2023", "iso", "2023", "2023"),
        ("", "long", "", ""),
        ("2023-09-05T00:05-04:00", "long", "2023年9月5日(火) 0時05分(UTC−4)", "Tue 5 September 2023, 00:05 UTC−4"),
        ("2023-09-05T00:05Z", "time", "0時05分(UTC)", "00:05 UTC"),
        ("2023-09-05T00:05:09.5+0530", "time", "0時05分(UTC+5:30)", "00:05 UTC+5:30"),
        ("2022-11~", "medium", "2022年11月頃", "c. November 2022"),
        ("2022-11~", "iso", "2022-11", "2022-11"),
        ("2023-09-10/2023-09-13", "medium", "2023年9月10日〜2023年9月13日", "10 September 2023–13 September 2023"),
        ("2023-09-10/..", "short", "9月10日〜", "10 Sep–"),
        ("/2023-09-10", "iso", "2023-09-10", "2023-09-10"),
        ("2023-21", "medium", "2023年春", "spring 2023"),
        ("2023-21", "iso", "2023", "2023"),
        ("202X", "medium", "2020年代", "2020s"),
        ("202X", "iso", "", ""),
    ],
)
def test_each_style_in_both_languages(text: str, style: str, japanese: str, english: str) -> None:
    assert word_date(text, style, "ja") == japanese
    assert word_date(text, style, "en-GB") == english


@pytest.mark.parametrize(
    "text", ["5 September", "2023-13", "2023-02-30", "2023-21-01", "2023-09-05T25:00", "2023-09-05T12:60", "20230905"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    for style in STYLES:
        with pytest.raises(ValueError, match=re.escape(text.split("/", maxsplit=1)[0]) + "|month|day"):
            word_date(text, style, "ja")


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="full"):
        word_date(INSTANT, "full", "ja")


@given(st.dates(min_value=date(1000, 1, 1)), st.times(), st.integers(-14, 14))
def test_the_iso_style_keeps_day_minute_and_offset(day: date, time: object, hours: int) -> None:
    offset = f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"
    minute = str(time)[:5]
    assert word_date(f"{day}T{time}{offset}", "iso", "ja") == f"{day}T{minute}{offset}"
    assert word_date(f"{day}T{time}{offset}", "medium", "ja") == word_date(str(day), "medium", "ja")


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 1, 1)))
def test_a_week_later_is_the_same_weekday(day: date) -> None:
    later = day + timedelta(days=7)
    assert word_date(str(day), "weekday", "ja") == word_date(str(later), "weekday", "ja")
