"""What must always hold of date words, whatever the text and the day of publication."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from digest import wording as sentences
from digest.sourcing.datewords import DateWord, find, wording

PIECES = (
    *"0123456789０９一二十〇元日月年度期週末旬初半同翌前昨今来去再先両間市目～〜-―、・。()（）月火水木金土春夏秋冬\n㋀㏠㍻ｶﾞ",
    *(
        "から",
        "まで",
        "ごろ",
        "上旬",
        "下旬",
        "両日",
        "令和",
        "平成",
        "昭和",
        "大正",
        "明治",
        "一昨年",
        "会計年度",
        "年代",
        "米",
    ),
    *(
        "予定だ。",
        "発表した。",
        "年末年始",
        "週明け",
        "きょう",
        "あす",
        "今日の",
        "2023",
        "31",
        "30",
        "29",
        "で",
        "前後",
        "午後3時",
    ),
)
REPORTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
DAYS = st.one_of(st.dates(), st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)))

SIDE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|2[1-4])(-\d\d)?)?|\d{3}X")


def is_edtf(value: str) -> bool:
    """Whether a value is in the subset of EDTF levels 0 and 1 that is promised: real days, intervals in order."""
    sides = value.removesuffix("~").split("/")
    if len(sides) > 2 or not all(SIDE.fullmatch(side) for side in sides):
        return False
    for side in sides:
        if len(side) == 10:
            date.fromisoformat(side)
    return sides == sorted(sides)


@given(REPORTS, DAYS)
def test_words_stand_in_the_text_in_order(text: str, reference: date) -> None:
    at = 0
    for word in find(text, reference):
        assert at <= word.start < word.end <= len(text)
        assert word.text == text[word.start : word.end]
        at = word.end


@given(REPORTS, DAYS)
def test_values_are_edtf_or_carry_a_reason_that_can_be_told(text: str, reference: date) -> None:
    for word in find(text, reference):
        if word.value:
            assert is_edtf(word.value), word
            assert word.reason
        else:
            assert not word.certain
            assert sentences.say(f"date-word-{word.reason}", "ja", text=word.text, reference=reference)


@given(REPORTS, DAYS)
def test_reading_twice_gives_the_same(text: str, reference: date) -> None:
    assert find(text, reference) == find(text, reference)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), DAYS)
def test_a_full_date_means_itself_whenever_published(day: date, reference: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}年の{day.month}月の{day.day}日"):
        assert [word.value for word in find(text, reference)] == [day.isoformat()]


@given(st.dates(min_value=date(1991, 1, 1), max_value=date(2040, 12, 31)))
def test_the_day_of_publication_is_itself(day: date) -> None:
    texts = (
        f"{day.day}日付",
        f"{day.month}月{day.day}日",
        f"今月{day.day}日",
        "きょう",
        "同日",
        f"{day.day}日、発表した。",
    )
    assert [find(text, day)[0].value for text in texts] == [day.isoformat()] * len(texts)


@given(REPORTS)
def test_without_a_reference_nothing_is_a_date(text: str) -> None:
    assert find(text, None) == ()


@given(REPORTS, DAYS)
def test_every_value_is_worded_in_both_languages(text: str, reference: date) -> None:
    for word in find(text, reference):
        if word.value:
            assert_worded(word)


def assert_worded(word: DateWord) -> None:
    """A value in words is never the raw EDTF, except a bare year in English."""
    assert wording(word.value, "ja") != word.value
    assert wording(word.value, "en") != word.value or re.fullmatch(r"\d{4}", word.value)


@given(st.text(max_size=30))
def test_wording_never_raises_on_foreign_text(value: str) -> None:
    assert isinstance(wording(value, "ja"), str)
    assert isinstance(wording(value, "en"), str)
