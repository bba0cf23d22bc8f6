"""Owns the date words that count from the day of publication alone: きょう, 来週, 週明け, 年内, 年末年始."""

from __future__ import annotations

import re
from datetime import date, timedelta

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_clause import Tense
from digest.sourcing.datewords_forms import Point
from digest.sourcing.datewords_memory import Place

_DAYS = {
    "一昨日": -2,
    "おととい": -2,
    "昨日": -1,
    "きのう": -1,
    "昨夜": -1,
    "昨晩": -1,
    "昨夕": -1,
    "本日": 0,
    "今日": 0,
    "きょう": 0,
    "今朝": 0,
    "けさ": 0,
    "今夜": 0,
    "今晩": 0,
    "今夕": 0,
    "明日": 1,
    "あす": 1,
    "あした": 1,
    "明晩": 1,
    "明後日": 2,
    "あさって": 2,
}
_WEEKS = {"先々週": -2, "先週": -1, "前週": -1, "今週": 0, "同週": 0, "来週": 1, "翌週": 1, "再来週": 2}
_NOWADAYS = re.compile("の|で|に至|まで|、?我")


def near_word(word: str, reference: date, following: str) -> Period | None:
    """The day of きょう, 昨夜 …; None when it is none of these. 今日の may mean "of our time" and is not guessed."""
    if word not in _DAYS:
        return None
    if word == "今日" and _NOWADAYS.match(following):
        raise UnclearError("nowadays")
    return calendar.of_day(reference + timedelta(days=_DAYS[word]))


def week_word(point: Point, base: date, place: Place) -> Period:
    """The week from Monday to Sunday (rule 8), its weekend, or the weekday named in it."""
    week = calendar.week(base, _WEEKS[point.fixed])
    if point.weekday:
        return calendar.of_day(week.first + timedelta(days=calendar.WEEKDAYS.index(point.weekday)))
    if point.part == "末":
        return calendar.span(week.last - timedelta(days=1), week.last)
    if point.part == "明け" and place.tense != "past":
        return calendar.of_day(week.first)
    if point.part:
        raise UnclearError("vague-part")
    return week


def edge_word(word: str, reference: date, place: Place) -> Period:
    """週明け, 年内, 月末 …: the edge of the running week, month or year that is meant."""
    if word in ("週明け", "週内"):
        return _week_edge(word, reference, place)
    if word.startswith("年度"):
        last = calendar.fiscal_year(calendar.fiscal_year_of(reference)).last
        return calendar.span(reference, last) if word == "年度内" else calendar.month(last.year, 3)
    if word.startswith("月"):
        return _month_edge(word, reference, place)
    if word == "年内":
        return calendar.span(reference, reference.replace(month=12, day=31))
    return _year_edge(word, reference, place)


def _week_edge(word: str, reference: date, place: Place) -> Period:
    """The rest of this week, or the Monday after; a Monday that is already told as past is not guessed."""
    if word == "週内":
        return calendar.span(reference, calendar.week(reference, 0).last)
    if place.tense == "past":
        raise UnclearError("week-unclear")
    return calendar.of_day(calendar.week(reference, 1).first)


def _month_edge(word: str, reference: date, place: Place) -> Period:
    """The rest, the end or the beginning of this month."""
    whole = calendar.month(reference.year, reference.month)
    if word == "月内":
        return calendar.span(reference, whole.last)
    first, last = (
        (whole.first.replace(day=25), whole.last) if word == "月末" else (whole.first, whole.first.replace(day=7))
    )
    if (first > reference and place.tense == "past") or (last < reference and place.tense == "future"):
        raise UnclearError("month-unclear")
    return calendar.about(calendar.span(first, last))


def _year_edge(word: str, reference: date, place: Place) -> Period:
    """年末年始, 年末, 年始, 年明け, 年初: the turn of the year that is nearest, where only one is possible."""
    if word == "週末":
        raise UnclearError("week-unclear")
    turn = _turn_of_year(reference, place.tense)
    if word == "年末年始":
        return calendar.joined(calendar.month(turn - 1, 12), calendar.month(turn, 1))
    if word == "年末":
        return calendar.month(turn - 1, 12)
    return calendar.month(turn, 1)


def _turn_of_year(reference: date, around: Tense) -> int:
    """The year that begins at the turn that is meant."""
    if around == "future" and reference.month >= 2:
        return reference.year + 1
    if around == "past" and reference.month <= 11:
        return reference.year
    if reference.month == 12 or (reference.month >= 9 and around == "open"):
        return reference.year + 1
    if reference.month == 1 and around != "future":
        return reference.year
    raise UnclearError("year-unclear")
